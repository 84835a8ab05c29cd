"""What ninjs 3.2 allows, as a table: every property of a news item, its type, and what must be there.

Written by hand from the facts of the IPTC's schema (https://www.iptc.org/std/ninjs/ninjs-schema_3.2.json,
CC BY 4.0); events and planned coverage, which a story is not, are left out. Like the schema it allows no
property it does not name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

type Check = Callable[[Any, str], Iterator[str]]
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*\Z")


def text(value: Any, where: str) -> Iterator[str]:
    """A string."""
    if not isinstance(value, str):
        yield f"{where} is no string: {value!r}"


def uri(value: Any, where: str) -> Iterator[str]:
    """A string in the format `uri`: with a scheme, and nothing a URI has to escape."""
    yield from text(value, where)
    parts = urlsplit(str(value))
    if (
        not SCHEME.match(parts.scheme)
        or not (parts.netloc or parts.path)
        or re.search(r'[\s<>"{}|\\^`]', value)
    ):
        yield f"{where} is no URI: {value!r}"


def moment(value: Any, where: str) -> Iterator[str]:
    """A string in the format `date-time`: RFC 3339, with its offset."""
    yield from text(value, where)
    try:
        if datetime.fromisoformat(value).tzinfo is None or "T" not in value:
            yield f"{where} has no offset: {value!r}"
    except ValueError:
        yield f"{where} is no moment: {value!r}"


def integer(least: int | None = None, most: int | None = None) -> Check:
    """A whole number between two."""

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield f"{where} is no integer: {value!r}"
        elif (least is not None and value < least) or (most is not None and value > most):
            yield f"{where} is out of range: {value!r}"

    return check


def number(value: Any, where: str) -> Iterator[str]:
    """Any number."""
    if not isinstance(value, int | float):
        yield f"{where} is no number: {value!r}"


def one_of(*words: str) -> Check:
    """One of these strings."""

    def check(value: Any, where: str) -> Iterator[str]:
        if value not in words:
            yield f"{where} is none of {words}: {value!r}"

    return check


def many(of: Check) -> Check:
    """An array."""

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where} is no array: {value!r}"
            return
        for at, one in enumerate(value):
            yield from of(one, f"{where}[{at}]")

    return check


def thing(properties: dict[str, Check], *required: str) -> Check:
    """An object with these properties and no others."""

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{where} is no object: {value!r}"
            return
        yield from (f"{where} lacks {name}" for name in required if name not in value)
        for name, one in value.items():
            if name not in properties:
                yield f"{where} may have no {name}"
            else:
                yield from properties[name](one, f"{where}.{name}")

    return check


def _named(*more: tuple[str, Check]) -> dict[str, Check]:
    return {"name": text, "literal": text, "uri": uri} | dict(more)


ADDRESS = thing({"lines": many(text), "locality": text, "area": text, "postalCode": text, "country": text})
CONTACT = thing({"type": text, "role": text, "lang": text, "name": text, "value": text, "address": ADDRESS})
CONTACTS = ("contactInfo", many(CONTACT))
SYMBOL = thing({"exchange": text, "symbolType": uri, "symbol": text})
RENDITION = thing(
    {
        "name": text,
        "href": uri,
        "contentType": text,
        "title": text,
        "duration": number,
        "format": text,
        "width": integer(),
        "height": integer(),
        "sizeInBytes": integer(),
        "aspectRatio": text,
        "videoCodec": text,
        "frameRate": number,
        "poi": thing({"x": integer(), "y": integer()}),
        "transportProtocol": text,
        "scanType": one_of("progressive", "interlaced"),
        "bitrate": text,
    },
    "name",
)
TEXTS = many(thing({"role": text, "contentType": text, "value": text}, "value"))
BODY = {"role": text, "contentType": text, "charCount": integer(), "wordCount": integer(), "value": text}
REL = ("rel", text)
SHARE = integer(0, 100)
SUBJECT = _named(REL, ("creator", text), ("relevance", SHARE), ("confidence", SHARE))
PROPERTIES: dict[str, Check] = {
    "uri": uri,
    "standard": thing({"name": text, "version": text, "schema": uri}),
    "type": one_of(
        *("text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning")
    ),
    "representationType": one_of("full", "partial"),
    "profile": text,
    "version": text,
    "firstCreated": moment,
    "versionCreated": moment,
    "contentCreated": moment,
    "embargoedUntil": moment,
    "pubStatus": one_of("usable", "withheld", "canceled"),
    "urgency": integer(1, 9),
    "copyrightHolder": text,
    "copyrightNotice": text,
    "usageTerms": text,
    "edNote": text,
    "language": text,
    "descriptions": TEXTS,
    "headlines": TEXTS,
    "bodies": many(thing(BODY, "value")),
    "people": many(thing(_named(REL, CONTACTS))),
    "organisations": many(thing(_named(REL, CONTACTS, ("symbols", many(SYMBOL))))),
    "places": many(thing(_named(REL, CONTACTS))),
    "subjects": many(thing(SUBJECT)),
    "events": many(thing(_named(REL, ("id", text)))),
    "objects": many(thing(_named(REL))),
    "infoSources": many(thing(_named(("role", text), CONTACTS))),
    "title": text,
    "by": text,
    "slugline": text,
    "located": text,
    "renditions": many(RENDITION),
    "altIds": many(thing({"role": text, "value": text})),
    "trustIndicators": many(thing({"role": uri, "title": text, "href": uri})),
    "genres": many(thing(_named())),
    "expires": moment,
    "rightsInfo": thing({"langId": uri, "linkedRights": uri, "encodedRights": text}),
    "digitalSourceType": thing(_named()),
}


def _association(value: Any, where: str) -> Iterator[str]:
    yield from thing(PROPERTIES | {"name": text, "rel": text}, "uri", "name")(value, where)


PROPERTIES["associations"] = many(_association)


def problems(item: Any) -> list[str]:
    """What is wrong with a document that should be a ninjs item."""
    return list(thing(PROPERTIES, "uri")(item, "item"))
