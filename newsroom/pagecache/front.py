"""The WSGI callable readers meet first: it sends kept pages, and lets Django make the others.

A kept page is sent only while everything it was made from is known to be unchanged: the ledger is at most
a second behind, and the page's own moment has not come. One thread makes a page that is missing; the others
wait, or send the one before for at most a second. When Django fails, the last good page is sent and says so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from articles.ledger import FAR, LATEST, Ledger, ledger
from newsroom.pagecache import nginx
from newsroom.pagecache.outside import Outside, configured
from newsroom.pagecache.page import HIT, STATE, Answer, Headers, Page, Raw, best_encoding
from newsroom.pagecache.shelf import Shelf
from newsroom.pagecache.wanted import Doorman, Environ, Key, plain_request
from newsroom.pagecache.watcher import Watcher

type StartResponse = Callable[..., Any]
type Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# What PublicationMiddleware says of a page for keeping; `UNTIL` is for us alone and never sent.
TAGS, UNTIL = "Surrogate-Key", "X-Newsroom-Until"
KEPT_STATUSES = ("200 ", "301 ", "410 ")
LARGEST_PAGE = 2 * 1024 * 1024
PATIENCE = 10.0
"""Seconds a reader waits for the page that another thread is making, before asking for one of their own."""
NOT_MODIFIED = "304 Not Modified"
MADE = "miss"


class PageCache:
    """A WSGI application around Django's. `most_bytes` bounds what it keeps in this process.

    `outside` is the cache in front of it, which gets the tags and is told what is old; `store` is where nginx
    keeps copies. `clock` gives seconds since 1970.
    """

    def __init__(
        self,
        application: Application,
        *,
        most_bytes: int,
        watch: bool = True,
        outside: Outside | None = None,
        store: nginx.Store | None = None,
        clock: Callable[[], float] = time.time,
        book: Ledger = ledger,
    ) -> None:
        self.application = application
        self.shelf = Shelf(most_bytes)
        self._quick = self.shelf.quick
        self.ledger = book
        self.counts = {"hit": 0, "miss": 0, "passed": 0, "bridged": 0, "rescued": 0}
        self._doorman = Doorman()
        self._keeps_tags = outside is not None
        self._clock = clock
        self._making: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()
        self.store = store
        self._watcher = Watcher(book, outside, store) if watch else None
        self._proxy_header = self._doorman.proxy_says[0] if self._doorman.proxy_says else ""
        book.subscribe(self.shelf.outdate)

    def now(self) -> float:
        """The moment by this cache's clock."""
        return self._clock()

    def is_past(self, path: str) -> bool:
        """Whether pages at that path are never kept."""
        return path.startswith(self._doorman.past)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # Nothing here is repeated for a reader that could be worked out once for the page: a hit costs
        # less than two microseconds, and benchmarks/serving.py counts them.
        get = environ.get
        raw = (
            get("PATH_INFO"),
            get("QUERY_STRING"),
            get("HTTP_HOST"),
            get("HTTP_ACCEPT_ENCODING"),
            get("HTTP_COOKIE"),
            get("wsgi.url_scheme"),
            get(self._proxy_header),
        )
        found = self._quick.get(raw)
        if found is not None and _is_plain(environ):
            page, answer = found
            now = self._clock()
            if page.outdated_at is None and now < page.until and now < self.ledger.sure_until:
                page.hits += 1
                self.counts["hit"] += 1
                return self._send(page, answer, environ, start_response)
        return self._look_closer(environ, start_response, raw)

    def _look_closer(self, environ: Environ, start_response: StartResponse, raw: Raw) -> Iterable[bytes]:
        if self._watcher is not None:
            self._watcher.start()
        key = self._doorman.key_of(environ)
        if key is None:
            self.counts["passed"] += 1
            return self.application(environ, _without_our_headers(start_response, self._keeps_tags))
        self._know_of_changes()
        page = self.shelf.get(key)
        if page is not None and page.is_true(self._clock()):
            self.counts["hit"] += 1
            page.hits += 1
            state = "hit, unverified" if self.ledger.is_blind else HIT
            return self._send_page(page, environ, start_response, state, raw)
        return self._make(key, environ, start_response, raw)

    def _know_of_changes(self) -> None:
        """Let the ledger look when it is a second behind. No reader waits for a database that is gone: while
        it is, only the watcher asks for it."""
        book, watcher = self.ledger, self._watcher
        if self._clock() < book.good_until and book.number is not None:
            return
        if not (book.is_blind and watcher is not None and watcher.is_at_work):
            book.look(patience=LATEST)

    def _send_page(
        self, page: Page, environ: Environ, start_response: StartResponse, state: str, raw: Raw
    ) -> Iterable[bytes]:
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""), page)
        answer = self.shelf.answer(page, encoding, raw)
        return self._send(page, answer, environ, start_response, None if state == HIT else state)

    def _send(
        self,
        page: Page,
        answer: Answer,
        environ: Environ,
        start_response: StartResponse,
        state: str | None = None,
    ) -> Iterable[bytes]:
        """Send an answer, or 304 to a reader who has it; `state` says what it is when it is no plain hit."""
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        if wanted is not None:
            is_known = answer.is_known_by(wanted)
        else:
            since = environ.get("HTTP_IF_MODIFIED_SINCE")
            is_known = since is not None and answer.is_of(since)
        # A copy: the server may do with the list what it likes (PEP 3333).
        headers = answer.not_modified.copy() if is_known else answer.headers.copy()
        if state is not None:
            headers[0] = (STATE, state)
        if self._keeps_tags:
            # How old the page is, for a cache outside: what it may keep is counted from when it was made.
            headers.append(("Age", str(max(0, int(self._clock() - page.made_at)))))
        if self.store is not None and not is_known and (state is None or state == MADE):
            headers += self._for_nginx(self.store, page, environ)
        start_response(NOT_MODIFIED if is_known else answer.status, headers)
        return [] if is_known or environ["REQUEST_METHOD"] == "HEAD" else answer.body

    def _for_nginx(self, store: nginx.Store, page: Page, environ: Environ) -> Headers:
        """What lets nginx keep a whole answer, while somebody listens for what changes it."""
        kept_as, watcher = environ.get(nginx.ASKED), self._watcher
        if not kept_as or environ["REQUEST_METHOD"] != "GET" or not (watcher is None or watcher.is_at_work):
            return []
        until = store.offer(kept_as, page, self._clock())
        return [(nginx.SAID, until)] if until else []

    def _make(self, key: Key, environ: Environ, start_response: StartResponse, raw: Raw) -> Iterable[bytes]:
        """Make the page, or let another thread that is at it already."""
        with self._lock:
            busy = self._making.get(key)
            if busy is None:
                done = self._making[key] = threading.Event()
        if busy is not None:
            page = self._made_by_another(key, busy)
            if page is not None:
                state = HIT if page.is_true(self._clock()) else "stale, being made"
                return self._send_page(page, environ, start_response, state, raw)
            return self._make_now(key, environ, start_response, raw)
        try:
            return self._make_now(key, environ, start_response, raw)
        finally:
            with self._lock:
                del self._making[key]
            done.set()

    def _made_by_another(self, key: Key, busy: threading.Event) -> Page | None:
        """What to send while another thread makes the page: the one before for a second, else the new one."""
        before = self.shelf.get(key)
        if before is not None and self._clock() - self._old_since(before) < LATEST:
            self.counts["bridged"] += 1
            return before
        busy.wait(PATIENCE)
        page = self.shelf.get(key)
        return page if page is not None and page.is_true(self._clock()) else None

    def _old_since(self, page: Page) -> float:
        return page.until if page.outdated_at is None else page.outdated_at

    def _make_now(
        self, key: Key, environ: Environ, start_response: StartResponse, raw: Raw
    ) -> Iterable[bytes]:
        self.counts["miss"] += 1
        stamp, before = self.ledger.stamp, self.shelf.get(key)
        status, headers, body = self._ask(plain_request(environ, key))
        if status.startswith("5") and before is not None:
            self.counts["rescued"] += 1
            return self._send_page(before, environ, start_response, "stale, the server failed", raw)
        page = self._page(key, status, headers, body, stamp)
        if page is None:
            start_response(status, _ours_removed(headers, keeps_tags=self._keeps_tags))
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        if self.ledger.is_good(page.tags, stamp):
            self.shelf.put(page)
        return self._send_page(page, environ, start_response, MADE, raw)

    def _ask(self, environ: Environ) -> tuple[str, Headers, bytes]:
        """What Django answers, whole."""
        answered: list[Any] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            answered[:] = [status, headers]
            return lambda data: None

        response = self.application(environ, start)
        try:
            body = b"".join(response)
        finally:
            if hasattr(response, "close"):
                response.close()
        return answered[0], answered[1], body

    def _page(self, key: Key, status: str, headers: Headers, body: bytes, stamp: int) -> Page | None:
        """The answer as a page for keeping; None when it is not everybody's, or nobody said what it is of."""
        said = {name.lower(): value for name, value in headers}
        tags = frozenset(said.get(TAGS.lower(), "").split())
        varies = {part.strip().lower() for part in said.get("vary", "").split(",") if part.strip()}
        control = said.get("cache-control", "")
        if (
            not tags
            or not status.startswith(KEPT_STATUSES)
            or "set-cookie" in said
            or "private" in control
            or "no-store" in control
            or not varies <= {"cookie", "accept-encoding"}
            or len(body) > LARGEST_PAGE
        ):
            return None
        until = float(said.get(UNTIL.lower(), FAR))
        lasting = [
            (name, value)
            for name, value in _ours_removed(headers, keeps_tags=self._keeps_tags)
            if name.lower() not in ("content-length", "etag", "vary")
        ]
        lasting.append(("Vary", "Accept-Encoding, Cookie"))
        return Page(key, status, lasting, body, tags, until, stamp, self._clock())


