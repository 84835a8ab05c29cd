"""The buttons of the article form: for each, when it is there, what it promises and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import verb_forms
from articles.admin.facts import Standing, spelled
from articles.checklist import Finding
from articles.models import Article, Change
from articles.publishing import cancel, publish, reschedule, retract, take_down
from articles.workflow import TRANSITIONS, Status, perform, why_not

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from django.contrib.auth.models import AbstractUser

type Times = dict[str, datetime | None]


@dataclass(frozen=True, slots=True)
class Case:
    """An article on its way through a verb: where it stands and what the checklist found."""

    article: Article
    stands: Standing
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Verb:
    """A button. `obstacle` says why it is not there beyond what the workflow's table knows; `sentence`
    says what will happen; `run` does it and returns what to tell the person."""

    name: str
    transition: str
    label: str | _StrPromise
    form: type[verb_forms.VerbForm]
    sentence: Callable[[Case, Times], str]
    run: Callable[[Article, AbstractUser, dict[str, Any]], str]
    obstacle: Callable[[Case], str]
    grave: bool = False

    @property
    def permission(self) -> str:
        """The permission it needs."""
        return TRANSITIONS[self.transition].permission

    def why_not(self, case: Case, user: AbstractUser) -> str:
        """Why it is not possible now for this person, in a sentence; empty when it is."""
        return why_not(case.article, self.transition, user) or self.obstacle(case)


def none(case: Case) -> str:
    """No obstacle beyond the workflow's own."""
    return ""


def _blocked(case: Case, *ignored: str) -> str:
    count = sum(finding.blocks and finding.field not in ignored for finding in case.findings)
    if not count:
        return ""
    return ngettext(
        "The checklist has %(count)s blocker.", "The checklist has %(count)s blockers.", count
    ) % {"count": count}


def _public_already(case: Case) -> str:
    return _t("It has been public already: correct or update it.") if case.stands.begun else ""


def _cannot_publish_now(case: Case) -> str:
    return _public_already(case) or _blocked(case)


def _cannot_schedule(case: Case) -> str:
    if case.stands.pending:
        return _t("It is scheduled already: reschedule or cancel it.")
    return _public_already(case) or _blocked(case, "embargo_until")


def _cannot_change(case: Case) -> str:
    if not case.stands.begun:
        return _t("It has not been public yet.")
    return _blocked(case, "embargo_until")


def _nothing_scheduled(case: Case) -> str:
    return "" if case.stands.pending else _t("Nothing is scheduled.")


def _cannot_withdraw(change: Change) -> Callable[[Case], str]:
    def obstacle(case: Case) -> str:
        if not case.stands.begun:
            return _t("It has not been public yet.")
        return _t("This has been done already.") if case.stands.begun.change == change else ""

    return obstacle


def _says(text: str | _StrPromise) -> Callable[[Case, Times], str]:
    return lambda case, times: str(text)


def _publish_sentence(case: Case, times: Times) -> str:
    return _t("“%(headline)s” becomes public now, %(when)s.") % {
        "headline": case.article.headline,
        "when": spelled(case.stands.now),
    }


def _schedule_sentence(case: Case, times: Times) -> str:
    at, until = times.get("at"), times.get("until")
    if at is None:
        return _t("“%(headline)s” becomes public by itself at the time you choose.") % {"headline": case.article.headline}
    text = _t("“%(headline)s” becomes public by itself on %(when)s.") % {
        "headline": case.article.headline,
        "when": spelled(at),
    }
    return f"{text} {_until(until)}" if until else text


def _until(until: datetime) -> str:
    return _t("It disappears on %(when)s.") % {"when": spelled(until)}


def _reschedule_sentence(case: Case, times: Times) -> str:
    at, pending = times.get("at"), case.stands.pending
    if at is None or pending is None:
        return _t("The scheduled edition becomes public at another time, with the text it was scheduled with.")
    return _t("The scheduled edition becomes public on %(when)s instead of %(before)s, with the text it was scheduled with.") % {
        "when": spelled(at),
        "before": spelled(pending.starts_at),
    }


def _cancel_sentence(case: Case, times: Times) -> str:
    if case.stands.pending is None:
        return ""
    text = _t("The edition scheduled for %(when)s will not appear.") % {"when": spelled(case.stands.pending.starts_at)}
    rest = _t("What is public stays as it is.") if case.stands.begun else _t("The story is approved again.")
    return f"{text} {rest}"


def _change_sentence(case: Case, times: Times) -> str:
    at, until = times.get("at"), times.get("until")
    text = (
        _t("Readers get the text as it stands here on %(when)s, with your note.") % {"when": spelled(at)}
        if at
        else _t("Readers get the text as it stands here now, with your note.")
    )
    if case.stands.pending:
        text += " " + _t("It replaces the edition scheduled for %(when)s.") % {
            "when": spelled(case.stands.pending.starts_at)
        }
    return f"{text} {_until(until)}" if until else text


def _moved(verb: str, done: str | _StrPromise) -> Callable[[Article, AbstractUser, dict[str, Any]], str]:
    """A verb that only moves the working copy."""

    def run(article: Article, user: AbstractUser, typed: dict[str, Any]) -> str:
        perform(article, verb, by=user, note=typed.get("note", ""), urgent=typed.get("urgent", ""))
        return str(done)

    return run


def _publish(article: Article, user: AbstractUser, typed: dict[str, Any]) -> str:
    publish(article, by=user)
    return _t("Published.")


def _schedule(article: Article, user: AbstractUser, typed: dict[str, Any]) -> str:
    edition = publish(article, by=user, at=_not_past(typed["at"]), until=typed["until"])
    return _t("Scheduled for %(when)s.") % {"when": spelled(edition.starts_at)}


