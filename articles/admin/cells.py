"""How the desk's lists and read-only pages name articles and people."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from articles.models import Article
from articles.people import person

__all__ = ["ARTICLE_TEXT", "ReadOnly", "article_link", "at_the_desk", "clip", "page_link", "person"]

# The long fields of an article; a list that only names the article leaves them in the database.
ARTICLE_TEXT = ("article__body", "article__standfirst", "article__key_points", "article__how_we_reported")


def at_the_desk(request: HttpRequest) -> User:
    """Whoever is behind the request: the admin lets in nobody who is not logged in."""
    return cast("User", request.user)


def article_link(article: Article) -> SafeString:
    """The article's slugline, linked to its form."""
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:articles_article_change", args=[article.pk]), article
    )


def page_link(address: str) -> SafeString:
    """A public address, linked."""
    return format_html('<a href="{0}">{0}</a>', address)


def clip(text: str, characters: int = 100) -> str:
    """The beginning of a text, cut at that many characters."""
    return Truncator(text).chars(characters)


class ReadOnly:
    """For a ModelAdmin whose rows the desk reads: nobody adds, changes or deletes them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
