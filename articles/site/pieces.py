"""A body as a surface shows it: what stands in it as a mark becomes what readers get.

An edition's HTML marks where an embed stands; what was known of it is kept beside it. Pages show a
placeholder that asks nobody anything until its reader does, feeds the words and a link.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import count
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString

from articles.embedding.providers import frame_sources, known, origin_of
from articles.models import Edition, PublicEmbed
from articles.richtext import EMBED, trusted

TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
FRAMED = re.compile(r'<iframe data-player="(https?://[^"/]+)')


def body_of(edition: Edition) -> SafeString:
    """The body as the edition's page shows it."""
    return trusted(TABLE.sub(_readable, _shown(edition, "site/parts/embed.html")))


def _readable(table: re.Match[str]) -> str:
    """A table that scrolls by keyboard too, whose headings say whether they are a column's or a row's."""
    begin, *rows = re.split(r"(?=<tr\b)", table[0])
    scopes = ("row" if "<td" in row else "col" for row in rows)
    told = [re.sub(r"<th\b", f'<th scope="{scope}"', row) for row, scope in zip(rows, scopes, strict=True)]
    return begin.replace("<table", '<table tabindex="0"', 1) + "".join(told)


def body_for_feeds(edition: Edition) -> SafeString:
    """The body as a program elsewhere shows it: words and links, no frame."""
    return _shown(edition, "site/parts/embed_plain.html")


def _shown(edition: Edition, template: str) -> SafeString:
    embeds = {embed.address: embed for embed in edition.public_embeds}
    numbers = count(1)

    def piece(figure: re.Match[str]) -> str:
        address = unescape(figure[1])
        # The edition knows all its embeds; the link is for one that nobody could look up.
        context = _context(embeds.get(address) or PublicEmbed(address, ""), next(numbers))
        return render_to_string(template, context | {"changed": 'class="changed"' in figure[0]}).strip()

    return trusted(EMBED.sub(piece, edition.html))


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
