"""Marks narrow a search and never lose a story."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.marks import marks_of, windows
from articles.models import Change, Edition
from articles.publishing import publish
from articles.search import search
from tests.factories import AuthorFactory, SectionFactory, TopicFactory, published, revise


@pytest.mark.parametrize(
    "today", [date(2026, 11, 26), date(2026, 1, 1), date(2024, 2, 29), date(2025, 12, 31), date(3, 5, 1)]
)
def test_the_windows_follow_one_another_and_name_every_month_in_them(today: date) -> None:
    found = windows(today)
    assert all(newer.since == older.until for newer, older in pairwise(found))
    assert found[0].until is found[-1].since is None
    for window in found[:4]:
        assert window.since is not None
        day, last = window.since, window.until or today
        while day < last:
            assert f"month-{day:%Y-%m}" in window.marks
            day += timedelta(days=1)


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
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL's index has marks")
def test_the_index_holds_the_marks_an_edition_has() -> None:
    edition = published(topics=[TopicFactory()], authors=[AuthorFactory()], section=SectionFactory())
    with connection.cursor() as cursor:
        cursor.execute("SELECT marks FROM articles_search WHERE edition_id = %s", [edition.pk])
        [held] = cursor.fetchone()
    assert sorted(held) == sorted(marks_of(edition))
    assert len(held) == 6
