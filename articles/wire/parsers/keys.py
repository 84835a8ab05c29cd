"""The keys of a header or of front matter: their names, limits and readers, in one table."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _t

from articles.wire.parsed import ParsedPicture, Refused
from articles.wire.parsers.sources import make_source, read_sources
from articles.wire.parsers.values import (
    Reader,
    comma_list_of,
    furniture,
    once,
    read_ai_use,
    read_file,
    read_genre,
    read_language,
    read_names,
    read_published,
    read_slug,
    read_urgency,
    text_up_to,
)

MAX_REPEATS = 50


@dataclass(frozen=True, slots=True)
class Key:
    """A key as an editor writes it, the field it fills and how its value is read.

    A repeatable key's reader returns a tuple; the tuples of all its lines are joined.
    """

    name: str
    field: str
    read: Reader
    repeatable: bool = False
    plural: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value in a file: its key, the text (or, in front matter, the parts of a source), its line."""

    key: Key
    value: str | Mapping[str, str]
    line: int


def _read_key_point(key: str, field: str, text: str) -> tuple[str, ...]:
    point = text_up_to(300)(key, field, text)
    return (point,) if point else ()


def _read_sources(key: str, field: str, text: str) -> tuple[Any, ...]:
    return read_sources(text)


def _sources_of(kind: str) -> Reader:
    """A reader of sources on which the story rests in another way than “based on”."""

    def read(key: str, field: str, text: str) -> tuple[Any, ...]:
        return tuple(replace(source, kind=kind) for source in read_sources(text))

    return read


# Ways a story may rest on a source other than the outlet whose reporting it retells.
_KINDS = {"Agency": "agency", "Document": "document", "Data": "data"}

KEYS = (
    Key("Ref", "ref", text_up_to(200)),
    Key("Slugline", "slugline", furniture("slugline")),
    Key("Headline", "headline", furniture("headline")),
    Key("Short headline", "headline_short", furniture("headline_short")),
    Key("SEO headline", "headline_seo", furniture("headline_seo")),
    Key("Social headline", "headline_social", furniture("headline_social")),
    Key("Kicker", "kicker", furniture("kicker")),
    Key("Standfirst", "standfirst", furniture("standfirst")),
    Key("Key point", "key_points", _read_key_point, repeatable=True, plural="Key points"),
    Key("By", "by", read_names, repeatable=True),
    Key("Section", "section", text_up_to(60)),
    Key("Topics", "topics", comma_list_of(100), repeatable=True),
    Key("Published", "published", read_published),
    Key("Dateline", "dateline", text_up_to(80)),
    Key("Genre", "genre", read_genre),
    Key("Language", "language", read_language),
    Key("Translation of", "translation_of", text_up_to(400)),
    Key("Source", "sources", _read_sources, repeatable=True, plural="Sources"),
    Key("Agency", "sources", _sources_of(_KINDS["Agency"]), repeatable=True),
    Key("Document", "sources", _sources_of(_KINDS["Document"]), repeatable=True, plural="Documents"),
    Key("Data", "sources", _sources_of(_KINDS["Data"]), repeatable=True),
    Key("Picture", "picture", read_file),
    Key("Picture alt", "picture_alt", text_up_to(300)),
    Key("Picture caption", "picture_caption", text_up_to(400)),
    Key("Picture credit", "picture_credit", text_up_to(120)),
    Key("How we reported", "how_we_reported", text_up_to(5_000)),
    Key("AI use", "ai_use", read_ai_use),
    Key("Sponsor", "sponsor", text_up_to(120)),
    Key("Canonical URL", "canonical_url", text_up_to(200)),
    Key("Slug", "slug", read_slug),
    Key("Urgency", "urgency", read_urgency),
)
_SOURCE_PARTS = frozenset({"outlet", "title", "url", "published_on"})
# What other systems call the same thing: never accepted, only suggested.
_SUGGESTIONS = {
    "title": "Headline",
    "author": "By",
    "byline": "By",
    "date": "Published",
    "tags": "Topics",
    "keywords": "Topics",
    "category": "Section",
    "dek": "Standfirst",
    "subtitle": "Standfirst",
    "summary": "Standfirst",
    "lang": "Language",
    "image": "Picture",
    "id": "Ref",
}


