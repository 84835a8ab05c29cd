"""A page cache around Django, asked as a server asks it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.urls import clear_script_prefix
from django.utils import timezone

from articles import ledger as ledgers
from articles.ledger import Ledger
from articles.models import Plate
from newsroom.pagecache.front import PageCache
from newsroom.pagecache.nginx import Store

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back."""

    status: str
    headers: dict[str, str]
    body: bytes

    @property
    def state(self) -> str:
        """What the cache says of it; empty where it had no part in it."""
        return self.headers.get("x-cache", "")

    @property
    def text(self) -> str:
        return self.body.decode()


def environ_of(path: str, *, method: str = "GET", **headers: str) -> dict[str, Any]:
    """The environment of a request; `accept_encoding="br"` is a header."""
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        cgi = name.upper()
        environ[cgi if cgi in ("CONTENT_LENGTH", "SCRIPT_NAME") else f"HTTP_{cgi}"] = value
    return environ


def ask(application: Any, environ: dict[str, Any]) -> Answered:
    """Call a WSGI application."""
    answered: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        answered[:] = [status, headers]

    response: Iterable[bytes] = application(environ, start)
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return Answered(answered[0][:3], {name.lower(): value for name, value in answered[1]}, body)


class Site:
    """The publication as readers meet it, behind a page cache of its own; `folder` is for nginx's copies."""

    def __init__(self, most_bytes: int = 8 * MIB, folder: Path | None = None) -> None:
        self.ledger = Ledger()
        self.store = Store(folder, self.ledger) if folder else None
        self.django = get_wsgi_application()
        self.cache = PageCache(
            self.django,
            most_bytes=most_bytes,
            watch=False,
            store=self.store,
            clock=lambda: timezone.now().timestamp(),
            book=self.ledger,
        )

    def get(self, path: str, **headers: str) -> Answered:
        """What a reader is answered."""
        return ask(self.cache, environ_of(path, **headers))

    def fresh(self, path: str, **headers: str) -> Answered:
        """What Django would answer, nothing kept: no page, no part of one, and no plate."""
        kept, self.ledger.kept = self.ledger.kept, {}
        try:
            with transaction.atomic():
                Plate.objects.all().delete()
                answered = ask(self.django, environ_of(path, **headers))
                transaction.set_rollback(True)
        finally:
            self.ledger.kept = kept
        return answered

    def look(self) -> None:
        """Let the cache learn of what was committed, as it does five times a second."""
        self.ledger.look()


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Leave the test its connection: a request that ends would close it, as Django's own client knows."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
    # A request to another place than the root leaves its mark on the thread.
    clear_script_prefix()


@pytest.fixture
def site(db: None, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with an empty cache, whose own ledger is the process's."""
    made = Site()
    monkeypatch.setattr(ledgers, "ledger", made.ledger)
    return made
