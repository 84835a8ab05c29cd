"""RSS 2.0 as it leaves the house: what a feed and its items hold, and how they are written.

The format is https://www.rssboard.org/rss-specification with the modules Dublin Core (`dc:creator`),
Content (`content:encoded`), Media RSS (`media:content`) and Atom (`atom:link`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

NAMESPACES = {
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
# What XML 1.0 has no way to write (https://www.w3.org/TR/xml/#charsets).
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
CONTENT_TYPE = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Media:
    """A picture of an item."""

    url: str
    width: int
    height: int
    credit: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A story, or a change to one. Addresses are absolute; `content` is HTML, everything else is text."""

    guid: str
    """The permanent name of the item: never an address, which may change."""
    title: str
    link: str
    published_at: datetime
    updated_at: datetime
    summary: str = ""
    content: str = ""
    creators: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    media: Media | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed. `built_at` is when anything in it last changed; None for a publication without a story."""

    title: str
    link: str
    description: str
    feed_url: str
    language: str
    built_at: datetime | None
    items: list[Item] = field(default_factory=list)


class NewsRss(Rss201rev2Feed):
    """Django's RSS with authors one by one, the text, and the picture with its credit."""

    def rss_attributes(self) -> dict[str, str]:
        """The namespaces are declared once, on the root."""
        return super().rss_attributes() | NAMESPACES

    def latest_post_date(self) -> datetime:
        """When the feed last changed, as its maker knows it: an empty feed must not change by the minute."""
        built_at: datetime = self.feed["built_at"]
        return built_at

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write one item."""
        super().add_item_elements(handler, item)
        for creator in item["creators"]:
            handler.addQuickElement("dc:creator", creator)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        if item["media"]:
            _write_media(handler, item["media"])


def _write_media(handler: Any, media: Media) -> None:
    size = {"width": str(media.width), "height": str(media.height)}
    handler.startElement("media:content", {"url": media.url, "medium": "image", "type": "image/jpeg", **size})
    if media.credit:
        handler.addQuickElement("media:credit", _writable(media.credit))
    if media.description:
        handler.addQuickElement("media:description", _writable(media.description), {"type": "plain"})
    handler.endElement("media:content")


def _writable(text: str) -> str:
    """The text without characters XML cannot hold: one pasted control character must not cost the feed."""
    return UNWRITABLE.sub("", text)


def written(channel: Channel) -> str:
    """The feed as a document."""
    feed = NewsRss(
        title=_writable(channel.title),
        link=channel.link,
        description=_writable(channel.description),
        language=channel.language,
        feed_url=channel.feed_url,
        built_at=channel.built_at or NEVER,
    )
    for item in channel.items:
        feed.add_item(
            title=_writable(item.title),
            link=item.link,
            description=_writable(item.summary),
            unique_id=item.guid,
            unique_id_is_permalink=False,
            pubdate=item.published_at,
            updateddate=item.updated_at,
            categories=[_writable(category) for category in item.categories],
            creators=[_writable(creator) for creator in item.creators],
            content=_writable(item.content),
            media=item.media,
        )
    return feed.writeString("utf-8")
