"""Why is this page old? What the page cache of this process says of one address.

Each process keeps pages of its own; what outdated them stands in the record they all read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from articles.ledger import FAR
from articles.models import Outdated
from newsroom.pagecache import front
from newsroom.pagecache.wanted import Key, without_tracking
from newsroom.theme import THEMES

if TYPE_CHECKING:
    from articles.site.requests import SiteRequest
    from newsroom.pagecache.front import PageCache
    from newsroom.pagecache.page import Page

HEADER = "X-Kept-Page"
MAY_ASK = "articles.publish_article"
# How far back in the record the last change of a page is looked for, and how many tags a header names.
ROWS_READ, TAGS_NAMED = 500, 12


class State(models.TextChoices):
    """What a reader who asks for the page now is given."""

    KEPT = "kept", _("In memory: readers get it from there.")
    OLD = "old", _("In memory and out of date: the next reader gets a new one.")
    OVER = "over", _("In memory and past its time: the next reader gets a new one.")
    ABSENT = "absent", _("Not in memory: made for the next reader who asks, and kept.")
    NEVER = "never", _("Never kept: made for everybody who asks.")


@dataclass(frozen=True, slots=True)
class Explained:
    """One page as it lies in this process's memory, or does not."""

    key: Key
    state: State
    page: Page | None = None
    copied_until: datetime | None = None
    """Until when nginx may send a copy that this process handed over."""

    @property
    def made_at(self) -> datetime | None:
        """When it was made."""
        return _moment(self.page.made_at) if self.page else None

    @property
    def until(self) -> datetime | None:
        """When it will look different by the clock alone; None for never."""
        return _moment(self.page.until) if self.page else None

    @property
    def outdated_at(self) -> datetime | None:
        """Since when it is out of date."""
        return _moment(self.page.outdated_at) if self.page and self.page.outdated_at else None


def _moment(seconds: float) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds < FAR else None


def keys_of(address: str) -> list[Key]:
    """The pages behind an address as somebody pastes it: one for each choice of light and dark."""
    parts = urlsplit(address.strip())
    # As the server hands it over: the bytes of the path, each a character (PEP 3333).
    path = unquote(parts.path or "/").encode().decode("latin-1")
    return [Key(path, without_tracking(parts.query), theme) for theme in ("", *THEMES)]


def explain(cache: PageCache, key: Key, now: float) -> Explained:
    """What the cache has for that page."""
    if cache.is_past(key.path):
        return Explained(key, State.NEVER)
    page = cache.shelf.peek(key)
    copied = cache.store.copied_until(key, now) if cache.store else None
    return Explained(key, _state(page, now), page, _moment(copied) if copied else None)


def _state(page: Page | None, now: float) -> State:
    if page is None:
        return State.ABSENT
    if page.outdated_at is not None:
        return State.OLD
    return State.KEPT if page.is_true(now) else State.OVER


def last_change(names: Iterable[str], rows: Iterable[Outdated] | None = None) -> Outdated | None:
    """The newest row of the record that outdated pages with one of these tags."""
    wanted = frozenset(names)
    found = Outdated.objects.order_by("-number")[:ROWS_READ] if rows is None else rows
    return next((row for row in found if wanted.intersection(row.tags)), None)


class KeptPageMiddleware:
    """Tells people who may publish, in a header, what readers are given at the address they look at.

    A person who is logged in gets a page of their own, made this moment; the header is about the other one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Asking who it is would open a session for readers who have none.
        if not front.serving or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return response
        made_from = cast("SiteRequest", request).made_from
        if made_from.tags and request.method in ("GET", "HEAD") and request.user.has_perm(MAY_ASK):
            response[HEADER] = _said(request, made_from.tags)
        return response


def _said(request: HttpRequest, names: set[str]) -> str:
    """The header: state, made when, until when, from what, and what changed it last."""
    [cache] = front.serving
    key = keys_of(request.get_full_path())[0]
    explained = explain(cache, key, cache.now())
    parts = [explained.state.value]
    parts += [f"made {explained.made_at:%FT%TZ}"] if explained.made_at else []
    parts += [f"until {explained.until:%FT%TZ}"] if explained.until else []
    parts += [f"at nginx until {explained.copied_until:%FT%TZ}"] if explained.copied_until else []
    parts.append(f"from {_shortened(names)}")
    if (change := last_change(names)) is not None:
        by = _shortened(names.intersection(change.tags))
        parts.append(f"last outdated {change.at:%FT%TZ} by {by} (record {change.number})")
    return "; ".join(parts)


def _shortened(names: set[str]) -> str:
    named = sorted(names)
    more = len(named) - TAGS_NAMED
    return " ".join(named) if more <= 0 else f"{' '.join(named[:TAGS_NAMED])} and {more} more"
