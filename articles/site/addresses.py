"""Addresses as other sites and machines need them: absolute, under the publication's own name."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.http import int_to_base36

if TYPE_CHECKING:
    from articles.models import Edition


# What RFC 3986 lets stand in an address as it is; brackets only around a host of numbers.
PLAIN = "/?:@!$&'()*+,;=-._~%"
LOOSE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
ORIGIN = re.compile(r"[^:/?#]+://[^/?#]*")


def as_uri(typed: str) -> str:
    """An address that somebody typed, as RFC 3986 writes it: what may not stand in one is escaped."""
    found = ORIGIN.match(typed)
    origin = found[0] if found else ""
    rest, mark, fragment = typed[len(origin) :].partition("#")
    escaped = quote(origin, safe=f"{PLAIN}[]") + quote(rest, safe=PLAIN) + mark + quote(fragment, safe=PLAIN)
    return LOOSE_PERCENT.sub("%25", escaped)


def absolute(path: str) -> str:
    """A path of ours as a full address; an address that is full already stays as it is.

    It is built from the setting SITE_URL, never from the request: a forged Host header must not end up
    in a feed or in what search engines are told.
    """
    # Most are plain paths, by the thousand in a sitemap.
    is_plain = path.startswith("/") and not path.startswith("//") and "/." not in path
    return _origin(settings.SITE_URL) + path if is_plain else urljoin(f"{settings.SITE_URL}/", path)


@lru_cache(maxsize=1)
def _origin(site: str) -> str:
    """The beginning of every address at a site."""
    return urljoin(f"{site}/", "/").removesuffix("/")


# What follows `feed` in the address of a feed, by the type it is served as.
FEED_ENDINGS = {
    "application/rss+xml": "/",
    "application/atom+xml": ".atom",
    "application/feed+json": ".json",
}


def feed_formats(path: str) -> list[tuple[str, str]]:
    """The formats of a feed as pairs of type and path; `path` is that of its RSS."""
    return [(kind, path.removesuffix("/") + ending) for kind, ending in FEED_ENDINGS.items()]


def publisher_id() -> str:
    """The identifier of the publication among machines (schema.org `@id`)."""
    return absolute("/#publisher")


def short_link(edition: Edition) -> str:
    """The story's permanent short path: it survives every change of headline and slug."""
    return reverse("short_link", args=[int_to_base36(edition.article_id)])


# What follows the address of a story in that of the same story as a file; the second name is llms.txt's.
DOCUMENTS = {"ninjs": "ninjs.json", "markdown": "index.html.md"}


def document_path(edition: Edition, name: str) -> str:
    """The path of the story as a file."""
    return edition.get_absolute_url() + DOCUMENTS[name]


def article_path(on: date, slug: str) -> str:
    """The path of the story that bears this date and slug."""
    return reverse("article", args=[*f"{on:%Y %m %d}".split(), slug])


def text_path(edition: Edition) -> str:
    """The path of a story in the text edition."""
    return reverse("text_story", args=[*f"{edition.url_date:%Y %m %d}".split(), edition.slug])


def day_path(day: date) -> str:
    """The path of the paper of that day."""
    return reverse("archive_day", args=f"{day.year:04} {day:%m %d}".split())


def month_path(month: date) -> str:
    """The path of the month a date lies in."""
    return reverse("archive_month", args=f"{month.year:04} {month:%m}".split())


def year_path(year: date) -> str:
    """The path of the year a date lies in."""
    return reverse("archive_year", args=[f"{year.year:04}"])
