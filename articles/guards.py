"""Keeps the periods of one article's editions apart in SQLite. A leaf: no model is imported.

PostgreSQL has an exclusion constraint for it (migration 0002). SQLite has triggers, and it loses them
whenever a migration rebuilds the table; so they are made again after every `migrate`.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

TRIGGER = """
CREATE TRIGGER IF NOT EXISTS edition_one_at_a_time_{event} BEFORE {when} ON articles_edition
WHEN EXISTS (
    SELECT 1 FROM articles_edition other
    WHERE other.article_id = NEW.article_id
      AND other.id IS NOT NEW.id
      AND (other.ends_at IS NULL OR other.ends_at > NEW.starts_at)
      AND (NEW.ends_at IS NULL OR NEW.ends_at > other.starts_at)
)
BEGIN
    SELECT RAISE(ABORT, 'edition_one_at_a_time: two editions of an article would be public at once');
END
"""
EVENTS = {"insert": "INSERT", "update": "UPDATE OF article_id, starts_at, ends_at"}


def make_triggers(using: str, **kwargs: Any) -> None:
    """Make the triggers of a SQLite database that are missing. A receiver of `post_migrate`."""
    connection = connections[using]
    if connection.vendor != "sqlite" or "articles_edition" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for event, when in EVENTS.items():
            cursor.execute(TRIGGER.format(event=event, when=when))
