"""What the search index holds."""

from __future__ import annotations

from django.db import connection

from articles.marks import marks_of, word
from articles.models import Edition


def held_marks(edition: Edition) -> list[str]:
    """The marks of an edition as they stand in the index; a word that is no mark stands for itself."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        key = "rowid" if is_sqlite else "edition_id"
        cursor.execute(f"SELECT marks FROM articles_search WHERE {key} = %s", [edition.pk])  # noqa: S608 - of two words
        [held] = cursor.fetchone()
    known = {word(mark): mark for mark in marks_of(edition)}
    return sorted(known.get(name, name) for name in held.split()) if is_sqlite else sorted(held)
