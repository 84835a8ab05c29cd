"""How many stories a topic, a person, a day, a month and a year have, without counting them.

`Tally` holds the number of open editions of each list: those no end is set for. It changes only in a verb's
transaction, never by the clock. What is public at a moment differs from it by the few that are `unsettled`,
and by these it is put right when somebody asks: exact to the minute, at any size.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from articles import tags
from articles.models import Change, Credit, Edition, EditionTopic, Tally

if TYPE_CHECKING:
    from articles.models.edition import EditionQuerySet

ADD = """
    INSERT INTO articles_tally (name, stories) VALUES {rows}
    ON CONFLICT (name) DO UPDATE SET stories = articles_tally.stories + excluded.stories"""
AT_ONCE = 10_000
YEARS, FILES = ("year-0001", "year-9999"), ("file-0001-01", "file-9999-12")


@contextmanager
def tallied(edition: Edition) -> Iterator[None]:
    """Count what the block changes about the open edition of this one's article, in the same transaction."""
    before = _lists_of(edition.article_id)
    yield
    after = _lists_of(edition.article_id)
    _add(dict.fromkeys(before - after, -1) | dict.fromkeys(after - before, 1))
    for name in before | after:
        _date(name)


def hand_over(topic: int, into: int) -> None:
    """Count for another topic what is open of one that is merged into it, before their lines are."""
    lines = EditionTopic.objects.filter(topic=topic, edition__in=_open())
    both = lines.filter(edition__in=EditionTopic.objects.filter(topic=into).values("edition"))
    _add({tags.topic(into): lines.count() - both.count()})
    Tally.objects.filter(name=tags.topic(topic)).delete()


def _open() -> EditionQuerySet:
    """What is counted: at most one edition of an article."""
    return Edition.objects.filter(ends_at__isnull=True).exclude(change=Change.TAKE_DOWN)


def _lists_of(article_id: int) -> set[str]:
    """The lists on which the open edition of an article stands; nothing when it has none."""
    edition = _open().filter(article=article_id).only("url_date", "canonical_url").first()
    if edition is None:
        return set()
    topics = EditionTopic.objects.filter(edition=edition).values_list("topic_id", flat=True)
    people = Credit.objects.filter(edition=edition, listed_at__isnull=False)
    return {
        *_dates_of(edition),
        *map(tags.topic, topics),
        *map(tags.author, people.values_list("author_id", flat=True)),
    }


def _dates_of(edition: Edition) -> list[str]:
    names = list(tags.days(edition.url_date))
    return names if edition.canonical_url else [*names, tags.sitemap(edition.url_date)]


def _add(changes: dict[str, int]) -> None:
    # In one order, so that two transactions wait for one another and never in a circle.
    rows = sorted((name, number) for name, number in changes.items() if number)
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                ADD.format(rows=", ".join(["(%s, %s)"] * len(part))), [value for row in part for value in row]
            )


def _date(name: str) -> None:
    """Note when a story of a month last changed, for its file of the sitemap; nothing for another list."""
    kind, _, month = name.partition("-")
    if kind == "file":
        listed = _open().filter(canonical_url="", url_date__range=_days_of(date.fromisoformat(f"{month}-01")))
        Tally.objects.filter(name=name).update(changed_at=_newest_change(listed))


def _days_of(month: date) -> tuple[date, date]:
    return month, month.replace(day=calendar.monthrange(month.year, month.month)[1])


def _newest_change(editions: EditionQuerySet) -> datetime | None:
    at: datetime | None = editions.aggregate(at=Max("modified_at"))["at"]
    return at


# --- What is public at a moment ----------------------------------------------------------------------------

# An open edition that has yet to begin is counted too early; one whose end is set is not counted.
SIGN = Case(When(ends_at__isnull=True, then=-1), default=1)
NO_MOMENT = Value(None, output_field=DateTimeField())
DAY = Concat(Value("day-"), Cast("url_date", CharField()))


def stories(name: str, unsettled: EditionQuerySet) -> int:
    """How many stories a list has; `unsettled` are the editions of the list that are. One query."""
    counted = Tally.objects.order_by().filter(name=name).values_list("stories")
    amended = unsettled.order_by().annotate(amount=SIGN).values_list("amount")
    return sum(number for (number,) in counted.union(amended, all=True).order_by())


