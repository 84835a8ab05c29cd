"""A body as a surface shows it: what stands in it as a mark becomes what readers get.

An edition's HTML marks where an embed stands; what was known of it is kept beside it. Pages show a
placeholder that asks nobody anything until its reader does, feeds the words and a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from itertools import count
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString

from articles.embedding.providers import frame_sources, known, origin_of
from articles.figures import EMBED, PHOTO, photo_mark
from articles.models import Edition, Photo, PublicEmbed
from articles.richtext import trusted
from articles.site.setting import set_headings, set_quotes, set_tables

FRAMED = re.compile(r'<iframe data-player="(https?://[^"/]+)')


def body_of(edition: Edition, photos: Mapping[int, Photo]) -> SafeString:
    """The body as the edition's page shows it, with the photos that stand in it."""
    figures = {figure.photo: figure for figure in edition.public_figures}

    def shown(found: re.Match[str]) -> str:
        mark = photo_mark(found)
        photo, figure = photos.get(mark.photo), figures.get(mark.photo)
        if photo is None or figure is None or not photo.width:
            return ""
        context = {"mark": mark, "photo": photo, "figure": figure, "edition": edition}
        return _piece("site/parts/figure.html", context, found)

    html = set_headings(set_tables(set_quotes(_with_embeds(edition, "site/parts/embed.html"))))
    return trusted(PHOTO.sub(shown, html))


def body_for_feeds(edition: Edition) -> SafeString:
    """The body as a program elsewhere shows it: words, links and pictures, no frame, nothing to open."""
    figures = {figure.photo: figure for figure in edition.public_figures}

    def shown(found: re.Match[str]) -> str:
        mark = photo_mark(found)
        figure = figures.get(mark.photo)
        return (
            _piece("site/parts/figure_plain.html", {"mark": mark, "figure": figure}, found) if figure else ""
        )

    html = set_tables(set_quotes(_with_embeds(edition, "site/parts/embed_plain.html")), scrolls=False)
    return trusted(PHOTO.sub(shown, html))


def _with_embeds(edition: Edition, template: str) -> str:
    embeds = {embed.address: embed for embed in edition.public_embeds}
    numbers = count(1)

    def shown(found: re.Match[str]) -> str:
        address = unescape(found[1])
        # The edition knows all its embeds; the link is for one that nobody could look up.
        return _piece(
            template, _context(embeds.get(address) or PublicEmbed(address, ""), next(numbers)), found
        )

    return EMBED.sub(shown, edition.html)


def _piece(template: str, context: dict[str, Any], found: re.Match[str]) -> str:
    return render_to_string(template, context | {"changed": 'class="changed"' in found[0]}).strip()


def _context(embed: PublicEmbed, number: int) -> dict[str, Any]:
    """What the templates are told. A provider that has been struck off the list gets no frame any more."""
    page = known(embed.address)
    host = embed.address.split("/")[2].removeprefix("www.")
    provider = page.provider if page else None
    return {
        "embed": embed,
        "number": number,
        "label": provider.label if provider else host,
        "kind": provider.kind if provider else "",
        "posted_on": parse_date(embed.posted_on),
        "player": embed.player if origin_of(embed.player) in frame_sources() else "",
        "wide": provider is not None and provider.wide,
        "host": host,
    }


def with_frames(response: HttpResponse, *html: str) -> HttpResponse:
    """The answer, whose content policy lets it frame the players its HTML offers, and nobody else."""
    origins = {origin for text in html if "<iframe data-player" in text for origin in FRAMED.findall(text)}
    if allowed := sorted(origins & frame_sources()):
        vars(response)["_csp_config"] = settings.SECURE_CSP | {"frame-src": allowed}
    return response
