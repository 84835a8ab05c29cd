"""Notes beside the article: what colleagues said and nobody has resolved."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import URLPattern

from articles.models import Article

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


def panel(request: HttpRequest, article: Article, *, now: datetime, may_change: bool) -> dict[str, Any]:
    """The notes nobody has resolved, oldest first; one query."""
    notes = article.notes.filter(resolved_at__isnull=True).select_related("by")
    return {"open_notes": list(notes), "may_note": request.user.has_perm("articles.add_note")}


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """None: notes are written and resolved on pages of their own."""
    return []
