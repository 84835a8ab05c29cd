"""Fill an empty database with a paper of any size, the same every time.

    DATABASE_URL=postgres://... .venv/bin/python -m benchmarks.corpus --articles 100000

It makes the tables, then articles with bylines, sources, topics, pictures by reference, revisions, events
and editions, what stands open on a desk, and the search index. A run that was interrupted goes on where it
stopped; a database that holds anything else is refused.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import UTC, datetime

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction

from articles import indexing
from articles.models import Article
from articles.tallies import count_again
from benchmarks.desk_rows import open_business, touch
from benchmarks.index import make_list, without_list
from benchmarks.paper import Paper, found_paper, known_paper
from benchmarks.stories import MODELS, Writer
from benchmarks.tables import reset_sequences
from benchmarks.words import bodies
from newsroom.models import Heartbeat

NAME, SEED, BODIES = "corpus", 1, 3000
AT_ONCE = 2000
"""Editions indexed in a transaction."""


class Refused(Exception):
    """The database is no place for the corpus; the message says why."""


def make(size: int, *, seed: int = SEED, at: datetime | None = None) -> Heartbeat:
    """Make the corpus of that many articles, or what is missing of it, as of `at`; its record.

    The tables are there already.

    Raises Refused for a database with other rows, or with a corpus of another size or seed.
    """
    record = _record(size, seed, at or datetime.now(UTC).replace(microsecond=0))
    made_at = record.started_at or datetime.now(UTC)
    paper = _paper(record, size, made_at)
    _stories(record, paper, size, seed, made_at)
    _index(record)
    if not record.report.get("desk"):
        with transaction.atomic():
            open_business(paper, seed=seed, at=made_at)
            _note(record, desk=True)
    _settle(record)
    touch(datetime.now(UTC))
    return record


def _record(size: int, seed: int, at: datetime) -> Heartbeat:
    """The row that says what this database holds: `report` has size, seed and how far it came."""
    wanted = {"size": size, "seed": seed}
    record = Heartbeat.objects.filter(name=NAME).first()
    if record is None:
        if Article.objects.exists() or User.objects.exists():
            raise Refused("The database holds something already: name an empty one in DATABASE_URL.")
        return Heartbeat.objects.create(name=NAME, started_at=at, report=wanted | {"stories": 0})
    held = {name: record.report[name] for name in wanted}
    if held != wanted:
        raise Refused(f"The database holds a corpus with {held}, not {wanted}: name an empty one.")
    return record


def _note(record: Heartbeat, **facts: object) -> None:
    record.report |= facts
    record.save(update_fields=["report"])


def _paper(record: Heartbeat, size: int, at: datetime) -> Paper:
    if record.report.get("paper"):
        return known_paper()
    with transaction.atomic():
        paper = found_paper(size, at)
        _note(record, paper=True)
    return paper


def _stories(record: Heartbeat, paper: Paper, size: int, seed: int, at: datetime) -> None:
    done: int = record.report["stories"]
    if done >= size:
        return
    started, before = time.monotonic(), done
    if "list" not in record.report:
        with transaction.atomic():
            _note(record, list=without_list())
    statement: str = record.report["list"]
    chunks = Writer(paper, bodies(seed, BODIES), seed=seed, size=size, at=at).chunks(done)
    while done < size:
        # A chunk and the note that it is there: both or neither.
        with transaction.atomic():
            done = next(chunks)
            _note(record, stories=done)
        say(f"{done:,} articles, {(done - before) / (time.monotonic() - started):,.0f} a second")
    reset_sequences([User, *MODELS])
    if statement:
        say("the list of words")
        make_list(statement)


def _index(record: Heartbeat) -> None:
    """Let the index look for what it lacks: editions that lost their text."""
    if "indexed" not in record.report:
        indexed = sum(progress.indexed for progress in indexing.rebuild(batch=AT_ONCE, anew=False))
        _note(record, indexed=indexed)


def _settle(record: Heartbeat) -> None:
    """Leave the database as its own housekeeping would: counted, and nothing waiting in a log."""
    if record.finished_at:
        return
    count_again()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA optimize = 0x10002")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    record.finished_at = datetime.now(UTC)
    record.save(update_fields=["finished_at"])


def say(line: str) -> None:
    """A line that the next one replaces at a terminal, and nothing elsewhere."""
    if sys.stderr.isatty():
        print(f"\r{line:<70}", end="", file=sys.stderr, flush=True)


def main() -> None:
    """Read the arguments and make it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    started = time.monotonic()
    call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Nothing is lost that could not be made again.
            cursor.execute("PRAGMA synchronous = OFF")
    try:
        make(asked.articles, seed=asked.seed)
    except Refused as refused:
        raise SystemExit(str(refused)) from refused
    print(f"{asked.articles:,} articles in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
