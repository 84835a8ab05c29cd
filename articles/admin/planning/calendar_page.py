"""The planning calendar: a day, a week or a month of the newsroom, at an address to keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t

from articles.admin.access import colleague
from articles.admin.planning.choices import CalendarForm
from articles.admin.planning.days import DAY, MONTH, VIEWS, WEEK, Period, asked_for, clocks_change
from articles.admin.planning.entries import LATE_COUNTED, MOST, Entry, Moment, dressed, moments, overdue

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    from articles.models import Article

# How many entries of a day are shown; the rest is on the day's own page, in pages of its number.
SHOWN = {DAY: 60, WEEK: 8, MONTH: 3}
# What a new story is planned for on a day that is not today.
NOON = "12:00"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the page."""

    date: date
    entries: list[Entry]
    more: int
    """How many stand on the day's own page only."""
    is_today: bool
    is_outside: bool
    """Whether it belongs to the month before or after."""
    clocks: str
    url: str
    start_url: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one person's calendar: they keep what was chosen."""

    chosen: list[tuple[str, str]]
    may_start: bool

    def at(self, view: str, day: date, page: int = 1) -> str:
        """A page of the calendar."""
        query = [("view", view), ("day", day.isoformat()), *self.chosen]
        pages = [("p", str(page))] if page > 1 else []
        return f"{reverse('admin:articles_article_calendar')}?{urlencode([*query, *pages])}"

    def start(self, day: date, now: datetime) -> str:
        """The form of a new story that is planned for that day; empty for a day that is over, and for
        those who start none."""
        local = localtime(now)
        if not self.may_start or day < local.date():
            return ""
        hour = min(local.replace(minute=0) + timedelta(hours=1), local.replace(hour=23, minute=59))
        clock = f"{hour:%H:%M}" if day == local.date() else NOON
        given = [("publish_at", f"{day.isoformat()}T{clock}")]
        kept = [pair for pair in self.chosen if pair[0] in ("section", "assignee")]
        return f"{reverse('admin:articles_article_add')}?{urlencode([*given, *kept])}"


def calendar_page(admin: ModelAdmin[Article], request: HttpRequest) -> HttpResponse:
    """The calendar. Answers 403 to somebody who sees no stories; an address that asks for a day that is
    none shows today and says so."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    now = timezone.now()
    user, form = colleague(request), CalendarForm(request.GET)
    scope, kinds = form.scope(user), form.kinds()
    period, wrong = asked_for(request.GET.get("view", ""), request.GET.get("day", ""), localtime(now).date())
    addresses = Addresses(form.chosen(), user.has_perm("articles.add_article"))
    found, is_cut = moments(scope, kinds, period, now)
    page = _page_number(request, len(found)) if period.view == DAY else 1
    late, count = overdue(scope, kinds, now)
    context = {
        **admin.admin_site.each_context(request),
        "title": _t("Planning calendar"),
        "subtitle": period.title,
        "opts": admin.opts,
        "media": admin.media,
        "form": form,
        "period": period,
        "zone": settings.TIME_ZONE,
        "now": now,
        "wrong": wrong,
        "days": _days(request, period, _shown(period, found, page), addresses, now),
        "cut_at": MOST if is_cut else 0,
        "late": late,
        "late_count": f"{LATE_COUNTED}+" if count > LATE_COUNTED else str(count),
        "late_more": count > len(late),
        "late_url": scope.list_url(plan="late"),
        "way": "calendar",
        "back": request.get_full_path(),
        "earlier_url": addresses.at(DAY, period.day, page - 1) if page > 1 else "",
        "later_url": addresses.at(DAY, period.day, page + 1) if _goes_on(period, found, page) else "",
        **_navigation(period, addresses, localtime(now).date()),
    }
    return TemplateResponse(request, "admin/articles/article/calendar.html", context)


def _page_number(request: HttpRequest, found: int) -> int:
    given = request.GET.get("p", "")
    last = max(1, -(-found // SHOWN[DAY]))
    return min(max(int(given[:6]), 1), last) if given.isdecimal() else 1


def _goes_on(period: Period, found: Sequence[Moment], page: int) -> bool:
    return period.view == DAY and len(found) > page * SHOWN[DAY]


def _shown(period: Period, found: Sequence[Moment], page: int) -> dict[date, tuple[list[Moment], int]]:
    """What is shown of each day, and how many moments of it are not."""
    by_day: defaultdict[date, list[Moment]] = defaultdict(list)
    for moment in found:
        by_day[localtime(moment.at).date()].append(moment)
    size = SHOWN[period.view]
    if period.view == DAY:
        return {day: (every[(page - 1) * size : page * size], 0) for day, every in by_day.items()}
    # One line more says as much as “1 more” does.
    return {
        day: (every, 0) if len(every) <= size + 1 else (every[:size], len(every) - size)
        for day, every in by_day.items()
    }


def _days(
    request: HttpRequest,
    period: Period,
    shown: dict[date, tuple[list[Moment], int]],
    addresses: Addresses,
    now: datetime,
) -> list[Day]:
    flat = [moment for some, _more in shown.values() for moment in some]
    entries: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in dressed(flat, request, now):
        entries[localtime(entry.at).date()].append(entry)
    today = localtime(now).date()
    return [
        Day(
            day,
            entries[day],
            shown[day][1] if day in shown else 0,
            is_today=day == today,
            is_outside=not period.holds(day),
            clocks=clocks_change(day),
            url=addresses.at(DAY, day),
            start_url=addresses.start(day, now),
        )
        for day in period.days
    ]


def _navigation(period: Period, addresses: Addresses, today: date) -> dict[str, Any]:
    """The links around the period: before, today, after, and the same day in the other views."""
    names = {DAY: (_t("Previous day"), _t("Next day")), WEEK: (_t("Previous week"), _t("Next week"))}
    before, after = names.get(period.view, (_t("Previous month"), _t("Next month")))
    around = [
        (before, period.previous and addresses.at(period.view, period.previous), False),
        (_t("Today"), addresses.at(period.view, today), period.first <= today <= period.last),
        (after, period.next and addresses.at(period.view, period.next), False),
    ]
    return {
        "around": around,
        "views": [
            (label, addresses.at(view, period.day), view == period.view) for view, label in VIEWS.items()
        ],
    }
