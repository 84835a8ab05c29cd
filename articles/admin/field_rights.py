"""Which fields of a story a person may change: one table, asked by the form, the bulk actions and restoring.

Reach and fields are two questions. `Article.objects.editable_by` says which stories somebody works on; this
table says what of them is theirs. On a story of one's own (`written_by`) everything is, for whoever starts a
story writes it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from articles.admin.access import written_by_them
from articles.models import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest

TEXT, FURNITURE, SOURCES = "articles.edit_text", "articles.edit_furniture", "articles.edit_sources"
PICTURE, PLAN = "articles.edit_picture", "articles.edit_plan"
# The permission, and the fields it opens. Every field of the form stands here exactly once.
FIELDS: dict[str, tuple[str, ...]] = {
    TEXT: (
        "kicker",
        "headline",
        "headline_is_working",
        "standfirst",
        "body",
        "key_points",
        "dateline",
        "language",
        "translation_of",
        "how_we_reported",
        "ai_use",
        "sponsor",
    ),
    FURNITURE: ("headline_short", "headline_seo", "headline_social", "slug", "canonical_url", "topics"),
    SOURCES: ("sources",),
    PICTURE: ("lead_photo",),
    # Who is credited stands with the plan: a byline makes a story somebody's own.
    PLAN: (
        "slugline",
        "contributions",
        "section",
        "genre",
        "urgency",
        "assignee",
        "due_at",
        "commissioned_length",
        "embargo_until",
        "embargo_source",
        "embargo_terms",
        "publish_at",
    ),
}
ALL_FIELDS = frozenset(name for names in FIELDS.values() for name in names)


def fields_of(user: User) -> frozenset[str]:
    """What the person's permissions open on the stories of others."""
    return frozenset(
        name for permission, names in FIELDS.items() if user.has_perm(permission) for name in names
    )


def closed_fields(request: HttpRequest, article: Article | None) -> frozenset[str]:
    """The fields the person behind the request may read and not change; none on a story they start."""
    user: User = request.user  # type: ignore[assignment]  # the desk asks for a login first
    closed = ALL_FIELDS - fields_of(user)
    # Whose the story is costs a query, which those who may change everything need not ask.
    if not closed or article is None or article.pk is None or written_by_them(request, article):
        return frozenset()
    return closed


def may_change_fields(request: HttpRequest, article: Article | None, names: Collection[str]) -> bool:
    """Whether all these fields, by their names or their columns, are the person's to change."""
    return closed_fields(request, article).isdisjoint(name.removesuffix("_id") for name in names)
