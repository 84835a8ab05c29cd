"""What a page costs when the page cache has none: CPU and queries, beside a bare view.

    make bench

Fills a throw-away SQLite database with the sample publication, calls Django's WSGI application in this
process, no server and no page cache between, in interleaved rounds, and prints medians. The process knows
of changes as a serving one does. “Seen”: it has made pages of the same stories before. “Cold”: it keeps the
frame of the pages and nothing of any story. Ratios are what to compare: they are taken in one run on one
machine. With `--write` the table goes into docs/performance.md.
"""

from __future__ import annotations

import gc
import io
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROUNDS, REQUESTS = 7, 12
BARE = "/bare/"
SEEN, COLD = "seen", "cold"
PERFORMANCE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- pages: made by a command, not by hand -->", "<!-- pages: end -->"

type Row = tuple[str, float, float, float, float, int, int]


def prepare(folder: str) -> Any:
    """A seeded installation in that folder, with a bare view; returns its WSGI application."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DEBUG": "true",
        "DATA_DIR": folder,
        "LOG_LEVEL": "ERROR",
        "SITE_URL": "http://127.0.0.1:8000",
    }
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    # Templates are kept compiled unless the settings said DEBUG when the engine was made.
    django = __import__("django")
    from django.conf import settings  # noqa: PLC0415 - the environment decides what they say

    settings.DEBUG = False
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - the applications exist only now
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
    from django.http import HttpResponse  # noqa: PLC0415
    from django.urls import path  # noqa: PLC0415

    from newsroom.urls import urlpatterns  # noqa: PLC0415

    body = b"x" * 14_000
    urlpatterns.insert(0, path(BARE.lstrip("/"), lambda request: HttpResponse(body)))
    call_command("migrate", verbosity=0)
    call_command("seed", stdout=io.StringIO())
    call_command("plate_editions", stdout=io.StringIO())
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


def watch() -> None:
    """Know of every change, as a process does that serves pages: it looks at most once a second."""
    from articles.ledger import ledger  # noqa: PLC0415

    ledger.look()


def forget_stories() -> None:
    """Drop whatever this process keeps of stories; what every page wears stays."""
    from articles.ledger import ledger  # noqa: PLC0415

    for key in [key for key in ledger.kept if not key[0].startswith("newsroom.")]:
        del ledger.kept[key]


def queries(application: Any, path: str) -> int:
    """How many queries a page of stories that this process has never seen makes."""
    from django.db import connection, reset_queries  # noqa: PLC0415

    watch()
    # Looks the frame up, which is not this page's.
    get(application, path)
    forget_stories()
    connection.force_debug_cursor = True
    reset_queries()
    get(application, path)
    count = len(connection.queries)
    connection.force_debug_cursor = False
    return count


def cpu(application: Any, paths: list[str], before: Callable[[], None]) -> float:
    """CPU milliseconds a request takes, over a run of requests; `before` is done before each, uncounted."""
    taken = 0.0
    for path in islice(cycle(paths), REQUESTS):
        watch()
        before()
        start = time.process_time()
        get(application, path)
        taken += time.process_time() - start
    return taken / REQUESTS * 1000


def pages() -> dict[str, list[str]]:
    """Pages of each kind, by name."""
    from django.utils import timezone  # noqa: PLC0415

    from articles.models import Edition  # noqa: PLC0415

    editions = list(Edition.objects.live(timezone.now()).order_by("pk"))
    found = {
        "article": [edition.get_absolute_url() for edition in editions],
        "front page": ["/"],
        "section": ["/section/science/"],
        "topic": ["/topic/maps/"],
        "author": ["/author/wayne-wickman/"],
        "archive, a day": [f"/{editions[0].url_date:%Y/%m/%d}/"],
        "archive, filtered": ["/archive/?genre=explainer"],
        "search": ["/search/?q=map"],
        "corrections": ["/corrections/"],
        "feed": ["/feed/"],
    }
    return {"bare view": [BARE]} | found


def measure(application: Any) -> list[Row]:
    """For each kind of page: CPU seen, to bare, cold, to bare, queries and bytes of the costliest."""
    found = pages()
    sizes = {name: max(get(application, path) for path in paths) for name, paths in found.items()}
    counts = {name: max(queries(application, path) for path in paths) for name, paths in found.items()}
    rounds: dict[tuple[str, str], list[float]] = {(name, how): [] for name in found for how in (SEEN, COLD)}
    gc.freeze()
    for _ in range(ROUNDS):
        for name, paths in found.items():
            rounds[name, COLD].append(cpu(application, paths, forget_stories))
            for path in paths:
                get(application, path)
            rounds[name, SEEN].append(cpu(application, paths, lambda: None))
    medians = {key: statistics.median(taken) for key, taken in rounds.items()}
    bare = medians["bare view", SEEN]
    return [
        (name, seen, seen / bare, cold, cold / bare, counts[name], sizes[name])
        for name in found
        for seen, cold in [(medians[name, SEEN], medians[name, COLD])]
    ]


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| page | seen, CPU ms | to bare | cold, CPU ms | to bare | queries | bytes |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {seen:.2f} | {seen_ratio:.1f} | {cold:.2f} | {cold_ratio:.1f} | {asked} | {size:,} |"
        for name, seen, seen_ratio, cold, cold_ratio, asked, size in rows
    ]
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the table into docs/performance.md, between its marks."""
    before, _, rest = PERFORMANCE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    said = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, SQLite."
    PERFORMANCE.write_text(f"{before}{BEGIN}\n{text}\n\n{said}\n{END}{after}", "utf-8")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
        text = table(measure(prepare(folder)))
    print(text)
    if "--write" in sys.argv:
        write(text)


if __name__ == "__main__":
    main()
