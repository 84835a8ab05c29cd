"""Briefs: what the smallest card shows, as a plain row. An edition is made of it only to render it."""

from __future__ import annotations

from typing import Any

from articles.models import Edition, Section

# A row with the columns of `BRIEF`.
type Brief = Any

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
