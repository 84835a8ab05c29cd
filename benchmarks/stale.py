"""Days of news at random, and whether a kept page was ever another than the one Django would make.

    make bench-stale ARGS="--events 10000"

Publishes, changes, schedules, withdraws and renames at random (tests/pagecache/newsday.py) in a database in
memory, and compares what the page cache answers at some addresses, which were read before each event and are
read after it, with Django's own answer at the same moment: the clock stands still and is put forward by the
events. Ends with 1 when one was stale.

With `--nginx` readers come through nginx with deploy/nginx.conf. An answer from a copy that was on its way
may be old for a second, and is counted as late.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import django

if __name__ == "__main__":
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATABASE_URL": "sqlite://:memory:",
        "DEBUG": "true",
        "ALLOWED_HOSTS": "testserver",
        "MAILER": "dummymail://",
    }
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    django.setup()

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from articles import ledger as ledgers
from articles.ledger import LATEST
from newsroom.pagecache.nginx import Store
from tests.conftest import Clock
from tests.nginx import age, free_port, nginx, shipped
from tests.pagecache.conftest import Answered, Site
from tests.pagecache.newsday import Newsday
from tests.pagecache.through import Through

EVENTS, VISITS, SEED = 10_000, 5, 1


@dataclass(slots=True)
class Count:
    """What was seen so far."""

    events: Counter[str] = field(default_factory=Counter)
    answers: int = 0
    hits: int = 0
    late: int = 0
    stale: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.events.total():,} events, {self.answers:,} answers compared, {self.hits:,} of them hits, "
            f"{self.late} late, {len(self.stale)} stale"
        )


class Reading:
    """How readers come to the site: straight to the page cache of this process."""

    hit = "hit"

    def __init__(self, site: Site, clock: Clock) -> None:
        self.site, self.clock = site, clock

    def get(self, path: str) -> Answered:
        """What a reader is answered."""
        return self.site.get(path)

    def pass_time(self, time: timedelta) -> None:
        """Put everybody's clock forward."""
        self.clock.pass_time(time)

    def is_right_soon(self, path: str, anew: Answered) -> bool:
        """Whether an old answer is replaced within the second that is allowed."""
        return False


class ReadingThroughNginx(Reading):
    """Through nginx, whose clock goes on by itself and whose copies are made older when time passes."""

    hit = "nginx, hit"

    def __init__(self, site: Site, clock: Clock, through: Through, store: Store) -> None:
        super().__init__(site, clock)
        self.through, self.store = through, store

    def get(self, path: str) -> Answered:
        self.through.ahead = self.clock.now().timestamp() - time.time()
        return self.through.get(path, host="testserver")

    def pass_time(self, time: timedelta) -> None:
        super().pass_time(time)
        age(self.store.folder, time.total_seconds())

    def is_right_soon(self, path: str, anew: Answered) -> bool:
        until = time.monotonic() + LATEST
        while time.monotonic() < until:
            # As the watcher does.
            self.store.round()
            answer = self.get(path)
            if (answer.status, answer.body) == (anew.status, anew.body):
                return True
        return False


@contextmanager
def reading(clock: Clock, *, is_through: bool) -> Iterator[Reading]:
    """The site, and how it is read."""
    if not is_through:
        yield Reading(Site(), clock)
        return
    with tempfile.TemporaryDirectory(prefix="newsroom-stale-") as name:
        folder, port, door = Path(name), free_port(), free_port()
        with nginx(folder, shipped(port, door, folder / "store"), port):
            site = Site(folder=folder / "store")
            if site.store is None:
                raise TypeError
            site.store.begin()
            through = Through(site, site.store.folder, port, door)
            yield ReadingThroughNginx(site, clock, through, site.store)
            through.close()


def run(readers: Reading, newsday: Newsday, events: int, until: float) -> Count:
    """Let that many things happen, or as many as fit until then (monotonic seconds)."""
    count, said, site = Count(), time.monotonic(), readers.site
    while count.events.total() < events and time.monotonic() < until:
        paths = newsday.visit(VISITS)
        for path in paths:
            readers.get(path)
        event = newsday.step()
        count.events[event.partition(":")[0]] += 1
        site.look()
        for path in paths:
            kept, anew = readers.get(path), site.fresh(path)
            count.answers += 1
            count.hits += kept.state == readers.hit
            if (kept.status, kept.body) == (anew.status, anew.body):
                continue
            if readers.is_right_soon(path, anew):
                count.late += 1
            else:
                count.stale.append(f"event {count.events.total()}, {event}: {path} ({kept.state})")
        if time.monotonic() - said > 60:
            said = time.monotonic()
            print(count, file=sys.stderr, flush=True)
    return count


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--nginx", action="store_true", help="through nginx and its copies")
    parser.add_argument("--minutes", type=float, default=60, help="stop after this time, whatever is done")
    options = parser.parse_args()
    settings.DEBUG = False
    # Addresses that are not there yet are part of the day.
    logging.disable(logging.ERROR)
    call_command("migrate", verbosity=0)
    clock = Clock()
    clock.stop()
    # The clock of the whole process, as the tests put it.
    timezone.now = clock.now
    with reading(clock, is_through=options.nginx) as readers:
        ledgers.ledger = readers.site.ledger
        newsday = Newsday(Random(options.seed), readers.pass_time)
        count = run(readers, newsday, options.events, time.monotonic() + options.minutes * 60)
    print("\n".join([*count.stale, str(count)]))
    print(", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in count.events.most_common()))
    if count.stale:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
