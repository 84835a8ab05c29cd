"""Unsaved text on the server: kept while somebody types, given back to them alone, forgotten once saved."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.models import Article, Autosave

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# How many windows of one person are remembered; the oldest goes first.
AT_MOST = 20


def keep(
    article: Article | None, *, by: User, key: str, payload: dict[str, Any], at: datetime | None = None
) -> Autosave:
    """Keep what one window of one person holds, in place of what it held before."""
    values = {"article": article, "payload": payload, "saved_at": at or timezone.now()}
    row, _made = Autosave.objects.update_or_create(user=by, key=key, defaults=values)
    newest = Autosave.objects.filter(user=by).order_by("-saved_at").values_list("pk", flat=True)
    Autosave.objects.filter(user=by).exclude(pk__in=list(newest[:AT_MOST])).delete()
    return row


def forget(*, by: User, key: str) -> None:
    """Forget one window's text: it is saved, or nobody wants it."""
    Autosave.objects.filter(user=by, key=key).delete()


def kept_for(user: User, article: Article | None) -> list[Autosave]:
    """What this person has typed into a story and not saved, oldest first; one query."""
    return list(Autosave.objects.filter(user=user, article=article).order_by("saved_at"))