serving: list[PageCache] = []
"""The page cache of this process, where one serves: the desk asks it about its pages."""


def in_front_of(application: Application) -> Application:
    """The application with a page cache in front of it, as the settings want it."""
    if not settings.PAGE_CACHE_MB:
        return application
    made = PageCache(
        application,
        most_bytes=settings.PAGE_CACHE_MB * 1024 * 1024,
        outside=configured(),
        store=nginx.configured(ledger),
    )
    serving[:] = [made]
    return made


def _is_plain(environ: Environ) -> bool:
    """Whether nothing but the parts of the raw key could change the answer."""
    method = environ["REQUEST_METHOD"]
    return (
        (method == "GET" or method == "HEAD")  # noqa: PLR1714 - twice as fast as looking in a tuple
        and "HTTP_AUTHORIZATION" not in environ
        and "HTTP_TRANSFER_ENCODING" not in environ
        and not environ.get("SCRIPT_NAME")
        and environ.get("CONTENT_LENGTH", "0") in ("", "0")
    )


def _ours_removed(headers: Headers, *, keeps_tags: bool) -> Headers:
    """The headers as they are sent: without the moment, and without tags nobody outside reads."""
    gone = {UNTIL.lower()} if keeps_tags else {UNTIL.lower(), TAGS.lower(), "cache-tag"}
    return [(name, value) for name, value in headers if name.lower() not in gone]


def _without_our_headers(start_response: StartResponse, keeps_tags: bool) -> StartResponse:
    def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
        return start_response(status, _ours_removed(headers, keeps_tags=keeps_tags), exc_info)

    return start
