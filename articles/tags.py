"""Tags: short names for what a page shows, so that a kept page is dropped exactly when it is outdated.

A leaf. A page notes its tags while it is made (`MadeFrom`); a verb notes the tags of what it changed
(`articles.freshness`). The same words go to caches outside as `Surrogate-Key` and `Cache-Tag`.
"""

from __future__ import annotations

from datetime import date, datetime

STORIES = "stories"
"""Any story at all: the front page, the feeds of everything, search, the archive's form, the sitemaps."""
RECORD = "record"
"""What was put right: the corrections page and its feeds."""
FRONT = "front"
"""What editors placed on the front page."""
FRAME = "frame"
"""What every page wears: the publication, its sections and its policies."""
MOVED = "moved"
"""Where an address leads at which nothing stands any more."""


def story(article_id: int | None) -> str:
    """Everything about one story: its page, its history, its comparisons."""
    return f"story-{article_id}"


def section(pk: int) -> str:
    """The stories of a section."""
    return f"section-{pk}"


def topic(pk: int) -> str:
    """The stories about a topic, and the topic itself."""
    return f"topic-{pk}"


def author(pk: int) -> str:
    """The stories of a person, and the person."""
    return f"author-{pk}"


def days(on: date) -> tuple[str, str, str]:
    """The pages of the archive that a day stands on: its own, its month's, its year's."""
    return f"day-{on:%Y-%m-%d}", month(on), f"year-{on:%Y}"


def month(on: date) -> str:
    """The month of a day: its page, and its file of the sitemap."""
    return f"month-{on:%Y-%m}"


def sitemap(on: date) -> str:
    """The file of the sitemap that holds the stories of a day, which is its month's."""
    return f"file-{on:%Y-%m}"


class MadeFrom:
    """What a page was made from: its tags, and the moment after which it would look different anyway.

    A page without tags is kept by no cache. `stamp` is the ledger's when the page was begun: what is kept
    of it was read then or later.
    """

    def __init__(self, stamp: int = 0) -> None:
        self.stamp = stamp
        self.tags: set[str] = set()
        self.until: datetime | None = None

    def add(self, *tags: str) -> None:
        """Note that the page shows these."""
        self.tags.update(tags)

    def not_after(self, moment: datetime | None) -> None:
        """Note that the page looks different from that moment on; the earliest one counts."""
        if moment is not None and (self.until is None or moment < self.until):
            self.until = moment
