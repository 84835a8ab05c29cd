"""A story's place: its form, and the buttons beside it on the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.cells import at_the_desk
from articles.models import Section
from articles.workflow import NotPossible
from newsroom import placing
from newsroom.arranging import PLACES
from newsroom.desk.front.entry import back, for_those_who, page
from newsroom.desk.front.forms import MoveForm, PinForm, SeenForm, SlotForm
from newsroom.front_log import newest_change
from newsroom.models import FrontSlot


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who("add_frontslot")
def place(request: HttpRequest) -> HttpResponse:
    """The form that puts a story into a place, and its answer. 404 for a place that is none."""
    now = timezone.now()
    instance = FrontSlot(section=_section(request), position=_position(request))
    initial = {"article": request.GET.get("article", ""), "starts_at": None}
    form = SlotForm(request.POST or None, instance=instance, initial=initial, now=now)

    def act(seen: int) -> str:
        slot = placing.place(form.save(commit=False), by=at_the_desk(request), now=now, seen=seen)
        return _t("“%(story)s” is placed.") % {"story": slot.headline or slot.article.headline}

    return _answer(request, form, act, _t("Place a story"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who("change_frontslot")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a slot that is in force or will be, and its answer. 404 for one that is over."""
    now = timezone.now()
    slots = FrontSlot.objects.not_over(now).select_related("section", "article")
    slot = get_object_or_404(slots, pk=pk)
    initial = {"position": _where(slot, now)}
    form = SlotForm(request.POST or None, instance=slot, initial=initial, now=now)

    def act(seen: int) -> str:
        placing.change(form.save(commit=False), by=at_the_desk(request), now=now, seen=seen)
        return _t("The place of “%(story)s” is changed.") % {"story": slot.headline or slot.article.headline}

    return _answer(request, form, act, _t("Change a place"))


@require_POST
@for_those_who("change_frontslot")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a story into another place of its column."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _odd(request)
    to, seen = form.cleaned_data["to"], form.cleaned_data["seen"]
    return back(
        request,
        _t("The story was moved."),
        lambda: placing.move(pk, to, by=at_the_desk(request), now=timezone.now(), seen=seen),
    )


@require_POST
@for_those_who("change_frontslot")
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a story in its place, or let it slide again."""
    form = PinForm(request.POST)
    if not form.is_valid():
        return _odd(request)
    pinned, seen = form.cleaned_data["pinned"], form.cleaned_data["seen"]
    return back(
        request,
        _t("The story is pinned.") if pinned else _t("The story is no longer pinned."),
        lambda: placing.pin(pk, pinned=pinned, by=at_the_desk(request), now=timezone.now(), seen=seen),
    )


@require_POST
@for_those_who("delete_frontslot")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a story out of its place."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _odd(request)
    seen = form.cleaned_data["seen"]
    return back(
        request,
        _t("The story was removed; its place fills itself."),
        lambda: placing.remove(pk, by=at_the_desk(request), now=timezone.now(), seen=seen),
    )


def _answer(request: HttpRequest, form: SlotForm, act: Any, title: str) -> HttpResponse:
    """The form's page; or, for a good POST, the act and the way back. `Preview` stores nothing."""
    seen = SeenForm(request.POST)
    only_shown = "preview" in request.POST
    if request.method == "POST" and form.is_valid() and seen.is_valid() and not only_shown:
        try:
            messages.success(request, act(seen.cleaned_data["seen"]))
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            return HttpResponseRedirect(reverse("desk_front"))
    # Whoever was told that somebody was faster has now seen it.
    overtaken = bool(form.non_field_errors())
    last_seen = seen.cleaned_data["seen"] if seen.is_valid() and not overtaken else newest_change()
    return page(
        request,
        "slot",
        title,
        form=form,
        slot=form.instance,
        seen=last_seen,
        proposal=_proposal(request, form) if only_shown and form.is_valid() else "",
    )


def _proposal(request: HttpRequest, form: SlotForm) -> str:
    """What the preview is asked for: the fields as they were typed, and whose place it is."""
    asked = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "seen", "preview"):
        asked.pop(name, None)
    asked.update(slot_of(form.instance))
    return asked.urlencode()


def slot_of(slot: FrontSlot) -> dict[str, str]:
    """How an address names a slot: by its key, or by the column it is proposed for."""
    if slot.pk:
        return {"slot": str(slot.pk)}
    return {"section": slot.section.slug} if slot.section else {}


def _section(request: HttpRequest) -> Section | None:
    slug = request.GET.get("section", "")
    return get_object_or_404(Section, slug=slug) if slug else None


def _position(request: HttpRequest) -> int:
    asked = request.GET.get("place", "1")
    if asked not in {str(place) for place in range(1, PLACES + 1)}:
        raise Http404("No such place.")
    return int(asked)


def _where(slot: FrontSlot, now: datetime) -> int:
    """Where the story is seen, else the position it was given."""
    stands = placing.standing(list(FrontSlot.objects.active(now)), now).place_of(slot)
    return stands or slot.position


def _odd(request: HttpRequest) -> HttpResponse:
    """The answer to a request that no button sends."""
    messages.error(request, _t("That request was incomplete. Nothing was done."))
    return HttpResponseRedirect(reverse("desk_front"))