def normalized(name: str) -> str:
    """A key's name without regard to case, underscores, hyphens and spaces."""
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


_BY_NAME = {normalized(name): key for key in KEYS for name in (key.name, key.plural) if name}


def find_key(name: str) -> Key | None:
    """The key of that name, or None."""
    return _BY_NAME.get(normalized(name))


def read_as(field: str, text: str) -> Any:
    """Read a text found elsewhere in a file as if it stood after the key of that field."""
    key = next(key for key in KEYS if key.field == field)
    return key.read(key.name, field, text)


def unknown_key(name: str, line: int) -> Refused:
    """The refusal of a key nobody knows, with the nearest one there is."""
    names = {known: key.name for known, key in _BY_NAME.items()} | _SUGGESTIONS
    close = get_close_matches(normalized(name), names, n=1, cutoff=0.6)
    guess = names[close[0]] if close else ""
    said = {"key": name[:60], "line": line, "guess": guess, "keys": ", ".join(key.name for key in KEYS)}
    if guess:
        return Refused(_t("Unknown key “%(key)s” in line %(line)s. Did you mean “%(guess)s”?") % said)
    return Refused(_t("Unknown key “%(key)s” in line %(line)s. The keys are %(keys)s.") % said)


def fields_of(entries: Iterable[Entry]) -> dict[str, Any]:
    """Field values by field name. A key given twice is refused unless it may be repeated."""
    fields: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for entry in entries:
        key = entry.key
        value = _value_of(entry)
        if key.field in fields and not key.repeatable:
            wrong = _t("“%(key)s” stands in line %(first)s and again in line %(second)s.")
            said = {"key": key.name, "first": lines[key.field], "second": entry.line}
            raise Refused(wrong % said, key.field)
        lines.setdefault(key.field, entry.line)
        fields[key.field] = _joined(key, fields.get(key.field, ()), value) if key.repeatable else value
    return fields


def _value_of(entry: Entry) -> Any:
    if isinstance(entry.value, str):
        return entry.key.read(entry.key.name, entry.key.field, entry.value)
    if entry.key.field != "sources":
        wrong = _t("“%(key)s” must be a text, not a table of keys (line %(line)s).")
        raise Refused(wrong % {"key": entry.key.name, "line": entry.line}, entry.key.field)
    if unknown := sorted(set(entry.value) - _SOURCE_PARTS):
        wrong = _t("A source has outlet, title, url and published_on, not “%(part)s” (line %(line)s).")
        raise Refused(wrong % {"part": unknown[0], "line": entry.line}, "sources")
    details = {k: v for k, v in entry.value.items() if k != "outlet"}
    kind = _KINDS.get(entry.key.name, "based_on")
    return (replace(make_source(entry.value.get("outlet", ""), **details), kind=kind),)


def _joined(key: Key, before: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    values = before + new
    values = once(values) if values and isinstance(values[0], str) else tuple(dict.fromkeys(values))
    if len(values) > MAX_REPEATS:
        wrong = _t("“%(key)s” has more than %(limit)s items.")
        raise Refused(wrong % {"key": key.name, "limit": MAX_REPEATS}, key.field)
    return values


def take_picture(fields: dict[str, Any], found: ParsedPicture | None = None) -> ParsedPicture | None:
    """Take the picture keys out of ``fields`` and make one picture of them and of one found in the text."""
    file = fields.pop("picture", "")
    said = {part: fields.pop(f"picture_{part}", "") for part in ("alt", "caption", "credit")}
    if file:
        return ParsedPicture(file, **said)
    if found is not None:
        return ParsedPicture(
            found.file, said["alt"] or found.alt, said["caption"] or found.caption, said["credit"]
        )
    for part, value in said.items():
        if value:
            wrong = _t("“Picture %(part)s” is given but no “Picture”.")
            raise Refused(wrong % {"part": part}, "picture")
    return None
