"""Marks: where a story stands, in the words of `articles.tags`, beside its text in PostgreSQL's index.

A common word has half the archive behind it. Together with marks the index finds the newest of a topic, or
of a month, without touching the others. Marks only narrow; what is shown the editions handed in decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from articles import tags
from articles.models import Credit, Edition, EditionTopic
from articles.models.edition import ON_RECORD

CORRECTED = "corrected"
AUTHOR = "author"
MONTHS, YEARS = (1, 3, 6, 12, 24), 10
"""How far back the windows reach; the last one has no end."""

REPLACE = """
    UPDATE articles_search
    SET marks = array_append(array_remove(array_remove(marks, %(old)s), %(new)s), %(new)s)
    WHERE marks && %(olds)s::text[]"""

type Narrowing = Sequence[Sequence[str]]
"""Groups of marks: a story has at least one of each group."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the archive that is looked through at once."""

    since: date | None
    until: date | None
    marks: Sequence[str] = ()
    """All marks of time in it; none for what is older."""

    def has_few(self, narrowing: Narrowing) -> bool:
        """Whether so few stories stand in it that each is looked at, rather than the list of a word."""
        if not self.marks:
            return False
        if self.marks[0].startswith("month"):
            return bool(narrowing) or self.until is None
        return any(group and group[0].startswith((CORRECTED, AUTHOR)) for group in narrowing)


def are_kept() -> bool:
    """Whether the index of this database has marks."""
    return connection.vendor == "postgresql"


def genre(kind: str) -> str:
    """The mark of a kind of story."""
    return f"genre-{kind}"


def marks(edition: Edition, topics: Iterable[int], authors: Iterable[int], *, corrected: bool) -> list[str]:
    """The marks of an edition with these topics, on these people's pages."""
    found = [genre(edition.genre), *map(tags.topic, topics), *map(tags.author, authors)]
    _day, *longer = tags.days(edition.url_date)
    section = [tags.section(edition.section_id)] if edition.section_id else []
    return [*found, *longer, *section, *([CORRECTED] if corrected else [])]


def marks_of(edition: Edition) -> list[str]:
    """The marks of a stored edition; three queries."""
    topics = EditionTopic.objects.filter(edition=edition).values_list("topic_id", flat=True)
    people = Credit.objects.filter(edition=edition, listed_at__isnull=False)
    put_right = Edition.objects.filter(
        article=edition.article_id, number__lte=edition.number, change__in=ON_RECORD
    )
    return marks(edition, topics, people.values_list("author_id", flat=True), corrected=put_right.exists())


def replace(old: str, new: str) -> None:
    """Put one mark in the place of another wherever the index has it."""
    if are_kept():
        with connection.cursor() as cursor:
            cursor.execute(REPLACE, {"old": old, "new": new, "olds": [old]})


def windows(today: date) -> list[Window]:
    """The archive in stretches, the newest first: a search that has found enough goes no further."""
    found: list[Window] = []
    # The dates of addresses are the newsroom's: the month that comes next may have begun already.
    until, back = None, -1
    for months in MONTHS:
        since = _months_before(today, months - 1)
        named = [tags.month(_months_before(today, number)) for number in range(back, months)]
        found.append(Window(since, until, named))
        until, back = since, months
    middle = _months_before(today, back - 1)
    far = date(max(1, middle.year - YEARS), 1, 1)
    years = [f"year-{year:04}" for year in range(far.year, middle.year + 1)]
    return [*found, Window(far, middle, years), Window(None, far)]


def _months_before(day: date, months: int) -> date:
    """The first day of the month that lies so many before."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(max(1, years), month + 1, 1)
