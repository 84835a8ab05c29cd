"""The corrections page: everything we put right, by date."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext

from articles import tags
from articles.models import Edition
from articles.models.edition import EditionQuerySet
from articles.site.feeds import changes_on_record, stories_of
from articles.site.filters import CorrectionFilter
from articles.site.leading_on import led_on
from articles.site.metadata import page_metadata
from articles.site.paging import slice_of
from articles.site.requests import SiteRequest, only_read


@dataclass(frozen=True, slots=True)
class Entry:
    """A change that put something right, with the story as it stands now."""

    change: Edition
    story: Edition
    in_month: int = 0
    """How many there are in its month, under the same filters."""

    @property
    def month(self) -> date:
        """The first day of its month, in the newsroom's zone."""
        return _month(self.change)


@only_read
def corrections(request: SiteRequest) -> HttpResponse:
    """Corrections, clarifications, notes and retractions, newest first."""
    request.made_from.add(tags.RECORD, tags.FRAME)
    every = changes_on_record(request.now)
    filters = CorrectionFilter(request.GET or None, queryset=every, request=request)
    valid = not filters.is_bound or filters.is_valid()
    chosen = filters.qs if valid else every.none()
    listing = slice_of(request, chosen.as_cards(), by="starts_at")
    if not listing.rows and (elsewhere := led_on(request, filters.filters)):
        return elsewhere
    months = _in_months(chosen, listing.rows)
    stories = stories_of(listing.rows, request.now)
    entries = [Entry(change, stories[change.article_id], months[_month(change)]) for change in listing.rows]
    context = {
        "form": filters.form,
        "entries": entries,
        "listing": listing,
        "here": "corrections",
        "narrowed": any(request.GET.get(name) for name in filters.filters),
        "metadata": page_metadata(
            request,
            gettext("Corrections"),
            description=gettext("Every correction, clarification and retraction, by date."),
            path=reverse("corrections") + listing.here,
            feed=reverse("corrections_feed"),
        ),
    }
    return render(request, "site/corrections.html", context)


def _month(change: Edition) -> date:
    return localtime(change.starts_at).date().replace(day=1)


def _in_months(chosen: EditionQuerySet, shown: list[Edition]) -> Counter[date]:
    """How many of the chosen there are in each month that is shown; others are not counted. One query."""
    if not shown:
        return Counter()
    first, last = _month(shown[-1]), _month(shown[0])
    end = last.replace(day=monthrange(last.year, last.month)[1])
    moments = chosen.filter(
        starts_at__gte=make_aware(datetime.combine(first, time.min)),
        starts_at__lte=make_aware(datetime.combine(end, time.max)),
    )
    return Counter(
        localtime(at).date().replace(day=1) for at in moments.order_by().values_list("starts_at", flat=True)
    )
