"""oEmbed: what another site shows where somebody puts in the address of a story of ours.

The format is https://oembed.com. The answer is of the type `link`: facts, from which the other site makes a
card of its own; no markup of ours runs there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import FETCH_RAISE
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.http import base36_to_int, urlencode
from django.utils.translation import gettext as _t
from django.utils.xmlutils import SimplerXMLGenerator

from articles.models import Edition, Photo
from articles.models.edition import EditionQuerySet
from articles.renditions import JPEG_WIDTHS, picture
from articles.site.addresses import absolute
from articles.site.feeds import Row, creator_lines, creators_of
from articles.site.paging import LARGEST_KEY
from articles.site.syndication import writable

CACHE_AGE = 60 * 60
"""Seconds another site may keep the answer: a correction should not wait for a day."""

type Fact = str | int


def discovery(path: str) -> list[tuple[str, str, str]]:
    """The links by which the page at this path says so: type, name and address."""
    kinds = (("application/json+oembed", "json"), ("text/xml+oembed", "xml"))
    return [
        (
            kind,
            "oEmbed",
            absolute(f"{reverse('oembed')}?{urlencode({'url': absolute(path), 'format': name})}"),
        )
        for kind, name in kinds
    ]


def story_behind(address: str, now: datetime) -> Row | None:
    """The live story that an address of ours leads to, by its page or its short link; one query.

    None for any other address: another site's, another page's, or that of what is not public.
    """
    try:
        given = urlsplit(address)
        if (
            given.scheme not in ("http", "https")
            or given.netloc.lower() != urlsplit(settings.SITE_URL).netloc.lower()
        ):
            return None
        editions = _narrowed(resolve(given.path), now)
    except (Resolver404, ValueError):
        return None
    if editions is None:
        return None
    rows = editions.as_cards().annotate(creators=creator_lines())
    return rows.fetch_mode(FETCH_RAISE).first()


def _narrowed(found: ResolverMatch, now: datetime) -> EditionQuerySet | None:
    """The live editions at what a path leads to; None where that is no story.

    Raises ValueError for a day or a short link that cannot be.
    """
    live = Edition.objects.live(now)
    match found.url_name:
        case "article":
            on = date(found.kwargs["year"], found.kwargs["month"], found.kwargs["day"])
            known = Edition.objects.begun(now).filter(url_date=on, slug=found.kwargs["slug"])
            return live.filter(article__in=known.values("article"))
        case "short_link":
            return live.filter(article=min(base36_to_int(found.kwargs["code"]), LARGEST_KEY))
        case _:
            return None


def facts_of(edition: Row, publication: str, most: tuple[int, int]) -> dict[str, Fact]:
    """The answer. `most`: how wide and how high a picture may be."""
    title = edition.headline
    if edition.is_retracted:
        title = _t("Retracted: %(headline)s") % {"headline": title}
    facts: dict[str, Fact] = {
        "type": "link",
        "version": "1.0",
        "title": title,
        "provider_name": publication,
        "provider_url": absolute("/"),
        "cache_age": CACHE_AGE,
    }
    if edition.byline:
        facts["author_name"] = edition.byline
    people = creators_of(edition.creators)
    if len(people) == 1:
        facts["author_url"] = people[0].url
    return facts | _thumbnail(edition.lead_photo, *most)


def _thumbnail(photo: Photo | None, width: int, height: int) -> dict[str, Fact]:
    """The largest picture inside these bounds; nothing where none fits, since none may be larger."""
    if photo is None or not photo.width:
        return {}
    for shown in _jpegs(photo):
        if shown.width <= width and shown.height <= height:
            return {
                "thumbnail_url": absolute(shown.src),
                "thumbnail_width": shown.width,
                "thumbnail_height": shown.height,
            }
    return {}


def _jpegs(photo: Photo) -> Iterator[Any]:
    """Its pictures for everybody, the widest first."""
    yield from sorted((picture(photo, shape) for shape in JPEG_WIDTHS), key=lambda shown: -shown.width)


def as_json(facts: dict[str, Fact]) -> str:
    """The answer as JSON."""
    return json.dumps(facts, ensure_ascii=False)


def as_xml(facts: dict[str, Fact]) -> str:
    """The answer as XML."""
    written = StringIO()
    document: Any = SimplerXMLGenerator(written, "utf-8")
    document.startDocument()
    document.startElement("oembed", {})
    for name, value in facts.items():
        document.addQuickElement(name, writable(str(value)))
    document.endElement("oembed")
    return written.getvalue()
