"""Keeping the search index: the words and marks of editions that are public or will be.

`articles.search` looks in it, and decides by the editions it is handed what is shown.
"""

# What stands in SQL by f-string is written in this file; values go in as parameters.
# ruff: noqa: S608

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q
from django.utils import timezone

from articles.marks import marks_of, word
from articles.models import Change, Edition
from articles.richtext import plain
from articles.search import LESS
from articles.terms import WORD

INDEXED = 200_000
"""Characters of a body that are indexed. A tsvector holds 1 MB and no more."""
LARGEST_KEY = 2**63 - 1
CONTROL = dict.fromkeys([*range(9), *range(11, 32), 127], " ")

PUT = {
    "sqlite": """
        INSERT OR REPLACE INTO articles_search (rowid, headline, standfirst, byline, body, marks)
        VALUES (%s, %s, %s, %s, %s, %s)""",
    "postgresql": """
        INSERT INTO articles_search (edition_id, standfirst, body, marks, document) VALUES (%s, %s, %s, %s,
            setweight(to_tsvector('newsroom', %s), 'A') || setweight(to_tsvector('newsroom', %s), 'B') ||
            setweight(to_tsvector('newsroom', %s), 'C') || setweight(to_tsvector('newsroom', %s), 'D'))
        ON CONFLICT (edition_id) DO UPDATE SET
            standfirst = EXCLUDED.standfirst, body = EXCLUDED.body, marks = EXCLUDED.marks,
            document = EXCLUDED.document""",
}
KEY = {"sqlite": "rowid", "postgresql": "edition_id"}


def index(edition: Edition) -> None:
    """Make an edition findable, and forget those of its article that have ended.

    Called in the transaction that stores the edition: both happen or neither does.
    """
    with connection.cursor() as cursor:
        if edition.change != Change.TAKE_DOWN:
            cursor.execute(PUT[connection.vendor], _entry(edition))
        ended = Edition.objects.filter(article=edition.article_id, ends_at__lte=timezone.now())
        sql, values = ended.order_by().values("pk").query.sql_with_params()
        cursor.execute(f"DELETE FROM articles_search WHERE {KEY[connection.vendor]} IN ({sql})", values)


def remove(edition: Edition) -> None:
    """Forget an edition that will not be public after all."""
    with connection.cursor() as cursor:
        _forget(cursor, [edition.pk])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild has come."""

    last: int
    """The key to go on `after`."""
    indexed: int
    forgotten: int


def rebuild(*, batch: int = 500, after: int = 0, anew: bool = True) -> Iterator[Progress]:
    """Index every edition that is public or will be, and forget the others, a batch at a time.

    Each batch is a transaction of its own: readers and editors never wait, and whoever was interrupted
    goes on `after` the last key reported. Without `anew` only what is missing is written.
    """
    while True:
        keys = Edition.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
        last = next(iter(keys[batch - 1 : batch]), None)
        with transaction.atomic():
            progress = _rebuild(after, last, anew=anew)
        yield progress
        if last is None:
            return
        after = last


def _rebuild(after: int, last: int | None, *, anew: bool) -> Progress:
    """Bring the entries of the editions after one key, up to and with another (or all), in order."""
    # Entries before editions: whoever stores an edition meanwhile stores its entry with it.
    entries = _entries(after, last)
    now = timezone.now()
    unended = Edition.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), pk__gt=after)
    if last is not None:
        unended = unended.filter(pk__lte=last)
    wanted = set(unended.exclude(change=Change.TAKE_DOWN).values_list("pk", flat=True))
    missing = wanted if anew else wanted - entries
    with connection.cursor() as cursor:
        _forget(cursor, entries - wanted)
        for edition in Edition.objects.filter(pk__in=missing):
            cursor.execute(PUT[connection.vendor], _entry(edition))
    return Progress(max(wanted | {after}) if last is None else last, len(missing), len(entries - wanted))


def _entries(after: int, last: int | None) -> set[int]:
    key = KEY[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key} FROM articles_search WHERE {key} > %s AND {key} <= %s",
            [after, LARGEST_KEY if last is None else last],
        )
        return {pk for (pk,) in cursor.fetchall()}


def _forget(cursor: CursorWrapper, pks: Iterable[int]) -> None:
    forget = f"DELETE FROM articles_search WHERE {KEY[connection.vendor]} = %s"
    cursor.executemany(forget, [(pk,) for pk in pks])


def _entry(edition: Edition) -> list[Any]:
    """The values PUT takes: the edition's key and its words as the public reads them."""
    headline = _text(edition.headline)
    standfirst = _text(edition.standfirst)
    byline = _text(f"{edition.kicker}\n{edition.byline}\n{edition.dateline}")
    body = _text(f"{edition.key_points}\n{plain(edition.body)}"[:INDEXED])
    texts = [headline, standfirst, byline, body]
    held = marks_of(edition)
    if connection.vendor == "sqlite":
        return [edition.pk, *texts, " ".join(map(word, held))]
    # PostgreSQL's parser takes and/or for the name of a file and a.b for a host: it is handed words alone.
    shown = [text.replace("<", LESS) for text in (standfirst, body)]
    return [edition.pk, *shown, held, *(" ".join(WORD.findall(text)) for text in texts)]


def _text(text: str) -> str:
    """Text in composed letters, without control characters."""
    return unicodedata.normalize("NFC", text).translate(CONTROL).strip()
