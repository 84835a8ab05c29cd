"""Edit locks: who is in a story, who only has it open, handing it over, taking it over.

Opening a form locks nothing; typing does. A lock is soft. It tells people of each other before they collide;
saving never depends on it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_noop

from articles.models import Article, EditLock, Notice, OpenWindow
from articles.models.editlock import STALE_AFTER
from articles.notices import tell
from articles.workflow import NotPossible

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What a lock says of others when it changes hands.
NOBODY = {"asked_by": None, "asked_at": None, "taken_from": None}


def holder(article: Article, now: datetime) -> EditLock | None:
    """Who is in the story now, if anybody is; one query."""
    fresh = EditLock.objects.filter(article=article, heartbeat_at__gte=now - STALE_AFTER)
    return fresh.select_related("user", "asked_by").first()


def others(article: Article, *, than: set[int], now: datetime) -> list[User]:
    """Who else has the story open, each once; one query."""
    fresh = OpenWindow.objects.filter(article=article, heartbeat_at__gte=now - STALE_AFTER)
    rows = fresh.exclude(user__in=than).select_related("user")
    return list({window.user_id: window.user for window in rows}.values())


def look(article: Article, *, by: User, token: str, now: datetime | None = None) -> EditLock | None:
    """Give a sign of life from one window, which keeps the lock it has; whoever holds it then."""
    now = now or timezone.now()
    OpenWindow.objects.update_or_create(article=article, user=by, token=token, defaults={"heartbeat_at": now})
    # A lock that was taken over on a page of its own has no window yet: the first one gets it.
    mine = EditLock.objects.filter(Q(token=token) | Q(token=""), article=article, user=by)
    mine.update(heartbeat_at=now, token=token)
    return holder(article, now)


def beat(article: Article, *, by: User, token: str, now: datetime | None = None) -> EditLock | None:
    """Give a sign of life from a window in which somebody types, which takes the lock when it is free;
    whoever holds it then."""
    now = now or timezone.now()
    if (lock := look(article, by=by, token=token, now=now)) is not None:
        return lock
    fresh = {"user": by, "token": token, "acquired_at": now, "heartbeat_at": now}
    stale = EditLock.objects.filter(article=article, heartbeat_at__lt=now - STALE_AFTER)
    if not stale.update(**fresh, **NOBODY):
        try:
            with transaction.atomic():
                EditLock.objects.get_or_create(article=article, defaults=fresh)
        except IntegrityError:
            # Somebody else began to type at the same instant; they have it.
            pass
    return holder(article, now)


def release(article: Article, *, by: User, token: str) -> None:
    """Leave the story: the lock of this window is free."""
    EditLock.objects.filter(article=article, user=by, token=token).delete()
    OpenWindow.objects.filter(article=article, user=by, token=token).delete()


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
    taken = {"taken_from": before.user if before and before.user_id != by.pk else None}
    EditLock.objects.update_or_create(article=article, defaults={**values, **NOBODY, **taken})
    if before is not None and before.user_id != by.pk:
        text = gettext_noop("%(who)s has taken “%(story)s” over: %(reason)s")
        tell([before.user], article, Notice.Kind.TAKEN_OVER, text, by=by, at=now, reason=reason.strip())
