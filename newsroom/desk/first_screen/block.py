"""What a block of the first screen is made of, and how a list becomes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext as _t

from articles.models import Article
from newsroom.hearing import Deaf, deaf
from newsroom.tick import TickState

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.utils.functional import _StrPromise

ROWS = 8
"""Rows of a list: enough to see what is going on; the rest is behind “all”."""
COUNTED = 20
"""How far is counted. Whether 60 or 6,000 wait changes nothing this minute, and counting them costs time."""
SHOWN = frozenset(
    {
        *(
            "id",
            "uid",
            "slugline",
            "headline",
            "section",
            "status",
            "urgency",
            "created_by",
            "latest_edition",
        ),
        *("due_at", "publish_at", "embargo_until", "updated_at"),
    }
)
"""What the rows say of a story."""
REST = tuple(column.name for column in Article._meta.concrete_fields if column.name not in SHOWN)
"""What they do not: nobody waits for the database to send it."""
REST_OF_ARTICLE = tuple(f"article__{name}" for name in REST)


@dataclass(frozen=True)
class Desk:
    """Who looks, and when."""

    user: User
    now: datetime
    tick: TickState
    """How the minute job is."""

    @cached_property
    def deaf(self) -> list[Deaf]:
        """The hubs and search engines that do not hear us; one query, where there are any."""
        return deaf(self.now)

    def may(self, permission: str) -> bool:
        """Whether the person has the permission; everybody has the empty one."""
        return not permission or self.user.has_perm(permission)

    def seen[T: Model](self, rows: QuerySet[T]) -> QuerySet[T]:
        """Those of the rows whose article this person may see, with what is shown of the article."""
        if not self.may("articles.view_article"):
            rows = rows.filter(article__in=Article.objects.visible_to(self.user).values("pk"))
        return rows.select_related("article__section").defer(*REST_OF_ARTICLE)


@dataclass(frozen=True, slots=True)
class Detail:
    """A word or two under a title: `kind` names its look, `url` makes it a link."""

    text: str
    kind: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: what it is, where it leads, what one should know."""

    title: str
    url: str
    details: tuple[Detail, ...] = ()
    at: datetime | None = None
    """Stands as a time in front."""
    slugline: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A short list, how many there are in all, and where the rest is."""

    name: str
    title: str
    rows: list[Row]
    count: int
    all_url: str = ""

    @property
    def counted(self) -> str:
        """The number as shown; 20+ where nobody counted further."""
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)


@dataclass(frozen=True, slots=True)
class Block:
    """Something under a heading: `layout` names its template."""

    name: str
    title: str
    layout: str
    listings: list[Listing] = field(default_factory=list)
    empty: str = ""
    is_alarm: bool = False
    said: str = ""
    """A sentence above its lists."""
    start: bool = False
    """Whether an empty one offers to start a story."""
    content: Any = None
    """What a layout of its own needs."""

    @property
    def count(self) -> int:
        """How many stand in all its lists."""
        return sum(listing.count for listing in self.listings)

    @property
    def counted(self) -> str:
        """The number as shown."""
        if any(listing.count > COUNTED for listing in self.listings):
            return f"{COUNTED}+"
        return str(self.count)

    @property
    def full(self) -> list[Listing]:
        """The lists in which something stands."""
        return [listing for listing in self.listings if listing.rows]


@dataclass(frozen=True, slots=True)
class Plan:
    """A line of the table of blocks."""

    name: str
    title: str | _StrPromise
    build: Callable[[Plan, Desk], Block | None]
    is_alarm: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One list of a block: for whom, which rows in which order, and what is said of each."""

    name: str
    title: str | _StrPromise
    permission: str
    find: Callable[[Desk], QuerySet[Any]]
    show: Callable[[Any, Desk], Row]
    all_url: Callable[[Desk], str]
    size: int = ROWS


def listed(
    queries: Sequence[Query],
    plan: Plan,
    desk: Desk,
    *,
    empty: str | _StrPromise = "",
    start: bool = False,
) -> Block | None:
    """A block of lists; none where all of them are for other people."""
    listings = [_listing(query, desk) for query in queries if desk.may(query.permission)]
    if not listings:
        return None
    return Block(
        plan.name,
        str(plan.title),
        "lists",
        listings,
        empty=str(empty),
        is_alarm=plan.is_alarm,
        start=start and desk.may("articles.add_article"),
    )


def _listing(query: Query, desk: Desk) -> Listing:
    found, count = head(query.find(desk), query.size)
    rows = [query.show(row, desk) for row in found]
    return Listing(query.name, str(query.title), rows, count, query.all_url(desk))


def head(rows: QuerySet[Any], size: int = ROWS) -> tuple[list[Any], int]:
    """The first rows and how many there are in all (COUNTED + 1 for any more), in one query."""
    found = list(rows[: COUNTED + 1])
    return found[:size], len(found)


# --- Saying it ---------------------------------------------------------------------------------------------


def form_url(article_id: int) -> str:
    """The article form."""
    return reverse("admin:articles_article_change", args=[article_id])


def list_url(model: type[Model], **filters: str) -> str:
    """The list of a model at the desk, filtered; empty for a model without a list."""
    if not admin.site.is_registered(model):
        return ""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{url}?{urlencode(filters)}" if filters else url


def page_url(row: Any) -> str:
    """The page of something about an article; the article's form where it has no page."""
    if not admin.site.is_registered(type(row)):
        return form_url(row.article_id)
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def about(
    article: Article, details: Iterable[Detail | None] = (), *, url: str = "", at: datetime | None = None
) -> Row:
    """A row about an article: urgency and section, then these details."""
    first = [
        Detail(_t("Urgency %(urgency)s") % {"urgency": article.urgency}, "urgent")
        if article.urgency <= 2  # noqa: PLR2004  # a flash, or urgent
        else None,
        Detail(article.section.name) if article.section else None,
    ]
    return Row(
        article.headline or article.slugline or _t("No headline yet"),
        url or form_url(article.pk),
        tuple(detail for detail in (*first, *details) if detail),
        at,
        slugline=article.slugline,
    )


def age(since: datetime, now: datetime) -> str:
    """How long something lasts already, in one unit."""
    return timesince(since, now, depth=1)


def ago(moment: datetime, now: datetime) -> Detail:
    """How long ago something was."""
    if now - moment < timedelta(minutes=1):
        return Detail(_t("just now"))
    return Detail(_t("%(age)s ago") % {"age": age(moment, now)})
