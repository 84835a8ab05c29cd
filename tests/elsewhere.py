"""Somebody else's server: a real one on this machine that answers as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Elsewhere:
    """What it answers at which path, and what it was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.drip = threading.Event()

    def tell(self, path: str, told: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Answer with that from now on: bytes as they are, anything else as JSON."""
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.answers[path] = (status, headers or {}, body)

    def post(self, number: int, text: str, author: str = "Rosa Rivers") -> str:
        """Have a post of the Mastodon kind; its address."""
        told = {
            "content": f"<p>{text}</p>",
            "created_at": "2026-10-14T16:20:00.000Z",
            "spoiler_text": "",
            "account": {"display_name": author, "acct": "rosa"},
        }
        self.tell(f"/api/v1/statuses/{number}", told)
        return f"{self.address}/@rosa/{number}"


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """A server that runs until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place.asked.append(self.path)
            status, headers, body = place.answers.get(self.path.split("?")[0], (404, {}, b"{}"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            if headers.get("X-Stall"):
                place.drip.wait(20)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    place = Elsewhere(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield place
    finally:
        place.drip.set()
        server.shutdown()
        server.server_close()
