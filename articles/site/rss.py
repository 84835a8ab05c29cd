"""RSS 2.0 as it leaves the house.

The format is https://www.rssboard.org/rss-specification with the modules Dublin Core (`dc:creator`),
Content (`content:encoded`), Media RSS (`media:content`) and Atom (`atom:link`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from articles.site.syndication import MEDIA_NAMESPACE, NEVER, Channel, writable, write_media

NAMESPACES = {
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:media": MEDIA_NAMESPACE,
}
CONTENT_TYPE = "application/rss+xml; charset=utf-8"


class NewsRss(Rss201rev2Feed):
    """Django's RSS with authors one by one, the text, and the picture with its credit."""

    def rss_attributes(self) -> dict[str, str]:
        """The namespaces are declared once, on the root."""
        return super().rss_attributes() | NAMESPACES

    def latest_post_date(self) -> datetime:
        """When the feed last changed, as its maker knows it: an empty feed must not change by the minute."""
        built_at: datetime = self.feed["built_at"]
        return built_at

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Write what the channel says of itself, its hubs included."""
        super().add_root_elements(handler)
        for hub in self.feed["hubs"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": hub})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write one item."""
        super().add_item_elements(handler, item)
        for creator in item["creators"]:
            handler.addQuickElement("dc:creator", creator)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        if item["media"]:
            write_media(handler, item["media"])


def written(channel: Channel) -> str:
    """The feed as a document."""
    feed = NewsRss(
        title=writable(channel.title),
        link=channel.link,
        description=writable(channel.description),
        language=channel.language,
        feed_url=channel.feed_url,
        built_at=channel.built_at or NEVER,
        hubs=channel.hubs,
    )
    for item in channel.items:
        feed.add_item(
            title=writable(item.title),
            link=item.link,
            description=writable(item.summary),
            unique_id=item.guid,
            unique_id_is_permalink=False,
            pubdate=item.published_at,
            updateddate=item.updated_at,
            categories=[writable(category) for category in item.categories],
            creators=[writable(creator.name) for creator in item.creators],
            content=writable(item.content),
            media=item.media,
        )
    return feed.writeString("utf-8")
