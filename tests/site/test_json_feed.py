"""The JSON feeds, against what version 1.1 of the format asks of a feed and of an item."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from articles.publishing import publish
from articles.withdrawals import retract
from tests.factories import AuthorFactory, PhotoFactory, SectionFactory, TopicFactory, published
from tests.site.formats import (
    assert_language,
    assert_moment,
    assert_ours,
    assert_travels,
    body_with_everything,
)
from tests.site.reading import Ago

pytestmark = pytest.mark.django_db

# https://www.jsonfeed.org/version/1.1/: the names it knows, and the type of each.
FEED = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "language": str,
    "authors": list,
    "items": list,
}
ITEM = {
    "id": str,
    "url": str,
    "title": str,
    "content_html": str,
    "content_text": str,
    "summary": str,
    "image": str,
    "date_published": str,
    "date_modified": str,
    "language": str,
    "authors": list,
    "tags": list,
    "_news": dict,
}

type Feed = dict[str, Any]
type Fetch = Callable[[str], Feed]


def assert_authors(authors: list[Any]) -> None:
    """People with their names and the pages about them."""
    for author in authors:
        assert {name: type(value) for name, value in author.items()} == {"name": str, "url": str}
        assert author["name"]
        assert_ours(author["url"])


def assert_extension(found: dict[str, Any]) -> None:
    """Our own object, as docs/standards.md describes it."""
    assert found.keys() <= {"retracted", "corrections"}
    assert found.get("retracted", True) is True
    for note in found.get("corrections", ()):
        assert note.keys() == {"kind", "label", "date", "text"}
        assert all(isinstance(value, str) and value for value in note.values())
        assert_moment(note["date"])


def assert_follows_version_1_1(feed: Feed) -> None:
    """Check the structure of a feed: what must be there is, and nothing that the format does not know."""
    assert {name: type(value) for name, value in feed.items()} == FEED
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    for name in ("home_page_url", "feed_url"):
        assert_ours(feed[name])
    assert_language(feed["language"])
    assert_authors(feed["authors"])
    for item in feed["items"]:
        assert item.keys() - ITEM.keys() == set()
        assert all(type(value) is ITEM[name] for name, value in item.items())
        assert item["id"].startswith("urn:uuid:")
        for name in {"url", "image"} & item.keys():
            assert_ours(item[name])
        assert len({"content_html", "content_text"} & item.keys()) == 1
        assert_travels(item.get("content_html", ""))
        for name in ("date_published", "date_modified"):
            assert_moment(item[name])
        assert_language(item["language"])
        assert_authors(item.get("authors", []))
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
        assert_extension(item.get("_news", {}))
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)


@pytest.fixture
def feed(client: Client, frame: None) -> Fetch:
    """Return a function that fetches a feed, checks its structure and gives it."""

    def fetch(path: str) -> Feed:
        response = client.get(path)
        assert (response.status_code, response.headers["Content-Type"]) == (200, "application/feed+json")
        found: Feed = response.json()
        assert_follows_version_1_1(found)
        assert found["feed_url"] == f"http://testserver{path}"
        return found

    return fetch


def titles(feed: Feed) -> list[str]:
    """The titles of the items, in order."""
    return [item["title"] for item in feed["items"]]


def iso(at: datetime) -> str:
    """A moment as the feed writes it."""
    return localtime(at).isoformat(timespec="seconds")


def test_a_story_is_an_item_with_everything_a_reader_needs(feed: Fetch, ago: Ago) -> None:
    edition = published(
        at=ago(days=1),
        section=SectionFactory(name="World"),
        headline="The river & the dam",
        standfirst="Three villages <must> be ready.",
        language="de",
        body='<p>It rose. <a href="/corrections/">See</a></p>',
        authors=[AuthorFactory(name="Zoë Zander", slug="zoe"), AuthorFactory(name="Ada Writer", slug="ada")],
        topics=[TopicFactory(name="Water")],
        lead_photo=PhotoFactory(),
    )
    (item,) = feed("/feed.json")["items"]
    assert item.pop("image").startswith("http://testserver/media/")
    assert item == {
        "id": f"urn:uuid:{edition.article.uid}",
        "url": f"http://testserver{edition.get_absolute_url()}",
        "title": "The river & the dam",
        "content_html": '<p>It rose. <a href="http://testserver/corrections/">See</a></p>',
        "summary": "Three villages <must> be ready.",
        "date_published": iso(ago(days=1)),
        "date_modified": iso(ago(days=1)),
        "language": "de",
        "authors": [
            {"name": "Zoë Zander", "url": "http://testserver/author/zoe/"},
            {"name": "Ada Writer", "url": "http://testserver/author/ada/"},
        ],
        "tags": ["World", "Water"],
    }


def test_the_feed_says_what_it_is_whose_it_is_and_where(feed: Fetch) -> None:
    SectionFactory(name="World", slug="world", description="States.")
    assert feed("/section/world/feed.json") == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "World – The Daily Test",
        "home_page_url": "http://testserver/section/world/",
        "feed_url": "http://testserver/section/world/feed.json",
        "description": "States.",
        "language": "en",
        "authors": [{"name": "The Daily Test", "url": "http://testserver/"}],
        "items": [],
    }


def test_corrections_stand_above_the_text_and_beside_it_for_machines(feed: Fetch, ago: Ago) -> None:
    article = published(at=ago(days=3), body="<p>Four.</p>").article
    (before,) = feed("/feed.json")["items"]
    article.body, article.slug = "<p>Three.</p>", "three-villages"
    article.save()
    for at, change, note in (
        (ago(days=2), "correction", "It was <three>."),
        (ago(days=1), "update", "The dam held."),
    ):
        publish(article, by=None, change=change, note=note, at=at, now=at)
    (after,) = feed("/feed.json")["items"]
    assert (after["id"], after["date_published"]) == (before["id"], before["date_published"])
    assert after["date_modified"] == iso(ago(days=1))
    assert after["content_html"].startswith("<p><strong>Update, ")
    assert "It was &lt;three&gt;." in after["content_html"]
    assert after["_news"] == {
        "corrections": [
            {"kind": "update", "label": "Update", "date": iso(ago(days=1)), "text": "The dam held."},
            {
                "kind": "correction",
                "label": "Correction",
                "date": iso(ago(days=2)),
                "text": "It was <three>.",
            },
        ]
    }


def test_a_retracted_story_says_so_to_people_and_to_machines(feed: Fetch, ago: Ago) -> None:
    edition = published(at=ago(days=2), headline="Invented", body="<p>Nothing of it is true.</p>")
    retract(edition.article, by=None, note="We made it up.", keep_text=False)
    (item,) = feed("/feed.json")["items"]
    assert (item["title"], item["summary"]) == ("Retracted: Invented", "We made it up.")
    assert "Nothing of it is true." not in item["content_html"]
    assert item["_news"]["retracted"] is True
    assert [note["kind"] for note in item["_news"]["corrections"]] == ["retraction"]


def test_each_feed_carries_its_own_stories_and_none_that_was_paid_for(feed: Fetch, ago: Ago) -> None:
    world, ada, rivers = SectionFactory(slug="world"), AuthorFactory(slug="ada"), TopicFactory(slug="rivers")
    published(at=ago(days=1), section=world, headline="In the section")
    published(at=ago(days=2), authors=[ada], headline="By the author")
    published(at=ago(days=3), topics=[rivers], headline="On the topic")
    published(at=ago(days=4), section=world, genre="sponsored", sponsor="A Bank")
    assert titles(feed("/feed.json")) == ["In the section", "By the author", "On the topic"]
    assert titles(feed("/section/world/feed.json")) == ["In the section"]
    assert titles(feed("/author/ada/feed.json")) == ["By the author"]
    assert titles(feed("/topic/rivers/feed.json")) == ["On the topic"]


def test_the_corrections_feed_names_each_change_once(feed: Fetch, ago: Ago) -> None:
    article = published(at=ago(days=3), headline="Three villages").article
    publish(article, by=None, change="correction", note="It was three.", at=ago(days=2), now=ago(days=2))
    (item,) = feed("/corrections/feed.json")["items"]
    assert (item["title"], item["summary"]) == ("Correction: Three villages", "It was three.")
    assert [note["text"] for note in item["_news"]["corrections"]] == ["It was three."]


def test_a_name_that_holds_a_tab_keeps_it(feed: Fetch, ago: Ago) -> None:
    published(at=ago(days=1), authors=[AuthorFactory(name="Ada\tWriter", slug="ada")])
    (item,) = feed("/feed.json")["items"]
    assert item["authors"] == [{"name": "Ada\tWriter", "url": "http://testserver/author/ada/"}]


def test_whatever_stands_in_a_text_travels(feed: Fetch, ago: Ago) -> None:
    published(at=ago(days=1), body=body_with_everything(), dateline="VIENNA, 14 October")
    content = feed("/feed.json")["items"][0]["content_html"]
    for part in ("<table", "<blockquote", "<aside", "<img", "https://vimeo.com/12345", "Made by AI."):
        assert part in content, part
