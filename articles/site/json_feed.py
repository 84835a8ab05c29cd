"""JSON Feed 1.1 as it leaves the house: https://www.jsonfeed.org/version/1.1/.

What the format has no word for stands in the extension object `_news` of an item:

    retracted      true for a story that was retracted, else missing
    corrections    what readers were told about changes, newest first: `kind` (a word for machines),
                   `label` (one for people), `date` and `text`
"""

from __future__ import annotations

import json
from typing import Any

from articles.site.schema_org import moment
from articles.site.syndication import Channel, Creator, Item

VERSION = "https://jsonfeed.org/version/1.1"
CONTENT_TYPE = "application/feed+json"


def written(channel: Channel) -> str:
    """The feed as a document."""
    feed = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.link,
        "feed_url": channel.feed_url,
        "description": channel.description,
        "language": channel.language,
        "authors": [_author(channel.publisher)],
        **({"hubs": [{"type": "WebSub", "url": hub} for hub in channel.hubs]} if channel.hubs else {}),
        "items": [_item(item) for item in channel.items],
    }
    return json.dumps(feed, ensure_ascii=False)


def _item(item: Item) -> dict[str, Any]:
    """One item; what is empty is left out, but an item always has content."""
    found: dict[str, Any] = {
        "id": item.guid,
        "url": item.link,
        "title": item.title,
        "content_html": item.content,
        "content_text": "" if item.content else item.summary or item.title,
        "summary": item.summary,
        "image": item.media.url if item.media else "",
        "date_published": moment(item.published_at),
        "date_modified": moment(item.updated_at),
        "language": item.language,
        "authors": [_author(creator) for creator in item.creators],
        "tags": item.categories,
        "_news": _extension(item),
    }
    return {name: value for name, value in found.items() if value}


def _extension(item: Item) -> dict[str, Any]:
    notices = [
        {"kind": notice.kind, "label": notice.label, "date": moment(notice.at), "text": notice.text}
        for notice in item.notices
    ]
    found = {"retracted": item.is_retracted, "corrections": notices}
    return {name: value for name, value in found.items() if value}


def _author(creator: Creator) -> dict[str, str]:
    return {"name": creator.name, "url": creator.url}
