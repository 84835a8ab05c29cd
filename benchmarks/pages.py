"""What a page costs when nothing is cached: CPU and queries, beside a bare view with the same middleware.

    make bench

Fills a throw-away SQLite database with the sample publication, calls the WSGI application in this
process, no server between, in interleaved rounds, and prints medians. Ratios are what to compare: they
are taken in one run on one machine.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROUNDS, REQUESTS = 15, 20
BARE = "/health/live/"


def prepare(folder: str) -> Any:
    """A seeded installation in that folder; returns its WSGI application."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DEBUG": "true",
        "DATA_DIR": folder,
        "LOG_LEVEL": "ERROR",
        "SITE_URL": "http://127.0.0.1:8000",
    }
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    django = __import__("django")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - settings exist only now
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    settings.DEBUG = False
    call_command("migrate", verbosity=0)
    call_command("seed", stdout=io.StringIO())
    return get_wsgi_application()


def get(application: Any, path: str) -> int:
    """Ask for a page; returns the size of its body in bytes."""
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
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
    if not answers[0].startswith("200"):
        message = f"{path} answers {answers[0]}"
        raise SystemExit(message)
    return len(body)


def queries(application: Any, path: str) -> int:
    """How many queries a page makes once the process is warm."""
    from django.db import connection, reset_queries  # noqa: PLC0415

    connection.force_debug_cursor = True
    reset_queries()
    get(application, path)
    count = len(connection.queries)
    connection.force_debug_cursor = False
    return count


def cpu(application: Any, path: str) -> float:
    """CPU milliseconds a request takes, over a run of requests."""
    start = time.process_time()
    for _ in range(REQUESTS):
        get(application, path)
    return (time.process_time() - start) / REQUESTS * 1000


def pages() -> dict[str, str]:
    """A page of each kind, by name."""
    from articles.models import Edition  # noqa: PLC0415

    edition = Edition.objects.order_by("pk")[0]
    return {
        "bare view": BARE,
        "article": edition.get_absolute_url(),
        "front page": "/",
        "section": "/section/science/",
        "topic": "/topic/maps/",
        "author": "/author/wayne-wickman/",
        "archive, a day": f"/{edition.url_date:%Y/%m/%d}/",
        "archive, filtered": "/archive/?genre=explainer",
        "corrections": "/corrections/",
        "feed": "/feed/",
    }


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        application = prepare(folder)
        found = pages()
        sizes = {name: get(application, path) for name, path in found.items()}
        counts = {name: queries(application, path) for name, path in found.items()}
        rounds: dict[str, list[float]] = {name: [] for name in found}
        for _ in range(ROUNDS):
            for name, path in found.items():
                rounds[name].append(cpu(application, path))
    bare = statistics.median(rounds["bare view"])
    print(f"{'page':<20}{'CPU ms':>8}{'to bare':>9}{'queries':>9}{'bytes':>9}")
    for name, taken in rounds.items():
        median = statistics.median(taken)
        print(f"{name:<20}{median:>8.2f}{median / bare:>9.1f}{counts[name]:>9}{sizes[name]:>9}")


if __name__ == "__main__":
    main()
