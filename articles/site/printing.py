"""Printing a story: its plate put into a blank page, which all stories of a section share.

The blank is the page's frame, rendered by the template every page extends and kept until what every page
wears has changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

from articles import tags
from articles.ledger import Remembered
from articles.models import Edition, Plate
from articles.richtext import trusted
from articles.site.briefs import Brief
from articles.site.neighbours import aside
from articles.site.pieces import with_frames
from articles.site.plates import Found
from articles.site.requests import SiteRequest
from articles.templatetags.newsroom_site import age_notice

# Nothing that is typed may hold a zero character, so nobody's words are taken for a slot.
SLOTS = {name: f"\0{name}\0" for name in ("title", "head", "breaking", "ground", "story", "way_back")}
SLOT = re.compile("\0([a-z_]+)\0")
OPINION = "opinion"

_blanks: Remembered[list[str]] = Remembered("newsroom.blanks", tags.FRAME, seconds=0)


def printed(request: SiteRequest, context: dict[str, Any]) -> HttpResponse:
    """The page of the article template for this context, from a blank that is kept."""
    plate, edition, here = context["plate"], context["edition"], context["here"]
    blank = _blanks(
        lambda: _blank(request, here),
        (here, request.theme, localdate(request.now), get_language()),
        since=request.made_from.stamp,
    )
    strip = request.breaking
    filled = {
        "title": escape(plate.title),
        "head": plate.head,
        "breaking": render_to_string("site/parts/breaking.html", {"breaking": strip}) if strip else "",
        "ground": " op" if edition.genre == OPINION else "",
        "story": story_html(request, plate, edition, context["related"], context["version"]),
        "way_back": escape(request.get_full_path()),
    }
    # Every other piece is the name of a slot.
    page = HttpResponse("".join([filled[piece] if at % 2 else piece for at, piece in enumerate(blank)]))
    return with_frames(page, plate.rest)


def story_html(
    request: SiteRequest, plate: Plate, edition: Edition | Found, related: Sequence[Brief], version: str = ""
) -> SafeString:
    """A story from its plate: with its age, and with what is related."""
    age = age_notice(edition.first_published_at, request.now)
    aged = format_html(' <span class="age">{}</span>', age) if age else ""
    return trusted(f"{plate.start}{aged}{plate.rest}{aside(request, related, version)}</article>")


def _blank(request: SiteRequest, here: str) -> list[str]:
    """A page of that section in pieces: HTML and the names of slots, by turns."""
    context = {"slot": SLOTS, "here": here, "way_back": SLOTS["way_back"]}
    return SLOT.split(render_to_string("site/blank.html", context, request))
