"""Source lines: ``Source: NAME``, in a header or at the foot of a story.

Accepted after the key (``Source`` or ``Quelle``): ``NAME``, ``NAME URL``, ``NAME (URL)``, ``NAME <URL>``,
``[NAME](URL)``, a bare URL, a comma list of these, or ``NAME | title | URL | 2026-03-01`` for a single one.
"""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from django.utils.translation import gettext as _t

from articles.wire.parsed import ParsedSource, Refused, grouped

MAX_OUTLET = 120
MAX_TITLE = 200
MAX_URL = 500
# Beyond these a "Source: ..." line at the foot is prose that happens to begin with the word.
_MAX_LINE = 600
_MAX_OUTLET_WORDS = 8
_MAX_VALUE = 4_000
_OPENING = {")": "(", "]": "["}

_LINE = re.compile(r"(?:sources?|quellen?)\s*:\s*(\S.*)", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"|]+", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def source_line(line: str) -> tuple[ParsedSource, ...]:
    """The sources a line at the foot of a story names; empty when it is not a source line but prose."""
    match = _LINE.fullmatch(line.strip().strip("*_").strip()) if len(line) <= _MAX_LINE else None
    if match is None:
        return ()
    sources = read_sources(match[1].removesuffix("."))
    if any(len(source.outlet.split()) > _MAX_OUTLET_WORDS for source in sources):
        return ()
    return sources


def looks_like_source_line(line: str) -> bool:
    """Whether a line opens like a source line, wherever it stands and whatever follows the key."""
    return len(line) <= _MAX_LINE and _LINE.fullmatch(line.strip()) is not None


def read_sources(value: str) -> tuple[ParsedSource, ...]:
    """The sources named after the key; raises :class:`Refused` for a bad address, date or length."""
    if len(value) > _MAX_VALUE:
        wrong = _t("A source line is too long (%(count)s characters).")
        raise Refused(wrong % {"count": grouped(len(value))}, "sources")
    if "|" in value:
        return (_with_details(value),)
    found: list[ParsedSource] = []
    end = 0
    for match in _URL.finditer(value):
        names = _names(value[end : match.start()])
        address = _trimmed(match[0])
        end = match.start() + len(address)
        found += [make_source(name) for name in names[:-1]]
        found.append(make_source(names[-1] if names else "", url=address))
    found += [make_source(name) for name in _names(value[end:])]
    return unique(found)


def make_source(outlet: str, title: str = "", url: str = "", published_on: str = "") -> ParsedSource:
    """A source from texts; an address without an outlet is named after its host."""
    address = _checked(url) if url else ""
    name = outlet.strip() or _host(address)
    if not name:
        raise Refused(_t("A source has no name: write “Source: NAME”."), "sources")
    for text, limit in ((name, MAX_OUTLET), (title, MAX_TITLE), (address, MAX_URL)):
        if len(text) > limit:
            wrong = _t("A source is too long (%(count)s characters; at most %(limit)s).")
            raise Refused(wrong % {"count": len(text), "limit": limit}, "sources")
    return ParsedSource(outlet=name, title=title.strip(), url=address, published_on=_day(published_on))


def unique(sources: Iterable[ParsedSource]) -> tuple[ParsedSource, ...]:
    """The sources in order, each once."""
    return tuple(dict.fromkeys(sources))


def _with_details(value: str) -> ParsedSource:
    outlet, *details = (part.strip() for part in value.split("|"))
    said = {"title": "", "url": "", "published_on": ""}
    for detail in filter(None, details):
        name = _part(detail)
        if said[name]:
            wrong = _t("The source “%(outlet)s” has two parts of one sort: “%(part)s”.")
            raise Refused(wrong % {"outlet": outlet, "part": detail}, "sources")
        said[name] = detail.strip("<>") if name == "url" else detail
    return make_source(outlet, **said)


def _part(detail: str) -> str:
    """Which part of a source a text between two bars is, by its shape."""
    if _DATE.fullmatch(detail):
        return "published_on"
    return "url" if _URL.match(detail.lstrip("<")) else "title"


def _names(text: str) -> list[str]:
    """Names in a stretch of text, without the brackets that stood around the address before or after it."""
    parts = (part.lstrip(" )>]-–—").rstrip(" (<-–—:") for part in re.split(r"[,;]", text))
    names = (part.strip("[]") if part.startswith("[") or part.endswith("[") else part for part in parts)
    return [name for name in names if name]


def _trimmed(address: str) -> str:
    """An address without the punctuation of the sentence around it; brackets of its own stay."""
    address = address.rstrip(".,;:!?’”\"'")
    while address[-1:] in _OPENING and address.count(address[-1]) > address.count(_OPENING[address[-1]]):
        address = address[:-1].rstrip(".,;:!?")
    return address


def _checked(url: str) -> str:
    address = f"https://{url}" if url.lower().startswith("www.") else url
    try:
        parts = urlsplit(address)
        valid = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or " " in address:
        wrong = _t("The source's address is not a web address: “%(url)s”.")
        raise Refused(wrong % {"url": url[:80]}, "sources")
    return address


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        wrong = _t("The source's date is not a day as in 2026-03-01: “%(text)s”.")
        raise Refused(wrong % {"text": text}, "sources") from error
