"""The planning calendar and the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLPattern

from articles.models import Article

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The addresses beside the article form."""
    return []
