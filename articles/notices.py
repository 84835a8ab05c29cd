"""Telling colleagues: who should hear of what happened to a story."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from articles.models import Article, Event, Notice

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def tell(
    users: Iterable[User],
    article: Article,
    kind: Notice.Kind,
    text: str,
    *,
    by: User | None,
    at: datetime | None = None,
) -> None:
    """Give each of them a notice, once; never the one who did it, nor somebody whose account is closed."""


def tell_of(event: Event) -> None:
    """Tell those whom a verb concerns: the desk of a story that waits, the writers of one that moved."""
