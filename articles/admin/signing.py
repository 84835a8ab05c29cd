"""Sign-offs and the legal hold on the article form."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import URLPattern

from articles.models import Article, SignOff
from articles.signoffs import hold_on, newest_copy

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

HOLDS = "articles.hold_article"


def panel(request: HttpRequest, article: Article, *, now: datetime, may_change: bool) -> dict[str, Any]:
    """Each sign-off with what it covers; the hold, and its reason for those who may place one."""
    rows = list(article.sign_offs.all())
    approved = any(row.state == SignOff.State.APPROVED for row in rows)
    copy = newest_copy(article) if approved else None
    return {
        "sign_offs": [{"row": row, "stale": row.is_stale(copy), "copy": copy} for row in rows],
        "hold": hold_on(article),
        "reads_hold": request.user.has_perm(HOLDS),
    }


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """None: every button leads to a verb's page."""
    return []
