"""The roles of a newsroom as groups, with what each may do at the desk."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

LOOK = [
    "articles.view_article",
    "articles.view_edition",
    "articles.view_event",
    "articles.view_outlet",
    "articles.view_photo",
    "articles.view_revision",
    "articles.view_section",
    "articles.view_topic",
    "authors.view_author",
]
TALK = [
    "articles.add_note",
    "articles.change_note",
    "articles.view_note",
]
WRITE = [
    *LOOK,
    *TALK,
    "articles.add_article",
    "articles.change_article",
    "articles.submit_article",
    "articles.require_sign_off",
    "articles.add_outlet",
    "articles.add_photo",
    "articles.add_topic",
]
# On other people's stories; `articles/admin/field_rights.py` says which fields each stands for.
ALL_FIELDS = [
    "articles.edit_text",
    "articles.edit_furniture",
    "articles.edit_sources",
    "articles.edit_picture",
    "articles.edit_plan",
]
# Whoever starts a story writes it, and these write none.
NO_WRITER = [permission for permission in WRITE if permission != "articles.add_article"]
FRONT = [
    "newsroom.set_breaking",
    "newsroom.add_frontslot",
    "newsroom.change_frontslot",
    "newsroom.delete_frontslot",
    "newsroom.view_frontslot",
]
ANSWER_READERS = [
    "articles.view_errorreport",
    "articles.change_errorreport",
]
FOLLOW_UP = [
    "articles.view_followup",
    "articles.change_followup",
]
EDIT = [
    *WRITE,
    *ALL_FIELDS,
    *ANSWER_READERS,
    *FOLLOW_UP,
    "articles.review_article",
    "articles.approve_article",
    "articles.publish_article",
    "articles.correct_article",
    "articles.spike_article",
    "articles.share_preview",
    "articles.change_outlet",
    "articles.change_photo",
    "articles.change_topic",
    "articles.view_wording",
]
# The publication, and the rows that belong to it.
IMPRINT = [
    "newsroom.change_publication",
    "newsroom.view_publication",
    *(
        f"newsroom.{verb}_{row}"
        for verb in ("add", "change", "delete", "view")
        for row in ("owner", "revenue", "publicmoney")
    ),
]
REMOVALS = [
    "articles.add_removalrequest",
    "articles.change_removalrequest",
    "articles.view_removalrequest",
    "articles.handle_removal_requests",
]
RULES = [
    "articles.add_wording",
    "articles.change_wording",
    "articles.delete_wording",
    "newsroom.add_policypage",
    "newsroom.change_policypage",
    "newsroom.view_policypage",
]
# What would show a contributor other people's stories; their own they see without it.
OTHERS_STORIES = {
    "articles.view_article",
    "articles.view_edition",
    "articles.view_event",
    "articles.view_revision",
}
ROLES = {
    "Contributor": [permission for permission in WRITE if permission not in OTHERS_STORIES],
    "Reporter": WRITE,
    "Desk editor": [*EDIT, *FRONT],
    "Copy editor": [
        *WRITE,
        "articles.edit_text",
        "articles.edit_furniture",
        "articles.edit_sources",
        *FOLLOW_UP,
        "articles.review_article",
        "articles.change_photo",
        "articles.change_topic",
    ],
    "Fact-checker": [
        *LOOK,
        *TALK,
        "articles.change_article",
        "articles.edit_sources",
        "articles.sign_off_fact_check",
    ],
    "Legal": [
        *LOOK,
        *TALK,
        *REMOVALS,
        "articles.require_sign_off",
        "articles.sign_off_legal",
        "articles.hold_article",
        "articles.retract_article",
        "articles.share_preview",
    ],
    "Picture editor": [
        *NO_WRITER,
        "articles.edit_picture",
        "articles.change_photo",
        "articles.delete_photo",
        "articles.sign_off_picture",
        "authors.change_author",
    ],
    "Producer": [*NO_WRITER, *FRONT, "articles.edit_furniture", "articles.change_topic"],
    "Standards editor": [
        *EDIT,
        *REMOVALS,
        *RULES,
        "articles.retract_article",
        "articles.sign_off_standards",
        "articles.waive_sign_off",
    ],
    "Managing editor": [
        *EDIT,
        *FRONT,
        *REMOVALS,
        *RULES,
        "articles.retract_article",
        "articles.take_down_article",
        "articles.lift_embargo",
        "articles.waive_sign_off",
        "articles.hold_article",
        "articles.delete_article",
        "articles.add_section",
        "articles.change_section",
        "articles.delete_topic",
        "authors.add_author",
        "authors.change_author",
        *IMPRINT,
    ],
}


def make_roles(apps, schema_editor):
    # Permissions are otherwise made after the last migration, which is too late for a group to have them.
    for label in ("articles", "authors", "newsroom"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, permissions in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([known[permission] for permission in permissions])


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_initial"),
        ("articles", "0002_one_edition_at_a_time"),
        ("authors", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles, elidable=False)]
