"""Preview links: made, listed and revoked at the desk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import URLPattern

from articles.models import Article

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


def panel(request: HttpRequest, article: Article, *, now: datetime, may_change: bool) -> dict[str, Any]:
    """What the article form shows of it."""
    return {}


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The addresses beside the article form."""
    return []
