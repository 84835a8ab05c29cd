"""Whoever may change the publication may change the rows that belong to it."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLE = "Managing editor"
MODELS = ("owner", "revenue", "publicmoney")


def allow(apps, schema_editor):
    # Permissions are otherwise made after the last migration, which is too late for a group to have them.
    config = apps.get_app_config("newsroom")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    rows = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="newsroom", content_type__model__in=MODELS
    )
    apps.get_model("auth", "Group").objects.get(name=ROLE).permissions.add(*rows)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0005_who_owns_it")]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop, elidable=False)]
