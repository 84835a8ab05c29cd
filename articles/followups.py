"""Follow-ups: opened by what went out, closed by whoever saw to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.models import Article, Change, Edition, FollowUp
from articles.workflow import NotPossible

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SECOND_READ_WITHIN = timedelta(minutes=60)
TELL_OTHERS_WITHIN = timedelta(hours=24)
# What was wrong here was wrong wherever else it was sent.
TOLD_ELSEWHERE = frozenset({Change.CORRECTION, Change.CLARIFICATION, Change.RETRACTION})


def second_read(article: Article, *, by: User | None, reason: str, at: datetime | None = None) -> FollowUp:
    """Ask for the pair of eyes that an urgent approval went without, within the hour."""
    at = at or timezone.now()
    return article.follow_ups.create(
        kind=FollowUp.Kind.SECOND_READ,
        note=reason,
        opened_by=by,
        opened_at=at,
        due_at=at + SECOND_READ_WITHIN,
    )


def tell_others(edition: Edition, *, by: User | None, at: datetime) -> None:
    """Ask to put a corrected story right where else it went, within a day of its publication."""
    if edition.change in TOLD_ELSEWHERE:
        FollowUp.objects.create(
            article_id=edition.article_id,
            kind=FollowUp.Kind.TELL_OTHERS,
            note=edition.change_note,
            opened_by=by,
            opened_at=at,
            due_at=edition.starts_at + TELL_OTHERS_WITHIN,
        )


def close(follow_up: FollowUp, *, by: User, note: str, at: datetime | None = None) -> None:
    """Record that it has been seen to.

    Raises NotPossible when it is closed already, without a word on what was done, or for a second read by
    whoever went without one.
    """
    if not note.strip():
        raise NotPossible(_t("Say what was done."))
    if follow_up.kind == FollowUp.Kind.SECOND_READ and follow_up.opened_by_id == by.pk:
        raise NotPossible(_t("A second read is done by somebody else."))
    still_open = FollowUp.objects.filter(pk=follow_up.pk, done_at__isnull=True)
    if not still_open.update(done_by=by, done_at=at or timezone.now(), done_note=note.strip()):
        raise NotPossible(_t("Somebody else has seen to this already."))
