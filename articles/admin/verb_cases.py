"""An article on its way through a verb: what stands in the way, and what the verb promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from articles.admin.facts import Standing, spelled, standing
from articles.checklist import Finding, findings
from articles.models import Article, Change, Edition, Retraction, SignOff, open_sign_offs
from articles.revisions import changed_unread
from articles.withdrawals import waiting_retraction

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.utils.functional import _StrPromise

# How many blockers the reason for a missing button names; the rest stand in the checklist.
NAMED_STOPS = 2
# Blockers of publication that say nothing about the copy.
NO_MATTER_OF_COPY = ("sign_offs", "legal_hold", "embargo_until")

type Times = dict[str, datetime | None]


@dataclass(frozen=True, slots=True)
class Case:
    """An article on its way through a verb: where it stands, what the checklist found, and who asks."""

    article: Article
    stands: Standing
    findings: list[Finding]
    user: User
    signed: frozenset[str] = frozenset()
    """The desks whose sign-off covers the copy as it stands."""
    retraction: Retraction | None = None
    """The retraction that waits for a second person."""
    lacks: tuple[str, ...] = ()
    """What the desk could do nothing without."""
    is_unread: bool = False
    """Whether somebody who may not approve changed the copy after its first edition was scheduled."""

    @property
    def is_held(self) -> bool:
        """Whether there is a legal hold."""
        return any(finding.field == "legal_hold" for finding in self.findings)

    @property
    def required(self) -> list[SignOff]:
        """The sign-offs that somebody asked for or gave."""
        return [row for row in self.article.sign_offs.all() if row.state != SignOff.State.NOT_REQUIRED]


def case_of(article: Article, user: User) -> Case:
    """Where the article stands now, and who asks."""
    now = timezone.now()
    stands = standing(article, now)
    open_desks = {sign_off.desk for sign_off, _stale in open_sign_offs(article)}
    approved = (row for row in article.sign_offs.all() if row.state == SignOff.State.APPROVED)
    return Case(
        article,
        stands,
        findings(article, now),
        user,
        signed=frozenset(row.desk for row in approved if row.desk not in open_desks),
        retraction=waiting_retraction(article) if article.latest_edition_id else None,
        lacks=tuple(_lacks(article)),
        is_unread=_is_unread(article, stands),
    )


def _lacks(article: Article) -> Iterator[str]:
    """What a story cannot be read or placed without, a sentence each."""
    if not article.headline.strip():
        yield _t("There is no headline.")
    if not article.word_count:
        yield _t("There is no text.")
    if article.section_id is None:
        yield _t("No section is chosen.")
    if not article.contributions.all():
        yield _t("Nobody is credited: add the author.")


def _is_unread(article: Article, stands: Standing) -> bool:
    pending = stands.pending
    return pending is not None and stands.begun is None and changed_unread(article, pending.revision)


def none(case: Case) -> str:
    """No obstacle beyond the workflow's own."""
    return ""


def _blocked(case: Case, *ignored: str) -> str:
    stops = [found.message for found in case.findings if found.blocks and found.field not in ignored]
    rest = len(stops) - NAMED_STOPS
    if rest <= 0:
        return " ".join(stops)
    more = ngettext("And %(count)s more blocker.", "And %(count)s more blockers.", rest) % {"count": rest}
    return " ".join([*stops[:NAMED_STOPS], more])


def _public_already(case: Case) -> str:
    return _t("It has been public already: correct or update it.") if case.stands.begun else ""


def cannot_submit(case: Case) -> str:
    """Why the desk could do nothing with it yet."""
    return " ".join(case.lacks)


def cannot_approve(case: Case) -> str:
    """Why the copy is not ready to be approved. Sign-offs, a hold, an embargo and a licence are another
    matter: they stop publication, and may still come or go."""
    return _blocked(case, *NO_MATTER_OF_COPY)


def cannot_publish_now(case: Case) -> str:
    """Why it cannot be published for the first time now."""
    return _public_already(case) or _changed_since_scheduled(case) or _blocked(case)


def _changed_since_scheduled(case: Case) -> str:
    if not case.is_unread:
        return ""
    return _t("The copy was changed after it was approved: cancel the schedule, so that it is read again.")


def cannot_schedule(case: Case) -> str:
    """Why it cannot be scheduled for the first time."""
    if case.stands.pending:
        return _t("It is scheduled already: reschedule or cancel it.")
    return _public_already(case) or _blocked(case, "embargo_until")


