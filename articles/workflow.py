"""Who may move an article from which status to which, and the one function that does it.

A leaf: it imports no model, so models may import `Status` from it. The practice behind the table is
an ordinary newsroom's: write, send to the desk, send back or approve, publish.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.utils.functional import _StrPromise

    from articles.models import Article, Event


class Status(models.TextChoices):
    """Where the working copy stands. Scheduled, embargoed, corrected and retracted are facts about
    editions and time, so they are computed and never appear here."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    SPIKED = "spiked", _("Spiked")


# Still being written: nobody has promised anything about the text.
WITH_THE_WRITER = frozenset({Status.DRAFT, Status.CHANGES_REQUESTED})
# Never been public, so it may be spiked; a published article is corrected, retracted or taken down.
BEFORE_PUBLICATION = frozenset({*WITH_THE_WRITER, Status.IN_REVIEW, Status.APPROVED})
# Whatever it is, as long as somebody means to run it.
NOT_SPIKED = frozenset(Status) - {Status.SPIKED}


class NotAllowed(PermissionDenied):
    """The person lacks the permission for the verb."""


class NotPossible(Exception):
    """The verb does not apply now: the wrong status, a missing comment, or somebody was faster."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of the table: what a verb needs and where it leads (`target` None: the status stays)."""

    label: str | _StrPromise
    sources: frozenset[Status]
    target: Status | None
    permission: str
    note_required: bool = False
    four_eyes: bool = False
    automatic: bool = False
    """It follows from something else a person did and is never offered as a button."""


TRANSITIONS: dict[str, Transition] = {
    "submit": Transition(_("Send to desk"), WITH_THE_WRITER, Status.IN_REVIEW, "articles.submit_article"),
    "send_back": Transition(
        _("Send back"),
        frozenset({Status.IN_REVIEW, Status.APPROVED}),
        Status.CHANGES_REQUESTED,
        "articles.review_article",
        note_required=True,
    ),
    "approve": Transition(
        _("Approve"),
        frozenset({Status.IN_REVIEW}),
        Status.APPROVED,
        "articles.approve_article",
        four_eyes=True,
    ),
    "reopen": Transition(
        _("Reopen"), frozenset({Status.APPROVED}), Status.IN_REVIEW, "articles.review_article"
    ),
    "publish": Transition(
        _("Publish"),
        frozenset({Status.APPROVED, Status.PUBLISHED}),
        Status.PUBLISHED,
        "articles.publish_article",
    ),
    "reschedule": Transition(
        _("Reschedule"), frozenset({Status.PUBLISHED}), None, "articles.publish_article"
    ),
    "cancel": Transition(
        _("Cancel the scheduled edition"), frozenset({Status.PUBLISHED}), None, "articles.publish_article"
    ),
    # Follows from a change to approved copy by somebody who may not approve.
    "void": Transition(
        _("Approval voided"),
        frozenset({Status.APPROVED}),
        Status.IN_REVIEW,
        "articles.change_article",
        automatic=True,
    ),
    # A retraction takes two people: one proposes, another one retracts or declines.
    "propose_retraction": Transition(
        _("Propose a retraction"),
        frozenset({Status.PUBLISHED}),
        None,
        "articles.retract_article",
        note_required=True,
    ),
    "decline_retraction": Transition(
        _("Decline the retraction"),
        frozenset({Status.PUBLISHED}),
        None,
        "articles.retract_article",
        note_required=True,
    ),
    "retract": Transition(
        _("Retract"),
        frozenset({Status.PUBLISHED}),
        None,
        "articles.retract_article",
        note_required=True,
    ),
    "take_down": Transition(
        _("Take down"),
        frozenset({Status.PUBLISHED}),
        None,
        "articles.take_down_article",
        note_required=True,
    ),
    "lift_embargo": Transition(
        _("Lift the embargo"), NOT_SPIKED, None, "articles.lift_embargo", note_required=True
    ),
    # Sign-offs and the legal hold stop publication; they move no status.
    "require_sign_off": Transition(_("Ask for a sign-off"), NOT_SPIKED, None, "articles.require_sign_off"),
    "waive_sign_off": Transition(
        _("Waive a sign-off"), NOT_SPIKED, None, "articles.waive_sign_off", note_required=True
    ),
    "sign_off_legal": Transition(_("Legal signs off"), NOT_SPIKED, None, "articles.sign_off_legal"),
    "sign_off_fact_check": Transition(
        _("Fact check signs off"), NOT_SPIKED, None, "articles.sign_off_fact_check"
    ),
    "sign_off_picture": Transition(
        _("The picture desk signs off"), NOT_SPIKED, None, "articles.sign_off_picture"
    ),
    "sign_off_standards": Transition(
        _("Standards signs off"), NOT_SPIKED, None, "articles.sign_off_standards"
    ),
    # Why there is a hold is for a few eyes only, so its event has no note.
    "hold": Transition(_("Place a legal hold"), frozenset(Status), None, "articles.hold_article"),
    "lift_hold": Transition(_("Lift the legal hold"), frozenset(Status), None, "articles.hold_article"),
    "spike": Transition(
        _("Spike"), BEFORE_PUBLICATION, Status.SPIKED, "articles.spike_article", note_required=True
    ),
    "unspike": Transition(
        _("Bring back"), frozenset({Status.SPIKED}), Status.DRAFT, "articles.spike_article"
    ),
}


