"""Days as the newsroom counts them: the period an address asks for, and where each of its days begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.widgets import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DAY, WEEK, MONTH = "day", "week", "month"
VIEWS: dict[str, str | _StrPromise] = {DAY: _("Day"), WEEK: _("Week"), MONTH: _("Month")}
ONE_DAY = timedelta(days=1)
FULL_DAY = timedelta(hours=24)
DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class Period:
    """What a page of the calendar shows: the day asked for, with its week or its month around it.

    Weeks begin on Monday and carry their ISO 8601 number. A month is shown in whole weeks.
    """

    view: str
    day: date

    @property
    def first(self) -> date:
        """The first day shown."""
        if self.view == DAY:
            return self.day
        start = self.day.replace(day=1) if self.view == MONTH else self.day
        return start - timedelta(days=start.weekday())

    @property
    def last(self) -> date:
        """The last day shown."""
        if self.view == DAY:
            return self.day
        end = _next_month(self.day) - ONE_DAY if self.view == MONTH else self.day
        return end + timedelta(days=DAYS_OF_WEEK - 1 - end.weekday())

    @property
    def days(self) -> list[date]:
        """Every day shown."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def start(self) -> datetime:
        """The moment the first day begins."""
        return begins(self.first)

    @property
    def end(self) -> datetime:
        """The moment the last day is over."""
        return begins(self.last + ONE_DAY)

    @property
    def previous(self) -> date | None:
        """A day of the period before; None where the calendar ends."""
        if self.view == MONTH:
            return _in_reach(self.day.replace(day=1) - ONE_DAY, first_of_month=True)
        return _in_reach(self.day - self._step)

    @property
    def next(self) -> date | None:
        """A day of the period after; None where the calendar ends."""
        return _in_reach(_next_month(self.day) if self.view == MONTH else self.day + self._step)

    @property
    def _step(self) -> timedelta:
        return ONE_DAY if self.view == DAY else ONE_DAY * DAYS_OF_WEEK

    @property
    def title(self) -> str:
        """The period in words."""
        if self.view == DAY:
            return date_format(self.day, "WEEKDAY_DATE")
        if self.view == MONTH:
            return date_format(self.day, "YEAR_MONTH_FORMAT")
        return _t("Week %(number)d: %(first)s to %(last)s") % {
            "number": self.day.isocalendar().week,
            "first": date_format(self.first, "DESK_DAY"),
            "last": date_format(self.last, "DESK_DATE"),
        }

    def holds(self, day: date) -> bool:
        """Whether the day is one of the period proper; a month is shown with days of its neighbours."""
        return self.view != MONTH or day.month == self.day.month


def asked_for(view: str, day: str, today: date) -> tuple[Period, str]:
    """The period an address asks for, and what is wrong with the address; nothing asked: this week."""
    wrong = []
    if view and view not in VIEWS:
        wrong.append(_t("There is no view “%(view)s”: this is the week.") % {"view": view[:40]})
    chosen = _parsed(day) if day else today
    if chosen is None:
        wrong.append(_t("“%(day)s” is no day (write 2026-11-26): this is today.") % {"day": day[:40]})
    return Period(view if view in VIEWS else WEEK, chosen or today), " ".join(wrong)


def _parsed(day: str) -> date | None:
    try:
        return _in_reach(date.fromisoformat(day))
    except ValueError:
        return None


def _in_reach(day: date, *, first_of_month: bool = False) -> date | None:
    day = day.replace(day=1) if first_of_month else day
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def begins(day: date) -> datetime:
    """The moment a day begins in the newsroom."""
    return make_aware(datetime.combine(day, time.min))


def clocks_change(day: date) -> str:
    """What to say of a day that has not 24 hours; empty for any other."""
    # In UTC: two moments of one zone would be subtracted as the clock on the wall shows them.
    length = begins(day + ONE_DAY).astimezone(UTC) - begins(day).astimezone(UTC)
    if length == FULL_DAY:
        return ""
    hours = round(length.total_seconds() / 3600)
    words = _t("Clocks go forward") if length < FULL_DAY else _t("Clocks go back")
    return _t("%(words)s: %(hours)d hours") % {"words": words, "hours": hours}


def clock(moment: datetime) -> str:
    """The time on the newsroom's clock; with the zone's short name in the hour that comes twice."""
    local = localtime(moment)
    shown = f"{local:%H:%M}"
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{shown} {local.tzname()}" if twice else shown
