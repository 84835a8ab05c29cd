"""Facets: what the stories that were found are of, each with how many, as links that narrow the search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast, ExtractYear
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.models import Credit, Edition, EditionTopic, Genre
from articles.search import among

SHOWN = 6
"""Entries of a facet, those with the most stories."""
LABELS = {
    "section": _("Section"),
    "genre": _("Kind of story"),
    "year": _("Year"),
    "topic": _("Topic"),
    "author": _("Author"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A value with its number of stories, and the query string that narrows to it or, when it is chosen,
    takes it back."""

    label: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow what was found."""

    label: str
    entries: list[Entry]


def facets(found: Sequence[int], asked: QueryDict) -> list[Facet]:
    """The facets of the editions with these keys, in one query; those that would narrow nothing are left out.

    `asked` is the search as it is: an entry changes one thing of it and begins at the first page.
    """
    values: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for facet, value, label, count in _counted(found) if found else ():
        values[facet].append((value, label, count))
    made = []
    for facet, label in LABELS.items():
        most = sorted(values[facet], key=lambda value: (-value[2], value[1]))[:SHOWN]
        entries = [_entry(facet, *value, asked) for value in most]
        if len(entries) > 1 or any(entry.is_chosen for entry in entries):
            made.append(Facet(str(label), entries))
    return made


def _counted(found: Sequence[int]) -> Any:
    """Rows of facet, value, label and number."""
    editions = Edition.objects.filter(pk__in=among(found))
    topics = EditionTopic.objects.filter(edition__in=among(found))
    people = Credit.objects.filter(edition__in=among(found), listed_at__isnull=False)
    in_sections, none = editions.filter(section__isnull=False), Value("")
    first, *rest = [
        rows.order_by()
        .values(facet=Value(facet), value=value, label=label)
        .annotate(stories=Count("pk"))
        .values_list("facet", "value", "label", "stories")
        for facet, rows, value, label in [
            ("section", in_sections, F("section__slug"), F("section__name")),
            ("genre", editions, F("genre"), none),
            ("year", editions, Cast(ExtractYear("url_date"), CharField()), none),
            ("topic", topics, F("topic__slug"), F("topic__name")),
            ("author", people, F("author__slug"), F("author__name")),
        ]
    ]
    return first.union(*rest, all=True).order_by()


def _entry(facet: str, value: str, label: str, count: int, asked: QueryDict) -> Entry:
    narrowed = {"since": f"{value}-01-01", "until": f"{value}-12-31"} if facet == "year" else {facet: value}
    is_chosen = all(asked.get(name) == wanted for name, wanted in narrowed.items())
    # The form takes a name as well as the end of an address.
    is_chosen |= facet in ("topic", "author") and asked.get(facet, "").casefold() == label.casefold()
    rest = asked.copy()
    for name in ("page", "before", "after", *narrowed):
        rest.pop(name, None)
    query = urlencode([*rest.items(), *({} if is_chosen else narrowed).items()])
    return Entry(
        str(Genre(value).label) if facet == "genre" else label or value, count, f"?{query}", is_chosen
    )
