"""The corrections page: everything that was put right, and nothing of what is not public."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from articles.publishing import publish
from articles.withdrawals import retract, take_down
from tests.factories import SectionFactory, published
from tests.site.reading import Ago, Read

pytestmark = pytest.mark.django_db


def entries(text: str) -> list[tuple[str, str]]:
    """Kind and headline of every entry, in order."""
    found = re.findall(
        r'<li><p class="kick"><span class="mark">([^<]*)</span>.*?<h3><a[^>]*>([^<]*)<', text, re.DOTALL
    )
    return [(kind, headline) for kind, headline in found]


def test_every_correction_is_listed_under_its_storys_present_headline(read: Read, ago: Ago) -> None:
    edition = published(at=ago(days=3), headline="Four villages are flooded")
    article = edition.article
    article.headline = "Three villages are flooded"
    article.save()
    publish(article, by=None, change="correction", note="It was three.", at=ago(days=2), now=ago(days=2))
    current = publish(
        article, by=None, change="update", note="The dam holds.", at=ago(days=1), now=ago(days=1)
    )
    text = read("/corrections/")
    assert entries(text) == [("Correction", "Three villages are flooded")]
    assert "It was three." in text
    assert "The dam holds." not in text
    assert f'href="{current.get_absolute_url()}#note-2"' in text


def test_the_newest_stands_first_with_the_number_of_its_month(read: Read, now: Any, ago: Ago) -> None:
    for days, kind in ((4, "correction"), (3, "clarification")):
        article = published(at=ago(days=9), headline=f"Story {days}").article
        publish(article, by=None, change=kind, note="Put right.", at=ago(days=days), now=ago(days=days))
    text = read("/corrections/")
    assert entries(text) == [("Clarification", "Story 3"), ("Correction", "Story 4")]
    assert sum(int(count) for count in re.findall(r'<span class="count">(\d+)</span>', text)) == 2


def test_the_form_narrows_by_kind_and_section(read: Read, ago: Ago) -> None:
    world = SectionFactory(slug="world")
    first = published(at=ago(days=9), section=world, headline="From the world").article
    publish(first, by=None, change="correction", note="It was 7.")
    second = published(at=ago(days=9), headline="From elsewhere").article
    publish(second, by=None, change="clarification", note="It could be misread.")
    assert entries(read("/corrections/", section="world")) == [("Correction", "From the world")]
    assert entries(read("/corrections/", kind="clarification")) == [("Clarification", "From elsewhere")]
    assert entries(read("/corrections/", kind="retraction")) == []
    nonsense = read("/corrections/", kind="nonsense")
    assert "This could not be searched for" in nonsense
    assert "No correction fits" not in nonsense


def test_a_retraction_is_on_record_and_a_take_down_takes_its_notes_along(read: Read, ago: Ago) -> None:
    retracted = published(at=ago(days=9), headline="The invented one").article
    retract(retracted, by=None, note="It was invented.")
    removed = published(at=ago(days=9), headline="The dangerous one").article
    publish(removed, by=None, change="correction", note="A name was wrong.", at=ago(days=8), now=ago(days=8))
    take_down(removed, by=None, reason="It put somebody in danger.")
    text = read("/corrections/")
    assert entries(text) == [("Retraction", "The invented one")]
    assert "A name was wrong." not in text


def test_a_correction_that_is_scheduled_is_not_told_yet(read: Read, ago: Ago, now: Any) -> None:
    article = published(at=ago(days=1)).article
    publish(article, by=None, change="correction", note="Not yet.", at=now + (now - ago(days=1)))
    assert "Not yet." not in read("/corrections/")


@pytest.mark.parametrize("stories", [1, 3])
def test_the_corrections_cost_four_queries_however_many(
    client: Client, frame: None, ago: Ago, django_assert_num_queries: Any, stories: int
) -> None:
    for _ in range(stories):
        publish(published(at=ago(days=1)).article, by=None, change="correction", note="It was 7.")
    with django_assert_num_queries(4):
        assert client.get("/corrections/").status_code == 200
