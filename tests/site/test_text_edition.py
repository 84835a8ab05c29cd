"""The text edition: words alone, true to the story's own page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from articles.publishing import publish
from articles.richtext import words_only
from articles.site.addresses import text_path
from articles.withdrawals import retract, take_down
from tests.factories import PhotoFactory, SectionFactory, approved, published, revise
from tests.site.reading import Ago, Read, link

pytestmark = pytest.mark.django_db

LOADED = re.compile(r"<(img|picture|source|script|iframe|video)|woff2|site\.css")


def test_a_story_is_read_without_a_picture_a_font_or_a_script(read: Read, ago: Ago) -> None:
    story = published(
        at=ago(hours=2),
        headline="The river rises",
        lead_photo=PhotoFactory(),
        key_points="It rose",
        how_we_reported="We stood there.",
        sources=[{"kind": "document", "title": "The gauge book"}],
    )
    text = read(text_path(story))
    for words in (
        "The river rises",
        "Nobody was hurt.",
        "It rose",
        "We stood there.",
        "The gauge book",
        story.byline,
    ):
        assert words in text
    assert not LOADED.search(text)
    assert f'<link rel="canonical" href="http://testserver{story.get_absolute_url()}">' in text
    assert "noindex" not in text
    assert f'href="{story.get_absolute_url()}"' in text


def test_the_list_leads_to_stories_in_words_and_goes_on_by_keyset(read: Read, ago: Ago) -> None:
    section = SectionFactory(name="World")
    stories = [published(at=ago(hours=number + 1), section=section) for number in range(41)]
    text = read("/text/")
    assert text.count('<li><a href="/text/2') == 40
    assert f'href="{text_path(stories[0])}"' in text
    assert text_path(stories[40]) in read("/text/" + link(text, "next"))
    assert '<meta name="robots" content="noindex, follow">' in text
    assert not LOADED.search(text)


def test_what_was_put_right_and_taken_back_is_said_in_words_too(read: Read, client: Client, ago: Ago) -> None:
    story = published(at=ago(hours=3))
    article = story.article
    publish(
        revise(article), by=None, change="correction", note="It was 27.", at=ago(hours=2), now=ago(hours=2)
    )
    assert "It was 27." in read(text_path(story))
    assert "Corrected" in read("/text/")
    retract(article, by=None, note="Made up.", keep_text=False)
    text = read(text_path(story))
    assert "Made up." in text
    assert "The river" not in text.partition("</h1>")[2]
    assert "Retracted" in read("/text/")
    take_down(article, by=None, reason="A court", note="By order.")
    answer = client.get(text_path(story))
    assert answer.status_code == 410
    assert "By order." in answer.content.decode()


def test_an_address_that_moved_leads_on_within_the_text_edition(
    client: Client, frame: None, ago: Ago
) -> None:
    story = published(at=ago(hours=3), slug="before")
    article = story.article
    article.slug = "after"
    article.save()
    moved = publish(article, by=None, change="minor")
    answer = client.get(text_path(story))
    assert (answer.status_code, answer["Location"]) == (301, text_path(moved))
    assert client.get("/text/2026/13/45/nothing/").status_code == 404


def test_a_story_that_is_not_public_has_no_text(client: Client, frame: None, ago: Ago) -> None:
    planned = publish(approved(), by=None, at=ago(hours=-1))
    assert client.get(text_path(planned)).status_code == 404


def test_words_only_keeps_words_and_loads_nothing() -> None:
    html = '<h2 id="a">Sub</h2><figure class="x"><img src="/a.jpg"><figcaption>The dam</figcaption></figure>'
    assert words_only(html + '<p class="changed">Rose <a href="/x/" rel="me">there</a></p>') == (
        '<h2>Sub</h2><figure><figcaption>The dam</figcaption></figure><p>Rose <a href="/x/">there</a></p>'
    )


@pytest.mark.parametrize("stories", [1, 3])
def test_the_list_costs_one_query_and_a_story_two(
    client: Client, frame: None, ago: Ago, django_assert_num_queries: Any, stories: int
) -> None:
    made = [published(at=ago(hours=number + 1)) for number in range(stories)]
    with django_assert_num_queries(1):
        assert client.get("/text/").status_code == 200
    with django_assert_num_queries(2):
        assert client.get(text_path(made[0])).status_code == 200
