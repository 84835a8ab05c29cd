"""The maintained numbers are those one would count, whatever happens and however time passes."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db.models import Max

from articles import tags, tallies
from articles.models import Edition, Role, Tally
from articles.publishing import publish
from tests.conftest import Clock
from tests.factories import AuthorFactory, approved
from tests.pagecache.newsday import Newsday

pytestmark = pytest.mark.django_db

EVENTS, SEED = 70, 11


def counted(now: datetime) -> dict[str, Any]:
    """The numbers as one would count them."""
    live = Edition.objects.live(now).order_by()
    days = Counter(live.values_list("url_date", flat=True))
    months = {day.replace(day=1) for day in days}
    files = {
        (month, row["at"])
        for month in months
        for row in [
            live.filter(url_date__year=month.year, url_date__month=month.month).aggregate(
                at=Max("modified_at")
            )
        ]
    }
    return {"days": days, "years": sorted({day.year for day in days}, reverse=True), "files": files}


def maintained(newsday: Newsday) -> dict[str, Any]:
    """The same, as the pages show it."""
    now = newsday.now
    days: Counter[Any] = Counter()
    for month in {story.replace(day=1) for story in Edition.objects.values_list("url_date", flat=True)}:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        days += tallies.by_day(month, last, now)
    return {
        "days": days,
        "years": tallies.years(now),
        "files": {(month, at) for month, _number, at in tallies.files(now)},
    }


def lists(newsday: Newsday) -> list[tuple[int, int]]:
    """For every topic and author: the maintained number and the counted one."""
    live, unsettled = Edition.objects.live(newsday.now), Edition.objects.unsettled(newsday.now)
    return [
        *(
            (tallies.stories(tags.topic(row.pk), unsettled.about(row.pk)), live.filter(topics=row).count())
            for row in newsday.topics
        ),
        *(
            (
                tallies.stories(tags.author(row.pk), unsettled.made_by(row.pk)),
                live.filter(authors=row).distinct().count(),
            )
            for row in newsday.authors
        ),
    ]


def test_the_numbers_are_right_through_a_day_at_random(clock: Clock) -> None:
    clock.stop()
    newsday = Newsday(Random(SEED), clock.pass_time)  # noqa: S311 - a day of news, no secret
    for number in range(EVENTS):
        event = newsday.step()
        assert maintained(newsday) == counted(newsday.now), (number, event)
        for kept, there in lists(newsday):
            assert kept == there, (number, event)
    assert sum(counted(newsday.now)["days"].values()) > 5

    numbers = set(Tally.objects.exclude(stories=0).values_list("name", "stories", "changed_at"))
    tallies.count_again()
    assert set(Tally.objects.values_list("name", "stories", "changed_at")) == numbers


def test_a_scheduled_story_is_counted_from_its_first_minute(clock: Clock) -> None:
    clock.stop()
    at = clock.now() + timedelta(hours=2)
    day = publish(approved(), by=None, at=at).url_date

    assert tallies.by_day(day, day, clock.now())[day] == 0
    assert tallies.by_day(day, day, at)[day] == 1


def test_whoever_only_edited_is_not_counted_and_two_parts_are_one_story(clock: Clock) -> None:
    author, editor = AuthorFactory(), AuthorFactory()
    article = approved(authors=[author])
    article.contributions.create(author=author, role=Role.PHOTOGRAPHER, position=2)
    article.contributions.create(author=editor, role=Role.EDITOR, position=3)
    publish(article, by=None)

    unsettled = Edition.objects.unsettled(clock.now())
    numbers = [tallies.stories(tags.author(row.pk), unsettled.made_by(row.pk)) for row in (author, editor)]
    assert numbers == [1, 0]
