"""What stands in the calendar: found by its moment alone, and dressed only where it is shown."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from django.db.models import F
from django.http import HttpRequest

from articles.admin.access import ask_together, may_edit, may_use
from articles.admin.field_rights import may_change_fields
from articles.admin.listing import TEXT
from articles.admin.planning.choices import Scope
from articles.admin.planning.days import Period, clock
from articles.admin.planning.kinds import PLANS, Kind
from articles.models import Article, Change, Edition
from articles.workflow import BEFORE_PUBLICATION, Status

MOST = 3000
"""How many moments of a kind are read: more than a month of a large newsroom has."""
LATE_SHOWN = 5
LATE_COUNTED = 50
LATE_DAYS = timedelta(days=30)
OF_EDITIONS = {Kind.SCHEDULED: "starts_at", Kind.EXPIRES: "ends_at"}
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

    One query a kind, each a range of an index, and one that keeps of the editions those of the scope.
    """
    found = [list(_of_kind(scope, kind, period, now)) for kind in Kind if kind in kinds]
    every = list(chain.from_iterable(found))
    ours = scope.among({moment.article for moment in every if moment.kind in OF_EDITIONS})
    # A plan that came true to the minute is said once.
    true = {(moment.article, moment.at) for moment in every if moment.kind == Kind.SCHEDULED}
    shown = [moment for moment in every if _is_shown(moment, ours, true)]
    shown.sort(key=lambda moment: (moment.at, moment.article, moment.kind))
    return shown, any(len(rows) == MOST for rows in found)


def _is_shown(moment: Moment, ours: Container[int], true: Container[tuple[int, datetime]]) -> bool:
    if moment.kind in OF_EDITIONS:
        return moment.article in ours
    return moment.kind != Kind.PLANNED or (moment.article, moment.at) not in true


def _of_kind(scope: Scope, kind: Kind, period: Period, now: datetime) -> Iterator[Moment]:
    if kind in OF_EDITIONS:
        yield from _of_editions(kind, period, now)
        return
    name = PLANS.get(kind, "embargo_until")
    within = {f"{name}__gte": period.start, f"{name}__lt": period.end}
    rows = scope.articles().filter(**within).exclude(status=Status.SPIKED)
    for article, at in rows.order_by(name, "pk").values_list("pk", name)[:MOST]:
        yield Moment(at, kind, article)


def _of_editions(kind: Kind, period: Period, now: datetime) -> Iterator[Moment]:
    """What is scheduled (first editions, and changes to public stories), or what disappears by itself. The
    end an edition has because the next one begins is none."""
    name = OF_EDITIONS[kind]
    ahead = {f"{name}__gt": now, f"{name}__gte": period.start, f"{name}__lt": period.end}
    rows = Edition.objects.filter(**ahead)
    if kind == Kind.EXPIRES:
        rows = rows.filter(ends_at=F("expires_at"))
    for article, at, change in rows.order_by(name, "pk").values_list("article", name, "change")[:MOST]:
        yield Moment(at, kind, article, change if kind == Kind.SCHEDULED else "")


def dressed(found: list[Moment], request: HttpRequest, now: datetime) -> list[Entry]:
    """The moments with their stories, in four queries."""
    keys = {moment.article for moment in found}
    rows = Article.objects.filter(pk__in=keys).select_related("section", "assignee", "latest_edition")
    stories = rows.defer(*DEFERRED).order_by().in_bulk()
    ask_together(request, keys)
    return [
        Entry(
            moment.at,
            moment.kind,
            story,
            moment.change,
            is_late=is_late(moment.kind, moment.at, story, now),
            is_out=moment.kind in PLANS and story.status == Status.PUBLISHED and moment.at <= now,
            may_move=may_move(request, story, moment.kind),
        )
        for moment in found
        if (story := stories.get(moment.article))
    ]


def may_move(request: HttpRequest, article: Article, kind: Kind) -> bool:
    """Whether the moment is the person's to move: a plan as a field of the form, a schedule by its verb."""
    if kind in PLANS:
        return may_edit(request, article) and may_change_fields(request, article, (PLANS[kind],))
    return kind == Kind.SCHEDULED and may_use(request, article, "articles.publish_article")


def is_late(kind: Kind, at: datetime, article: Article, now: datetime) -> bool:
    """Whether it should have happened."""
    return kind in PLANS and at < now and article.status in BEFORE_PUBLICATION


def overdue(scope: Scope, kinds: frozenset[Kind], now: datetime) -> tuple[list[Article], int]:
    """The stories that became late in the last LATE_DAYS, the latest first, and how many there are
    (LATE_COUNTED + 1 for any more); what is older is no alarm any more, and stands in the list."""
    since: dict[int, datetime] = {}
    late = scope.articles().filter(status__in=BEFORE_PUBLICATION)
    for kind in kinds & PLANS.keys():
        name = PLANS[kind]
        rows = late.filter(**{f"{name}__gte": now - LATE_DAYS, f"{name}__lt": now}).order_by(
            f"-{name}", "-pk"
        )
        for article, at in rows.values_list("pk", name)[: LATE_COUNTED + 1]:
            since[article] = max(at, since.get(article, at))
    latest = sorted(since, key=lambda article: (since[article], article), reverse=True)
    stories = Article.objects.filter(pk__in=latest[:LATE_SHOWN]).defer(*TEXT).in_bulk()
    return [stories[key] for key in latest[:LATE_SHOWN] if key in stories], min(len(since), LATE_COUNTED + 1)
