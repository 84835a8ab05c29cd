"""How soon every process shows what was published: two granian processes under 200 requests a second.

    make bench-visible

On SQLite and on PostgreSQL (the server of DATABASE_URL, an empty database): a throw-away installation with
the sample publication; readers who ask for its pages; a process of its own that corrects stories and
schedules them through the real verbs. One kept-alive connection to each serving process asks again and
again, and notes when it first shows the change: on the story's page and on the page of corrections. Then the
same through nginx with deploy/nginx.conf, readers and watchers, where nginx is installed.

Which process holds which connection is read from /proc, so that nothing in the product has to tell.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path

from benchmarks import servers
from benchmarks.report import machine, put, table
from tests.nginx import PROGRAM, nginx, shipped

RATE, READERS = 200, 8
CHANGES, SCHEDULES = 60, 10
AHEAD = 2.0
"""Seconds between a schedule and its moment."""
AT_MOST = 30.0
CORRECTIONS = "/corrections/"
STAYS = 1.5
FIRST_THROUGH = 100_000
"""No mark of the first run is one of the second, which may meet its database."""
FILLED = 300
"""Pages kept in each process to see what they take."""
AGAIN = 0.005
"""Seconds between two questions to a process."""


@dataclass(slots=True)
class Seen:
    """Seconds until a change was seen, by what was looked at."""

    story: list[float] = field(default_factory=list)
    corrections: list[float] = field(default_factory=list)
    schedule: list[float] = field(default_factory=list)


class Worker:
    """A connection that one serving process holds; or nginx, where what it shows has to stay a while."""

    def __init__(self, pid: int, connection: HTTPConnection, stays: float = 0) -> None:
        self.pid, self.connection, self._stays = pid, connection, stays

    def get(self, path: str) -> str:
        """The page as this process answers it."""
        self.connection.request("GET", path)
        return self.connection.getresponse().read().decode()

    def shows(self, path: str, text: str) -> float:
        """Since when the page shows that text (seconds since 1970). Raises SystemExit if it never does."""
        until, since = time.monotonic() + AT_MOST, 0.0
        while not since or time.time() < since + self._stays:
            if text not in self.get(path):
                since = 0.0
            elif not since:
                since = time.time()
            if time.monotonic() > until:
                message = f"process {self.pid} does not show {text!r} at {path} after {AT_MOST:g} s"
                raise SystemExit(message)
            time.sleep(AGAIN)
        return since


def workers_of(server: subprocess.Popen[bytes], port: int) -> list[Worker]:
    """A connection to each serving process of that server."""
    pids = servers.children(server)
    found: dict[int, Worker] = {}
    others: list[Worker] = []
    until = time.monotonic() + servers.PATIENCE
    while set(found) != set(pids):
        if time.monotonic() > until:
            message = f"only processes {sorted(found)} of {pids} answer"
            raise SystemExit(message)
        worker = _connected(pids, port)
        if worker is not None and worker.pid not in found:
            found[worker.pid] = worker
        elif worker is not None:
            others.append(worker)
    for other in others:
        other.connection.close()
    return [found[pid] for pid in sorted(found)]


def through(port: int) -> list[Worker]:
    """As many connections to nginx as there are serving processes behind it."""
    # A process that has not heard of the change yet may hand nginx the old page once more.
    connections = [HTTPConnection(servers.HOST, port, timeout=AT_MOST) for _ in range(servers.WORKERS)]
    return [Worker(0, connection, stays=STAYS) for connection in connections]


def _connected(pids: Sequence[int], port: int) -> Worker | None:
    connection = HTTPConnection(servers.HOST, port, timeout=AT_MOST)
    connection.request("GET", "/health/live/")
    connection.getresponse().read()
    pid = _holder(pids, port, connection.sock.getsockname()[1])
    return Worker(pid, connection) if pid else None


def _holder(pids: Sequence[int], port: int, ours: int) -> int | None:
    """Which of the processes holds the other end of the connection from our port."""
    ends = re.compile(rf"^\s*\d+: \w+:{port:04X} \w+:{ours:04X} (?:\S+\s+){{6}}(\d+)", re.MULTILINE)
    entry = ends.search(Path("/proc/net/tcp").read_text(encoding="ascii"))
    if entry is None:
        return None
    end = f"socket:[{entry[1]}]"
    for pid in pids:
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            try:
                if str(descriptor.readlink()) == end:
                    return pid
            except FileNotFoundError:
                continue
    return None


# --- Processes of their own: who reads, who publishes ---


def read(port: int, paths: list[str], rate: float) -> None:
    """Ask for pages at that rate until standard input is closed; print how many were answered."""
    stop, answered = threading.Event(), [0] * READERS

    def one(number: int) -> None:
        connection = HTTPConnection(servers.HOST, port, timeout=AT_MOST)
        chance, due = random.Random(number), time.monotonic()
        while not stop.is_set():
            connection.request("GET", chance.choice(paths), headers={"Accept-Encoding": "br"})
            connection.getresponse().read()
            answered[number] += 1
            due += READERS / rate
            stop.wait(max(0, due - time.monotonic()))

    threads = [threading.Thread(target=one, args=[number]) for number in range(READERS)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    sys.stdin.read()
    took = time.monotonic() - started
    stop.set()
    print(sum(answered) / took)


def publish_as_told() -> None:
    """For each line `path number seconds` correct the story there, at once or in that many seconds.

    Prints the moment from which readers should see it.
    """
    django = __import__("django")
    django.setup()
    from datetime import timedelta  # noqa: PLC0415 - settings exist only now

    from django.utils import timezone  # noqa: PLC0415

    from articles.models import Article, Change  # noqa: PLC0415
    from articles.publishing import publish  # noqa: PLC0415

    for line in sys.stdin:
        uid, number, seconds = line.split()
        article = Article.objects.get(pk=uid)
        article.body = f"<p>The river rose to {number}.</p>"
        article.save()
        at = timezone.now() + timedelta(seconds=float(seconds)) if float(seconds) else None
        publish(article, by=None, change=Change.CORRECTION, note=mark(number), at=at)
        print(at.timestamp() if at else time.time(), flush=True)


def mark(number: object) -> str:
    """What a correction says that nothing else does."""
    return f"It was mark {number} of the benchmark."


@contextmanager
def process(settings: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """This module in a process of its own, in another role."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.visible", *arguments]
    with subprocess.Popen(  # noqa: S603 - this module
        command, cwd=servers.ROOT, env=settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        try:
            yield started
        finally:
            started.terminate()


# --- The measurement ---


def stories(settings: dict[str, str]) -> list[tuple[int, str]]:
    """Stories that may be corrected: key and path."""
    script = (
        "import json\n"
        "from articles.models import Article, Edition\n"
        "from django.utils import timezone\n"
        "live = Edition.objects.live(timezone.now()).filter(article__status='published')\n"
        "live = live.exclude(change__in=['retraction', 'take_down']).order_by('pk')\n"
        "print(json.dumps([(e.article_id, e.get_absolute_url()) for e in live[:8]]))\n"
    )
    command = [sys.executable, "-W", "ignore", "manage.py", "shell", "--no-imports", "-c", script]
    said = subprocess.run(  # noqa: S603 - a command of ours
        command, cwd=servers.ROOT, env=settings, check=True, capture_output=True, text=True
    ).stdout
    return [(key, path) for key, path in json.loads(said.strip().splitlines()[-1])]


def tell(publisher: subprocess.Popen[str], key: int, number: int, seconds: float) -> float:
    """Let the publisher correct a story; the moment from which readers should see it."""
    if publisher.stdin is None or publisher.stdout is None:
        raise TypeError
    print(key, number, seconds, file=publisher.stdin, flush=True)
    return float(publisher.stdout.readline())


def see(watching: list[list[Worker]], paths: list[str], number: int, since: float) -> dict[str, list[float]]:
    """How long after that moment each process first showed the change at each address, all asked at once."""
    found: dict[str, list[float]] = {path: [] for path in paths}

    def look(worker: Worker, path: str) -> None:
        found[path].append(worker.shows(path, mark(number)) - since)

    threads = [
        threading.Thread(target=look, args=[worker, path])
        for workers, path in zip(watching, paths, strict=True)
        for worker in workers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if any(len(seen) != len(watching[0]) for seen in found.values()):
        raise SystemExit(1)
    return found


def measure(
    watching: list[list[Worker]],
    publisher: subprocess.Popen[str],
    some: list[tuple[int, str]],
    changes: int,
    *,
    first: int,
) -> Seen:
    """Correct and schedule, and watch every process; marks are numbered from `first`."""
    seen, chance = Seen(), random.Random(1)
    for number in range(first, first + changes + SCHEDULES):
        key, path = some[number % len(some)]
        for worker in watching[0]:
            worker.get(path)
            worker.get(CORRECTIONS)
        is_scheduled = number >= first + changes
        since = tell(publisher, key, number, AHEAD if is_scheduled else 0)
        found = see(watching, [path, CORRECTIONS], number, since)
        if is_scheduled:
            seen.schedule += found[path]
        else:
            seen.story += found[path]
            seen.corrections += found[CORRECTIONS]
        time.sleep(chance.random() * 0.3)
    return seen


def fill(workers: list[Worker], path: str) -> tuple[float, float]:
    """The memory of a process in MiB before and after it keeps many pages more (mean of the processes)."""
    before = statistics.mean(servers.memory(worker.pid) for worker in workers)
    # In turns: a connection that waits for half a minute is closed.
    for number in range(FILLED):
        for worker in workers:
            worker.get(f"{path}?n={number}")
    return before, statistics.mean(servers.memory(worker.pid) for worker in workers)


def run(vendor: str, address: str, changes: int, *, is_through: bool) -> tuple[list[list[str]], str]:
    """Everything on one database, asked directly or through nginx: the rows of the table, and a sentence."""
    with tempfile.TemporaryDirectory(prefix="newsroom-visible-") as name:
        folder, port, store = Path(name), servers.free_port(), Path(name) / "store"
        store.mkdir()
        settings = servers.environment(
            folder, port, DATABASE_URL=address or f"sqlite:///{folder}/newsroom.sqlite3"
        )
        settings |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        settings |= {"NGINX_STORE": str(store)} if is_through else {}
        servers.install(settings)
        some = stories(settings)
        paths = json.dumps(["/", "/feed/", "/section/science/", CORRECTIONS, *(path for _key, path in some)])
        with ExitStack() as stack:
            server = stack.enter_context(servers.granian("newsroom.wsgi:application", settings, port))
            door = servers.free_port() if is_through else port
            if is_through:
                stack.enter_context(nginx(folder, shipped(door, port, store), door))
            publisher = stack.enter_context(process(settings, "--publisher"))
            readers = stack.enter_context(process(settings, "--readers", str(door), paths))
            # Two connections to each process: one watches the story, one the page of corrections.
            watching = [through(door) if is_through else workers_of(server, port) for _ in range(2)]
            seen = measure(watching, publisher, some, changes, first=FIRST_THROUGH if is_through else 0)
            rate = float(readers.communicate()[0])
            before, after = fill(workers_of(server, port), some[0][1])
    where = f"{vendor}, through nginx" if is_through else vendor
    rows = [
        _row(f"{where}: {what}", values)
        for what, values in (
            ("the story's page", seen.story),
            ("the page of corrections", seen.corrections),
            ("a schedule, after its moment", seen.schedule),
        )
    ]
    said = f"{where}: {rate:.0f} requests a second meanwhile; a process took {before:.0f} MiB"
    return rows, f"{said}, and {after:.0f} MiB with {FILLED} pages more."


def _row(name: str, values: list[float]) -> list[str]:
    ordered = sorted(values)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return [
        name,
        str(len(values)),
        *(f"{value * 1000:.0f}" for value in (statistics.median(ordered), p99, ordered[-1])),
    ]


def main() -> None:
    """Measure on every database there is, print, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=CHANGES)
    parser.add_argument("--dry", action="store_true", help="print only")
    parser.add_argument("--publisher", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--readers", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.publisher:
        publish_as_told()
        return
    if options.readers:
        read(int(options.readers[0]), json.loads(options.readers[1]), RATE)
        return
    server = os.environ.get("DATABASE_URL", "")
    databases = {"SQLite": ""} | ({"PostgreSQL": server} if server.startswith(("postgres", "psql")) else {})
    rows, sentences = [], []
    for vendor, address in databases.items():
        for is_through in (False, True) if PROGRAM else (False,):
            more, sentence = run(vendor, address, options.changes, is_through=is_through)
            rows += more
            sentences.append(sentence)
    found = table(["milliseconds until every process shows it", "seen", "p50", "p99", "longest"], rows)
    text = f"{_on()}\n\n{found}\n\n{' '.join(sentences)}"
    print(text)
    if not options.dry:
        put("visible", text)


def _on() -> str:
    load = os.getloadavg()[0]
    where = machine(f"granian {version('granian')}", f"psycopg {version('psycopg')}")
    return f"{where}. {servers.WORKERS} processes; load average {load:.1f} at the end."


if __name__ == "__main__":
    main()
