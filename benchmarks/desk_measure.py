"""What every page of the desk costs over one corpus, as JSON: a process of `benchmarks.desk`.

Needs DATABASE_URL with a corpus in it. Asks the WSGI application, no server between.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import logging
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    settings.DEBUG = False
    logging.disable(logging.WARNING)

from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client

from benchmarks.desk_pages import ROLES, pages
from benchmarks.desk_rows import touch

HOST = "127.0.0.1:8000"

type Samples = dict[str, list[dict[str, float]]]


@dataclass(slots=True)
class Meter:
    """Counts queries, and how long they took."""

    queries: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(*args)
        finally:
            self.seconds += time.perf_counter() - start
            self.queries += 1


class Server:
    """The process of PostgreSQL that answers our connection; SQLite works inside our own."""

    def __init__(self) -> None:
        self.path: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # All of its work in one process, where it can be seen.
                cursor.execute("SET max_parallel_workers_per_gather = 0")
                cursor.execute("SELECT pg_backend_pid()")
                self.path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def cpu(self) -> float:
        """Seconds of CPU time it has used so far."""
        return int(self.path.read_text("ascii").split()[0]) / 1e9 if self.path else 0.0


def get(application: Any, url: str, cookie: str) -> int:
    """Ask for a page; the size of its body in bytes, 0 for one that is not for this person."""
    path, _, query = url.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": HOST,
        "HTTP_COOKIE": f"sessionid={cookie}",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }
    answers: list[str] = []
    response = application(environ, lambda status, headers, exc_info=None: answers.append(status))
    body = b"".join(response)
    response.close()
    if answers[0].startswith("403"):
        return 0
    if not answers[0].startswith("200"):
        raise SystemExit(f"{url} answers {answers[0]}")
    return len(body)


def sample(application: Any, url: str, cookie: str, server: Server) -> dict[str, float]:
    """One request: milliseconds of the wall, of CPU, of SQL; queries and bytes."""
    meter = Meter()
    with connection.execute_wrapper(meter):
        wall, own, other = time.perf_counter(), time.process_time(), server.cpu()
        size = get(application, url, cookie)
        wall, own = time.perf_counter() - wall, time.process_time() - own
        other = server.cpu() - other
    return {
        "wall": wall * 1000,
        "server": (own + other) * 1000,
        "database": other * 1000,
        "sql": meter.seconds * 1000,
        "queries": meter.queries,
        "bytes": size,
    }


def cookies() -> dict[str, str]:
    """A session for each role."""
    found = {}
    for username, role in ROLES.items():
        client = Client()
        client.force_login(User.objects.get(username=username), settings.AUTHENTICATION_BACKENDS[0])
        found[role] = client.cookies["sessionid"].value
    return found


def measure(rounds: int, only: str) -> Samples:
    """Every page in turn, `rounds` times, after one round that does not count."""
    # One connection for all requests, so that its process can be watched.
    connection.settings_dict["CONN_MAX_AGE"] = None
    application = get_wsgi_application()
    touch(datetime.now(UTC))
    sessions = cookies()
    server = Server()
    chosen = [page for page in pages() if only in f"{page.role} {page.name}"]
    samples: Samples = defaultdict(list)
    for number in range(rounds + 1):
        # As newsroom.wsgi does; after the first round, in which templates and addresses are read.
        gc.collect()
        gc.freeze()
        for page in chosen:
            taken = sample(application, page.url, sessions[page.role], server)
            if number and taken["bytes"]:
                samples[f"{page.name}|{page.role}"].append(taken)
    return samples


def main() -> None:
    """Print the samples as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    print(json.dumps(measure(asked.rounds, asked.only)))


if __name__ == "__main__":
    main()
