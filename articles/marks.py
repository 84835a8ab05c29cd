"""Marks: where a story stands, in the words of `articles.tags`, beside its text in the search index.

A common word has half the archive behind it. Together with marks the index finds the newest of a topic, or
of a month, without touching the others. Marks only narrow; what is shown the editions handed in decide.
PostgreSQL holds them as an array; in SQLite they are words that nobody can type.
"""

from __future__ import annotations

import re
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

FAR_BACK = 100
"""Years whose marks a query names; what is older is few."""
# A letter for SQLite's tokenizer, and for `terms.WORD` none: no query has it.
SIGN = "\ue000"
NOT_OF_A_WORD = re.compile(r"[\W_]+")
NOBODY = "nobody"
"""What no story has."""

REPLACE = {
    "sqlite": """
        UPDATE articles_search
        SET marks = trim(replace(replace(' ' || marks || ' ', ' ' || %(old)s || ' ', ' '),
                                 ' ' || %(new)s || ' ', ' ') || %(new)s)
        WHERE rowid IN (
            SELECT rowid FROM articles_search WHERE articles_search MATCH '"' || %(old)s || '"')""",
    "postgresql": """
        UPDATE articles_search
        SET marks = array_append(array_remove(array_remove(marks, %(old)s), %(new)s), %(new)s)
        WHERE marks && ARRAY[%(old)s]::text[]""",
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is looked for besides words, as far as the index knows it."""

    groups: Sequence[Sequence[str]] = ()
    """Marks: a story has at least one of each group."""
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return bool(self.groups or self.since or self.until)


EVERYWHERE = Narrowing()


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the archive that is looked through at once."""

    since: date | None
    until: date | None
    marks: Sequence[str] = ()
    """All marks of time in it; none for what is older."""

    def meets(self, narrowing: Narrowing) -> bool:
        """Whether a story between the two days may stand in it."""
        ends_before = self.until and narrowing.since and self.until <= narrowing.since
        begins_after = self.since and narrowing.until and self.since > narrowing.until
        return not (ends_before or begins_after)

    def has_few(self, narrowing: Narrowing) -> bool:
        """Whether so few stories stand in it that each is looked at, rather than the list of a word."""
        if not self.marks:
            return False
        if self.marks[0].startswith("month"):
            return bool(narrowing.groups) or self.until is None
        return any(group and group[0].startswith((CORRECTED, AUTHOR)) for group in narrowing.groups)


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
    if connection.vendor == "sqlite":
        old, new = word(old), word(new)
    with connection.cursor() as cursor:
        cursor.execute(REPLACE[connection.vendor], {"old": old, "new": new})


# --- As words of SQLite's index ----------------------------------------------------------------------------


def word(mark: str) -> str:
    """The mark as one word that stands in no text and in no query."""
    return SIGN + NOT_OF_A_WORD.sub(SIGN, mark)


def for_fts5(words: str, narrowing: Narrowing, today: date) -> str:
    """An FTS5 query for words (none: for any story) narrowed by marks."""
    groups = [*narrowing.groups, *_since(narrowing.since, today)]
    wanted = [f"({_any(group or [NOBODY])})" for group in groups]
    query = " AND ".join([f"({words})", *wanted] if words else wanted)
    unwanted = _any(_after(narrowing.until, today))
    return f"({query}) NOT ({unwanted})" if unwanted and query else query


def _any(group: Sequence[str]) -> str:
    return " OR ".join(f'"{word(mark)}"' for mark in group)


def _since(day: date | None, today: date) -> list[list[str]]:
    """Marks of the months and years from a day's month on; no group where there are too many."""
    if day is None or not today.year - FAR_BACK < day.year <= today.year:
        return []
    months = [tags.month(day.replace(month=number, day=1)) for number in range(day.month, 13)]
    return [[*months, *_years(day.year + 1, today)]]


def _after(day: date | None, today: date) -> list[str]:
    """Marks of the months and years that come after a day's month, up to now."""
    if day is None or day >= today:
        return []
    months = [tags.month(day.replace(month=number, day=1)) for number in range(day.month + 1, 13)]
    return [*months, *_years(day.year + 1, today)]


def _years(first: int, today: date) -> list[str]:
    # The dates of addresses are the newsroom's: the year that comes next may have begun already.
    return [f"year-{year:04}" for year in range(max(first, today.year - FAR_BACK), today.year + 2)]


# --- As stretches of PostgreSQL's --------------------------------------------------------------------------


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
