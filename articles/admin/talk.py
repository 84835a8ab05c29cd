"""Notes beside the article: what colleagues said and nobody has resolved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from articles.models import Article


def panel(request: HttpRequest, article: Article, *, now: datetime, may_change: bool) -> dict[str, Any]:
    """The notes nobody has resolved, oldest first; one query."""
    notes = article.notes.filter(resolved_at__isnull=True).select_related("by")
    return {"open_notes": list(notes), "may_note": request.user.has_perm("articles.add_note")}
