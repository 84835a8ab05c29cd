"""Scheduling, embargo and expiry: on the minute, with nothing running."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from articles.models import Article, Change, Edition
from articles.publishing import NotReady, cancel, publish, reschedule
from articles.workflow import NotPossible, Status
from tests.factories import (
    PhotoFactory,
    approved,
    later,
    published,
    revise,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_scheduled_story_is_live_on_the_minute_and_not_before() -> None:
    at = later()
    edition = publish(approved(), by=None, at=at)
    assert list(Edition.objects.live(at - timedelta(microseconds=1))) == []
    assert list(Edition.objects.live(at)) == [edition]


def test_an_edition_with_an_end_is_gone_on_the_minute() -> None:
    until = later(5)
    edition = publish(approved(), by=None, until=until)
    assert list(Edition.objects.live(until - timedelta(microseconds=1))) == [edition]
    assert list(Edition.objects.live(until)) == []


def test_publishing_again_replaces_the_scheduled_edition() -> None:
    article = approved()
    publish(article, by=None, at=later(1))
    edition = publish(revise(article), by=None, at=later(2))
    assert list(article.editions.values_list("pk", "number")) == [(edition.pk, 1)]


def test_publishing_now_replaces_a_scheduled_change_and_the_live_edition_gets_no_end() -> None:
    first = published(at=timezone.now() - HOUR)
    publish(revise(first.article, "<p>Tomorrow's text.</p>"), by=None, at=later(5))
    now = publish(
        revise(first.article, "<p>The correction.</p>"), by=None, change=Change.CORRECTION, note="Wrong."
    )
    assert list(first.article.editions.order_by("number").values_list("number", "ends_at")) == [
        (1, now.starts_at),
        (2, None),
    ]


def test_rescheduling_keeps_the_text_that_was_scheduled() -> None:
    article = approved(body="<p>As approved.</p>")
    publish(article, by=None, at=later(1))
    revise(article, "<p>Typed since.</p>")
    moved = later(30)
    edition = reschedule(article, by=None, at=moved)
    assert (edition.body, edition.starts_at, edition.first_published_at) == (
        "<p>As approved.</p>",
        moved,
        moved,
    )
    assert edition.url_date == localdate(moved)
    assert article.editions.count() == 1


def test_cancelling_a_first_edition_makes_the_article_approved_again() -> None:
    article = approved()
    publish(article, by=None, at=later())
    cancel(article, by=None)
    article.refresh_from_db()
    assert (article.status, article.latest_edition, article.editions.count()) == (Status.APPROVED, None, 0)


def test_cancelling_a_scheduled_change_gives_the_live_edition_its_own_end_back() -> None:
    until = later(10)
    article = approved()
    first = publish(article, by=None, until=until)
    publish(revise(article), by=None, at=later(5))
    first.refresh_from_db()
    assert first.ends_at != until
    cancel(article, by=None)
    first.refresh_from_db()
    article.refresh_from_db()
    assert (first.ends_at, article.status, article.latest_edition) == (until, Status.PUBLISHED, first)


def test_there_is_nothing_to_cancel_or_reschedule_when_nothing_is_scheduled() -> None:
    article = published().article
    with pytest.raises(NotPossible, match="Nothing is scheduled"):
        cancel(article, by=None)
    with pytest.raises(NotPossible, match="Nothing is scheduled"):
        reschedule(article, by=None, at=later())


def test_an_embargo_is_hard_and_a_schedule_after_it_is_fine() -> None:
    end = later(5)
    article = approved(embargo_until=end)
    with pytest.raises(NotReady, match="embargo"):
        publish(article, by=None)
    publish(article, by=None, at=end)
    with pytest.raises(NotReady, match="embargo"):
        reschedule(article, by=None, at=end - HOUR)
    assert article.editions.get().starts_at == end


def test_an_embargo_set_since_holds_for_a_stale_object() -> None:
    stale = approved()
    Article.objects.filter(pk=stale.pk).update(embargo_until=later(5))
    with pytest.raises(NotReady, match="embargo"):
        publish(stale, by=None)


def test_cancelling_meets_whatever_is_scheduled_when_it_gets_the_row() -> None:
    article = approved()
    publish(article, by=None, at=later(1))
    stale = Article.objects.get(pk=article.pk)
    publish(revise(article), by=None, at=later(2))
    cancel(stale, by=None)
    assert (article.editions.count(), article.events.values_list("to_status", flat=True)[0]) == (
        0,
        "approved",
    )


def test_cancelling_with_a_clock_that_is_slow_removes_nothing_readers_have_seen() -> None:
    article = published(at=timezone.now() - HOUR).article
    with pytest.raises(NotPossible, match="Nothing is scheduled"):
        cancel(article, by=None, now=timezone.now() - 2 * HOUR)


def test_a_story_is_not_moved_beyond_its_pictures_licence() -> None:
    photo = PhotoFactory(rights_expire_on=localdate() + timedelta(days=3))
    article = approved(lead_photo=photo)
    publish(article, by=None, at=later(1))
    with pytest.raises(NotReady, match="licence"):
        reschedule(article, by=None, at=later(24 * 30))
