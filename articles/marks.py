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
NEAR = (1, 2, 3)
"""How many months back the first windows reach: so few stories that their words are looked at one by one."""
OF_FEW, OF_SOME, OF_ALL = (6, 9, 12, 18, 24, 36, 48), (6, 9, 12, 18, 24), (12,)
"""How far the next ones reach in a narrow list, in any list, in all there is; then YEARS, then the rest."""
OF_VERY_FEW = (12, 48)
"""How far all of them reach where two lists have little in common: a person's corrected stories."""
YEARS = 10
ALL_AT_ONCE, FEW = 2_000, 60_000
"""Up to so many stories of a topic or a person are looked at in one window, or count as a narrow list."""
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
    stories: int | None = None
    """How many stories have the rarest of the groups, as far as that is counted."""

    @property
    def leaves_few(self) -> bool:
        """Whether so few stories are left of every month that their words can be looked at one by one."""
        is_few = self.stories is not None and self.stories <= FEW
        return is_few or any(list(group) == [CORRECTED] for group in self.groups)


EVERYWHERE = Narrowing()


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the archive that is looked through at once."""

    since: date | None
    until: date | None
    marks: Sequence[str] = ()
    """All marks of time in it; none for what is older."""
    has_few: bool = False
    """Whether the words of its stories are looked at one by one, rather than the lists of the words."""

    def meets(self, narrowing: Narrowing, today: date) -> bool:
        """Whether a story between the two days, and not later than now, may stand in it."""
        ends_before = self.until and narrowing.since and self.until <= narrowing.since
        begins_after = self.since and self.since > (narrowing.until or _months_before(today, -2))
        return not (ends_before or begins_after)


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
    return _of_years(max(first, today.year - FAR_BACK), today.year + 1)


# --- As stretches of PostgreSQL's --------------------------------------------------------------------------


def windows(today: date, narrowing: Narrowing = EVERYWHERE, *, upwards: bool = False) -> list[Window]:
    """The archive in stretches, the newest first: a search that has found enough goes no further.

    `upwards` the oldest comes first, from `since` on.
    """
    if narrowing.stories is not None and narrowing.stories <= ALL_AT_ONCE:
        return [Window(None, None, has_few=True)]
    few = narrowing.leaves_few
    very_few = few and len(narrowing.groups) > 1
    reach = _reach(narrowing)
    stretches = _upwards(narrowing.since or today, reach) if upwards else _back(today, narrowing.until, reach)
    found = [
        Window(since, until, held, has_few=months in NEAR or bool(narrowing.groups) if months else few)
        for since, until, held, months in stretches
    ]
    since, until, *_rest = stretches[-1]
    found.append(Window(until, None, has_few=very_few) if upwards else Window(None, since, has_few=very_few))
    return [window for window in found if window.meets(narrowing, today)]


type Stretch = tuple[date | None, date | None, list[str], int]
"""From and until when, the marks of time in it, and how many months it reaches; 0 for years."""


def _reach(narrowing: Narrowing) -> tuple[int, ...]:
    """How many months from the beginning each stretch of months reaches."""
    if narrowing.leaves_few:
        return OF_VERY_FEW if len(narrowing.groups) > 1 else (*NEAR, *OF_FEW)
    return (*NEAR, *(OF_SOME if narrowing.groups else OF_ALL))


def _back(today: date, until: date | None, reach: Sequence[int]) -> list[Stretch]:
    """Stretches from a day back, the newest first."""
    newest = min(today, until or today)
    found: list[Stretch] = []
    # The dates of addresses are the newsroom's: the month that comes next may have begun already.
    end, back = None, -1
    for months in reach:
        since = _months_before(newest, months - 1)
        named = [tags.month(_months_before(newest, number)) for number in range(back, months)]
        found.append((since, end, named, months))
        end, back = since, months
    far = date(max(1, newest.year - YEARS), 1, 1)
    last = _months_before(newest, back - 1)
    return [*found, (far, last, _of_years(far.year, last.year), 0)]


def _upwards(oldest: date, reach: Sequence[int]) -> list[Stretch]:
    """Stretches from a day on, the oldest first."""
    found: list[Stretch] = []
    start, ahead = None, -1
    for months in reach:
        until = _months_before(oldest, -months)
        named = [tags.month(_months_before(oldest, -number)) for number in range(ahead, months)]
        found.append((start, until, named, months))
        start, ahead = until, months
    last = _months_before(oldest, -ahead)
    far = oldest.year + YEARS
    return [*found, (last, date(far + 1, 1, 1), _of_years(last.year, far), 0)]


def _of_years(first: int, last: int) -> list[str]:
    return [f"year-{year:04}" for year in range(first, last + 1)]


def _months_before(day: date, months: int) -> date:
    """The first day of the month that lies so many before."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(max(1, years), month + 1, 1)
