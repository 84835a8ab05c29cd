"""What the writing aids of the form are told: limits, texts, choices (static/desk/writing/ reads it)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.access import colleague
from articles.admin.facts import READING_SPEED
from articles.checklist.story import TEXT_FIELDS
from articles.embedding.providers import providers
from articles.limits import LIMITS
from articles.models import Article, Preferences

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Plain fields in which a quotation mark is typography, not part of a name or an address.
PROSE_FIELDS = (
    "kicker",
    "headline",
    "headline_short",
    "headline_seo",
    "headline_social",
    "standfirst",
    "key_points",
    "how_we_reported",
)


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a headline stands besides the page: which fields it takes, the first that says something."""

    name: str
    title: _StrPromise
    fields: tuple[str, ...]
    text_fields: tuple[str, ...] = ()


SURFACES = (
    Surface("search", _("Search result"), ("headline_seo", "headline"), ("standfirst",)),
    Surface("social", _("Social card"), ("headline_social", "headline"), ("standfirst",)),
    Surface("front", _("Front page on a phone"), ("headline_short", "headline"), ("standfirst",)),
    Surface("push", _("Push notification"), ("headline_short", "headline"), ("standfirst",)),
)
ELSEWHERE = sorted({name for surface in SURFACES for name in (*surface.fields, *surface.text_fields)})


def aids(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """The context of the aids; no query."""
    shown = article or Article()
    return {
        "writing": {
            "limits": {name: asdict(limit) for name, limit in LIMITS.items()},
            "speed": READING_SPEED,
            "smart": Preferences.of(colleague(request)).smart_quotes,
            "prose_fields": PROSE_FIELDS,
            "placeholder_fields": [name for name in TEXT_FIELDS if name != "body"],
            "archive": reverse("admin:articles_article_archive"),
            "photos": reverse("admin:articles_article_photos"),
            "embed": reverse("admin:articles_article_embed"),
            "embed_hosts": sorted({host for provider in providers() for host in provider.hosts}),
            "embed_names": ", ".join(dict.fromkeys(provider.label for provider in providers())),
            "words": _words(),
            # Of the headlines somebody may only read, the form has no field.
            "labels": {
                field.name: capfirst(field.verbose_name)
                for field in Article._meta.concrete_fields
                if field.name in ELSEWHERE
            },
            "saved": {name: getattr(shown, name) for name in ELSEWHERE},
        },
        "surfaces": [_surface(surface, shown) for surface in SURFACES],
    }


def _surface(surface: Surface, article: Article) -> dict[str, Any]:
    return {
        "surface": surface,
        "title": _first(article, surface.fields),
        "text": _first(article, surface.text_fields),
    }


def _first(article: Article, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := getattr(article, name))), "")


def _words() -> dict[str, str]:
    return {
        "fine": _t("{n} of {most}"),
        "short": _t("{n}; reads well from {fewest} to {most}"),
        "long": _t("{n} of {most}; at most {hard}"),
        "over": _t("{over} over; at most {hard}"),
        "lines": _t("Points: {lines}. The longest has {n} of {most}"),
        "no_lines": _t("Three to five points of at most {most}"),
        "words": _t("Words: {n}"),
        "words_of": _t("Words: {n} of {wanted}"),
        "minutes": _t("{n} min read"),
        "selected": _t("Selected: {n}"),
        "placeholders": _t("Placeholders: {n}. Go to the next"),
        "placeholder_in": _t("Placeholder: {text}"),
        "placeholder_at": _t("Placeholder {n} of {all}: {field}"),
        "uses": _t("Takes: {field}"),
        "falls_back": _t("Takes: {field}, because {first} is empty"),
        "stories": _t("Stories found: {n}. Arrow keys choose."),
        "no_story": _t("No public story has these words."),
        "no_answer": _t("The archive does not answer. Paste the address instead."),
        "embed_asking": _t("Asking what stands there…"),
        "embed_in": _t("{label}: {what}. It stands in the text."),
        "embed_no_answer": _t("That did not work. Try again, or put in a link."),
        "look_column": _t("As wide as the text"),
        "look_wide": _t("Across the page"),
        "look_side": _t("Beside the text"),
        "picture_hidden": _t("covered: {why}"),
        "picture_number": _t("Picture {n}"),
        "picture_making": _t("Making its sizes…"),
        "picture_in": _t("{what}. It stands in the text."),
        "pictures": _t("Pictures found: {n}."),
        "no_picture": _t("No picture has these words."),
        "foreign": _t("Not one of our stories. Enter links to the address as it is."),
    }
