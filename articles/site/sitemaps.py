"""Sitemaps: which addresses there are, and when each last changed in a way that matters.

The formats are https://www.sitemaps.org/protocol.html and, for news,
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import Case, Max, Model, OuterRef, QuerySet, Subquery, When
from django.urls import reverse

from articles import tallies
from articles.models import Change, Edition, Genre
from articles.models.edition import EditionQuerySet
from articles.site.addresses import absolute
from articles.site.schema_org import moment
from articles.site.syndication import writable

FILE_SIZE = 50_000
"""Addresses a file may hold, by the protocol; also files an index may hold."""
A_MONTH, A_PART = ("0001", "01"), 999_999_999
NEWS_SIZE = 1_000
LATELY = 5_000
"""The newest changes, among which those of most lists are."""
NEWS_FOR = timedelta(hours=48)

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
# Google asks for ISO 639 codes and makes these two exceptions.
CHINESE = frozenset({"zh-cn", "zh-tw"})


@dataclass(frozen=True, slots=True)
class Place:
    """An address with the moment of its last significant change; None where nobody can say."""

    path: str
    changed_at: datetime | None = None

    def xml(self, element: str, more: str = "") -> str:
        """The entry of a file (`url`) or of an index (`sitemap`)."""
        changed = f"<lastmod>{moment(self.changed_at)}</lastmod>" if self.changed_at else ""
        return f"<{element}><loc>{escape(absolute(self.path))}</loc>{changed}{more}</{element}>"


def listed(editions: EditionQuerySet) -> EditionQuerySet:
    """Those that want to be found here: a story whose canonical address is elsewhere does not."""
    return editions.filter(canonical_url="")


def monthly_files(now: datetime, size: int = FILE_SIZE) -> list[Place]:
    """The files that hold the stories, newest month first, from maintained numbers.

    A month of more stories than a file holds has several, each dated like the whole month.
    """
    # Asked once: an old paper has hundreds of months.
    first, another = (reverse("sitemap_month", args=[*A_MONTH, *part]) for part in ([], [A_PART]))
    return [
        Place(_of_month(first if number == 1 else another, month, number), changed_at)
        for month, stories, changed_at in tallies.files(now)
        for number in range(1, -(-stories // size) + 1)
    ]


def _of_month(path: str, month: date, number: int) -> str:
    """The path of a file from that of another month's."""
    return path.replace("-".join(A_MONTH), month.isoformat()[:7]).replace(f"-{A_PART}.", f"-{number}.")


def stories_of_month(month: date, number: int, now: datetime, size: int = FILE_SIZE) -> list[Place]:
    """The stories of that file of a month, in order of publication; one query.

    A month is that of the address, so a story never moves from one file to another.
    """
    first, days = month.replace(day=1), monthrange(month.year, month.month)[1]
    stories = listed(Edition.objects.live(now)).filter(url_date__range=(first, first.replace(day=days)))
    rows = stories.only("url_date", "slug", "modified_at").order_by("first_published_at", "pk")
    return [
        Place(story.get_absolute_url(), story.modified_at)
        for story in rows[(number - 1) * size : number * size]
    ]


def with_stories[M: Model](rows: QuerySet[M], by: str, now: datetime) -> list[Place]:
    """Pages that list stories, as far as they have one; `by` is the field of an edition that names the row.

    A page changed when the newest change of its stories was made. Two queries: most pages changed lately,
    and only of the others all stories have to be looked at, which are few where nothing happens.
    """
    live = Edition.objects.live(now)
    lately = live.order_by("-modified_at", "-pk").values("pk")[:LATELY]
    changes = Edition.objects.filter(pk__in=lately).order_by().values_list(by).annotate(at=Max("modified_at"))
    changed = dict(changes)
    newest = live.filter(**{by: OuterRef("pk")}).order_by("-modified_at").values("modified_at")[:1]
    shown: QuerySet[Any] = rows.only("slug").annotate(
        changed_at=Case(When(pk__in=[key for key in changed if key], then=None), default=Subquery(newest))
    )
    places = [
        Place(row.get_absolute_url(), changed.get(row.pk, row.changed_at)) for row in shown.order_by("slug")
    ]
    return [place for place in places if place.changed_at][:FILE_SIZE]


def latest_news(now: datetime) -> list[Edition]:
    """The stories of the last two days that are news: nothing paid for, nothing withdrawn. One query."""
    news = (
        listed(Edition.objects.live(now))
        .exclude(genre=Genre.SPONSORED)
        .exclude(change=Change.RETRACTION)
        .filter(first_published_at__gt=now - NEWS_FOR)
        .only("url_date", "slug", "headline", "language", "first_published_at")
    )
    return list(news.newest_first()[:NEWS_SIZE])


def index_written(files: Iterable[Place]) -> str:
    """The index of the files, as a document."""
    return _document("sitemapindex", f'xmlns="{SITEMAP}"', (file.xml("sitemap") for file in files))


def pages_written(pages: Iterable[Place]) -> str:
    """A file of addresses, as a document."""
    return _document("urlset", f'xmlns="{SITEMAP}"', (page.xml("url") for page in pages))


def news_written(editions: Iterable[Edition], publication: str) -> str:
    """The news sitemap as a document; `publication` is the name of the site.

    Without news it names the front page, and no news of it: the schema asks for one address at least.
    """
    entries = [
        Place(edition.get_absolute_url()).xml("url", _news(edition, publication)) for edition in editions
    ]
    return _document(
        "urlset", f'xmlns="{SITEMAP}" xmlns:news="{NEWS}"', iter(entries or [Place("/").xml("url")])
    )


def _news(edition: Edition, publication: str) -> str:
    return (
        "<news:news><news:publication>"
        f"<news:name>{escape(writable(publication))}</news:name>"
        f"<news:language>{news_language(edition.language)}</news:language></news:publication>"
        f"<news:publication_date>{moment(edition.first_published_at)}</news:publication_date>"
        f"<news:title>{escape(writable(edition.headline))}</news:title></news:news>"
    )


def news_language(tag: str) -> str:
    """A language tag as news sitemaps want it: the language alone, as ISO 639 writes it."""
    tag = tag.lower()
    return tag if tag in CHINESE else escape(tag.partition("-")[0])


def _document(root: str, namespaces: str, entries: Iterator[str]) -> str:
    return "\n".join([DECLARATION, f"<{root} {namespaces}>", *entries, f"</{root}>", ""])
