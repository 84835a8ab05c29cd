"""The board: every story by its status, each card with the verbs that move it, as links to their pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t

from articles.admin.access import ask_together, colleague, may_use
from articles.admin.facts import Fact, Standing, facts_of
from articles.admin.listing import URGENCY, Columns
from articles.admin.planning.choices import ChoicesForm
from articles.admin.planning.columns import Pile, piles
from articles.admin.planning.entries import is_late, may_move
from articles.admin.planning.kinds import PLANS
from articles.admin.verb import Verb
from articles.admin.verb_cases import Case
from articles.admin.verbs import Missing, buttons
from articles.checklist import Finding
from articles.models import Article, LegalHold, SignOff

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.contrib.auth.models import User

# What takes a story to another column. The rest of its verbs are on its form.
MOVING = (
    "submit",
    "approve",
    "send-back",
    "publish",
    "schedule",
    "reschedule",
    "cancel",
    "change",
    "reopen",
    "spike",
)
COLUMNS_OF_LIST = Columns()


@dataclass(frozen=True, slots=True)
class When:
    """A moment of the plan, with its word."""

    word: str
    at: datetime
    kind: str
    is_late: bool
    may_move: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A story on the board."""

    article: Article
    urgency: str
    whens: list[When]
    words: str
    signed: SafeString
    presence: SafeString | str
    facts: list[Fact]
    waits_for: list[str]
    """The desks whose sign-off is missing or stale."""
    possible: list[Verb]
    missing: list[Missing]


def board_page(admin: ModelAdmin[Article], request: HttpRequest) -> HttpResponse:
    """The board. Answers 403 to somebody who sees no stories."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    now, user = timezone.now(), colleague(request)
    form = ChoicesForm(request.GET)
    found = piles(form.scope(user), now)
    keys = {story.pk for pile in found for story in pile.stories}
    ask_together(request, keys)
    held = set(
        LegalHold.objects.filter(article__in=keys, lifted_at__isnull=True).values_list("article", flat=True)
    )
    context = {
        **admin.admin_site.each_context(request),
        "title": _t("Board"),
        "subtitle": None,
        "opts": admin.opts,
        "media": admin.media,
        "form": form,
        "zone": settings.TIME_ZONE,
        "now": now,
        "columns": [(pile, _cards(request, pile, held, now)) for pile in found],
        "way": "board",
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/articles/article/board.html", context)


def _cards(request: HttpRequest, pile: Pile, held: Collection[int], now: datetime) -> list[Card]:
    return [_card(request, story, now, is_held=story.pk in held) for story in pile.stories]


def _card(request: HttpRequest, story: Any, now: datetime, *, is_held: bool) -> Card:
    waits_for = _waits_for(story)
    case = _case(story, colleague(request), now, waits_for, is_held=is_held)
    possible, missing = buttons(case, partial(may_use, request, story), MOVING)
    return Card(
        story,
        str(URGENCY.get(story.urgency, "")),
        _whens(request, story, now),
        COLUMNS_OF_LIST.words(story),
        COLUMNS_OF_LIST.signed(story),
        COLUMNS_OF_LIST.presence(story),
        facts_of(story, now),
        waits_for,
        possible,
        missing,
    )


def _whens(request: HttpRequest, story: Article, now: datetime) -> list[When]:
    moments = ((kind, getattr(story, name)) for kind, name in PLANS.items())
    return [
        When(
            str(kind.label),
            at,
            str(kind),
            is_late=is_late(kind, at, story, now),
            may_move=may_move(request, story, kind),
        )
        for kind, at in moments
        if at
    ]


def _waits_for(story: Any) -> list[str]:
    """The desks that have yet to sign the copy as it stands."""
    return [
        row.get_desk_display()
        for row in story.sign_offs.all()
        if row.state == SignOff.State.REQUIRED
        or (row.state == SignOff.State.APPROVED and row.revision.number < (story.copy_number or 0))
    ]


def _case(story: Article, user: User, now: datetime, waits_for: list[str], *, is_held: bool) -> Case:
    """The story on its way through a verb, as far as the board knows it. The whole checklist reads the
    text, so it is asked on the verb's page."""
    editions = list(story.editions.all())
    found = []
    if waits_for:
        words = _t("Missing sign-off: %(desks)s.") % {"desks": ", ".join(waits_for)}
        found.append(Finding("sign_offs", words, blocks=True))
    if is_held:
        found.append(Finding("legal_hold", _t("There is a legal hold on the story."), blocks=True))
    if story.is_embargoed(now):
        found.append(Finding("embargo_until", _t("The story is under embargo at that time."), blocks=True))
    stands = Standing(
        editions,
        begun=next((edition for edition in editions if edition.starts_at <= now), None),
        pending=next((edition for edition in editions if edition.starts_at > now), None),
        now=now,
    )
    return Case(story, stands, found, user)
