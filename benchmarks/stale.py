"""Days of news at random, and whether a kept page was ever another than the one Django would make.

    make bench-stale ARGS="--events 10000"

Publishes, changes, schedules, withdraws and renames at random (tests/pagecache/newsday.py) in a database in
memory, and after each event compares what the page cache answers at some addresses with Django's own answer
at the same moment: the clock stands still and is put forward by the events. Ends with 1 when one was stale.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
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
from tests.conftest import Clock
from tests.pagecache.conftest import Site
from tests.pagecache.newsday import Newsday

EVENTS, VISITS, SEED = 10_000, 5, 1


@dataclass(slots=True)
class Count:
    """What was seen so far."""

    events: Counter[str] = field(default_factory=Counter)
    answers: int = 0
    hits: int = 0
    stale: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.events.total():,} events, {self.answers:,} answers compared, {self.hits:,} of them hits, "
            f"{len(self.stale)} stale"
        )


def run(site: Site, newsday: Newsday, events: int, until: float) -> Count:
    """Let that many things happen, or as many as fit until then (monotonic seconds)."""
    count, said = Count(), time.monotonic()
    while count.events.total() < events and time.monotonic() < until:
        event = newsday.step()
        count.events[event.partition(":")[0]] += 1
        site.look()
        for path in newsday.visit(VISITS):
            kept, anew = site.get(path), site.fresh(path)
            count.answers += 1
            count.hits += kept.state.startswith("hit")
            if (kept.status, kept.body) != (anew.status, anew.body):
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
    site = Site()
    ledgers.ledger = site.ledger
    newsday = Newsday(Random(options.seed), clock.pass_time)
    count = run(site, newsday, options.events, time.monotonic() + options.minutes * 60)
    print("\n".join([*count.stale, str(count)]))
    print(", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in count.events.most_common()))
    if count.stale:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
