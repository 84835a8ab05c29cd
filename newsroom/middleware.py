"""What every request carries: who publishes, the moment its answer speaks of, what it is made from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime

from articles import ledger as ledgers
from articles.models import Preferences
from articles.site.requests import SiteRequest
from articles.tags import MadeFrom
from newsroom.context import breaking, navigation
from newsroom.mining import signals_of
from newsroom.models import Publication
from newsroom.theme import theme_of

DESK = ("/admin/", "/accounts/")
# Seconds a cache outside may keep a page: a day where we tell it what is old, else only for a burst.
TOLD, UNTOLD = 24 * 60 * 60, 1
KEPT = frozenset({200, 301, 410})
IN_TROUBLE = 60 * 60
"""Seconds a cache outside may go on with an old page while we do not answer."""


class PublicationMiddleware:
    """Sets `request.publication`, `navigation` and `signals` (loaded on first use), `now` and `made_from`.

    One moment per request: a page put together at the turn of an edition shows the world before it or
    after it, never half of each. A page whose view noted what it is made from may be kept by caches, with
    those tags, until the moment it would look different.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = cast("SiteRequest", request)
        asked.publication = SimpleLazyObject(Publication.current)
        asked.navigation = SimpleLazyObject(navigation)
        asked.signals = SimpleLazyObject(lambda: signals_of(asked.publication))
        asked.breaking = SimpleLazyObject(lambda: breaking(asked))
        asked.theme = theme_of(request)
        asked.now = timezone.now()
        asked.made_from = MadeFrom(ledgers.ledger.stamp)
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            # The reader's choice of light or dark is a cookie, and it stands in the HTML.
            patch_vary_headers(response, ["Cookie"])
            # Every page bears today's date.
            asked.made_from.not_after(_midnight(asked.now))
        if _is_everybodys(asked, response):
            _offer(response, asked.made_from, asked.now)
        return response


class DeskLanguageMiddleware:
    """The desk and the login speak the language a person chose; readers' pages that of the publication.

    No page asks the browser for its language: what is kept for everybody must not depend on one reader.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(DESK) or not isinstance(request.user, User):
            return self.get_response(request)
        with translation.override(Preferences.of(request.user).language or settings.LANGUAGE_CODE):
            return self.get_response(request)


def _midnight(now: datetime) -> datetime:
    """The end of today in the newsroom's zone."""
    return localtime(localtime(now) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _is_everybodys(request: SiteRequest, response: HttpResponseBase) -> bool:
    """Whether the answer is the same for every reader, and its view said what it is made from."""
    session = getattr(request, "session", None)
    return (
        bool(request.made_from.tags)
        and response.status_code in KEPT
        and request.method in ("GET", "HEAD")
        and not response.has_header("Cache-Control")
        and not (session is not None and session.accessed)
    )


def _offer(response: HttpResponseBase, made_from: MadeFrom, now: datetime) -> None:
    """Say how long the page may be kept and by which names it will be called back."""
    response["Surrogate-Key"] = " ".join(sorted(made_from.tags))
    if settings.OUTSIDE_CACHE == "cloudflare":
        response["Cache-Tag"] = ",".join(sorted(made_from.tags))
    seconds = TOLD if settings.OUTSIDE_CACHE else UNTOLD
    if made_from.until is not None:
        response["X-Newsroom-Until"] = repr(made_from.until.timestamp())
        seconds = min(seconds, max(0, ceil((made_from.until - now).total_seconds()) - 1))
    response["Cache-Control"] = (
        f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate=1, stale-if-error={IN_TROUBLE}"
    )
