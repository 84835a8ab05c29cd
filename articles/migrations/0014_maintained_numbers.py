"""Lists of topics and people that are walked by an index of their own, and numbers that nobody counts."""

# ruff: noqa: S608

import django.db.models.deletion
from django.db import migrations, models

PLACES = """
UPDATE articles_edition_topics SET listed_at = edition.first_published_at
    FROM articles_edition edition WHERE edition.id = articles_edition_topics.edition_id
"""
# A person with several lines is listed by the first of them that is not editing or checking.
CREDITS = """
UPDATE articles_credit SET listed_at = edition.first_published_at
    FROM articles_edition edition WHERE edition.id = articles_credit.edition_id
    AND articles_credit.role NOT IN ('editor', 'fact_checker')
    AND NOT EXISTS (
        SELECT 1 FROM articles_credit other WHERE other.edition_id = articles_credit.edition_id
        AND other.author_id = articles_credit.author_id AND other.id < articles_credit.id
        AND other.role NOT IN ('editor', 'fact_checker'))
"""
OPEN = "edition.ends_at IS NULL AND edition.change <> 'take_down'"
TALLIES = (
    f"""SELECT 'topic-' || line.topic_id, COUNT(*), CAST(NULL AS timestamp with time zone) FROM articles_edition_topics line
        JOIN articles_edition edition ON edition.id = line.edition_id WHERE {OPEN} GROUP BY line.topic_id""",
    f"""SELECT 'author-' || line.author_id, COUNT(*), CAST(NULL AS timestamp with time zone) FROM articles_credit line
        JOIN articles_edition edition ON edition.id = line.edition_id
        WHERE {OPEN} AND line.listed_at IS NOT NULL GROUP BY line.author_id""",
    f"""SELECT 'day-' || CAST(url_date AS text), COUNT(*), CAST(NULL AS timestamp with time zone)
        FROM articles_edition edition WHERE {OPEN} GROUP BY 1""",
    f"""SELECT 'month-' || substr(CAST(url_date AS text), 1, 7), COUNT(*), CAST(NULL AS timestamp with time zone)
        FROM articles_edition edition WHERE {OPEN} GROUP BY 1""",
    f"""SELECT 'year-' || substr(CAST(url_date AS text), 1, 4), COUNT(*), CAST(NULL AS timestamp with time zone)
        FROM articles_edition edition WHERE {OPEN} GROUP BY 1""",
    f"""SELECT 'file-' || substr(CAST(url_date AS text), 1, 7), COUNT(*), MAX(modified_at)
        FROM articles_edition edition WHERE {OPEN} AND canonical_url = '' GROUP BY 1""",
)


def forwards(apps, schema_editor):
    if not apps.get_model("articles", "Edition").objects.exists():
        return
    for statement in (PLACES, CREDITS):
        schema_editor.execute(statement)
    for numbers in TALLIES:
        schema_editor.execute(f"INSERT INTO articles_tally (name, stories, changed_at) {numbers}")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_whose_stories_and_whose_licence"),
        ("authors", "0002_help_texts"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="EditionTopic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="topic_lines",
                                to="articles.edition",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="edition_lines",
                                to="articles.topic",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "topic of an edition",
                        "verbose_name_plural": "topics of editions",
                        "db_table": "articles_edition_topics",
                        "unique_together": {("edition", "topic")},
                    },
                ),
                migrations.AlterField(
                    model_name="edition",
                    name="topics",
                    field=models.ManyToManyField(
                        blank=True,
                        related_name="editions",
                        through="articles.EditionTopic",
                        to="articles.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="editiontopic",
            name="listed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="listed"),
        ),
        migrations.AddField(
            model_name="credit",
            name="listed_at",
            field=models.DateTimeField(
                editable=False,
                help_text="The story's place on the person's page; empty where another line gives it one already.",
                null=True,
                verbose_name="listed",
            ),
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "name",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="list"),
                ),
                ("stories", models.IntegerField(default=0, verbose_name="stories")),
                (
                    "changed_at",
                    models.DateTimeField(
                        help_text="Of a month, for its file of the sitemap.",
                        null=True,
                        verbose_name="last significant change",
                    ),
                ),
            ],
            options={"verbose_name": "tally", "verbose_name_plural": "tallies", "ordering": ["name"]},
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="editiontopic",
            name="listed_at",
            field=models.DateTimeField(editable=False, verbose_name="listed"),
        ),
    ]
