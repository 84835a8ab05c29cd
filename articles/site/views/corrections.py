"""The corrections page: everything we put right, by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from articles import tags
from articles.models import Edition
from articles.site.feeds import changes_on_record, stories_of
from articles.site.filters import CorrectionFilter
from articles.site.metadata import page_metadata
from articles.site.paging import slice_of
from articles.site.requests import SiteRequest


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
        return localtime(self.change.starts_at).date().replace(day=1)


@require_safe
def corrections(request: SiteRequest) -> HttpResponse:
    """Corrections, clarifications, notes and retractions, newest first."""
    request.made_from.add(tags.RECORD, tags.FRAME)
    every = changes_on_record(request.now)
    filters = CorrectionFilter(request.GET or None, queryset=every, request=request)
    valid = not filters.is_bound or filters.is_valid()
    chosen = filters.qs if valid else every.none()
    listing = slice_of(request, chosen.as_cards(), by="starts_at")
    months = {
        (month.year, month.month): count
        for month, count in chosen.order_by()
        .annotate(month=TruncMonth("starts_at"))
        .values("month")
        .annotate(n=Count("pk"))
        .values_list("month", "n")
    }
    stories = stories_of(listing.rows, request.now)
    entries = [
        Entry(change, stories[change.article_id], months[at.year, at.month])
        for change in listing.rows
        for at in [localtime(change.starts_at)]
    ]
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