def _reschedule(article: Article, user: AbstractUser, typed: dict[str, Any]) -> str:
    edition = reschedule(article, by=user, at=_not_past(typed["at"]) or timezone.now())
    return _t("Scheduled for %(when)s.") % {"when": spelled(edition.starts_at)}


def _cancel(article: Article, user: AbstractUser, typed: dict[str, Any]) -> str:
    cancel(article, by=user, note=typed["note"])
    return _t("The scheduled edition is cancelled.")


def _change(article: Article, user: AbstractUser, typed: dict[str, Any]) -> str:
    edition = publish(
        article,
        by=user,
        at=_not_past(typed["at"]),
        until=typed["until"],
        change=typed["change"],
        note=typed["note"],
        placement=typed["placement"],
    )
    kind = edition.get_change_display()
    if typed["at"]:
        return _t("%(kind)s scheduled for %(when)s.") % {"kind": kind, "when": spelled(edition.starts_at)}
    return _t("%(kind)s published.") % {"kind": kind}


def _retract(article: Article, user: AbstractUser, typed: dict[str, Any]) -> str:
    retract(article, by=user, note=typed["note"], keep_text=typed["keep_text"])
    return _t("Retracted. The notice heads the page.")


def _take_down(article: Article, user: AbstractUser, typed: dict[str, Any]) -> str:
    take_down(article, by=user, reason=typed["reason"], note=typed["note"])
    return _t("Taken down.")


def _not_past(at: datetime | None) -> datetime | None:
    """The time, or None for now: the minute that was typed may have begun already."""
    return at if at and at > timezone.now() else None


_VERBS = (
    Verb(
        "submit",
        "submit",
        _("Send to desk"),
        verb_forms.CommentForm,
        _says(_("The desk gets the story for review.")),
        _moved("submit", _("Sent to the desk.")),
        none,
    ),
    Verb(
        "send-back",
        "send_back",
        _("Send back"),
        verb_forms.ReasonForm,
        _says(_("The writer gets the story back, with your comment.")),
        _moved("send_back", _("Sent back to the writer.")),
        none,
    ),
    Verb(
        "approve",
        "approve",
        _("Approve"),
        verb_forms.ApproveForm,
        _says(_("The text is approved as it stands; it may then be published.")),
        _moved("approve", _("Approved.")),
        none,
    ),
    Verb(
        "publish",
        "publish",
        _("Publish now"),
        verb_forms.VerbForm,
        _publish_sentence,
        _publish,
        _cannot_publish_now,
    ),
    Verb(
        "schedule",
        "publish",
        _("Schedule…"),
        verb_forms.ScheduleForm,
        _schedule_sentence,
        _schedule,
        _cannot_schedule,
    ),
    Verb(
        "reschedule",
        "reschedule",
        _("Reschedule…"),
        verb_forms.RescheduleForm,
        _reschedule_sentence,
        _reschedule,
        _nothing_scheduled,
    ),
    Verb(
        "cancel",
        "cancel",
        _("Cancel the schedule"),
        verb_forms.CommentForm,
        _cancel_sentence,
        _cancel,
        _nothing_scheduled,
    ),
    Verb(
        "change",
        "publish",
        _("Correct or update…"),
        verb_forms.ChangeForm,
        _change_sentence,
        _change,
        _cannot_change,
    ),
    Verb(
        "reopen",
        "reopen",
        _("Reopen"),
        verb_forms.CommentForm,
        _says(_("The approval is void; the story is in review again.")),
        _moved("reopen", _("Reopened.")),
        none,
    ),
    Verb(
        "retract",
        "retract",
        _("Retract…"),
        verb_forms.RetractForm,
        _says(_("The page stays and says at its head that the story is retracted, and why. This cannot be hidden again.")),
        _retract,
        _cannot_withdraw(Change.RETRACTION),
        grave=True,
    ),
    Verb(
        "take-down",
        "take_down",
        _("Take down…"),
        verb_forms.TakeDownForm,
        _says(_("The address answers that the story is gone; the story leaves every list and feed. For law and safety only.")),
        _take_down,
        _cannot_withdraw(Change.TAKE_DOWN),
        grave=True,
    ),
    Verb(
        "spike",
        "spike",
        _("Spike"),
        verb_forms.ReasonForm,
        _says(_("The story will not run. It stays in the archive of the desk and can be brought back.")),
        _moved("spike", _("Spiked.")),
        none,
        grave=True,
    ),
    Verb(
        "bring-back",
        "unspike",
        _("Bring back"),
        verb_forms.CommentForm,
        _says(_("The story is a draft again.")),
        _moved("unspike", _("Brought back as a draft.")),
        none,
    ),
)
VERBS: dict[str, Verb] = {verb.name: verb for verb in _VERBS}


@dataclass(frozen=True, slots=True)
class Missing:
    """A button that is not there, and why."""

    label: str
    why: str


def buttons(case: Case, user: AbstractUser) -> tuple[list[Verb], list[Missing]]:
    """What is possible now, and what a person with the permission may miss, with the reason."""
    possible: list[Verb] = []
    missing: list[Missing] = []
    for verb in VERBS.values():
        if not (why := verb.why_not(case, user)):
            possible.append(verb)
        elif verb.name in _expected(case.article):
            missing.append(Missing(str(verb.label), why))
    return possible, missing


def _expected(article: Article) -> set[str]:
    """The buttons a person looks for in this status: the way forward, not every verb there is."""
    if article.status == Status.PUBLISHED:
        return {"change", "retract", "take-down"}
    if article.status == Status.SPIKED:
        return {"bring-back"}
    return {"submit", "approve", "publish", "schedule", "spike"}
