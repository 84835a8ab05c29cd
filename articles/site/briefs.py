"""Briefs: what the smallest card shows, as a plain row. An edition is made of it only to render it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from articles.models import Edition, Section
from articles.site.prepared import Prepared

# A row with the columns of `BRIEF`.
type Brief = Any
# The keys of a related story's edition and article.
type Related = Any

COLUMNS = (
    *("pk", "article_id", "url_date", "slug", "language", "genre", "kicker", "byline", "sponsor"),
    *("headline", "headline_short", "change", "last_change", "first_published_at", "modified_at"),
)
BRIEF = (*COLUMNS, "section_id", "section__name", "section__slug", "plate__version", "plate__brief")


def edition_of(brief: Brief) -> Edition:
    """The edition as far as its smallest card shows it; not for anything else."""
    edition = Edition(**{name: getattr(brief, name) for name in COLUMNS})
    if brief.section_id is not None:
        edition.section = Section(pk=brief.section_id, name=brief.section__name, slug=brief.section__slug)
    return edition


def _rows(editions: list[int]) -> QuerySet[Edition, Brief]:
    return Edition.objects.filter(pk__in=editions).order_by().values_list(*BRIEF, named=True)


_briefs = Prepared(_rows)


def briefs_of(related: Sequence[Related]) -> list[Brief]:
    """The briefs of these stories, in their order, in one query."""
    place = {row.edition_id: number for number, row in enumerate(related)}
    return sorted(_briefs(editions=list(place)), key=lambda brief: place[brief.pk]) if place else []
