"""The breaking strip: public from its first moment to its last, and never longer than its story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish
from articles.withdrawals import retract, take_down
from articles.workflow import NotPossible
from newsroom.breaking import end_strip, set_strip, standing, strips
from newsroom.front_log import newest_change
from newsroom.models import BreakingStrip
from tests.factories import approved, published

pytestmark = pytest.mark.django_db

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
INSTANT = timedelta(microseconds=1)


def put_up(text: str = "The dam breaks", article: Article | None = None, *, at: datetime, hours: float = 1):
    """Set a strip through the door."""
    strip = BreakingStrip(text=text, article=article, starts_at=at, ends_at=at + hours * HOUR)
    return set_strip(strip, by=None, now=timezone.now(), seen=newest_change())


def said(at: datetime) -> str:
    """What stands over the page at a moment."""
    strip = standing(strips(at), at)
    return strip.text if strip else ""


@pytest.fixture
def read_at(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return a function that reads a page at a moment; what the frame keeps for a second stays kept."""

    def read(moment: datetime, path: str = "/") -> str:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return client.get(path).content.decode()

    return read


@pytest.mark.parametrize("kept", [False, True], ids=["asked", "kept"])
def test_every_page_shows_it_from_its_first_moment_to_its_last(
    read_at: Callable[..., str], now: datetime, kept: bool
) -> None:
    story = published(at=now - HOUR)
    put_up(at=now + 30 * timedelta(seconds=1), hours=0.005, article=story.article)
    begins, ends = BreakingStrip.objects.values_list("starts_at", "ends_at").get()
    for path in ("/", story.get_absolute_url(), "/corrections/", "/no-such-page/"):
        cache.clear()
        shown = []
        for moment in (begins - INSTANT, begins, ends - INSTANT, ends):
            if not kept:
                cache.clear()
            shown.append("The dam breaks" in read_at(moment, path))
        assert shown == [False, True, True, False], path


def test_the_strip_says_breaking_in_words_and_leads_to_its_story(client: Client, now: datetime) -> None:
    story = published(at=now - HOUR)
    put_up("<b>Dam</b> breaks", story.article, at=now)
    html = client.get("/").content.decode()
    strip = html[html.index('<aside class="breaking"') : html.index("</aside>")]
    assert "<b>Breaking</b>" in strip
    assert f'<a href="{story.get_absolute_url()}">&lt;b&gt;Dam&lt;/b&gt; breaks</a>' in strip


def test_it_costs_the_frame_one_query_however_many_strips_and_editions_there_are(now: datetime) -> None:
    story = published(at=now - 9 * HOUR)
    for number in range(3):
        story.article.body += f"<p>{number}</p>"
        story.article.save()
        at = now - (8 - number) * HOUR
        publish(story.article, by=None, at=at, now=at, change="update", note="More.")
        put_up(f"Strip {number}", story.article, at=now)
    with CaptureQueriesContext(connection) as queries:
        assert said(timezone.now()) == "Strip 2"
    assert len(queries) == 1


def test_the_strip_goes_with_its_story(now: datetime) -> None:
    taken, wrong, ending = (published(at=now - HOUR).article for _ in range(3))
    for article, act in (
        (taken, lambda article: take_down(article, by=None, reason="A court order.")),
        (wrong, lambda article: retract(article, by=None, note="It did not break.")),
    ):
        put_up(article=article, at=now)
        assert said(timezone.now()) == "The dam breaks"
        act(article)
        assert said(timezone.now()) == ""
    publish(ending, by=None, change="update", note="It ends.", until=now + 5 * MINUTE)
    put_up(article=ending, at=now)
    assert [said(now + 5 * MINUTE - INSTANT), said(now + 5 * MINUTE)] == ["The dam breaks", ""]


def test_a_story_that_is_not_live_cannot_be_linked(now: datetime) -> None:
    scheduled = approved(embargo_until=now + HOUR)
    publish(scheduled, by=None, at=now + HOUR)
    withdrawn = published(at=now - HOUR).article
    retract(withdrawn, by=None, note="Wrong.")
    for article in (scheduled, approved(), withdrawn):
        with pytest.raises(NotPossible, match="not live"):
            put_up(article=article, at=now)
    # From its own minute on it may.
    put_up(article=scheduled, at=now + HOUR)
    assert [said(now + HOUR - INSTANT), said(now + HOUR)] == ["", "The dam breaks"]


def test_one_strip_at_a_time_and_an_older_one_does_not_come_back(now: datetime) -> None:
    put_up("First", at=now, hours=5)
    put_up("Planned", at=now + 3 * HOUR, hours=1)
    assert [said(now + 2 * HOUR), said(now + 3 * HOUR), said(now + 4 * HOUR)] == ["First", "Planned", ""]
    put_up("Second", at=now + HOUR, hours=1)
    moments = [now + 30 * MINUTE, now + HOUR, now + 2 * HOUR, now + 3 * HOUR]
    assert [said(moment) for moment in moments] == ["First", "Second", "", ""]
    end_strip(by=None, now=timezone.now(), seen=newest_change())
    assert [said(moment) for moment in [timezone.now(), *moments]] == [""] * 5


@pytest.mark.parametrize(("hours", "refused"), [(24, False), (24.01, True), (0, True), (-1, True)])
def test_a_strip_ends_after_it_begins_and_within_a_day(now: datetime, hours: float, refused: bool) -> None:
    if refused:
        with pytest.raises(NotPossible, match=r"before it begins|a day at most"):
            put_up(at=now + MINUTE, hours=hours)
    else:
        put_up(at=now + MINUTE, hours=hours)
    assert BreakingStrip.objects.exists() is not refused
