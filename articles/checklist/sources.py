"""Who is credited and what the story rests on: bylines, sources, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _t

from articles.checklist.story import Check, Finding, Story, blocker, excerpt, warning
from articles.models import SourceKind

SOURCE_LINE = re.compile(r"(?:sources?|quellen?)\s*:", re.IGNORECASE)
HREF = re.compile(r'\bhref="([^"]*)"')
# Addresses of the desk's own machines and pages, which readers cannot or must not open.
OWN_MACHINE = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")
NOT_PUBLIC = re.compile(r"/(?:preview|admin)/")
NAMES_A_PAGE = re.compile(
    r"(?:mailto:[^@\s]+@[^@\s]+\.[^@\s]+|tel:\+?[\d().\s-]{3,}|#\S+|/\S*)", re.IGNORECASE
)


def credits(story: Story) -> Iterator[Finding]:  # noqa: A001 - as the desk calls them
    """Somebody is credited."""
    if not story.byline:
        yield blocker("contributions", _t("Nobody is credited: add the author."))


def sources(story: Story) -> Iterator[Finding]:
    """Whom we owe the story to is named and linked; who stays unnamed is explained."""
    for source in story.sources:
        if source.kind in (SourceKind.BASED_ON, SourceKind.AGENCY):
            if source.outlet is None:
                yield blocker(
                    "sources",
                    _t("A source of the kind “%(kind)s” names no outlet.")
                    % {"kind": source.get_kind_display()},
                )
            elif not source.url and not source.outlet.url:
                yield warning(
                    "sources", _t("%(outlet)s is credited, but there is no link.") % {"outlet": source.outlet}
                )
        if source.kind == SourceKind.ANONYMOUS and not source.public_note.strip():
            yield warning("sources", _t("An unnamed source without a reason the reader gets."))


def source_line(story: Story) -> Iterator[Finding]:
    """No “Source:” line is left in the text."""
    if any(SOURCE_LINE.match(line) for line in story.paragraphs):
        yield warning("body", _t("A “Source:” line is left in the text; enter it under Sources."))


def unnamed(story: Story) -> Iterator[Finding]:
    """Whoever speaks without a name in the text stands among the sources, with the reason."""
    if story.words is None or any(source.kind == SourceKind.ANONYMOUS for source in story.sources):
        return
    if match := story.words.unnamed.search(story.body):
        yield warning(
            "sources",
            _t("Somebody speaks without a name (“%(words)s”): enter the unnamed source, and why.")
            % {"words": match[0]},
        )


def links(story: Story) -> Iterator[Finding]:
    """Every link leads somewhere readers can go; nothing is fetched to find out."""
    addresses = [("body", unescape(address)) for address in HREF.findall(story.article.body)]
    addresses += [("sources", source.url) for source in story.sources if source.url]
    if story.article.canonical_url:
        addresses.append(("canonical_url", story.article.canonical_url))
    for field, address in dict.fromkeys(addresses):
        parts = _parts(address)
        if parts is None:
            yield warning(
                field, _t("This is no address a reader can follow: %(link)s") % {"link": excerpt(address)}
            )
        elif _is_private(parts):
            yield blocker(
                field,
                _t("A link leads to a preview or to somebody's own machine: %(link)s")
                % {"link": excerpt(address)},
            )


def _parts(address: str) -> SplitResult | None:
    """The parts of an address; None when it leads nowhere."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
        # Reading the port is what finds a wrong one.
        known = parts.port is None or parts.port > 0
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        rest = address.strip()[len(parts.scheme) :]
        whole = bool(known and host) and not re.search(r"\s|//https?:?/", rest)
        named = "." in host.strip(".") or ":" in host or host == "localhost"
        return parts if whole and named and ".." not in host else None
    return parts if NAMES_A_PAGE.fullmatch(address.strip()) else None


def _is_private(parts: SplitResult) -> bool:
    host = (parts.hostname or "").rstrip(".").lower()
    if NOT_PUBLIC.search(parts.path) or host.endswith(OWN_MACHINE):
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


CHECKS: tuple[Check, ...] = (credits, sources, source_line, unnamed, links)
