"""The archive: by date and by form, in the newsroom's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from articles.models import Edition
from articles.publishing import publish
from articles.site import filters
from articles.site.addresses import short_link
from articles.site.filters import known_names
from tests.factories import AuthorFactory, SectionFactory, TopicFactory, published
from tests.site.reading import Ago, Read, headlines, link

pytestmark = pytest.mark.django_db


def noon(year: int, month: int, day: int) -> datetime:
    """The middle of a day, which is the same day in every zone of Europe."""
    return datetime(year, month, day, 12, tzinfo=UTC)


@pytest.fixture
def some_years(db: None) -> list[Edition]:
    return [
        published(at=noon(2024, 12, 31), headline="The last of 2024"),
        published(at=noon(2025, 2, 3), headline="The third of February"),
        published(at=noon(2025, 2, 5), headline="The fifth of February"),
        published(at=noon(2025, 7, 1), headline="The first of July"),
    ]


def test_a_year_lists_its_stories_and_its_months(read: Read, some_years: list[Edition]) -> None:
    text = read("/2025/")
    assert headlines(text) == ["The first of July", "The fifth of February", "The third of February"]
    assert '<a href="/2025/02/">February</a> <span class="count">2</span>' in text
    assert '<span class="none">March</span>' in text
    assert "3 stories" in text


def test_a_month_lists_its_stories_and_the_days_that_have_some(read: Read, some_years: list[Edition]) -> None:
    text = read("/2025/02/")
    assert headlines(text) == ["The fifth of February", "The third of February"]
    assert 'href="/2025/02/03/"' in text
    assert 'href="/2025/02/04/"' not in text
    assert '<a href="/2024/12/" rel="prev">' in text
    assert '<a href="/2025/07/" rel="next">' in text


def test_the_paper_of_a_day_leads_to_the_days_before_and_after(read: Read, some_years: list[Edition]) -> None:
    text = read("/2025/02/03/")
    assert headlines(text) == ["The third of February"]
    assert link(text, "prev") == "/2024/12/31/"
    assert link(text, "next") == "/2025/02/05/"


@override_settings(TIME_ZONE="Europe/Vienna")
def test_a_story_belongs_to_the_day_it_was_in_the_newsroom(read: Read) -> None:
    published(at=datetime(2025, 3, 9, 23, 30, tzinfo=UTC), headline="Half past midnight")
    assert headlines(read("/2025/03/10/")) == ["Half past midnight"]


@pytest.mark.parametrize(
    "path",
    [
        "/0000/",
        "/0000/01/",
        "/0000/01/01/",
        "/2025/00/",
        "/2025/13/",
        "/2025/02/30/",
        "/2025/02/00/",
        "/9999/",
        "/9999/12/",
        "/9999/12/31/",
        "/2025/03/",
        "/2025/02/04/",
        "/2025/02/03/?before=x",
    ],
)
def test_a_date_without_a_story_or_without_a_day_is_not_found(
    client: Client, frame: None, some_years: list[Edition], path: str
) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "queries"), [("/2025/", 4), ("/2025/02/", 4), ("/2025/02/03/", 3), ("/archive/", 4)]
)
@pytest.mark.parametrize("more", [0, 2])
def test_the_archive_costs_the_same_however_many_stories(
    client: Client,
    frame: None,
    some_years: list[Edition],
    django_assert_num_queries: Any,
    path: str,
    queries: int,
    more: int,
) -> None:
    for number in range(more):
        published(at=noon(2025, 2, 3) + timedelta(minutes=number), topics=[TopicFactory()])
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_the_form_narrows_by_section_kind_topic_author_and_date(read: Read) -> None:
    world, ada, rivers = SectionFactory(slug="world"), AuthorFactory(name="Ada"), TopicFactory(name="Rivers")
    published(
        at=noon(2025, 5, 5),
        section=world,
        genre="analysis",
        authors=[ada],
        topics=[rivers],
        headline="The one that fits",
    )
    published(at=noon(2025, 5, 6), headline="Another")
    for query in (
        {"section": "world"},
        {"genre": "analysis"},
        {"topic": "rivers"},
        {"topic": rivers.slug},
        {"author": "ada"},
        {"author": ada.slug},
        {"until": "2025-05-05"},
        {"since": "2025-05-05", "until": "2025-05-05", "section": "world"},
    ):
        assert headlines(read("/archive/", **query)) == ["The one that fits"], query
    assert headlines(read("/archive/")) == ["Another", "The one that fits"]
    assert "No story fits" in read("/archive/", since="2025-05-07")


def test_the_form_finds_stories_that_were_corrected_at_any_time(read: Read, ago: Ago) -> None:
    wrong = published(at=ago(days=3), headline="The corrected one")
    published(at=ago(days=2), headline="The other one")
    publish(wrong.article, by=None, change="correction", note="It was 7.", at=ago(days=1), now=ago(days=1))
    publish(wrong.article, by=None, change="update", note="The dam holds.", at=ago(hours=1), now=ago(hours=1))
    assert headlines(read("/archive/", corrected="on")) == ["The corrected one"]


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday"},
        {"until": "2025-13-01"},
        {"since": "0000-01-01"},
        {"section": "nowhere"},
        {"genre": "\x00"},
        {"topic": "x" * 300},
        {"author": "a\x00b"},
    ],
)
def test_a_form_that_cannot_be_understood_says_which_field(read: Read, query: dict[str, str]) -> None:
    text = read("/archive/", **query)
    assert text.count('class="error"') == 1
    assert headlines(text) == []


@pytest.mark.parametrize("query", [{"since": "9999-12-31"}, {"until": "0001-01-01"}, {"corrected": "maybe"}])
def test_an_odd_but_possible_wish_is_answered(read: Read, query: dict[str, str]) -> None:
    read("/archive/", **query)


def test_filters_stay_while_leafing_through(read: Read, now: datetime) -> None:
    section = SectionFactory(slug="world")
    for number in range(21):
        published(at=now - timedelta(hours=number + 1), section=section)
    published(at=now - timedelta(hours=30), headline="A story from elsewhere")
    older = link(read("/archive/", section="world"), "next")
    assert older.startswith("?section=world&before=")
    assert len(headlines(read(f"/archive/{older}"))) == 1


def test_a_narrowed_list_asks_not_to_be_indexed(read: Read, some_years: list[Edition]) -> None:
    assert '<meta name="robots" content="noindex, follow">' in read("/archive/", since="2025-01-01")
    assert "noindex" not in read("/archive/")


def test_only_names_of_public_stories_are_suggested(read: Read) -> None:
    published(authors=[AuthorFactory(name="Public Person")], topics=[TopicFactory(name="Public matter")])
    AuthorFactory(name="Secret Person")
    TopicFactory(name="Secret matter")
    text = read("/archive/")
    assert '<option value="Public Person">' in text
    assert '<option value="Public matter">' in text
    assert "Secret" not in text


def test_names_are_cut_in_the_database_in_the_order_of_the_alphabet(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(filters, "SUGGESTED", 2)
    topics = [TopicFactory(name=name) for name in ("cups", "Bowls", "ale")]
    published(authors=[AuthorFactory(name="Ada")], topics=topics, at=now)
    assert known_names(now) == {"topics": ["ale", "Bowls"], "authors": ["Ada"]}


def test_names_and_years_are_asked_for_once_a_minute(
    client: Client, frame: None, some_years: list[Edition], django_assert_num_queries: Any
) -> None:
    client.get("/archive/")
    # The stories and the sections of the form.
    with django_assert_num_queries(2):
        assert "2024" in client.get("/archive/").content.decode()


def test_the_short_link_leads_to_where_the_story_stands_now(client: Client, frame: None, ago: Ago) -> None:
    edition = published(at=ago(days=1), slug="the-old-slug")
    article = edition.article
    article.slug = "the-new-slug"
    article.save()
    current = publish(article, by=None)
    assert client.get(short_link(edition)).headers["Location"] == current.get_absolute_url()
    for code in ("0", "zzzzzzzzzzzz", "zzzzzzzzzzzzz", "zzzzzzzzzzzzzzzzzzzz", "not-a-number", "ABC"):
        assert client.get(f"/a/{code}/").status_code == 404, code
