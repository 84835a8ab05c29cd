"""Lists in pages by keyset: the five-thousandth page costs what the first one costs.

A cursor names the row a page begins after. It is opaque to readers and stays valid when stories are
added or withdrawn: nothing is shown twice and nothing is skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.http import base36_to_int, int_to_base36

if TYPE_CHECKING:
    from articles.models import Edition
    from articles.models.edition import EditionQuerySet
    from articles.search import Index

PAGE_SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"(-?)([0-9a-z]{1,12})\.([0-9a-z]{1,12})")
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: the moment and the key of the row there."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        microseconds = (self.at - EPOCH) // timedelta(microseconds=1)
        sign = "-" if microseconds < 0 else ""
        return f"{sign}{int_to_base36(abs(microseconds))}.{int_to_base36(self.pk)}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """The cursor an address carries. Raises Http404 for one that we never made."""
        if not (found := CURSOR.fullmatch(text)):
            raise Http404("No such place in this list.")
        microseconds, pk = base36_to_int(found[2]), base36_to_int(found[3])
        try:
            at = EPOCH + timedelta(microseconds=-microseconds if found[1] else microseconds)
        except OverflowError as error:
            raise Http404("No such place in this list.") from error
        if pk > LARGEST_KEY:
            raise Http404("No such place in this list.")
        return cls(at, pk)


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a list, newest first, with the query strings of the pages beside it."""

    rows: list[Edition]
    newest: str = ""
    """The way back to the first page; empty on it."""
    newer: str = ""
    older: str = ""
    here: str = ""
    """The query string of this page, without other parameters; empty on the first page."""

    @property
    def is_first(self) -> bool:
        """Whether this is the page the list begins with."""
        return not self.newest


def slice_of(
    request: HttpRequest,
    editions: EditionQuerySet,
    *,
    by: str = "first_published_at",
    size: int = PAGE_SIZE,
    index: Index | None = None,
) -> Slice:
    """The page of a list that the request's `before` or `after` asks for, in one query.

    `by` is the field of the moment the list is ordered by; the primary key settles what is equal. A list
    by first publication may be looked up in the search's `index`.
    Other parameters of the address (filters) stay in the links. Raises Http404 for a bad cursor.
    """
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if before and after:
        raise Http404("A page begins before a place or after it, not both.")
    if after:
        return _upwards(request, editions, by, size, Cursor.parse(after), index)
    day = None
    if before:
        cursor = Cursor.parse(before)
        editions = editions.filter(
            Q(**{f"{by}__lt": cursor.at}) | Q(pk__lt=cursor.pk), **{f"{by}__lte": cursor.at}
        )
        day = cursor.at.date()
    if index:
        editions = index.first(editions, size + 1, until=day)
    rows = list(editions.order_by(f"-{by}", "-pk")[: size + 1])
    older = len(rows) > size
    rows = rows[:size]
    return Slice(
        rows=rows,
        newest=_link(request) if before else "",
        newer=_link(request, after=_at(rows[0], by)) if before and rows else "",
        older=_link(request, before=_at(rows[-1], by)) if older else "",
        here=f"?before={before}" if before else "",
    )


def _upwards(
    request: HttpRequest, editions: EditionQuerySet, by: str, size: int, cursor: Cursor, index: Index | None
) -> Slice:
    """The rows just above a place, newest first."""
    editions = editions.filter(
        Q(**{f"{by}__gt": cursor.at}) | Q(pk__gt=cursor.pk), **{f"{by}__gte": cursor.at}
    )
    if index:
        editions = index.first(editions, size + 1, since=cursor.at.date())
    rows = list(editions.order_by(by, "pk")[: size + 1])
    newer = len(rows) > size
    rows = rows[:size][::-1]
    return Slice(
        rows=rows,
        newest=_link(request),
        newer=_link(request, after=_at(rows[0], by)) if newer else "",
        older=_link(request, before=_at(rows[-1], by)) if rows else "",
        here=f"?after={cursor}",
    )


def _at(edition: Edition, by: str) -> Cursor:
    return Cursor(getattr(edition, by), edition.pk)


def _link(request: HttpRequest, **cursor: Cursor) -> str:
    """The query string of another page of the same list; `?` alone for its first page."""
    parameters = request.GET.copy()
    for name in ("before", "after"):
        parameters.pop(name, None)
    for name, place in cursor.items():
        parameters[name] = str(place)
    return f"?{parameters.urlencode()}"
