"""Edit locks: who is in a story, handing it over, taking it over.

A lock is soft. It tells people of each other before they collide; saving never depends on it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.models import Article, EditLock, Notice
from articles.models.editlock import STALE_AFTER
from articles.notices import tell
from articles.people import person
from articles.workflow import NotPossible

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def holder(article: Article, now: datetime) -> EditLock | None:
    """Who is in the story now, if anybody is; one query."""
    fresh = EditLock.objects.filter(article=article, heartbeat_at__gte=now - STALE_AFTER)
    return fresh.select_related("user", "asked_by").first()


def beat(article: Article, *, by: User, token: str, now: datetime | None = None) -> EditLock | None:
    """Give a sign of life from one window, which takes the lock when it is free; whoever holds it then."""
    now = now or timezone.now()
    locks = EditLock.objects.filter(article=article)
    # A lock that was taken over on a page of its own has no window yet: the first one gets it.
    mine = locks.filter(Q(token=token) | Q(token=""), user=by)
    if not mine.update(heartbeat_at=now, token=token):
        fresh = {"user": by, "token": token, "acquired_at": now, "heartbeat_at": now}
        nobody = {"asked_by": None, "asked_at": None}
        if not locks.filter(heartbeat_at__lt=now - STALE_AFTER).update(**fresh, **nobody):
            try:
                with transaction.atomic():
                    EditLock.objects.get_or_create(article=article, defaults=fresh)
            except IntegrityError:
                # Somebody else opened it at the same instant; they have it.
                pass
    return holder(article, now)


def release(article: Article, *, by: User, token: str) -> None:
    """Leave the story: the lock of this window is free."""
    EditLock.objects.filter(article=article, user=by, token=token).delete()


def ask(article: Article, *, by: User, now: datetime | None = None) -> None:
    """Ask whoever is in the story to hand it over. Raises NotPossible when nobody else is."""
    now = now or timezone.now()
    others = EditLock.objects.filter(article=article, heartbeat_at__gte=now - STALE_AFTER).exclude(user=by)
    if not others.update(asked_by=by, asked_at=now):
        raise NotPossible(_t("Nobody else is in the story any more."))


def take_over(article: Article, *, by: User, reason: str, now: datetime | None = None) -> None:
    """Take the lock from whoever holds it and tell them why; their text stays theirs.

    Raises NotPossible without a reason.
    """
    now = now or timezone.now()
    if not reason.strip():
        raise NotPossible(_t("Say why you take it over: your colleague reads it."))
    before = holder(article, now)
    values = {"user": by, "token": "", "acquired_at": now, "heartbeat_at": now}
    nobody = {"asked_by": None, "asked_at": None}
    EditLock.objects.update_or_create(article=article, defaults={**values, **nobody})
    if before is not None and before.user_id != by.pk:
        words = _t("%(who)s has taken “%(story)s” over: %(reason)s") % {
            "who": person(by),
            "story": str(article),
            "reason": reason.strip(),
        }
        tell([before.user], article, Notice.Kind.TAKEN_OVER, words, by=by, at=now)
