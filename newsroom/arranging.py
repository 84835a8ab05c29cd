"""Who stands where on the front page: the rules behind its places, worked out from the slots alone.

Nothing here asks the database or the clock, so the page of a moment to come is worked out like that of now.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from enum import Enum

from django.utils.translation import gettext as _t

from articles.workflow import NotPossible
from newsroom.models import FrontSlot

type Column = int | None
"""The key of a section, for its band; None for the top of the page."""

PLACES = FrontSlot.PLACES


class Why(Enum):
    """Why a slot that is in force stands nowhere."""

    NOT_LIVE = "not_live"
    ELSEWHERE = "elsewhere"
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True)
class Idle:
    """A slot that is in force and stands nowhere."""

    slot: FrontSlot
    why: Why


@dataclass(slots=True)
class Arrangement:
    """The slots by column and place, and those that stand nowhere."""

    columns: dict[Column, dict[int, FrontSlot]] = field(default_factory=dict)
    idle: list[Idle] = field(default_factory=list)

    def column(self, column: Column) -> dict[int, FrontSlot]:
        """Who stands where in a column; its other places fill themselves."""
        return self.columns.get(column, {})

    def place_of(self, slot: FrontSlot) -> int | None:
        """Where a stored slot stands in its column."""
        standing = self.column(slot.section_id).items()
        return next((place for place, other in standing if other.pk == slot.pk), None)


def arrange(slots: Iterable[FrontSlot], live: Container[int]) -> Arrangement:
    """Give the slots in force their places; `live` holds the keys of the articles readers can read.

    - A slot whose story is not live is as good as empty.
    - A story stands once: of its slots the one that began last holds.
    - A pinned slot has its place; of two pinned to one place the one that began last.
    - The others follow by their position, of two the one that began last first. Each takes the first free
      place from its position down; one that finds none gives way.
    """
    arrangement = Arrangement()
    by_column: dict[Column, list[FrontSlot]] = {}
    seen: set[int] = set()
    for slot in sorted(slots, key=_newest_first):
        if slot.article_id not in live:
            arrangement.idle.append(Idle(slot, Why.NOT_LIVE))
        elif slot.article_id in seen:
            arrangement.idle.append(Idle(slot, Why.ELSEWHERE))
        else:
            seen.add(slot.article_id)
            by_column.setdefault(slot.section_id, []).append(slot)
    for column, standing in by_column.items():
        places, without = _seat(standing)
        arrangement.columns[column] = places
        arrangement.idle += [Idle(slot, Why.NO_ROOM) for slot in without]
    return arrangement


def _newest_first(slot: FrontSlot) -> tuple[float, float]:
    """The slot that began last first; one that is not stored yet is newer than any that is."""
    return -slot.starts_at.timestamp(), -(slot.pk or float("inf"))


def _seat(slots: list[FrontSlot]) -> tuple[dict[int, FrontSlot], list[FrontSlot]]:
    """The places of a column, in order, and the slots that found none; the slots come newest first."""
    places: dict[int, FrontSlot] = {}
    for slot in slots:
        if slot.pinned and slot.position <= PLACES:
            places.setdefault(slot.position, slot)
    seated = {id(slot) for slot in places.values()}
    without = []
    for slot in sorted((slot for slot in slots if id(slot) not in seated), key=lambda slot: slot.position):
        free = (place for place in range(slot.position, PLACES + 1) if place not in places)
        if place := next(free, None):
            places[place] = slot
        else:
            without.append(slot)
    return dict(sorted(places.items())), without


def moved(arrangement: Arrangement, slot: FrontSlot, to: int) -> dict[int, int]:
    """The positions, by slot, after that one was put into another place of its column.

    Everybody else of the column is settled where it is seen, in the order it has, and a pinned story keeps
    its place; whatever loses its place or had none waits below. Raises NotPossible when a pinned story
    stands there, or the slot stands nowhere.
    """
    places = arrangement.column(slot.section_id)
    without = [
        idle.slot
        for idle in arrangement.idle
        if idle.why is Why.NO_ROOM and idle.slot.section_id == slot.section_id
    ]
    free = [place for place in range(1, PLACES + 1) if not _is_held(places.get(place), place, slot)]
    was = arrangement.place_of(slot)
    if to not in free:
        raise NotPossible(_t("That place is held by a pinned story, or there is no such place."))
    if was is None and slot not in without:
        raise NotPossible(_t("The story does not stand on the page at the moment."))
    row = [places.get(place) for place in free]
    wanted = free.index(to)
    out = row.pop(free.index(was) if was else _gap(row, wanted))
    row.insert(wanted, slot)
    positions = {one.pk: FrontSlot.WAITING for one in [*without, out] if one}
    positions |= {one.pk: place for place, one in zip(free, row, strict=True) if one}
    return positions


def _is_held(standing: FrontSlot | None, place: int, mover: FrontSlot) -> bool:
    """Whether a pin keeps others out of the place."""
    return standing is not None and standing != mover and standing.pinned and standing.position == place


def _gap(row: list[FrontSlot | None], below: int) -> int:
    """Which place gives way to a story put in at `below`: the first from there that fills itself, else
    the last."""
    return next((index for index in range(below, len(row)) if row[index] is None), len(row) - 1)
