"""The database itself holds that the periods of one article's editions never overlap.

PostgreSQL has an exclusion constraint for it, SQLite two triggers; Django's own ExclusionConstraint
cannot be declared on a model that SQLite must also carry.
"""

from django.db import migrations

POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE articles_edition ADD CONSTRAINT edition_one_at_a_time
    EXCLUDE USING gist (article_id WITH =, tstzrange(starts_at, ends_at) WITH &&);
"""
POSTGRESQL_BACK = "ALTER TABLE articles_edition DROP CONSTRAINT edition_one_at_a_time;"

SQLITE = """
CREATE TRIGGER edition_one_at_a_time_{event} BEFORE {when} ON articles_edition
WHEN EXISTS (
    SELECT 1 FROM articles_edition other
    WHERE other.article_id = NEW.article_id
      AND other.id IS NOT NEW.id
      AND (other.ends_at IS NULL OR other.ends_at > NEW.starts_at)
      AND (NEW.ends_at IS NULL OR NEW.ends_at > other.starts_at)
)
BEGIN
    SELECT RAISE(ABORT, 'edition_one_at_a_time: two editions of an article would be public at once');
END;
"""
EVENTS = {"insert": "INSERT", "update": "UPDATE OF article_id, starts_at, ends_at"}


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for event, when in EVENTS.items():
        schema_editor.execute(SQLITE.format(event=event, when=when))


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK)
        return
    for event in EVENTS:
        schema_editor.execute(f"DROP TRIGGER edition_one_at_a_time_{event}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
