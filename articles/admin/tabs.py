"""Saved views of the article list, as tabs above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.admin.access import EDITS, READS_EVERYTHING, colleague
from articles.models import Section
from articles.models.article import WORKS_ON_ALL_COPY
from articles.workflow import Status

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.utils.functional import _StrPromise

# What moves about in a view without leaving it: page, order, words looked for, the admin's own marks.
WITHIN = frozenset({"p", "o", "q", "e", "all", "_facets"})


NOTHING_FITS = _("No story fits. Take a filter away, or look in “All”.")


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: filters under a name, and what to say when nothing is in it."""

    name: str
    label: str | _StrPromise
    query: dict[str, str]
    empty: str | _StrPromise = NOTHING_FITS


@dataclass(frozen=True, slots=True)
class Tab:
    """A view as a link."""

    label: str
    url: str
    is_current: bool


MINE = View(
    "mine",
    _("My stories"),
    {"mine": "written"},
    _("You have no story yet: nothing started, assigned or credited."),
)
DESK = View("desk", _("My desk"), {"mine": "desk"}, _("No story in the sections you are in charge of."))
ALL = View("all", _("All"), {"mine": "all"}, _("There is no story yet."))
VIEWS: tuple[View, ...] = (
    MINE,
    DESK,
    View("review", _("In review"), {"status__exact": Status.IN_REVIEW}, _("Nothing waits for review.")),
    View("scheduled", _("Scheduled"), {"public": "scheduled"}, _("Nothing is scheduled.")),
    View("embargoed", _("Embargoed"), {"embargoed": "yes"}, _("Nothing is under embargo.")),
    View("live", _("Live"), {"public": "live"}, _("Nothing is public yet.")),
    View("corrected", _("Corrected"), {"corrected": "yes"}, _("Nothing had to be put right so far.")),
    View("unsourced", _("Without sources"), {"sources": "none"}, _("Every story names its sources.")),
    View(
        "sent-back", _("Sent back"), {"status__exact": Status.CHANGES_REQUESTED}, _("Nothing is sent back.")
    ),
    View("spiked", _("Spiked"), {"status__exact": Status.SPIKED}, _("Nothing was spiked.")),
    ALL,
)


def has_desk(request: HttpRequest) -> bool:
    """Whether the person is in charge of a section; asked of the database once a request."""
    known = vars(request)
    if "_desk_of_their_own" not in known:
        known["_desk_of_their_own"] = Section.objects.filter(editors=colleague(request)).exists()
    return bool(known["_desk_of_their_own"])


def default_view(request: HttpRequest) -> View:
    """What the list shows when nobody asked for anything: an editor's desk, a writer's stories, else all."""
    user = colleague(request)
    if has_desk(request):
        return DESK
    return MINE if _only_writes(user) else ALL


def _only_writes(user: User) -> bool:
    return user.has_perm(EDITS) and not any(user.has_perm(permission) for permission in WORKS_ON_ALL_COPY)


def current_view(request: HttpRequest) -> View | None:
    """The saved view the address asks for; None for filters of one's own."""
    asked = {name: value for name, value in request.GET.items() if name not in WITHIN}
    if not asked:
        return ALL
    return next((view for view in VIEWS if view.query == asked), None)


def tabs(request: HttpRequest) -> list[Tab]:
    """The views for this person; the current one is marked."""
    current = current_view(request)
    url = reverse("admin:articles_article_changelist")
    return [
        Tab(str(view.label), f"{url}?{urlencode(view.query)}", view is current)
        for view in VIEWS
        if _is_for(view, request)
    ]


def _is_for(view: View, request: HttpRequest) -> bool:
    if view is DESK:
        return has_desk(request)
    if view is MINE:
        return request.user.has_perm(EDITS)
    # Who sees only their own stories has them in “My stories” and “All” alike.
    return view is not ALL or request.user.has_perm(READS_EVERYTHING)
