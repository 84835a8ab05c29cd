"""What ninjs 3.2 allows, as a table: every property of a news item, its type, and what must be there.

Written by hand from the facts of the IPTC's schema (https://www.iptc.org/std/ninjs/ninjs-schema_3.2.json,
CC BY 4.0); what a story is not (`LEFT_OUT`: events, planned coverage, shapes on a map) is left out. Like the
schema it allows no property it does not name. `test_ninjs` holds the two together where the schema is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

type Check = Callable[[Any, str], Iterator[str]]
# RFC 3986: a scheme, perhaps a host in brackets, and what needs no escape or is one.
CHARACTER = r"(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-fA-F]{2})"
HOST = rf"//(?:{CHARACTER}*@)?\[[0-9a-fA-F:.]+\]"
URI = re.compile(rf"[a-zA-Z][a-zA-Z0-9+.-]*:(?:{HOST})?{CHARACTER}*(?:#{CHARACTER}*)?\Z", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
LEFT_OUT = frozenset({"eventDetails", "plannedCoverage", "geoJSON"})


def text(value: Any, where: str) -> Iterator[str]:
    """A string."""
    if not isinstance(value, str):
        yield f"{where} is no string: {value!r}"


def uri(value: Any, where: str) -> Iterator[str]:
    """A string in the format `uri`: with a scheme, and nothing a URI has to escape."""
    yield from text(value, where)
    if not URI.match(str(value)):
        yield f"{where} is no URI: {value!r}"


def moment(value: Any, where: str) -> Iterator[str]:
    """A string in the format `date-time`: RFC 3339, with its offset."""
    yield from text(value, where)
    try:
        if not MOMENT.match(str(value)):
            yield f"{where} is not written as RFC 3339 asks: {value!r}"
        datetime.fromisoformat(str(value))
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
    if not isinstance(value, int | float) or isinstance(value, bool):
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


def either(check: Check, one: str, other: str) -> Check:
    """The same, with one of two properties and not with both."""

    def both(value: Any, where: str) -> Iterator[str]:
        yield from check(value, where)
        if isinstance(value, dict) and (one in value) == (other in value):
            yield f"{where} has to have either {one} or {other}"

    return both


def _named(*more: tuple[str, Check]) -> dict[str, Check]:
    return {"name": text, "literal": text, "uri": uri} | dict(more)


ADDRESS = thing({"lines": many(text), "locality": text, "area": text, "postalCode": text, "country": text})
CONTACT = either(
    thing({"type": text, "role": text, "lang": text, "name": text, "value": text, "address": ADDRESS}),
    "value",
    "address",
)
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
        "resources": many(thing({"role": text, "title": text, "language": text, "contentType": text})),
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
    # The schema asks for no more than words here.
    "genres": many(thing({"name": text, "literal": text, "uri": text})),
    "expires": moment,
    "rightsInfo": either(
        thing({"langId": uri, "linkedRights": uri, "encodedRights": text}), "linkedRights", "encodedRights"
    ),
    "digitalSourceType": thing(_named()),
}


def _association(value: Any, where: str) -> Iterator[str]:
    yield from thing(PROPERTIES | {"name": text, "rel": text}, "uri", "name")(value, where)


PROPERTIES["associations"] = many(_association)


def problems(item: Any) -> list[str]:
    """What is wrong with a document that should be a ninjs item."""
    return list(thing(PROPERTIES, "uri")(item, "item"))
