"""Marks narrow a search and never lose a story."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from django.test import Client
from django.utils import timezone

from articles.marks import Narrowing, Window, marks_of, windows, word
from articles.models import Change, Edition
from articles.publishing import publish
from articles.search import search
from tests.factories import AuthorFactory, SectionFactory, TopicFactory, published, revise
from tests.held import held_marks


@pytest.mark.parametrize(
    "today", [date(2026, 11, 26), date(2026, 1, 1), date(2024, 2, 29), date(2025, 12, 31), date(3, 5, 1)]
)
def test_the_windows_follow_one_another_and_name_every_month_in_them(today: date) -> None:
    for groups in ([], [["section-1"]], [["corrected"]]):
        found = windows(today, Narrowing(groups))
        assert all(newer.since == older.until for newer, older in pairwise(found))
        assert found[0].until is found[-1].since is None
        assert_every_month_is_named(found[:4], today)


def assert_every_month_is_named(found: list[Window], today: date) -> None:
    for window in found:
        assert window.since is not None
        day, last = window.since, window.until or today
        while day < last:
            assert f"month-{day:%Y-%m}" in window.marks
            day += timedelta(days=1)


def test_windows_begin_at_the_last_day_asked_for_and_end_with_the_first() -> None:
    found = windows(date(2026, 11, 26), Narrowing(since=date(2019, 5, 2), until=date(2020, 3, 4)))
    assert found[0].since == date(2020, 3, 1)
    assert "month-2020-03" in found[0].marks
    assert found[-1].since is not None
    assert found[-1].since <= date(2019, 5, 2)


def test_what_few_stories_have_is_looked_through_at_once() -> None:
    assert windows(date(2026, 11, 26), Narrowing([["topic-1"]], stories=12)) == [
        Window(None, None, has_few=True)
    ]


@pytest.mark.django_db
def test_a_story_is_found_however_old_it_is() -> None:
    now = timezone.now()
    ages = (0, 20, 200, 700, 800, 4000, 6000, 20_000)
    for days in ages:
        published(headline="A river rose", at=now - timedelta(days=days))
    hits = search(Edition.objects.live(timezone.now()), "river", size=20)
    assert hits.count == len(ages)


@pytest.mark.django_db
def test_every_filter_of_a_search_finds_the_story_that_fits_and_no_other(client: Client) -> None:
    section, topic, author = SectionFactory(), TopicFactory(), AuthorFactory()
    edition = published(
        headline="The river fell", section=section, topics=[topic], authors=[author], genre="analysis"
    )
    publish(revise(edition.article), by=None, change=Change.CORRECTION, note="It was lower.")
    published(headline="The river rose")
    for wish in (
        f"section={section.slug}",
        f"topic={topic.slug}",
        f"author={author.slug}",
        "genre=analysis",
        "corrected=on",
        f"section={section.slug}&topic={topic.slug}&author={author.slug}&genre=analysis&corrected=on",
    ):
        for address in ("/search/?q=river&", "/search/?q=river&sort=date&", "/archive/?"):
            context = client.get(address + wish).context
            rows = context["rows"] if "rows" in context else context["listing"].rows
            assert [row.headline for row in rows] == ["The river fell"], address + wish


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/?q=river", "/search/?q=river&sort=date", "/archive/?"])
def test_a_list_between_two_days_has_what_was_published_then(client: Client, address: str) -> None:
    now = timezone.now()
    ages = (0, 1, 25, 60, 200, 400, 800, 4000, 40_000)
    days = {
        published(headline=f"River {age}", at=now - timedelta(days=age)).url_date: f"River {age}"
        for age in ages
    }
    bounds = [None, *(day + timedelta(days=more) for day in days for more in (0, 1))]
    for since, until in product(bounds, bounds):
        span = f"{address}&since={since or ''}&until={until or ''}"
        context = client.get(span).context
        rows = context["rows"] if "rows" in context else context["listing"].rows
        fitting = {name for day, name in days.items() if (since or day) <= day <= (until or day)}
        assert {row.headline for row in rows} == fitting, span


@pytest.mark.django_db
def test_a_mark_is_no_word() -> None:
    edition = published(headline="A river rose", authors=[AuthorFactory()])
    held = marks_of(edition)
    for text in ("month", "author", "corrected", *held, *map(word, held)):
        assert search(Edition.objects.all(), text).count == 0, text


@pytest.mark.django_db
def test_the_index_holds_the_marks_an_edition_has() -> None:
    edition = published(topics=[TopicFactory()], authors=[AuthorFactory()], section=SectionFactory())
    assert held_marks(edition) == sorted(marks_of(edition))
    assert len(held_marks(edition)) == 6


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wish", ["/search/?q=river&sort=date", "/archive/?topic=rivers&author=ada&corrected=on"]
)
def test_a_list_that_the_index_finds_is_walked_both_ways_and_skips_nothing(client: Client, wish: str) -> None:
    now = timezone.now()
    topic, author = TopicFactory(name="Rivers", slug="rivers"), AuthorFactory(slug="ada")
    for days in (*range(35), *range(40, 800, 60), 3000, 6000, 20_000):
        at = now - timedelta(days=days, minutes=5)
        first = published(headline=f"River {days}", topics=[topic], authors=[author], at=at)
        hour = at + timedelta(minutes=3)
        publish(revise(first.article), by=None, change=Change.CORRECTION, note="Lower.", at=hour, now=hour)
        published(headline=f"Lake {days}", topics=[topic], at=at, body="<p>Calm.</p>")
    live = Edition.objects.live(timezone.now()).filter(headline__startswith="River")
    wanted = list(live.newest_first().values_list("headline", flat=True))
    page, seen, pages = client.get(wish).context["listing"], list[str](), []
    while True:
        seen += [row.headline for row in page.rows]
        pages.append([row.headline for row in page.rows])
        if not page.older:
            break
        page = client.get(wish.partition("?")[0] + page.older).context["listing"]
    assert seen == wanted
    for before in reversed(pages[1:-1]):
        page = client.get(wish.partition("?")[0] + page.newer).context["listing"]
        assert [row.headline for row in page.rows] == before
