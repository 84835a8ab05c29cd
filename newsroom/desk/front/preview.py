"""The front page as readers would get it: with a change that nobody has stored, or at a moment to come.

For the desk only; never for a cache or a search engine.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from articles.models import Section
from articles.site.metadata import page_metadata
from articles.site.requests import SiteRequest
from articles.workflow import NotPossible
from newsroom import placing
from newsroom.arranging import moved
from newsroom.breaking import standing, strips
from newsroom.desk.front.entry import for_those_who
from newsroom.desk.front.forms import SlotForm
from newsroom.desk.front.page import MomentForm
from newsroom.front import compose
from newsroom.models import FrontSlot
from newsroom.preview import private

KEY_DIGITS = 18


@require_safe
@for_those_who("view_frontslot")
def preview(request: SiteRequest) -> HttpResponse:
    """The page of the moment asked for, else of the moment at which what is proposed begins, else of now."""
    now = timezone.now()
    asked = MomentForm(request.GET)
    at = asked.cleaned_data["at"] if asked.is_valid() else now
    proposed = _proposed(request, now)
    if proposed and not asked.is_valid():
        at = max(at, proposed.starts_at)
    slots = list(FrontSlot.objects.active(at).select_related("photo"))
    if proposed:
        slots = _with(proposed, slots, at)
    # Everything on the page speaks of one moment, the day in its head included.
    request.now = at
    context = {
        "front": compose(at, slots),
        "breaking": standing(strips(at), at),
        "metadata": page_metadata(request, ""),
        "here": "front",
        "at": at if at != now else None,
    }
    # Readers’ pages speak the language of the paper, whatever the desk speaks.
    with translation.override(settings.LANGUAGE_CODE):
        return private(render(request, "site/preview_front.html", context))


def _proposed(request: HttpRequest, now: datetime) -> FrontSlot | None:
    """The slot as somebody has typed it; None when nothing good was."""
    if "position" not in request.GET:
        return None
    stored = _named(request, now)
    if stored is None:
        return None
    form = SlotForm(request.GET, instance=stored, now=now)
    if not form.is_valid():
        return None
    slot = form.save(commit=False)
    try:
        slot.starts_at = max(slot.starts_at, placing.begins(slot.article, now))
    except NotPossible:
        return None
    return slot


def _named(request: HttpRequest, now: datetime) -> FrontSlot | None:
    """The stored slot that is to be changed, or a new one for the column."""
    if key := request.GET.get("slot"):
        known = FrontSlot.objects.not_over(now).select_related("section", "article", "photo")
        return known.filter(pk=key).first() if key.isdecimal() and len(key) <= KEY_DIGITS else None
    if slug := request.GET.get("section"):
        section = Section.objects.filter(slug=slug).first()
        return FrontSlot(section=section) if section else None
    return FrontSlot()


def _with(proposed: FrontSlot, slots: list[FrontSlot], at: datetime) -> list[FrontSlot]:
    """The slots with what is proposed among them, as the verbs would leave them."""
    others = [slot for slot in slots if slot.pk != proposed.pk]
    before = next((slot for slot in slots if slot.pk == proposed.pk), None)
    wanted = proposed.position
    stands = placing.standing(slots, at).place_of(before) if before else None
    if before is None or stands is None or wanted == stands:
        return [*others, proposed]
    try:
        positions = moved(placing.standing(slots, at), before, wanted)
    except NotPossible:
        return slots
    settled = [*others, proposed]
    for slot in settled:
        slot.position = positions.get(slot.pk, slot.position)
    return settled
