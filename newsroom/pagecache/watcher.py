"""The watcher: a thread of each serving process that lets the ledger look as soon as something changed.

PostgreSQL wakes it; on SQLite, and wherever waking fails, it looks five times a second. Nothing depends on
it: when it is dead, a request that finds the ledger a second old looks for itself.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Any

import structlog
from django.db import Error, connection

from articles import freshness
from articles.freshness import CHANNEL
from articles.ledger import Ledger
from newsroom.pagecache.nginx import Store
from newsroom.pagecache.outside import Outside, tell, tell_what_waits

EVERY = 0.2
"""Seconds between two looks where nobody wakes the watcher."""
AT_LEAST = 0.5
"""Seconds after which it looks even if nobody woke it, unless nginx keeps copies."""

log = structlog.get_logger(__name__)


class Watcher:
    """Lets a ledger look, in a thread of its own that begins with the first request after a fork."""

    def __init__(self, book: Ledger, outside: Outside | None = None, store: Store | None = None) -> None:
        self._ledger = book
        self._outside = outside
        self._store = store
        self._process = 0
        self._thread: threading.Thread | None = None
        self._is_deaf = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin, once in each process."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            if self._store is not None:
                self._store.begin()
            self._ledger.look()
            freshness.listeners.append(self._ledger.look)
            self._ledger.by_time.append(self.by_time)
            self._thread = threading.Thread(target=self._watch, name="newsroom-watcher", daemon=True)
            self._thread.start()

    @property
    def is_at_work(self) -> bool:
        """Whether its thread runs in this process."""
        return self._process == os.getpid() and self._thread is not None and self._thread.is_alive()

    def _watch(self) -> None:
        while True:
            self.look_when_woken()

    def look_when_woken(self) -> None:
        """Wait until something changed, or for a moment; then look, and tell the cache outside."""
        try:
            _wait(AT_LEAST if self._store is None else EVERY)
        except (Error, OSError) as error:
            # Whatever wakes us is gone: looking goes on, and so does asking to be woken.
            if not self._is_deaf:
                log.warning("the watcher is not woken any more; it looks by itself", error=str(error))
            self._is_deaf = True
            connection.close()
            _sleep()
        else:
            self._is_deaf = False
        self._ledger.look()
        if self._store is not None:
            self._store.round()
        self._tell_outside()

    def _tell_outside(self) -> None:
        if self._outside is None:
            return
        try:
            tell_what_waits(self._outside)
        except Error:
            log.exception("what the cache outside has to be told could not be read")
            connection.close()

    def by_time(self, names: frozenset[str]) -> None:
        """Tell the cache outside what time alone has outdated; every process does, and no harm is done."""
        if self._outside is not None and names:
            tell(self._outside, names)


def _wait(at_most: float) -> None:
    """Wait for the next change as this database lets us."""
    if connection.vendor == "postgresql":
        _wait_for_postgresql(at_most)
    else:
        _sleep()


def _sleep() -> None:
    time.sleep(EVERY)


def _wait_for_postgresql(at_most: float) -> None:
    """Wait until somebody records a change, or that many seconds."""
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.wrap_database_errors:
        raw.execute(f"LISTEN {CHANNEL}")
        for _notice in raw.notifies(timeout=at_most, stop_after=1):
            return
