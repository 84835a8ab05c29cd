"""PostgreSQL's search index knows where a story stands: section, kind, topics, people, month and year."""

from django.db import migrations

MARKS = """
DROP INDEX IF EXISTS articles_search_document;
ALTER TABLE articles_search ADD COLUMN IF NOT EXISTS marks text[] NOT NULL DEFAULT '{}';
UPDATE articles_search SET marks = found.marks FROM (
    SELECT edition.id, array_remove(ARRAY[
        'section-' || section_id, 'genre-' || genre,
        'month-' || to_char(url_date, 'YYYY-MM'), 'year-' || to_char(url_date, 'YYYY'),
        CASE WHEN EXISTS (
            SELECT 1 FROM articles_edition earlier WHERE earlier.article_id = edition.article_id
            AND earlier.number <= edition.number AND earlier.change IN
            ('clarification', 'correction', 'editors_note', 'retraction', 'right_of_reply')
        ) THEN 'corrected' END
    ], NULL)
    || ARRAY(SELECT 'topic-' || topic_id FROM articles_edition_topics WHERE edition_id = edition.id)
    || ARRAY(
        SELECT 'author-' || author_id FROM articles_credit
        WHERE edition_id = edition.id AND listed_at IS NOT NULL
    ) AS marks FROM articles_edition edition
) found WHERE found.id = edition_id;
CREATE INDEX articles_search_document ON articles_search USING gin (document, marks);
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MARKS)


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_briefs_on_plates")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop, elidable=False)]
