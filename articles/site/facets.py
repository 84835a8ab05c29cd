"""Facets: what the stories that were found are of, each with how many, as links that narrow the search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Count, F, Value
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.models import Credit, Edition, EditionTopic, Genre
from articles.search import among

# Facet, value, label, and the number of stories.
type Row = tuple[str, str, str, int]

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
    """The facets of the editions with these keys, in two queries. Those that narrow nothing are left out.

    `asked` is the search as it is: an entry changes one thing of it and begins at the first page.
    """
    values: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    if found:
        for facet, value, label, count in chain(_of_editions(found), _of_lines(found)):
            values[facet].append((value, label, count))
    made = []
    for facet, heading in LABELS.items():
        most = sorted(values[facet], key=lambda value: (-value[2], value[1]))[:SHOWN]
        entries = [_entry(facet, *value, asked) for value in most]
        if len(entries) > 1 or any(entry.is_chosen for entry in entries):
            made.append(Facet(str(heading), entries))
    return made


def _of_editions(found: Sequence[int]) -> Iterator[Row]:
    """What stands in the editions themselves, in one walk through them."""
    editions = Edition.objects.filter(pk__in=among(found)).order_by()
    rows = list(editions.values_list("section__slug", "section__name", "genre", "url_date"))
    for (slug, name), count in Counter((slug, name) for slug, name, _genre, _on in rows if slug).items():
        yield "section", slug, name, count
    for genre, count in Counter(genre for _slug, _name, genre, _on in rows).items():
        yield "genre", genre, str(Genre(genre).label), count
    for year, count in Counter(str(on.year) for _slug, _name, _genre, on in rows).items():
        yield "year", year, year, count


def _of_lines(found: Sequence[int]) -> Iterable[Row]:
    """Their topics, and the people on whose pages they stand."""
    topics = EditionTopic.objects.filter(edition__in=among(found))
    people = Credit.objects.filter(edition__in=among(found), listed_at__isnull=False)
    about, by = [
        rows.order_by()
        .values(facet=Value(facet), value=F(f"{facet}__slug"), label=F(f"{facet}__name"))
        .annotate(stories=Count("pk"))
        .values_list("facet", "value", "label", "stories")
        for facet, rows in (("topic", topics), ("author", people))
    ]
    lines: Any = about.union(by, all=True).order_by()
    return cast("Iterable[Row]", lines)


def _entry(facet: str, value: str, label: str, count: int, asked: QueryDict) -> Entry:
    narrowed = {"since": f"{value}-01-01", "until": f"{value}-12-31"} if facet == "year" else {facet: value}
    is_chosen = all(asked.get(name) == wanted for name, wanted in narrowed.items())
    # The form takes a name as well as the end of an address.
    is_chosen |= facet in ("topic", "author") and asked.get(facet, "").casefold() == label.casefold()
    rest = asked.copy()
    for name in ("page", "before", "after", *narrowed):
        rest.pop(name, None)
    query = urlencode([*rest.items(), *({} if is_chosen else narrowed).items()])
    return Entry(label, count, f"?{query}", is_chosen)