def cannot_change(case: Case) -> str:
    """Why what is public cannot be changed."""
    if not case.stands.begun:
        return _t("It has not been public yet.")
    return _cannot_return(case) or _blocked(case, "embargo_until")


def _cannot_return(case: Case) -> str:
    """Why a withdrawn story is not this person's to put back; the door behind the button says the same."""
    withdrawn = case.stands.begun.change if case.stands.begun else ""
    if withdrawn == Change.RETRACTION and not case.user.has_perm("articles.retract_article"):
        return _t("It is retracted: only those who may retract put it back.")
    if withdrawn == Change.TAKE_DOWN and not case.user.has_perm("articles.take_down_article"):
        return _t("It is taken down: only those who may take down put it back.")
    return ""


def nothing_scheduled(case: Case) -> str:
    """Why no schedule can be moved or cancelled."""
    return "" if case.stands.pending else _t("Nothing is scheduled.")


def cannot_withdraw(change: Change) -> Callable[[Case], str]:
    """Why the story cannot be withdrawn in this way."""

    def obstacle(case: Case) -> str:
        if not case.stands.begun:
            return _t("It has not been public yet.")
        if case.stands.begun.change == Change.TAKE_DOWN:
            return _t("It is taken down: nothing is left to withdraw.")
        return _t("This has been done already.") if _repeats(case.stands.begun, change) else ""

    return obstacle


def _repeats(begun: Edition, change: Change) -> bool:
    """Whether it says nothing new: a story retracted with its text may still lose the text."""
    return begun.change == change and begun.word_count == 0


def says(text: str | _StrPromise) -> Callable[[Case, Times], str]:
    """The same sentence for every article."""
    return lambda case, times: str(text)


def publish_sentence(case: Case, times: Times) -> str:
    """What publishing does."""
    return _t("“%(headline)s” becomes public now, %(when)s.") % {
        "headline": case.article.headline,
        "when": spelled(case.stands.now),
    }


def schedule_sentence(case: Case, times: Times) -> str:
    """What scheduling does, and when."""
    at, until = times.get("at"), times.get("until")
    if at is None:
        return _t("“%(headline)s” becomes public by itself at the time you choose.") % {
            "headline": case.article.headline
        }
    text = _t("“%(headline)s” becomes public by itself on %(when)s.") % {
        "headline": case.article.headline,
        "when": spelled(at),
    }
    return f"{text} {_until(until)}" if until else text


def _until(until: datetime) -> str:
    return _t("It disappears on %(when)s.") % {"when": spelled(until)}


def reschedule_sentence(case: Case, times: Times) -> str:
    """What moving the schedule does."""
    at, pending = times.get("at"), case.stands.pending
    if at is None or pending is None:
        return _t(
            "The scheduled edition becomes public at another time, with the text it was scheduled with."
        )
    return _t(
        "The scheduled edition becomes public on %(when)s instead of %(before)s, "
        "with the text it was scheduled with."
    ) % {
        "when": spelled(at),
        "before": spelled(pending.starts_at),
    }


def cancel_sentence(case: Case, times: Times) -> str:
    """What cancelling the schedule leaves."""
    if case.stands.pending is None:
        return ""
    text = _t("The edition scheduled for %(when)s will not appear.") % {
        "when": spelled(case.stands.pending.starts_at)
    }
    if case.stands.begun:
        rest = _t("What is public stays as it is.")
    elif case.is_unread:
        rest = _t("The story is in review again, because its copy was changed after it was approved.")
    else:
        rest = _t("The story is approved again.")
    return f"{text} {rest}"


def also_unscheduled(case: Case) -> str:
    """That the verb also takes back what is scheduled; empty when nothing is."""
    if case.stands.pending is None:
        return ""
    return _t("The edition scheduled for %(when)s is cancelled.") % {
        "when": spelled(case.stands.pending.starts_at)
    }


def change_sentence(case: Case, times: Times) -> str:
    """What readers get, and when."""
    at, until = times.get("at"), times.get("until")
    if at:
        text = _t("Readers get the story as it stands here by itself on %(when)s, with your note.") % {
            "when": spelled(at)
        }
    else:
        text = _t("Readers get the story as it stands here now, %(when)s, with your note.") % {
            "when": spelled(case.stands.now)
        }
    if case.stands.pending:
        text += " " + _t("It replaces the edition scheduled for %(when)s.") % {
            "when": spelled(case.stands.pending.starts_at)
        }
    return f"{text} {_until(until)}" if until else text
