"""The front page at the desk: place by place, what stands there now and what comes later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin.widgets import MomentField
from articles.models import Section
from newsroom.arranging import PLACES, Idle, Why
from newsroom.desk.front.entry import for_those_who, page
from newsroom.desk.front.forms import place_names
from newsroom.front import Front, Story, compose
from newsroom.models import BreakingStrip, FrontChange, FrontSlot

CHANGES_SHOWN = 8
WHY = {
    Why.NOT_LIVE: _("Not live: readers cannot read the story, so the place fills itself."),
    Why.ELSEWHERE: _("Placed elsewhere since then; a story stands on the page once."),
    Why.NO_ROOM: _("No room: the places from its own down are taken."),
}


@dataclass(slots=True)
class Row:
    """A place of a column."""

    number: int
    name: Any
    story: Story | None
    is_lead: bool = False
    up: int | None = None
    """Where the buttons move the story; None where it cannot go."""
    down: int | None = None

    @property
    def slot(self) -> FrontSlot | None:
        """By which somebody placed the story."""
        return self.story.slot if self.story else None

    @property
    def headline(self) -> str:
        """What the page prints there."""
        if self.story is None:
            return ""
        edition = self.story.edition
        return self.story.headline or (edition.headline if self.is_lead else edition.short)


@dataclass(frozen=True, slots=True)
class Resting:
    """A slot in force that stands nowhere, with the reason."""

    slot: FrontSlot
    why: Any
    up: int | None = None
    """The place to which a button brings it back, when it only found no room."""


@dataclass(slots=True)
class Column:
    """The top of the page, or a section's band."""

    section: Section | None
    rows: list[Row]
    later: list[FrontSlot]
    idle: list[Resting]

    @property
    def key(self) -> str:
        """How addresses and labels name the column."""
        return self.section.slug if self.section else ""


class MomentForm(forms.Form):
    """At which moment the preview shows the page."""

    at = MomentField(label="")


@require_safe
@for_those_who("view_frontslot")
def front_page(request: HttpRequest) -> HttpResponse:
    """The page as it stands now, with what one may do to it."""
    now = timezone.now()
    asked = MomentForm(request.GET) if request.GET.get("at") else MomentForm()
    at = asked.cleaned_data["at"] if asked.is_bound and asked.is_valid() else None
    changes = list(FrontChange.objects.select_related("by")[:CHANGES_SHOWN])
    slots = list(
        FrontSlot.objects.not_over(now)
        .select_related("photo", "section", "placed_by", "article")
        .only(
            *("section", "position", "headline", "photo", "pinned", "starts_at", "ends_at"),
            *("section__name", "section__slug", "placed_by__username", "placed_by__first_name"),
            *("placed_by__last_name", "article__headline", "article__slugline"),
        )
        .order_by("starts_at", "pk")
    )
    front = compose(now, [slot for slot in slots if slot.starts_at <= now])
    return page(
        request,
        "page",
        _t("Front page"),
        columns=_columns(front, [slot for slot in slots if slot.starts_at > now]),
        running=front.running,
        strips=_strips(now),
        changes=changes,
        seen=changes[0].number if changes else 0,
        at=at,
        asked=asked,
        now=now,
    )


def _strips(now: datetime) -> list[BreakingStrip]:
    """The strips that stand or are planned, the one that stands first."""
    strips = BreakingStrip.objects.filter(ends_at__gt=now).select_related("set_by", "article")
    return list(strips.defer("article__body").order_by("starts_at"))


def _columns(front: Front, later: list[FrontSlot]) -> list[Column]:
    """The top, then every section of the paper in the order of its bands."""
    bands = {band.section.pk: band.places for band in front.bands}
    columns = [_column(None, front.places, later, front.idle)]
    columns += [_column(section, bands.get(section.pk, {}), later, front.idle) for section in front.sections]
    return columns


def _column(
    section: Section | None, places: dict[int, Story], later: list[FrontSlot], idle: list[Idle]
) -> Column:
    key = section.pk if section else None
    names = place_names(top=section is None)
    rows = [
        Row(number, names[number], places.get(number), is_lead=section is None and number == 1)
        for number in range(1, PLACES + 1)
    ]
    free = [row.number for row in rows if not (row.slot and row.slot.pinned)]
    for row in rows:
        if row.slot:
            row.up = max((number for number in free if number < row.number), default=None)
            row.down = min((number for number in free if number > row.number), default=None)
    lowest = max(free, default=None)
    resting = [
        Resting(one.slot, WHY[one.why], lowest if one.why is Why.NO_ROOM else None)
        for one in idle
        if one.slot.section_id == key
    ]
    return Column(section, rows, [slot for slot in later if slot.section_id == key], resting)
