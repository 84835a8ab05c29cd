"""What leads on from a story: the related ones, as their smallest cards."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

from articles import tags
from articles.ledger import Remembered
from articles.richtext import trusted
from articles.site.briefs import Brief, edition_of
from articles.site.requests import SiteRequest
from articles.templatetags.newsroom_site import dated

_asides: Remembered[SafeString] = Remembered("asides", seconds=0)
_frames: Remembered[list[str]] = Remembered("newsroom.asides", tags.FRAME, seconds=0)
# Nothing that is typed may hold a zero character, so nobody's words are taken for it.
CARDS = "\0cards\0"


def aside(request: SiteRequest, related: Sequence[Brief], version: str = "") -> SafeString:
    """The part of a page with the related stories; nothing where there are none.

    `version` is that of the plates whose cards are good.
    """
    if not related:
        return SafeString("")
    made_from = getattr(request, "made_from", None)
    if made_from is None:
        return _aside(request, related, version)
    return _asides(
        lambda: _aside(request, related, version),
        (*(row.pk for row in related), localdate(request.now), get_language()),
        made_of=(*(tags.story(row.article_id) for row in related), tags.FRAME),
        since=made_from.stamp,
    )


def _aside(request: SiteRequest, related: Sequence[Brief], version: str) -> SafeString:
    start, end = _frames(_frame, get_language())
    return trusted("\n".join([start, *(_card(request, row, version) for row in related), end]))


def _frame() -> list[str]:
    return render_to_string("site/parts/related.html", {"cards": CARDS}).split(CARDS)


def _card(request: SiteRequest, row: Brief, version: str) -> str:
    """The smallest card of a story, from its plate where that is good."""
    if version and row.plate__version == version:
        return dated(row.plate__brief, localdate(request.now))
    context = {"edition": edition_of(row), "size": "brief", "level": 3, "request": request}
    return render_to_string("site/parts/card.html", context)
