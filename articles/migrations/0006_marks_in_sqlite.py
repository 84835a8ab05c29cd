"""On SQLite the words of a story stand beside its marks (articles/marks.py), as PostgreSQL has them already.

FTS5 takes no further column, so the table is made anew from the old one: some minutes for 200,000 stories.
"""

# Nothing in the SQL comes from anywhere but this file.
# ruff: noqa: S608

from django.db import migrations

COLUMNS = "headline, standfirst, byline, body"
MADE = """
CREATE VIRTUAL TABLE articles_search USING fts5(
    {columns},
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4 5'
);
"""
# As articles.marks.word writes them: one word each, which begins with a letter that nobody types.
SIGN = "\ue000"
MARKS = f"""
    '{SIGN}genre{SIGN}' || replace(edition.genre, '_', '{SIGN}') ||
    strftime(' {SIGN}month{SIGN}%%Y{SIGN}%%m {SIGN}year{SIGN}%%Y', edition.url_date) ||
    coalesce(' {SIGN}section{SIGN}' || edition.section_id, '') ||
    coalesce((SELECT group_concat(' {SIGN}topic{SIGN}' || topic_id, '') FROM articles_edition_topics
              WHERE edition_id = edition.id), '') ||
    coalesce((SELECT group_concat(' {SIGN}author{SIGN}' || author_id, '') FROM (
                  SELECT DISTINCT author_id FROM articles_credit
                  WHERE edition_id = edition.id AND listed_at IS NOT NULL)), '') ||
    CASE WHEN EXISTS (SELECT 1 FROM articles_edition earlier WHERE earlier.article_id = edition.article_id
                      AND earlier.number <= edition.number AND earlier.change IN
                      ('clarification', 'correction', 'editors_note', 'right_of_reply', 'retraction'))
         THEN ' {SIGN}corrected' ELSE '' END"""
FILL = f"""
INSERT INTO articles_search (rowid, {COLUMNS}, marks)
SELECT entry.rowid, entry.headline, entry.standfirst, entry.byline, entry.body, {MARKS}
FROM articles_search_before entry JOIN articles_edition edition ON edition.id = entry.rowid
WHERE entry.rowid > %s AND entry.rowid <= %s;
"""
# In one go SQLite would hold every page it changes in memory, in case the statement fails.
AT_ONCE = 5_000


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("ALTER TABLE articles_search RENAME TO articles_search_before;")
        schema_editor.execute(MADE.format(columns=f"{COLUMNS}, marks"))
        for first in range(0, _last(schema_editor), AT_ONCE):
            schema_editor.execute(FILL, [first, first + AT_ONCE])
        schema_editor.execute("DROP TABLE articles_search_before;")


def _last(schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT max(rowid) FROM articles_search_before")
        return cursor.fetchone()[0] or 0


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("ALTER TABLE articles_search RENAME TO articles_search_before;")
        schema_editor.execute(MADE.format(columns=COLUMNS))
        schema_editor.execute(
            f"INSERT INTO articles_search (rowid, {COLUMNS}) SELECT rowid, {COLUMNS} FROM articles_search_before;",
            params=None,
        )
        schema_editor.execute("DROP TABLE articles_search_before;")


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_former_names_of_topics")]

    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
