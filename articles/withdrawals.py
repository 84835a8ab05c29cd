"""Withdrawing what is public: a retraction, which takes two people, and a take-down.

Both are editions like any other: publishing.py writes them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.followups import tell_others
from articles.models import Article, Change, Edition, Event, Placement, RemovalRequest, Retraction
from articles.proofs import Proof, again, marker, named
from articles.publishing import carry_out, make_way, store
from articles.workflow import TRANSITIONS, NotAllowed, NotPossible, perform

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Outcome = Retraction.Outcome


def waiting_retraction(article: Article) -> Retraction | None:
    """The proposal that waits for a second person, if there is one."""
    return article.retractions.filter(outcome=Outcome.WAITING).select_related("proposed_by").first()


def propose_retraction(
    article: Article, *, by: User | None, notice: str, keep_text: bool = True, now: datetime | None = None
) -> Retraction:
    """Propose to retract a public story with this notice; somebody else confirms or declines it.

    Raises NotAllowed, or NotPossible without a notice, for a story that is not public or while another
    proposal waits.
    """
    now = now or timezone.now()
    made: list[Retraction] = []

    def effect() -> None:
        _public(article, Change.RETRACTION, keep_text=keep_text, now=now)
        if waiting_retraction(article):
            raise NotPossible(_t("A retraction waits for a second person already."))
        made.append(
            article.retractions.create(
                notice=notice.strip(), keep_text=keep_text, proposed_by=by, proposed_at=now
            )
        )

    perform(article, "propose_retraction", by=by, at=now, note=notice, effect=effect)
    return made[0]


def decline_retraction(
    article: Article, *, by: User | None, reason: str, now: datetime | None = None
) -> Event:
    """Decline the retraction that waits; whoever proposed it takes it back in the same way.

    Raises NotAllowed, or NotPossible without a reason or when none waits.
    """
    now = now or timezone.now()

    def effect() -> None:
        _decide(_waiting(article), Outcome.DECLINED, by=by, now=now, comment=reason)

    return perform(article, "decline_retraction", by=by, at=now, note=reason, effect=effect)


def retract(
    article: Article,
    *,
    by: User | None,
    note: str = "",
    keep_text: bool = True,
    now: datetime | None = None,
) -> Edition:
    """Retract a public story: the page stays, headed by the notice, with its text unless told otherwise.

    A person confirms what somebody else proposed, as proposed; only the system (`by` None) retracts with
    a `note` of its own. It repeats what was public, not the working copy; without the text, only headline
    and authors stay.
    Raises NotAllowed (the proposer cannot be the second person), or NotPossible when nothing was proposed,
    without a notice, or for a story that was never public.
    """
    now = now or timezone.now()
    proposal = waiting_retraction(article)
    if by is not None:
        proposal = _seconded(proposal, by)
        note, keep_text = proposal.notice, proposal.keep_text

    def also(edition: Edition) -> None:
        if proposal is not None:
            _decide(proposal, Outcome.CONFIRMED, by=by, now=now, edition=edition)
        tell_others(edition, by=by, at=now)

    return _close(
        article,
        "retract",
        Change.RETRACTION,
        by=by,
        note=note,
        public_note=note,
        keep_text=keep_text,
        now=now,
        also=also,
    )


def take_down(
    article: Article,
    *,
    by: User | None,
    reason: str,
    note: str = "",
    ground: str = RemovalRequest.Ground.OWN,
    review_on: date | None = None,
    now: datetime | None = None,
) -> Edition:
    """Take a public story down: its address answers 410, with `note` for readers.

    The decision is entered in the register of removal requests, with its `reason` and the day it is looked
    at again. The log, which the whole desk reads, says where the reason stands.
    Raises NotAllowed, or NotPossible without a reason or for a story that was never public.
    """
    now = now or timezone.now()
    if not reason.strip():
        raise NotPossible(_t("“%(verb)s” needs a comment.") % {"verb": TRANSITIONS["take_down"].label})

    def also(edition: Edition) -> None:
        RemovalRequest.objects.create(
            article=article,
            ground=ground,
            request=reason,
            received_at=now,
            decision=RemovalRequest.Decision.REMOVED,
            decision_reason=reason,
            decided_by=by,
            decided_at=now,
            review_on=review_on,
            recorded_by=by,
        )

    return _close(
        article,
        "take_down",
        Change.TAKE_DOWN,
        by=by,
        note=_t("The reasons stand in the register of removal requests."),
        public_note=note,
        keep_text=False,
        now=now,
        also=also,
    )


def _seconded(proposal: Retraction | None, by: User) -> Retraction:
    """The proposal this person may confirm."""
    if proposal is None:
        raise NotPossible(_t("A retraction takes two people: propose it first."))
    if proposal.proposed_by_id == by.pk:
        raise NotAllowed(_t("You proposed this retraction, so somebody else has to confirm it."))
    return proposal


def _waiting(article: Article) -> Retraction:
    if (proposal := waiting_retraction(article)) is None:
        raise NotPossible(_t("No retraction waits."))
    return proposal


def _decide(
    proposal: Retraction,
    outcome: Retraction.Outcome,
    *,
    by: User | None,
    now: datetime,
    comment: str = "",
    edition: Edition | None = None,
) -> None:
    """Settle a proposal, once. Raises NotPossible when somebody else did so first."""
    waiting = Retraction.objects.filter(pk=proposal.pk, outcome=Outcome.WAITING)
    if not waiting.update(outcome=outcome, decided_by=by, decided_at=now, comment=comment, edition=edition):
        raise NotPossible(_t("Somebody else has decided about this retraction in the meantime."))


def _public(article: Article, change: Change, *, keep_text: bool, now: datetime) -> Edition:
    """What there is to withdraw. Raises NotPossible when there is nothing, or nothing left."""
    before = article.editions.begun(now).order_by("-number").first()
    if before is None:
        raise NotPossible(_t("The story was never public: cancel the scheduled edition instead."))
    if before.change == Change.TAKE_DOWN:
        raise NotPossible(_t("The story has been taken down: there is nothing left to withdraw."))
    if before.change == change and (keep_text or not before.body):
        raise NotPossible(_t("This has been done already."))
    return before


def _close(
    article: Article,
    verb: str,
    change: Change,
    *,
    by: User | None,
    note: str,
    public_note: str,
    keep_text: bool,
    now: datetime,
    also: Callable[[Edition], None],
) -> Edition:
    made: list[Edition] = []

    def effect() -> None:
        before = _public(article, change, keep_text=keep_text, now=now)
        make_way(article, now, now)
        # Whoever wants to show the story outside after this makes a link knowingly.
        article.preview_links.filter(revoked_at__isnull=True).update(revoked_at=now, revoked_by=by)
        # What had disappeared by itself does not come back because it is withdrawn.
        ended = before.ends_at is not None and before.ends_at <= now
        proof = _withdrawn(before, change, keep_text=keep_text and not ended)
        edition = proof.edition
        edition.number, edition.change, edition.change_note = before.number + 1, change, public_note.strip()
        edition.last_change, edition.note_placement = change, Placement.TOP
        edition.starts_at, edition.ends_at, edition.expires_at = now, None, None
        edition.modified_at, edition.published_by = now, by
        made.append(store(article, proof))
        also(made[0])

    carry_out(article, verb, effect, by=by, now=now, note=note)
    return made[0]


def _withdrawn(before: Edition, change: Change, *, keep_text: bool) -> Proof:
    """What readers get of a story from now on."""
    if change == Change.TAKE_DOWN:
        return marker(before)
    return again(before) if keep_text else named(before)
