"""The columns of the board: which stories stand in each, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from articles.admin import listing
from articles.admin.planning.choices import Scope
from articles.models import Article, Edition
from articles.workflow import Status

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CARDS = 10
"""Cards of a column; the rest is in the list."""
COUNTED = 50
JUST = timedelta(hours=24)
# The most urgent first, then what was changed last: the order of the index `article_board`.
PRESSING = ("urgency", "-updated_at", "-pk")


READ = 1000
"""How many editions are read for a column of editions: more than a day or a schedule has."""

type Find = Callable[[Scope, datetime], list[int]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the keys of its stories in their order, and where all of them are."""

    name: str
    title: str | _StrPromise
    find: Find
    filters: dict[str, str]
    empty: str | _StrPromise


def _in(status: Status) -> Find:
    """The stories of a status; at most COUNTED + 1."""

    def find(scope: Scope, now: datetime) -> list[int]:
        rows = scope.articles().filter(status=status).order_by(*PRESSING)
        return list(rows.values_list("pk", flat=True)[: COUNTED + 1])

    return find


def _latest(editions: QuerySet[Edition], scope: Scope) -> list[int]:
    """The stories of which one of these is the latest edition, in the editions’ order."""
    found = list(editions.values_list("pk", "article")[:READ])
    ours = scope.among({article for _edition, article in found})
    return [article for edition, article in found if ours.get(article) == edition][: COUNTED + 1]


def _scheduled(scope: Scope, now: datetime) -> list[int]:
    return _latest(Edition.objects.pending(now).order_by("starts_at", "pk"), scope)


def _published(scope: Scope, now: datetime) -> list[int]:
    begun = Edition.objects.begun(now).filter(starts_at__gt=now - JUST)
    return _latest(begun.order_by("-starts_at", "-pk"), scope)


def _of(status: Status, empty: str | _StrPromise) -> Column:
    return Column(status, status.label, _in(status), {"status__exact": status}, empty)


COLUMNS = (
    _of(Status.DRAFT, _("No draft.")),
    _of(Status.CHANGES_REQUESTED, _("Nothing is sent back.")),
    _of(Status.IN_REVIEW, _("Nothing waits for review.")),
    _of(Status.APPROVED, _("Nothing is approved and not yet out.")),
    # A fact, not a status: the first edition of a story, or the next one of a public story, is to begin.
    Column("scheduled", _("Scheduled"), _scheduled, {"public": "scheduled"}, _("Nothing is scheduled.")),
    Column(
        "published",
        _("Published, 24 hours"),
        _published,
        {"status__exact": Status.PUBLISHED},
        _("Nothing was published in the last 24 hours."),
    ),
)


@dataclass(frozen=True, slots=True)
class Pile:
    """A column with its stories: those that are shown, and how many there are."""

    column: Column
    stories: list[Any]
    count: int
    all_url: str

    @property
    def counted(self) -> str:
        """The number as shown; 50+ where nobody counted further."""
        return f"{COUNTED}+" if self.count > COUNTED else str(self.count)

    @property
    def more(self) -> bool:
        """Whether some stand in the list only."""
        return self.count > len(self.stories)


def piles(scope: Scope, now: datetime) -> list[Pile]:
    """The columns with their stories: one query a column of a status, two a column of editions, and a
    fixed number for the cards."""
    keys = {column.name: column.find(scope, now) for column in COLUMNS}
    stories = _dressed([key for some in keys.values() for key in some[:CARDS]])
    return [
        Pile(
            column,
            [stories[key] for key in keys[column.name][:CARDS] if key in stories],
            len(keys[column.name]),
            scope.list_url(**column.filters),
        )
        for column in COLUMNS
    ]


def _dressed(keys: Sequence[int]) -> dict[int, Any]:
    """The stories as the list shows them, with their editions, newest first and without text."""
    editions = Edition.objects.defer("body", "html", "how_we_reported", "key_points", "sources")
    rows = listing.dressed(Article.objects.filter(pk__in=keys))
    return rows.prefetch_related(Prefetch("editions", editions.order_by("-number"))).in_bulk()
