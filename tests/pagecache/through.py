"""Readers who come through nginx to a page cache in this process and its one connection to the database."""

from __future__ import annotations

import threading
from http.client import HTTPConnection
from math import floor
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from newsroom.pagecache.nginx import SAID
from tests.nginx import HOST
from tests.pagecache.conftest import Answered, Site

AT_MOST = 60
"""Seconds after which an answer that has not come has failed."""


class Quiet(WSGIRequestHandler):
    """Writes nothing to the terminal."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""


class Through:
    """A door at that port for nginx, which listens at another: `asked` names what came through it."""

    def __init__(self, site: Site, store: Path, port: int, door: int) -> None:
        self.site, self.store = site, store
        self.asked: list[str] = []
        self.ahead = 0.0
        """Seconds by which the clock of Newsroom is ahead of nginx's."""
        self._is_open = True
        self._port = port
        self._door = WSGIServer((HOST, door), Quiet)
        self._door.set_app(self._answer)
        # Seconds between two looks whether the reader has an answer already.
        self._door.timeout = 0.005

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked.append(environ["PATH_INFO"])

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [(name, self._by_its_clock(name, text)) for name, text in headers])

        return self.site.cache(environ, start)

    def _by_its_clock(self, name: str, value: str) -> str:
        return f"@{floor(int(value[1:]) - self.ahead)}" if name == SAID else value

    def get(self, path: str, *, method: str = "GET", body: str = "", **headers: str) -> Answered:
        """What a reader is answered; this thread does what Newsroom has to do for it."""
        said = {"host": "testserver"} | {name.replace("_", "-"): value for name, value in headers.items()}
        found: list[Answered] = []

        def read() -> None:
            reader = HTTPConnection(HOST, self._port, timeout=AT_MOST)
            reader.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in said.items():
                reader.putheader(name, value)
            if body:
                reader.putheader("Content-Length", str(len(body)))
            reader.endheaders(body.encode() or None)
            answer = reader.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            found.append(Answered(str(answer.status), names, answer.read()))
            reader.close()

        thread = threading.Thread(target=read)
        thread.start()
        while thread.is_alive():
            if self._is_open:
                self._door.handle_request()
        return found[0]

    def copies(self) -> int:
        """How many copies nginx has that are no blanks."""
        return sum(1 for copy in self.store.glob("[0-9a-f]*") if any(copy.read_bytes()[:16]))

    def close(self) -> None:
        """The server is gone."""
        self._is_open = False
        self._door.server_close()
