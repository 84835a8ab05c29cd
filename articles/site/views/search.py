"""Full-text search: the most relevant stories first, or the newest, narrowed like the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import tags
from articles.marks import Narrowing
from articles.models import Edition
from articles.models.edition import EditionQuerySet
from articles.search import RANKED, Index, add_excerpts
from articles.search import search as find
from articles.site.facets import facets
from articles.site.filters import ArchiveFilter, known_names
from articles.site.leading_on import led_on
from articles.site.metadata import page_metadata
from articles.site.paging import PAGE_SIZE, slice_of
from articles.site.requests import SiteRequest, only_read
from articles.terms import LONGEST, Terms

FORM = "search-form"
"""The form the box and the filters belong to, wherever on the page they stand."""


class SearchFilter(ArchiveFilter):
    """The archive's form with words to look for: the same keys in the address mean the same."""

    q = django_filters.CharFilter(label=_("Words"), method="with_words", max_length=LONGEST)

    def with_words(self, editions: EditionQuerySet, name: str, value: str) -> EditionQuerySet:
        """Leave the words to the search, which puts what it finds in order."""
        return editions

    def filter_form(self) -> forms.Form:
        """The form; its fields belong to the search box's form element."""
        form: forms.Form = self.form
        for field in form.fields.values():
            field.widget.attrs["form"] = FORM
        return form


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found, with the query strings of the pages beside it."""

    rows: Sequence[Edition]
    count: int
    previous: str = ""
    next: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than were put in order."""
        return self.count >= RANKED


@only_read
def search(request: SiteRequest) -> HttpResponse:
    """What fits the words and the filters. Raises Http404 for a page that there is not."""
    request.made_from.add(tags.STORIES, tags.FRAME)
    live = Edition.objects.live(request.now)
    filters = SearchFilter(request.GET or None, queryset=live, request=request)
    valid = not filters.is_bound or filters.is_valid()
    words = filters.form.cleaned_data["q"] if filters.is_bound and valid else ""
    looks = bool(Terms.parse(words))
    context: dict[str, Any] = {
        "here": "search",
        "form": filters.filter_form(),
        "narrowed": any(request.GET.get(name) for name in filters.filters if name != "q"),
        "names": known_names(request.now),
        "in_archive": _in_archive(request),
        "typed": "".join(filter(str.isprintable, request.GET.get("q", "")))[:LONGEST],
        "words": words,
        "looks": looks,
        "sort": "date" if request.GET.get("sort") == "date" else "",
        "metadata": page_metadata(request, gettext("Search"), path=reverse("search"), index=False),
    }
    if looks:
        editions = filters.qs.as_cards()
        context |= (_newest if context["sort"] else _best)(request, editions, words, filters.narrowing())
    if not context.get("rows"):
        if elsewhere := led_on(request, filters.filters):
            return elsewhere
        if "results" in context and _page(request) > 1:
            raise Http404("There is no such page of results.")
    return render(request, "site/search.html", context)


def _newest(
    request: SiteRequest, editions: EditionQuerySet, words: str, narrowing: Narrowing
) -> dict[str, object]:
    """What was found, newest first, in pages by keyset like every list."""
    listing = slice_of(request, editions, index=Index(words, narrowing))
    add_excerpts(listing.rows, words)
    return {"listing": listing, "rows": listing.rows, "other_order": _link(request, sort="")}


def _best(
    request: SiteRequest, editions: EditionQuerySet, words: str, narrowing: Narrowing
) -> dict[str, object]:
    """What was found, most relevant first, in numbered pages."""
    page = _page(request)
    start = (page - 1) * PAGE_SIZE
    found = find(editions, words, narrowing=narrowing, start=start, size=PAGE_SIZE)
    results = Results(
        rows=found.rows,
        count=found.count,
        previous=_link(request, page=str(page - 1)) if page > 1 else "",
        next=_link(request, page=str(page + 1)) if found.count > start + PAGE_SIZE else "",
    )
    return {
        "results": results,
        "rows": found.rows,
        "facets": facets(found.keys, request.GET),
        "other_order": _link(request, sort="date"),
    }


def _page(request: SiteRequest) -> int:
    """The page asked for, counted from 1. Raises Http404 for one that can not be."""
    text = request.GET.get("page", "1")
    last = RANKED // PAGE_SIZE
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(last)) and 1 <= int(text) <= last):
        raise Http404("There is no such page of results.")
    return int(text)


def _in_archive(request: SiteRequest) -> str:
    """The archive, narrowed in the same way."""
    asked = {name: request.GET[name] for name in ArchiveFilter.base_filters if request.GET.get(name)}
    return f"{reverse('archive')}?{urlencode(asked)}"


def _link(request: SiteRequest, **changed: str) -> str:
    """The query string of this search with something changed, from its first page unless one is named."""
    parameters = request.GET.copy()
    for name in ("page", "before", "after", *changed):
        parameters.pop(name, None)
    for name, value in changed.items():
        if value and (name, value) != ("page", "1"):
            parameters[name] = value
    return f"?{parameters.urlencode()}"