def counted(rows: QuerySet[Any], kind: str) -> QuerySet[Any, tuple[int, int]]:
    """The keys of these topics or people, each with how many stories it has that no end is set for."""
    name = Concat(Value(f"{kind}-"), Cast(OuterRef("pk"), CharField()))
    number = Subquery(Tally.objects.filter(name=name).values("stories"))
    return rows.order_by().values_list("pk", Coalesce(number, 0))


def by_day(first: date, last: date, now: datetime) -> Counter[date]:
    """How many stories each day of a month has; one query."""
    found: Counter[date] = Counter()
    for day, number in _numbers((f"day-{first}", f"day-{last}"), first, last, now):
        found[date(day[0], day[1], day[2])] += number
    return found


def by_month(year: int, now: datetime) -> Counter[int]:
    """How many stories each month of a year has; one query."""
    found: Counter[int] = Counter()
    names = (f"month-{year:04}-01", f"month-{year:04}-12")
    for month, number in _numbers(names, date(year, 1, 1), date(year, 12, 31), now):
        found[month[1]] += number
    return found


def years(now: datetime) -> list[int]:
    """The years that have a story, newest first; one query."""
    found: Counter[int] = Counter()
    for year, number in _numbers(YEARS, date.min, date.max, now):
        found[year[0]] += number
    return sorted((year for year, number in found.items() if number > 0), reverse=True)


def _numbers(
    names: tuple[str, str], first: date, last: date, now: datetime
) -> Iterator[tuple[list[int], int]]:
    """The numbers of the lists between two names, and what puts them right, each with its year and so on."""
    counted = Tally.objects.order_by().filter(name__range=names).values_list("name", "stories")
    unsettled = Edition.objects.unsettled(now).order_by().filter(url_date__range=(first, last))
    amended = unsettled.annotate(day=DAY, amount=SIGN).values_list("day", "amount")
    for name, number in counted.union(amended, all=True).order_by():
        yield [int(part) for part in name.split("-")[1:]], number


def files(now: datetime) -> list[tuple[date, int, datetime | None]]:
    """The months that have stories for the sitemap, newest first: how many, and when one last changed.

    One query, and one for each month in which something is about to begin or to end.
    """
    listed = Edition.objects.filter(canonical_url="")
    counted = Tally.objects.order_by().filter(name__range=FILES)
    unsettled = listed.unsettled(now).order_by().annotate(day=DAY, amount=SIGN, unknown=NO_MOMENT)
    rows = counted.values_list("name", "stories", "changed_at").union(
        unsettled.values_list("day", "amount", "unknown"), all=True
    )
    rows = rows.order_by()
    found: Counter[date] = Counter()
    changed: dict[date, datetime | None] = {}
    for name, number, changed_at in rows:
        year, number_of_month = name.split("-")[1:3]
        month = date(int(year), int(number_of_month), 1)
        found[month] += number
        # Where something is unsettled the tally may not have heard of what is public: the month is asked.
        changed[month] = changed_at if month not in changed else None
    months = sorted((month for month, number in found.items() if number > 0), reverse=True)
    for month in months:
        if changed[month] is None:
            changed[month] = _newest_change(listed.live(now).filter(url_date__range=_days_of(month)))
    return [(month, found[month], changed[month]) for month in months]


# --- From the beginning ------------------------------------------------------------------------------------


def count_again() -> None:
    """Count everything anew: for whoever filled the tables past the verbs. The numbers are right at once."""
    with transaction.atomic():
        Tally.objects.all().delete()
        changes = Counter[str]()
        for edition in _open().order_by().only("url_date", "canonical_url").iterator(AT_ONCE):
            changes.update(_dates_of(edition))
        _add(changes)
        counted = [
            (tags.topic, EditionTopic.objects.filter(edition__in=_open()).values_list("topic_id", flat=True)),
            (
                tags.author,
                Credit.objects.filter(edition__in=_open(), listed_at__isnull=False).values_list(
                    "author_id", flat=True
                ),
            ),
        ]
        for tag, keys in counted:
            _add(Counter(map(tag, keys.order_by().iterator(AT_ONCE))))
        for name in Tally.objects.filter(name__range=FILES).values_list("name", flat=True):
            _date(name)
