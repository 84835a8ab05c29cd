"""Atom 1.0 as it leaves the house: https://www.rfc-editor.org/rfc/rfc4287, with the picture as Media RSS."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, rfc3339_date

from articles.site.syndication import MEDIA_NAMESPACE, NEVER, Channel, Creator, Item, writable, write_media

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class NewsAtom(Atom1Feed):
    """Django's Atom with several authors, the text beside the summary, and the picture with its credit."""

    def root_attributes(self) -> dict[str, str]:
        """The namespaces are declared once, on the root."""
        return super().root_attributes() | {"xmlns:media": MEDIA_NAMESPACE}

    def latest_post_date(self) -> datetime:
        """When the feed last changed, as its maker knows it."""
        built_at: datetime = self.feed["built_at"]
        return built_at

    def add_root_elements(self, handler: Any) -> None:
        """Write what the feed says of itself, its hubs included."""
        super().add_root_elements(handler)
        for hub in self.feed["hubs"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": hub})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The language of the entry, which may be another than the feed's."""
        language = item["entry"].language
        return {"xml:lang": language} if language else {}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write one entry. Without an author of its own it has the feed's: the publication."""
        entry: Item = item["entry"]
        handler.addQuickElement("title", writable(entry.title))
        handler.addQuickElement("link", "", {"href": entry.link, "rel": "alternate", "type": "text/html"})
        handler.addQuickElement("id", entry.guid)
        handler.addQuickElement("published", rfc3339_date(entry.published_at))
        handler.addQuickElement("updated", rfc3339_date(entry.updated_at))
        for creator in entry.creators:
            _write_author(handler, creator)
        for category in entry.categories:
            handler.addQuickElement("category", "", {"term": writable(category)})
        if entry.summary:
            handler.addQuickElement("summary", writable(entry.summary), {"type": "text"})
        if entry.content:
            handler.addQuickElement("content", writable(entry.content), {"type": "html"})
        if entry.media:
            write_media(handler, entry.media)


def _write_author(handler: Any, creator: Creator) -> None:
    handler.startElement("author", {})
    handler.addQuickElement("name", writable(creator.name))
    handler.addQuickElement("uri", creator.url)
    handler.endElement("author")


def written(channel: Channel) -> str:
    """The feed as a document. Its `id` is its own address; those of the entries are names for good."""
    feed = NewsAtom(
        title=writable(channel.title),
        link=channel.link,
        description=writable(channel.description),
        subtitle=writable(channel.description),
        language=channel.language,
        author_name=writable(channel.publisher.name),
        author_link=channel.publisher.url,
        feed_url=channel.feed_url,
        feed_guid=channel.feed_url,
        built_at=channel.built_at or NEVER,
        hubs=channel.hubs,
    )
    for item in channel.items:
        feed.add_item(title=item.title, link=item.link, description=item.summary, entry=item)
    return feed.writeString("utf-8")