def available(article: Article, user: User) -> list[str]:
    """The verbs this person may use on this article now, in the table's order."""
    return [
        verb for verb, rule in TRANSITIONS.items() if not rule.automatic and not why_not(article, verb, user)
    ]


def why_not(article: Article, verb: str, user: User | None) -> str:
    """Why the verb is not open to this person now, in a sentence; empty when it is.

    A `user` of None is the system itself (a command an operator runs), which needs no permission.
    """
    rule = TRANSITIONS[verb]
    if user is not None and not user.has_perm(rule.permission):
        return _t("You do not have the permission to do this.")
    if article.status not in rule.sources:
        return _t("Not possible while the article is “%(status)s”.") % {
            "status": Status(article.status).label
        }
    return ""


def wrote_unread(article: Article, user: User) -> bool:
    """Whether the person wrote copy that nobody else has read since, so that somebody else approves it.

    An approval by somebody else covers what was written before it. What an editor changed in other
    people's copy is also covered once somebody else has sent the story to the desk again; the text under
    the person's own byline is not: a colleague's comma makes nobody else its writer.
    """
    credited = article.contributions.filter(role="author", author__user=user).exists()
    others = article.events.exclude(by=user)
    approved = _last_read(others.filter(verb="approve"))
    read = approved if credited else _last_read(others.filter(verb__in=("approve", "submit")))
    if credited and approved is None:
        return True
    return article.revisions.filter(substantive=True, by=user, number__gt=read or 0).exists()


def _last_read(events: models.QuerySet[Event]) -> int | None:
    """The revision that lay before whoever did the newest of these; None when nobody did."""
    return events.order_by("-pk").values_list("revision_number", flat=True).first()


def _newest_revision(article: Article) -> int:
    return article.revisions.order_by("-number").values_list("number", flat=True).first() or 0


def perform(
    article: Article,
    verb: str,
    *,
    by: User | None,
    at: datetime | None = None,
    note: str = "",
    urgent: str = "",
    effect: Callable[[], object] | None = None,
) -> Event:
    """Carry out a verb: check it, move the row and write the audit event, all or nothing.

    `urgent` is the logged reason for approving one's own copy (four eyes waived). `effect` runs inside
    the same transaction once the row is ours, so that what it writes stands or falls with the move; a
    Status it returns is where the article ends up instead of the table's target.
    Raises `NotAllowed` without the permission, `NotPossible` in the wrong status, without a required
    note, or when somebody else moved the article first.
    """
    rule = TRANSITIONS[verb]
    _check(article, rule, by=by, note=note, urgent=urgent)
    before = article.status
    try:
        with transaction.atomic():
            origin = _claim(article, rule)
            outcome = effect() if effect is not None else None
            _move(article, outcome if isinstance(outcome, Status) else rule.target or origin)
            return article.events.create(
                verb=verb,
                by=by,
                at=at or timezone.now(),
                from_status=origin,
                to_status=article.status,
                revision_number=_newest_revision(article),
                note=f"{note} (urgent: {urgent})".strip() if urgent else note,
            )
    except BaseException:
        # The row was rolled back; the object in hand must not claim otherwise.
        article.status = before
        raise


def _check(article: Article, rule: Transition, *, by: User | None, note: str, urgent: str) -> None:
    """Raise for somebody who may not, a missing note, and a second pair of eyes that is the first."""
    if by is not None and not by.has_perm(rule.permission):
        raise NotAllowed(_t("You do not have the permission “%(verb)s”.") % {"verb": rule.label})
    if rule.note_required and not note.strip():
        raise NotPossible(_t("“%(verb)s” needs a comment.") % {"verb": rule.label})
    if rule.four_eyes and by is not None and not urgent.strip() and wrote_unread(article, by):
        raise NotPossible(
            _t(
                "You wrote some of this and nobody else has approved it since, so somebody else has to "
                "(or give an urgent reason)."
            )
        )


def _claim(article: Article, rule: Transition) -> str:
    """Take the row for this transaction if it is in a status the rule allows; return that status."""
    row = type(article).objects.filter(pk=article.pk)
    # A conditional UPDATE that changes nothing: it locks the row on every database, so a second person
    # waits here and then finds the row moved. What is read after it is the true origin.
    if not row.filter(status__in=rule.sources).update(status=models.F("status")):
        current = row.values_list("status", flat=True).get()
        raise NotPossible(
            _t("“%(verb)s” is not possible: the article is “%(status)s” now.")
            % {"verb": rule.label, "status": Status(current).label}
        )
    return row.values_list("status", flat=True).get()


def _move(article: Article, target: str) -> None:
    type(article).objects.filter(pk=article.pk).update(status=target)
    article.status = target
