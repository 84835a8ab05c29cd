"""The shelf: kept pages by key and by tag, within a number of bytes; the longest unread go first."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from newsroom.pagecache.page import Answer, Page, Raw
from newsroom.pagecache.wanted import Key

type Quick = dict[Raw, tuple[Page, Answer]]

# Pages with a query string may be endless in number: they never push out more than this part of the rest.
PART_FOR_QUERIES = 0.25
MOST_QUICK = 50_000


class Shelf:
    """Pages within a number of bytes. `quick` finds an answer by the raw request, for those seen before."""

    def __init__(self, most_bytes: int) -> None:
        self.quick: Quick = {}
        self.most_bytes = most_bytes
        self._limits = {False: most_bytes, True: int(most_bytes * PART_FOR_QUERIES)}
        self._pages: dict[bool, OrderedDict[Key, Page]] = {False: OrderedDict(), True: OrderedDict()}
        self._bytes = {False: 0, True: 0}
        self._by_tag: dict[str, set[Key]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return sum(len(pages) for pages in self._pages.values())

    @property
    def bytes(self) -> int:
        """What the pages take, in bytes."""
        return sum(self._bytes.values())

    def get(self, key: Key) -> Page | None:
        """The page under a key, true or not."""
        with self._lock:
            pages = self._pages[bool(key.query)]
            if (page := pages.get(key)) is not None:
                pages.move_to_end(key)
            return page

    def peek(self, key: Key) -> Page | None:
        """The page under a key, true or not; nobody has read it by that."""
        with self._lock:
            return self._pages[bool(key.query)].get(key)

    def put(self, page: Page) -> None:
        """Keep a page in place of the one before, and drop the longest unread beyond the limit."""
        kind = bool(page.key.query)
        with self._lock:
            self._drop(page.key)
            self._pages[kind][page.key] = page
            self._bytes[kind] += page.size
            for tag in page.tags:
                self._by_tag.setdefault(tag, set()).add(page.key)
            while self._bytes[kind] > self._limits[kind] and len(self._pages[kind]) > 1:
                self._evict(kind)

    def _evict(self, kind: bool) -> None:
        """Drop the longest unread page; one that was read meanwhile through `quick` gets another turn."""
        pages = self._pages[kind]
        for _ in range(len(pages)):
            key, page = next(iter(pages.items()))
            if page.hits == page.hits_then:
                break
            page.hits_then = page.hits
            pages.move_to_end(key)
        self._drop(next(iter(pages)))

    def answer(self, page: Page, encoding: str, raw: Raw) -> Answer:
        """The page in an encoding; the next request like this one finds it in `quick`."""
        before = page.size
        answer = page.answer(encoding)
        with self._lock:
            kind = bool(page.key.query)
            if self._pages[kind].get(page.key) is page:
                self._bytes[kind] += page.size - before
                if len(self.quick) < MOST_QUICK and raw not in self.quick:
                    page.quick.append(raw)
                    self.quick[raw] = (page, answer)
        return answer

    def outdate(self, names: frozenset[str] | None, *, withdrawn: bool) -> None:
        """Mark the pages with one of these tags as old (None: all); drop them if a story was withdrawn."""
        now = time.time()
        with self._lock:
            if names is None:
                keys = {key for pages in self._pages.values() for key in pages}
            else:
                keys = {key for name in names for key in self._by_tag.get(name, ())}
            for key in keys:
                page = self._pages[bool(key.query)][key]
                if page.outdated_at is None:
                    page.outdated_at, page.outdated_by = now, names or frozenset({"everything"})
                if withdrawn:
                    self._drop(key)

    def _drop(self, key: Key) -> None:
        kind = bool(key.query)
        page = self._pages[kind].pop(key, None)
        if page is None:
            return
        self._bytes[kind] -= page.size
        for raw in page.quick:
            self.quick.pop(raw, None)
        for tag in page.tags:
            keys = self._by_tag[tag]
            keys.discard(key)
            if not keys:
                del self._by_tag[tag]
