"""The table that full-text search looks in: FTS5 on SQLite, tsvector with a GIN index on PostgreSQL.

Only articles/search.py reads and writes it. No foreign key: what an entry points at is looked up when
somebody searches, and a table that Django does not know must not stop it from emptying its own.
"""

from django.db import DatabaseError, migrations, transaction

# With fewer prefixes an excerpt for “inter…” took sixty times as long; the two more cost 40 % of the index.
SQLITE = """
CREATE VIRTUAL TABLE articles_search USING fts5(
    headline, standfirst, byline, body, marks,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4 5'
);
"""
# Accents are folded by the extension unaccent where the server has it and the owner may add it.
CONFIGURATION = "CREATE TEXT SEARCH CONFIGURATION newsroom (COPY = simple);"
FOLDED = """
ALTER TEXT SEARCH CONFIGURATION newsroom
    ALTER MAPPING FOR hword, hword_part, word, numhword, numword, asciihword, hword_asciipart, asciiword
    WITH unaccent, simple;
"""
# Not compressed: ranking unpacks a thousand documents, and took a third longer with a fifth less disk.
POSTGRESQL = """
CREATE TABLE articles_search (
    edition_id bigint PRIMARY KEY, standfirst text NOT NULL, body text NOT NULL, document tsvector NOT NULL,
    marks text[] NOT NULL DEFAULT '{}'
);
ALTER TABLE articles_search ALTER COLUMN document SET STORAGE EXTERNAL;
CREATE INDEX articles_search_document ON articles_search USING gin (document, marks);
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CONFIGURATION)
        try:
            with transaction.atomic(using=schema_editor.connection.alias):
                schema_editor.execute("CREATE EXTENSION IF NOT EXISTS unaccent;")
                schema_editor.execute(FOLDED)
        except DatabaseError:
            # Searching then tells ü from u, and everything else is as it should be.
            pass
        schema_editor.execute(POSTGRESQL)


def backwards(apps, schema_editor):
    schema_editor.execute("DROP TABLE articles_search;")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION newsroom;")


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_one_edition_at_a_time")]

    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
