"""A retracted story as machines get it: its notice, and never a word that its page does not say."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from articles.withdrawals import retract
from tests.factories import SectionFactory, published
from tests.site.crawl import SECRET, paths
from tests.site.marked import complete, word
from tests.site.reading import Ago, node

pytestmark = pytest.mark.django_db

# Where a machine reads this story and no other.
VIEWS = frozenset(
    {
        *("article_ninjs", "article_markdown", "ninjs", "section_ninjs", "oembed", "text_story"),
        *("feed", "feed_atom", "feed_json", "section_feed", "section_feed_atom", "section_feed_json"),
    }
)
# What a story is called and who made it stays; what it says is withdrawn.
NAMED = ("headline", "short", "search", "social", "kicker", "slug", "person", "topic")


def heard(said: str) -> set[str]:
    """The marked words in an answer."""
    return {found.lower() for found in SECRET.findall(unescape(said))}


@pytest.fixture
def story(frame: None, ago: Ago) -> Article:
    """A published story with a word of its own in every field."""
    SectionFactory(name="World", slug="world")
    return published(at=ago(days=1), **complete("story")).article


@pytest.mark.parametrize("keep_text", [True, False])
def test_no_machine_hears_more_than_the_page_says(client: Client, story: Article, keep_text: bool) -> None:
    edition = retract(story, by=None, note=f"Made up, {word('story', 'notice')}.", keep_text=keep_text)
    page = heard(client.get(edition.get_absolute_url()).text)
    assert word("story", "notice") in page
    views = {name: addresses for name, addresses in paths().items() if name in VIEWS}
    assert set(views) == VIEWS
    for address in (address for addresses in views.values() for address in addresses):
        assert heard(client.get(address).text) <= page, address


@pytest.mark.parametrize("keep_text", [True, False])
def test_a_file_of_it_is_its_name_and_its_notice(client: Client, story: Article, keep_text: bool) -> None:
    edition = retract(story, by=None, note=f"Made up, {word('story', 'notice')}.", keep_text=keep_text)
    allowed = {word("story", name) for name in (*NAMED, "notice")}
    for name in ("ninjs.json", "index.html.md"):
        said = heard(client.get(f"{edition.get_absolute_url()}{name}").text)
        assert {word("story", "headline"), word("story", "notice")} <= said <= allowed, name
    listed = client.get("/ninjs.json").text
    assert heard(listed) <= allowed
    item: dict[str, Any] = json.loads(listed)["associations"][0]
    assert (item["pubStatus"], item["representationType"]) == ("canceled", "partial")
    assert not {"bodies", "descriptions", "associations", "infoSources", "located"} & set(item)


@pytest.mark.parametrize("keep_text", [True, False])
def test_search_engines_read_why_and_not_what_it_was_about(
    client: Client, story: Article, keep_text: bool
) -> None:
    edition = retract(story, by=None, note="None of it\nis true.", keep_text=keep_text)
    told = node(client.get(edition.get_absolute_url()).text, "NewsArticle")
    assert (told["creativeWorkStatus"], told["description"]) == ("Retracted", "None of it is true.")
