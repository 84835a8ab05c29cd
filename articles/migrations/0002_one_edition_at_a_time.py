"""PostgreSQL itself holds that the periods of one article's editions never overlap.

SQLite's triggers for the same rule are in articles/guards.py. Django's ExclusionConstraint cannot be
declared on a model that SQLite must carry too.
"""

from django.db import migrations

FORWARDS = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE articles_edition ADD CONSTRAINT edition_one_at_a_time
    EXCLUDE USING gist (article_id WITH =, tstzrange(starts_at, ends_at) WITH &&);
"""
BACKWARDS = "ALTER TABLE articles_edition DROP CONSTRAINT edition_one_at_a_time;"


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARDS)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARDS)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
