"""Copies at nginx: it answers readers from files of its own, and this process says which and until when.

deploy/nginx.conf names each request that everybody might have sent (`X-Keep-As`, the key of nginx's copy).
The answer carries `X-Accel-Expires` when it may be kept; without that nothing is. The name of the file is
the digest of the key, so whoever is told a key can take the copy away:

- Of what it handed over, a process notes the tags, apart from its memory, which may have dropped the page
  long before nginx does. It takes away what a change outdates as soon as the ledger hears of it, and again
  for two seconds: an answer handed over just before may become a file just after. A process that has not
  heard of the change yet may hand out the old page, and takes that one away itself when it has.
- A copy never outlives the page's own moment, the next beginning or end of any edition, or a minute.
- What a process noted dies with it. Each holds a lock while it lives; whoever finds one free empties the
  store, and so does a process that begins.
- A copy is not deleted but replaced by a blank, which nginx takes for one of another version: a miss,
  without a word in its log. It complains of a file that is gone, and nobody else can write in its files.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from articles.ledger import Ledger
from newsroom.pagecache.wanted import Key

if TYPE_CHECKING:
    from newsroom.pagecache.page import Page

ASKED, SAID = "HTTP_X_KEEP_AS", "X-Accel-Expires"
AT_MOST = 60.0
"""Seconds a copy is good for when nothing changes: what a change costs that this process never hears of."""
# nginx drops a copy that nobody has read for a minute (`inactive`): two at most after it was handed over.
NOTED_FOR = 3 * AT_MOST
MOST_NOTED = 10_000
AGAIN_FOR = 2.0
"""Seconds in which what a change outdated is taken away again at every round."""
# Longer than the header of any copy: with fewer bytes nginx calls the file damaged.
BLANK = 8192
COPY = re.compile("[0-9a-f]{32}")
# The one name in its folder that nginx leaves alone when it starts.
OURS = "temp"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Note:
    """A page that nginx was given."""

    key: Key
    tags: frozenset[str]
    at: float
    until: float


class Store:
    """The folder of nginx's copies, and what this process knows of them."""

    def __init__(self, folder: Path, book: Ledger) -> None:
        self.folder = folder
        self.is_usable = False
        self._ledger = book
        self._notes: OrderedDict[str, Note] = OrderedDict()
        self._again: list[tuple[float, frozenset[str] | None]] = []
        self._process = 0
        self._complained = False
        self._lock = threading.RLock()
        book.subscribe(self.outdate)

    @property
    def count(self) -> int:
        """How many copies it knows of that nobody took away."""
        with self._lock:
            return sum(1 for note in self._notes.values() if note.until)

    def begin(self) -> None:
        """Take the store over, once in each process: say that it lives, and empty it."""
        with self._lock:
            if self.is_usable and self._process == os.getpid():
                return
            self._process, self._notes = os.getpid(), OrderedDict()
            try:
                self._live()
                self._take(None)
            except OSError as error:
                self._complain(error)
            else:
                self.is_usable, self._complained = True, False
                self._again.append((time.monotonic() + AGAIN_FOR, None))

    def offer(self, kept_as: str, page: Page, now: float) -> str | None:
        """What tells nginx until when it may keep the page under that key; None when it may not."""
        # nginx counts whole seconds, and a copy is good for the whole of its last one.
        until = floor(min(page.until, self._ledger.boundary, now + AT_MOST)) - 1
        if not self.is_usable or self._ledger.is_blind or until < now:
            return None
        # Noted first and asked then: a change in between finds the note.
        is_noted = self._note(_digest(kept_as), Note(page.key, page.tags, now, until))
        return f"@{until}" if is_noted and self._ledger.is_good(page.tags, page.stamp) else None

    def _note(self, digest: str, note: Note) -> bool:
        with self._lock:
            self._notes.pop(digest, None)
            while self._notes and next(iter(self._notes.values())).at < note.at - NOTED_FOR:
                self._notes.popitem(last=False)
            if len(self._notes) >= MOST_NOTED:
                return False
            self._notes[digest] = note
            return True

    def outdate(self, names: frozenset[str] | None, *, withdrawn: bool = False) -> None:
        """Take away the copies of pages with one of these tags (None: all), now and for a while."""
        with self._lock:
            if self.is_usable:
                self._again.append((time.monotonic() + AGAIN_FOR, names))
                self._take_or_complain([names])

    def round(self) -> None:
        """Take away again what became a file meanwhile, and everything when a process has ended."""
        with self._lock:
            if not self.is_usable:
                self.begin()
            elif self._somebody_ended():
                self.outdate(None)
            elif self._again:
                self._take_or_complain([names for _until, names in self._again])
                now = time.monotonic()
                self._again = [one for one in self._again if one[0] > now]

    def copied_until(self, key: Key, now: float) -> float | None:
        """Until when nginx may have the page from this process; None when it has not."""
        with self._lock:
            found = [note.until + 1 for note in self._notes.values() if note.key == key and note.until >= now]
        return max(found, default=None)

    def _take_or_complain(self, changes: Iterable[frozenset[str] | None]) -> None:
        try:
            for names in changes:
                self._take(names)
        except OSError as error:
            self._complain(error)

    def _complain(self, error: OSError) -> None:
        """Say so once; until the store can be used again nginx is given nothing to keep."""
        self.is_usable = False
        if not self._complained:
            log.error(
                "NGINX_STORE cannot be used; nginx keeps nothing", folder=str(self.folder), error=str(error)
            )
        self._complained = True

    def _take(self, names: frozenset[str] | None) -> None:
        if names is None:
            with os.scandir(self.folder) as entries:
                copies = [entry.name for entry in entries if COPY.fullmatch(entry.name)]
        else:
            copies = [digest for digest, note in self._notes.items() if not names.isdisjoint(note.tags)]
        for digest in copies:
            self._blank(digest)

    def _blank(self, digest: str) -> None:
        if (note := self._notes.get(digest)) is not None:
            # Still noted: it may become a file yet.
            self._notes[digest] = replace(note, until=0)
        copy = self.folder / digest
        if not copy.exists():
            return
        blank = self.folder / OURS / f"{os.getpid()}.blank"
        with blank.open("wb") as file:
            # nginx is another user, and one that may not open a copy answers with an error.
            os.fchmod(file.fileno(), 0o644)
            os.ftruncate(file.fileno(), BLANK)
        blank.rename(copy)

    def _live(self) -> None:
        """Hold a lock that the system frees when this process ends, however it does."""
        ours = self.folder / OURS
        ours.mkdir(exist_ok=True)
        made = ours / f"{os.getpid()}.new"
        # Never closed: that would free it.
        fcntl.flock(os.open(made, os.O_CREAT | os.O_RDWR, 0o600), fcntl.LOCK_EX)
        made.rename(ours / f"{os.getpid()}.alive")

    def _somebody_ended(self) -> bool:
        mine = f"{os.getpid()}.alive"
        return any(_is_free(path) for path in (self.folder / OURS).glob("*.alive") if path.name != mine)


def _is_free(path: Path) -> bool:
    """Whether nobody holds that lock any more; then it is removed."""
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except OSError:
        # Held, or taken away by another who found it.
        return False
    return True


def _digest(kept_as: str) -> str:
    """The name of nginx's copy with that key."""
    return hashlib.md5(kept_as.encode("latin-1"), usedforsecurity=False).hexdigest()


def configured(book: Ledger) -> Store | None:
    """The store the settings name, taken over; None for none."""
    if not settings.NGINX_STORE:
        return None
    store = Store(Path(settings.NGINX_STORE), book)
    store.begin()
    return store
