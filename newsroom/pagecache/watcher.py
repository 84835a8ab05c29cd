"""The watcher: a thread of each serving process that lets the ledger look as soon as something changed.

PostgreSQL wakes it; on SQLite, and wherever waking fails, it looks five times a second. Nothing depends on
it: when it is dead, a request that finds the ledger a second old looks for itself.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.db import DatabaseError, connection

from articles import freshness
from articles.freshness import CHANNEL
from articles.ledger import Ledger
from newsroom.pagecache.outside import Outside, tell, tell_what_waits

EVERY = 0.2
"""Seconds between two looks where nobody wakes the watcher."""
AT_LEAST = 0.5
"""Seconds after which it looks even if nobody woke it."""

log = structlog.get_logger(__name__)


class Watcher:
    """Lets a ledger look, in a thread of its own that begins with the first request after a fork."""

    def __init__(self, book: Ledger, outside: Outside | None = None) -> None:
        self._ledger = book
        self._outside = outside
        self._process = 0
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin, once in each process."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            self._ledger.look()
            freshness.listeners.append(self._ledger.look)
            self._ledger.by_time.append(self.by_time)
            threading.Thread(target=self._watch, name="newsroom-watcher", daemon=True).start()

    def _watch(self) -> None:
        wait = self._waiting()
        while True:
            try:
                wait()
            except (DatabaseError, OSError) as error:
                # Whatever woke us before does not now; looking goes on.
                log.warning("the watcher is not woken any more; it looks by itself", error=str(error))
                connection.close()
                wait = _sleep
            self._ledger.look()
            self._tell_outside()

    def _tell_outside(self) -> None:
        if self._outside is None:
            return
        try:
            tell_what_waits(self._outside)
        except DatabaseError:
            log.exception("what the cache outside has to be told could not be read")
            connection.close()

    def by_time(self, names: frozenset[str]) -> None:
        """Tell the cache outside what time alone has outdated; every process does, and no harm is done."""
        if self._outside is not None and names:
            tell(self._outside, names)

    def _waiting(self) -> Callable[[], None]:
        """How to wait for the next change here."""
        return _wait_for_postgresql if connection.vendor == "postgresql" else _sleep


def _sleep() -> None:
    time.sleep(EVERY)


def _wait_for_postgresql() -> None:
    """Wait until somebody records a change, or half a second."""
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.wrap_database_errors:
        raw.execute(f"LISTEN {CHANNEL}")
        for _notice in raw.notifies(timeout=AT_LEAST, stop_after=1):
            return
