"""The ledger: what this process knows of the record of changes, at most a second behind.

Whoever keeps something made from the database (a page, a list of names) asks the ledger whether it is
still good. The ledger reads the record (`Outdated`) and the clock: an edition that begins or ends by itself
outdates pages like one that somebody published.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import structlog
from django.core.cache import cache
from django.db import Error, connection
from django.db.models import Max, Min
from django.utils import timezone

from articles.freshness import next_moment, outdated_by_time
from articles.models import Outdated

LATEST = 1.0
"""Seconds: how far behind the record a process may be before it looks again for itself."""
AT_ONCE = 500
# How many tags are remembered; older ones count as outdated, which is safe and costs a page its next making.
REMEMBERED = 100_000
MOST_KEPT = 10_000
FAR = float("inf")

log = structlog.get_logger(__name__)
type Subscriber = Callable[..., None]


class Ledger:
    """One process's view of what is outdated. `stamp` counts what it has learnt; it only grows.

    Something made at a stamp is good as long as none of its tags was outdated at a later one. Every
    method may be called from any thread.
    """

    def __init__(self) -> None:
        self.stamp = 0
        self.number: int | None = None
        self.good_until = 0.0
        """Until when, by the clock, it need not look again (seconds since 1970)."""
        self.sure_until = 0.0
        """Until when what it says is certain: as above, and never while the database cannot be asked."""
        self.is_blind = False
        """Whether the database could not be asked the last time."""
        self.kept: dict[tuple[str, Any], tuple[int, Any]] = {}
        """What `Remembered` keeps: by its name, the stamp at which it was asked for, and the answer."""
        self._boundary: datetime | None = None
        self._advanced = timezone.now()
        self._outdated: dict[str, int] = {}
        self._floor = 0
        self._lock = threading.RLock()
        self._subscribers: list[Subscriber] = []
        self.by_time: list[Callable[[frozenset[str]], None]] = []
        """Called with the tags that time alone has outdated; they stand in no record."""

    def subscribe(self, subscriber: Subscriber) -> None:
        """Call this with the tags (None: all) and with `withdrawn`, as soon as it is known."""
        self._subscribers.append(subscriber)

    @property
    def boundary(self) -> float:
        """When the next edition begins or ends, as far as is known (seconds since 1970)."""
        return self._boundary.timestamp() if self._boundary else FAR

    def is_good(self, made_of: Iterable[str], stamp: int) -> bool:
        """Whether something with these tags, made at that stamp, is still what would be made now."""
        outdated, floor = self._outdated, self._floor
        return all(outdated.get(tag, floor) <= stamp for tag in made_of)

    def look(self, *, patience: float = -1) -> bool:
        """Read what is new in the record and on the clock; False when the database cannot be asked.

        `patience` is how many seconds to wait for another thread that is at it; that one may hang in a
        database that does not answer.
        """
        if not self._lock.acquire(timeout=patience):
            self.is_blind, self.sure_until = True, 0.0
            return False
        try:
            return self._look(timezone.now())
        finally:
            self._lock.release()

    def _look(self, now: datetime) -> bool:
        try:
            self._read(now)
            self._advance(now)
        except Error:
            if not self.is_blind:
                log.exception("the record of changes cannot be read; kept pages may be old")
            self.is_blind = True
            connection.close()
        else:
            self.is_blind = False
        self.good_until = min(now.timestamp() + LATEST, self.boundary)
        self.sure_until = 0.0 if self.is_blind else self.good_until
        return not self.is_blind

    def _read(self, now: datetime) -> None:
        if self.number is None:
            self.number = Outdated.objects.aggregate(newest=Max("number"))["newest"] or 0
            self._start_again(now)
            return
        while rows := list(Outdated.objects.filter(number__gt=self.number).order_by("number")[:AT_ONCE]):
            if rows[0].number > self.number + 1 and self._has_forgotten(self.number):
                self._start_again(now)
            for row in rows:
                self._learn(frozenset(row.tags), withdrawn=row.withdrawn)
            self.number = rows[-1].number
            self._boundary = next_moment(self._advanced)

    def _has_forgotten(self, number: int) -> bool:
        """Whether rows this process has not read may have been tidied away."""
        oldest = Outdated.objects.aggregate(oldest=Min("number"))["oldest"] or 0
        return oldest > number + 1

    def _start_again(self, now: datetime) -> None:
        """Forget everything: what was made before now may be anything."""
        self._advanced = now
        self._boundary = next_moment(now)
        self.stamp += 1
        self._outdated, self._floor = {}, self.stamp
        for subscriber in self._subscribers:
            subscriber(None, withdrawn=False)

    def _learn(self, names: frozenset[str], *, withdrawn: bool = False) -> None:
        if not names:
            return
        self.stamp += 1
        if len(self._outdated) > REMEMBERED:
            self._outdated, self._floor = {}, self.stamp
        self._outdated.update(dict.fromkeys(names, self.stamp))
        for subscriber in self._subscribers:
            subscriber(names, withdrawn=withdrawn)

    def _advance(self, now: datetime) -> None:
        """Let time pass: what began or ended since the last look outdates its pages."""
        if self._boundary is None or now < self._boundary:
            return
        names = frozenset(outdated_by_time(self._advanced, now))
        self._learn(names)
        for listener in self.by_time:
            listener(names)
        self._advanced = now
        self._boundary = next_moment(now)


ledger = Ledger()
"""This process's own."""


class Remembered[T]:
    """Something worked out from the database, kept by the ledger until one of its tags is outdated.

    Where nobody watches the record (a command, the development server), it is asked for anew after
    `seconds`; with 0 every time.
    """

    def __init__(self, name: str, *made_of: str, seconds: int) -> None:
        self.name, self._made_of, self._seconds = name, made_of, seconds

    def __call__(
        self, ask: Callable[[], T], of: Any = "", *, made_of: tuple[str, ...] = (), since: int | None = None
    ) -> T:
        """What `ask` says, or said before; `of` and its own tags `made_of` tell one from another.

        `since` is the ledger's stamp at which what `ask` goes by was read; now, unless it is given.
        """
        if not is_watched():
            return self._for_a_while(ask, of) if self._seconds else ask()
        stamp = ledger.stamp if since is None else since
        kept = ledger.kept.get((self.name, of))
        if kept is not None and ledger.is_good(made_of or self._made_of, kept[0]):
            known: T = kept[1]
            return known
        answer = ask()
        if len(ledger.kept) >= MOST_KEPT:
            ledger.kept.clear()
        ledger.kept[self.name, of] = (stamp, answer)
        return answer

    def _for_a_while(self, ask: Callable[[], T], of: Any) -> T:
        name = f"{self.name}-{of}" if of else self.name
        answer: T | None = cache.get(name)
        if answer is None:
            answer = ask()
            cache.set(name, answer, self._seconds)
        return answer


def is_watched() -> bool:
    """Whether this process knows of every change up to a second ago."""
    if ledger.number is None:
        return False
    if timezone.now().timestamp() >= ledger.good_until:
        return ledger.look()
    return not ledger.is_blind
