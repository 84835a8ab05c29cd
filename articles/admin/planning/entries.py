"""What stands in the calendar: found by its moment alone, and dressed only where it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from articles.admin.listing import TEXT
from articles.admin.planning.choices import Scope
from articles.admin.planning.days import Period, clock
from articles.admin.planning.kinds import PLANS, Kind
from articles.models import Article, Change, Edition
from articles.workflow import BEFORE_PUBLICATION, Status

if TYPE_CHECKING:
    from articles.models.article import ArticleQuerySet

MOST = 2000
"""How many moments of a kind are read: more than a month of a large newsroom has."""
LATE_SHOWN = 5
LATE_COUNTED = 50
DEFERRED = (*TEXT, *(f"latest_edition__{name}" for name in (*TEXT, "html", "sources")))


@dataclass(frozen=True, slots=True)
class Moment:
    """That something happens to a story: what, and when. `change` says what kind of edition begins."""

    at: datetime
    kind: Kind
    article: int
    change: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A moment as shown, with its story."""

    at: datetime
    kind: Kind
    article: Article
    change: str
    is_late: bool
    is_out: bool
    """Whether what was planned has come true."""
    may_move: bool

    @property
    def clock(self) -> str:
        """The time of day."""
        return clock(self.at)

    @property
    def change_word(self) -> str:
        """What a scheduled change to a public story is; empty for a first edition."""
        return str(Change(self.change).label) if self.change not in ("", Change.FIRST) else ""

    @property
    def verb(self) -> str:
        """The page that moves it, by its name among the addresses; empty where nothing does."""
        if not self.may_move:
            return ""
        return "move" if self.kind in PLANS else "reschedule" if self.kind == Kind.SCHEDULED else ""


def moments(scope: Scope, kinds: frozenset[Kind], period: Period, now: datetime) -> tuple[list[Moment], bool]:
    """The moments of the period in order, and whether there were too many to read them all.

    One query a kind, each a range of an index.
    """
    found = [list(_of_kind(scope, kind, period, now)) for kind in Kind if kind in kinds]
    every = list(chain.from_iterable(found))
    # A plan that came true to the minute is said once.
    true = {(moment.article, moment.at) for moment in every if moment.kind == Kind.SCHEDULED}
    shown = [one for one in every if one.kind != Kind.PLANNED or (one.article, one.at) not in true]
    shown.sort(key=lambda moment: (moment.at, moment.article, moment.kind))
    return shown, any(len(rows) == MOST for rows in found)


def _of_kind(scope: Scope, kind: Kind, period: Period, now: datetime) -> Iterator[Moment]:
    if kind == Kind.SCHEDULED:
        yield from _beginnings(scope, period, now)
    elif kind == Kind.EXPIRES:
        yield from _ends(scope, period, now)
    else:
        name = PLANS.get(kind, "embargo_until")
        within = {f"{name}__gte": period.start, f"{name}__lt": period.end}
        rows = scope.articles().filter(**within).exclude(status=Status.SPIKED)
        for article, at in rows.order_by(name, "pk").values_list("pk", name)[:MOST]:
            yield Moment(at, kind, article)


def _beginnings(scope: Scope, period: Period, now: datetime) -> Iterator[Moment]:
    """What is scheduled: first editions, and changes to public stories."""
    rows = Edition.objects.pending(now).filter(starts_at__gte=period.start, starts_at__lt=period.end)
    found = scope.editions(rows).order_by("starts_at", "pk").values_list("article", "starts_at", "change")
    for article, at, change in found[:MOST]:
        yield Moment(at, Kind.SCHEDULED, article, change)


def _ends(scope: Scope, period: Period, now: datetime) -> Iterator[Moment]:
    """What disappears by itself. The end an edition has because the next one begins is none."""
    rows = Edition.objects.filter(ends_at__gt=now, ends_at__gte=period.start, ends_at__lt=period.end)
    chosen = scope.editions(rows.filter(ends_at=F("expires_at")))
    for article, at in chosen.order_by("ends_at", "pk").values_list("article", "ends_at")[:MOST]:
        yield Moment(at, Kind.EXPIRES, article)


def dressed(found: list[Moment], scope: Scope, now: datetime) -> list[Entry]:
    """The moments with their stories, in two queries."""
    keys = {moment.article for moment in found}
    rows = Article.objects.filter(pk__in=keys).select_related("section", "assignee", "latest_edition")
    stories = rows.defer(*DEFERRED).in_bulk()
    editable = set(Article.objects.editable_by(scope.user).filter(pk__in=keys).values_list("pk", flat=True))
    publishes = scope.user.has_perm("articles.publish_article")
    return [
        Entry(
            moment.at,
            moment.kind,
            story,
            moment.change,
            is_late=is_late(moment.kind, moment.at, story, now),
            is_out=moment.kind in PLANS and story.status == Status.PUBLISHED and moment.at <= now,
            may_move=moment.article in editable and (moment.kind in PLANS or publishes),
        )
        for moment in found
        if (story := stories.get(moment.article))
    ]


def is_late(kind: Kind, at: datetime, article: Article, now: datetime) -> bool:
    """Whether it should have happened."""
    return kind in PLANS and at < now and article.status in BEFORE_PUBLICATION


def overdue(scope: Scope, kinds: frozenset[Kind], now: datetime) -> tuple[list[Article], int]:
    """The stories that are late, the latest of them first, and how many there are (LATE_COUNTED + 1 for
    any more); one query for their keys, one for what is shown."""
    late = Q(pk__in=())
    for kind, name in PLANS.items():
        if kind in kinds:
            late |= Q(**{f"{name}__lt": now})
    rows: QuerySet[Article] = scope.articles().filter(late, status__in=BEFORE_PUBLICATION)
    keys = list(rows.order_by("-updated_at", "-pk").values_list("pk", flat=True)[: LATE_COUNTED + 1])
    shown: ArticleQuerySet = Article.objects.filter(pk__in=keys[:LATE_SHOWN])
    stories = shown.select_related("section", "assignee").defer(*TEXT).order_by("-updated_at", "-pk")
    return list(stories), len(keys)
