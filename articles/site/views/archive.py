"""The archive by date: a year, a month, and the paper of a day. Dates are the newsroom's."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from articles import tags, tallies
from articles.models import Edition
from articles.models.edition import EditionQuerySet
from articles.search import Index
from articles.site.addresses import day_path, month_path, year_path
from articles.site.filters import ArchiveFilter, known_names, since_day, until_day, years_with_stories
from articles.site.leading_on import led_on
from articles.site.metadata import page_metadata
from articles.site.opening import opening
from articles.site.paging import slice_of
from articles.site.requests import SiteRequest, only_read


@dataclass(frozen=True, slots=True)
class Step:
    """A day, month or year one can go to."""

    label: str
    path: str
    count: int = 0
    """How many stories it has; 0 where nothing was published and there is no page."""


@only_read
def archive_year(request: SiteRequest, year: int) -> HttpResponse:
    """A year: its months with the number of their stories, and the stories, newest first."""
    first, last = _span(year, 1, 1), _span(year, 12, 31)
    counts = tallies.by_month(year, request.now)
    months = [
        Step(date_format(day, "F"), month_path(day), counts[day.month])
        for day in (date(year, month, 1) for month in range(1, 13))
    ]
    context = {"months": months, "count": sum(counts.values()), "up": None}
    return _archive(request, (first, last), context, kind="year")


@only_read
def archive_month(request: SiteRequest, year: int, month: int) -> HttpResponse:
    """A month: a calendar of the days that have stories, and the stories, newest first."""
    first = _span(year, month, 1)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    counts = tallies.by_day(first, last, request.now)
    context = {
        "weeks": list(_weeks(first, counts)),
        "weekdays": [date_format(date(2024, 1, day), "D") for day in range(1, 8)],
        "count": sum(counts.values()),
        "up": Step(date_format(first, "Y"), year_path(first)),
    }
    return _archive(request, (first, last), context, kind="month")


@only_read
def archive_day(request: SiteRequest, year: int, month: int, day: int) -> HttpResponse:
    """The paper of a day: every story that was first published on it and is still public."""
    on = _span(year, month, day)
    context: dict[str, object] = {"up": Step(date_format(on, NAMES["month"]), month_path(on))}
    return _archive(request, (on, on), context, kind="day")


def _span(year: int, month: int, day: int) -> date:
    """A day of the calendar. Raises Http404 for one there never was."""
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Http404("There is no such day.") from error


def _weeks(first: date, counts: Counter[date]) -> Iterator[list[Step | None]]:
    """The weeks of a month, Monday first; None stands for the days of its neighbours."""
    for week in calendar.Calendar().monthdayscalendar(first.year, first.month):
        days = [first.replace(day=number) if number else None for number in week]
        yield [Step(str(day.day), day_path(day), counts[day]) if day else None for day in days]


def _note(request: SiteRequest, first: date, kind: str) -> None:
    """Note which page of the archive this is: a change tells it, and the nearest ones with stories."""
    day, month, year = tags.days(first)
    request.made_from.add({"day": day, "month": month, "year": year}[kind], tags.FRAME)


NAMES = {"year": "Y", "month": "YEAR_MONTH_FORMAT", "day": "DATE_FORMAT"}
PATHS = {"year": year_path, "month": month_path, "day": day_path}


def _archive(
    request: SiteRequest,
    span: tuple[date, date],
    context: dict[str, object],
    *,
    kind: str,
) -> HttpResponse:
    """The page of a span of days; 404 where nothing was published, so that dates lead nowhere forever."""
    first, last = span
    _note(request, first, kind)
    live = Edition.objects.live(request.now)
    listing = slice_of(request, until_day(since_day(live, first), last).as_cards())
    if not listing.rows:
        raise Http404("Nothing was published then.")
    title = date_format(first, NAMES[kind])
    context |= {
        "here": "archive",
        "kind": kind,
        "title": title,
        "first": first,
        "listing": listing,
        **opening(listing),
        "earlier": _neighbour(live.filter(url_date__lt=first).order_by("-url_date"), kind),
        "later": _neighbour(live.filter(url_date__gt=last).order_by("url_date"), kind),
        "metadata": page_metadata(request, title, path=PATHS[kind](first) + listing.here),
    }
    return render(request, "site/archive.html", context)


def _neighbour(editions: EditionQuerySet, kind: str) -> Step | None:
    """The nearest day, month or year that has a story."""
    day = editions.values_list("url_date", flat=True).first()
    return Step(date_format(day, NAMES[kind]), PATHS[kind](day)) if day else None


@only_read
def archive(request: SiteRequest) -> HttpResponse:
    """Every public story, narrowed by a form that needs no JavaScript."""
    request.made_from.add(tags.STORIES, tags.FRAME)
    live = Edition.objects.live(request.now)
    filters = ArchiveFilter(request.GET or None, queryset=live, request=request)
    valid = not filters.is_bound or filters.is_valid()
    stories = filters.qs if valid else live.none()
    # Two short lists with little in common: what is on both the index knows at once.
    short = [name for name in ("topic", "author", "corrected") if request.GET.get(name)]
    index = Index(narrowing=filters.narrowing()) if valid and len(short) > 1 else None
    listing = slice_of(request, stories.as_cards(), index=index)
    if not listing.rows and (elsewhere := led_on(request, filters.filters)):
        return elsewhere
    narrowed = any(request.GET.get(name) for name in filters.filters)
    path = reverse("archive")
    context = {
        "here": "archive",
        "form": filters.form,
        "listing": listing,
        "narrowed": narrowed,
        "names": known_names(request.now),
        "years": [
            Step(f"{year:04}", year_path(date(year, 1, 1))) for year in years_with_stories(request.now)
        ],
        "metadata": page_metadata(request, gettext("Archive"), path=path + listing.here, index=not narrowed),
    }
    return render(request, "site/filter.html", context)
