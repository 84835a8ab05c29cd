"""The article form in the order in which a story is made; the change form's template walks it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from articles.models import Article

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Fields:
    """A run of fields; those in a tuple stand beside each other."""

    names: tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of a related model, by the prefix of their formset."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Group:
    """A numbered part of the form: `panel` names what the template adds to it."""

    name: str
    title: str | _StrPromise
    parts: tuple[Fields | Rows, ...] = ()
    panel: str = ""


# What stands in place of the editor for those who may not change the text.
BODY_SHOWN = "body_shown"
HEAD = Group("head", _("Slugline"), (Fields(("slugline",)),))
GROUPS = (
    Group("story", _("Story"), (Fields(("kicker", "headline", "standfirst", "body", "key_points")),)),
    Group(
        "credits",
        _("Credits and sources"),
        (
            Rows("contributions"),
            Fields(("dateline",)),
            Rows("sources"),
            Fields(("how_we_reported", ("ai_use", "sponsor"))),
        ),
    ),
    Group("pictures", _("Pictures"), (Fields(("lead_photo",)),), panel="picture"),
    Group(
        "classify",
        _("Classify"),
        (Fields((("section", "genre"), "topics", ("language", "urgency"), "translation_of")),),
    ),
    Group(
        "elsewhere",
        _("Headlines for elsewhere"),
        (Fields(("headline_short", "headline_seo", "headline_social")),),
        panel="headlines",
    ),
    Group("check", _("Check and sign-off"), panel="check"),
    Group("notes", _("Notes"), panel="notes"),
    Group(
        "publishing",
        _("Publishing"),
        (
            Fields(
                (
                    ("embargo_until", "publish_at"),
                    ("embargo_source", "embargo_terms"),
                    ("assignee", "due_at", "commissioned_length"),
                    "slug",
                    "canonical_url",
                )
            ),
        ),
        panel="zone",
    ),
    Group("share", _("Preview links"), panel="links"),
    Group("after", _("After publication"), panel="editions"),
)
# A field the checklist names, and the place in the form where it is mended.
PLACES = {
    "contributions": "contributions-group",
    "sources": "sources-group",
    "sign_offs": "sign-offs",
    "legal_hold": "legal-hold",
}


def fieldsets_for(article: Article | None, closed: Collection[str] = ()) -> list[tuple[None, dict[str, Any]]]:
    """Django's fieldsets, in the order of the groups; a text that is `closed` is shown as text."""
    sets: list[tuple[None, dict[str, Any]]] = []
    for group in (HEAD, *GROUPS):
        for part in group.parts:
            if isinstance(part, Fields):
                sets.append((None, {"fields": _shown(part, article, closed)}))  # noqa: PERF401 - two loops read better
    return sets


def _shown(
    part: Fields, article: Article | None, closed: Collection[str]
) -> tuple[str | tuple[str, ...], ...]:
    """The fields of a part: accepting a working headline is offered only where there is one."""
    names = [BODY_SHOWN if name == "body" and name in closed else name for name in part.names]
    if "headline" in names and article is not None and article.headline_is_working:
        names.insert(names.index("headline") + 1, "headline_is_working")
    return tuple(names)


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as the template renders it: each part is a fieldset or the lines of a related model."""

    number: int
    group: Group
    parts: list[dict[str, Any]]


def lay_out(fieldsets: Any, formsets: Any) -> tuple[Any, list[Shown]]:
    """The head's fieldset, and the numbered groups with their fieldsets and lines in place."""
    remaining = iter(fieldsets)
    rows = {formset.formset.prefix: formset for formset in formsets}
    head = next(remaining)
    shown = []
    for number, group in enumerate(GROUPS, start=1):
        parts = [
            {"fieldset": next(remaining)} if isinstance(part, Fields) else {"rows": rows.get(part.prefix)}
            for part in group.parts
        ]
        shown.append(Shown(number, group, parts))
    return head, shown


def place_of(field: str, closed: Collection[str] = ()) -> str:
    """The id of the element where a field of the form is mended; its group where the field is `closed`."""
    if field in closed and field not in PLACES:
        return next((f"group-{group.name}" for group in GROUPS if field in _names(group)), "group-head")
    return PLACES.get(field, f"id_{field}")


def _names(group: Group) -> set[str]:
    """The fields of a group, those that stand beside each other too."""
    runs = [part.names for part in group.parts if isinstance(part, Fields)]
    return {name for run in runs for item in run for name in ([item] if isinstance(item, str) else item)}
