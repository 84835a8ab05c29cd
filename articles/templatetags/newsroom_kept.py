"""Parts of pages that are rendered once and kept until what they show has changed.

Where nobody watches for changes (the development server, a command) they are rendered every time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

from articles import tags
from articles.ledger import Remembered
from articles.models import Edition, Photo
from articles.richtext import trusted

register = template.Library()

_cards: Remembered[SafeString] = Remembered("cards", seconds=0)
_worn: Remembered[SafeString] = Remembered("newsroom.worn", tags.FRAME, seconds=0)
# Nothing that is typed may hold a zero character, so nobody's words are taken for it.
WAY_BACK = "\0way back\0"
CARD = "site/parts/card.html"


def _rendered(context: Context, name: str, given: dict[str, Any]) -> SafeString:
    """A part by itself: it knows the request and what it is given."""
    alone = context.new({"request": context.get("request"), **given})
    # The engine's own template, not the one that makes a context of its own.
    made: SafeString = get_template(name).template.render(alone)  # type: ignore[attr-defined]
    return made


@register.simple_tag(takes_context=True)
def worn(context: Context, name: str) -> SafeString:
    """A part that every page wears, for its section, the reader's colours and the day."""
    request = context.get("request")
    given = {key: context.get(key) for key in ("publication", "navigation", "here", "theme")}
    given["way_back"] = WAY_BACK
    if request is None or getattr(request, "made_from", None) is None:
        part = _rendered(context, name, given)
    else:
        part = _worn(
            lambda: _rendered(context, name, given),
            (name, given["here"], given["theme"], localdate(request.now), get_language()),
            since=request.made_from.stamp,
        )
    way_back = context.get("way_back") or escape(request.get_full_path() if request else "/")
    return trusted(part.replace(WAY_BACK, way_back))


@register.simple_tag(takes_context=True)
def card(
    context: Context,
    edition: Edition,
    size: str = "",
    level: int = 3,
    headline: str = "",
    photo: Photo | None = None,
    dek: str = "",
    first: bool = False,
) -> SafeString:
    """A story in a list; `site/parts/card.html` says what the arguments mean.

    An edition never changes, so its card is good for the day; a rename of its section or a picture's new
    focal point outdates it. What a page says in other words than the story's own is not kept.
    """
    given = {
        "size": size,
        "level": level or 3,
        "headline": headline,
        "photo": photo,
        "dek": dek,
        "first": first,
    }
    return _card(context, edition, lambda: _rendered(context, CARD, {"edition": edition, **given}), given)


def _card(
    context: Context, row: Edition, rendered: Callable[[], SafeString], given: dict[str, Any]
) -> SafeString:
    request = context.get("request")
    made_from = getattr(request, "made_from", None)
    if request is None or made_from is None or row.pk is None or given.get("photo") or given.get("dek"):
        return rendered()
    return _cards(
        rendered,
        (row.pk, *given.values(), localdate(request.now), get_language()),
        made_of=(tags.story(row.article_id), tags.FRAME),
        since=made_from.stamp,
    )
