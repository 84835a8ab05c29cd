"""What a feed and its items hold, whatever the format: RSS, Atom and JSON Feed are written from this."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

MEDIA_NAMESPACE = "http://search.yahoo.com/mrss/"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When an empty feed last changed: it must not change by the minute."""

# What XML 1.0 has no way to write (https://www.w3.org/TR/xml/#charsets).
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Media:
    """A picture of an item."""

    url: str
    width: int
    height: int
    credit: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Creator:
    """Somebody who made an item, and the full address of the page about them."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A public note: a correction, an update, a retraction."""

    kind: str
    """As stored: one of the values of `Change`."""
    label: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A story, or a change to one. Addresses are absolute; `content` is HTML, everything else is text."""

    guid: str
    """The permanent name of the item: never an address, which may change."""
    title: str
    link: str
    published_at: datetime
    updated_at: datetime
    """The last significant change."""
    language: str = ""
    summary: str = ""
    content: str = ""
    creators: list[Creator] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    media: Media | None = None
    notices: list[Notice] = field(default_factory=list)
    """The notes readers were given, newest first; `content` begins with the same."""
    is_retracted: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed. `built_at` is when anything in it last changed; None for a publication without a story."""

    title: str
    link: str
    description: str
    feed_url: str
    language: str
    publisher: Creator
    """Who answers for the feed, and for every item without a byline."""
    built_at: datetime | None
    items: list[Item] = field(default_factory=list)
    hubs: list[str] = field(default_factory=list)
    """The WebSub hubs that tell subscribers of it at once."""


def writable(text: str) -> str:
    """The text without characters XML cannot hold: one pasted control character must not cost the feed."""
    return UNWRITABLE.sub("", text)


def write_media(handler: Any, media: Media) -> None:
    """Write a picture with its credit as Media RSS, which Atom carries as well as RSS does.

    The format is https://www.rssboard.org/media-rss.
    """
    size = {"width": str(media.width), "height": str(media.height)}
    handler.startElement("media:content", {"url": media.url, "medium": "image", "type": "image/jpeg", **size})
    if media.credit:
        handler.addQuickElement("media:credit", writable(media.credit))
    if media.description:
        handler.addQuickElement("media:description", writable(media.description), {"type": "plain"})
    handler.endElement("media:content")
