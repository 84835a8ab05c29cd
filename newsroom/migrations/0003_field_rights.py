"""Which fields of other people's stories each role may change."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EVERYTHING = ["edit_text", "edit_furniture", "edit_sources", "edit_picture", "edit_plan"]
FIELDS = {
    "Desk editor": EVERYTHING,
    "Copy editor": ["edit_text", "edit_furniture", "edit_sources"],
    "Fact-checker": ["change_article", "edit_sources"],
    "Picture editor": ["edit_picture"],
    "Producer": ["edit_furniture"],
    "Standards editor": EVERYTHING,
    "Managing editor": EVERYTHING,
}
# Whoever starts a story writes it, and these write none.
NO_WRITERS = ["Picture editor", "Producer"]


def give_fields(apps, schema_editor):
    # Permissions are otherwise made after the last migration, which is too late for a group to have them.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    known = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__app_label="articles", content_type__model="article"
        )
    }
    for group in Group.objects.filter(name__in=FIELDS):
        group.permissions.add(*(known[name] for name in FIELDS[group.name]))
        if group.name in NO_WRITERS:
            group.permissions.remove(known["add_article"])


def take_fields(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    known = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__app_label="articles", content_type__model="article"
        )
    }
    for group in Group.objects.filter(name__in=FIELDS):
        group.permissions.remove(*(known[name] for name in FIELDS[group.name] if name in EVERYTHING))
        if group.name in NO_WRITERS:
            group.permissions.add(known["add_article"])
        if group.name == "Fact-checker":
            group.permissions.remove(known["change_article"])


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0002_roles"),
        ("articles", "0005_field_permissions"),
    ]

    operations = [migrations.RunPython(give_fields, take_fields, elidable=False)]
