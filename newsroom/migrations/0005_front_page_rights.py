"""Slots below the top move into their section's band; who sets the breaking strip."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

PLACES = 4
SETS_THE_STRIP = ("Desk editor", "Producer", "Managing editor")


def move_into_bands(apps, schema_editor):
    FrontSlot = apps.get_model("newsroom", "FrontSlot")
    filled: dict[int, int] = {}
    for slot in (
        FrontSlot.objects.filter(position__gt=PLACES).select_related("article").order_by("position", "pk")
    ):
        section = slot.article.section_id
        if section is None:
            # Without a section it stood nowhere.
            slot.delete()
            continue
        filled[section] = filled.get(section, 0) + 1
        slot.section_id, slot.position = section, min(filled[section], PLACES + 1)
        slot.save(update_fields=["section", "position"])


def give_rights(apps, schema_editor):
    # Permissions are otherwise made after the last migration, which is too late for a group to have them.
    config = apps.get_app_config("newsroom")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    right = apps.get_model("auth", "Permission").objects.get(
        codename="set_breaking", content_type__app_label="newsroom"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=SETS_THE_STRIP):
        group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_front_page_places")]

    operations = [
        migrations.RunPython(move_into_bands, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(give_rights, migrations.RunPython.noop, elidable=False),
    ]
