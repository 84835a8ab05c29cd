"""Columns of the front page, pins, its log, and the breaking strip."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_search"),
        ("newsroom", "0003_field_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BreakingStrip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="What is known, in one line. The word “Breaking” stands before it by itself.",
                        max_length=120,
                        verbose_name="text",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
            ],
            options={
                "verbose_name": "breaking strip",
                "verbose_name_plural": "breaking strips",
                "ordering": ["-starts_at", "-pk"],
                "permissions": [("set_breaking", "Can set and end the breaking strip")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="FrontChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("area", models.CharField(max_length=70, verbose_name="part of the page")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("placed", "placed"),
                            ("changed", "changed"),
                            ("moved", "moved"),
                            ("pinned", "pinned"),
                            ("unpinned", "unpinned"),
                            ("removed", "removed"),
                            ("strip_set", "set the breaking strip"),
                            ("strip_ended", "ended the breaking strip"),
                        ],
                        max_length=12,
                        verbose_name="verb",
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="what")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
            ],
            options={
                "verbose_name": "change of the front page",
                "verbose_name_plural": "changes of the front page",
                "ordering": ["-number"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="frontslot",
            name="pinned",
            field=models.BooleanField(
                default=False,
                help_text="A pinned story stays in its place. Any other slides down when somebody places a story above it.",
                verbose_name="pinned",
            ),
        ),
        migrations.AddField(
            model_name="frontslot",
            name="section",
            field=models.ForeignKey(
                blank=True,
                help_text="Whose band it stands in; the top of the page when empty.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="front_slots",
                to="articles.section",
                verbose_name="section",
            ),
        ),
        migrations.AlterField(
            model_name="frontslot",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="front_slots",
                to="articles.article",
                verbose_name="story",
            ),
        ),
        migrations.AlterField(
            model_name="frontslot",
            name="ends_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Then the place fills itself again, on the minute. When empty: until somebody removes it.",
                null=True,
                verbose_name="until",
            ),
        ),
        migrations.AlterField(
            model_name="frontslot",
            name="headline",
            field=models.CharField(
                blank=True,
                help_text="Only for the front page; the story’s own when empty.",
                max_length=90,
                verbose_name="headline",
            ),
        ),
        migrations.AlterField(
            model_name="frontslot",
            name="photo",
            field=models.ForeignKey(
                blank=True,
                help_text="Only for the front page; the story’s own when empty.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="front_slots",
                to="articles.photo",
                verbose_name="picture",
            ),
        ),
        migrations.AlterField(
            model_name="frontslot",
            name="position",
            field=models.PositiveSmallIntegerField(
                help_text="Counted in its column. 1 is the lead, or the first story of a band.",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="breakingstrip",
            name="article",
            field=models.ForeignKey(
                blank=True,
                help_text="A live story. When readers can no longer read it, the strip goes with it.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="articles.article",
                verbose_name="story",
            ),
        ),
        migrations.AddField(
            model_name="breakingstrip",
            name="set_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="set by",
            ),
        ),
        migrations.AddField(
            model_name="frontchange",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddConstraint(
            model_name="breakingstrip",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="strip_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="breakingstrip",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="strip_says_something"
            ),
        ),
    ]
