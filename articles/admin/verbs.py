"""The buttons of the article form: for each, when it is there, what it promises and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin import verb_forms
from articles.admin.facts import spelled
from articles.admin.verb_cases import (
    Case,
    Times,
    cancel_sentence,
    cannot_change,
    cannot_publish_now,
    cannot_schedule,
    cannot_withdraw,
    change_sentence,
    none,
    nothing_scheduled,
    publish_sentence,
    reschedule_sentence,
    says,
    schedule_sentence,
)
from articles.models import Article, Change
from articles.publishing import cancel, publish, reschedule, retract, take_down
from articles.workflow import TRANSITIONS, Status, perform, why_not

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Verb:
    """A button. `obstacle` says why it is not there beyond what the workflow's table knows; `sentence`
    says what will happen; `run` does it and returns what to tell the person."""

    name: str
    transition: str
    label: str | _StrPromise
    form: type[verb_forms.VerbForm]
    sentence: Callable[[Case, Times], str]
    run: Callable[[Article, User, dict[str, Any]], str]
    obstacle: Callable[[Case], str]
    grave: bool = False
    confirm: str | _StrPromise = ""

    @property
    def permission(self) -> str:
        """The permission it needs."""
        return TRANSITIONS[self.transition].permission

    def why_not(self, case: Case) -> str:
        """Why it is not possible now for the person who asks, in a sentence; empty when it is."""
        return why_not(case.article, self.transition, case.user) or self.obstacle(case)


def _moved(verb: str, done: str | _StrPromise) -> Callable[[Article, User, dict[str, Any]], str]:
    """A verb that only moves the working copy."""

    def run(article: Article, user: User, typed: dict[str, Any]) -> str:
        perform(article, verb, by=user, note=typed.get("note", ""), urgent=typed.get("urgent", ""))
        return str(done)

    return run


def _publish(article: Article, user: User, typed: dict[str, Any]) -> str:
    publish(article, by=user)
    return _t("Published.")


def _schedule(article: Article, user: User, typed: dict[str, Any]) -> str:
    edition = publish(article, by=user, at=_not_past(typed["at"]), until=typed["until"])
    return _t("Scheduled for %(when)s.") % {"when": spelled(edition.starts_at)}


def _reschedule(article: Article, user: User, typed: dict[str, Any]) -> str:
    edition = reschedule(article, by=user, at=_not_past(typed["at"]) or timezone.now())
    return _t("Scheduled for %(when)s.") % {"when": spelled(edition.starts_at)}


def _cancel(article: Article, user: User, typed: dict[str, Any]) -> str:
    cancel(article, by=user, note=typed["note"])
    return _t("The scheduled edition is cancelled.")


def _change(article: Article, user: User, typed: dict[str, Any]) -> str:
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


def _retract(article: Article, user: User, typed: dict[str, Any]) -> str:
    retract(article, by=user, note=typed["note"], keep_text=typed["keep_text"])
    return _t("Retracted. The notice heads the page.")


def _take_down(article: Article, user: User, typed: dict[str, Any]) -> str:
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
        says(_("The desk gets the story for review.")),
        _moved("submit", _("Sent to the desk.")),
        none,
    ),
    Verb(
        "send-back",
        "send_back",
        _("Send back"),
        verb_forms.ReasonForm,
        says(_("The writer gets the story back, with your comment.")),
        _moved("send_back", _("Sent back to the writer.")),
        none,
    ),
    Verb(
        "approve",
        "approve",
        _("Approve"),
        verb_forms.ApproveForm,
        says(_("The text is approved as it stands; it may then be published.")),
        _moved("approve", _("Approved.")),
        none,
    ),
    Verb(
        "publish",
        "publish",
        _("Publish now"),
        verb_forms.VerbForm,
        publish_sentence,
        _publish,
        cannot_publish_now,
    ),
    Verb(
        "schedule",
        "publish",
        _("Schedule…"),
        verb_forms.ScheduleForm,
        schedule_sentence,
        _schedule,
        cannot_schedule,
    ),
    Verb(
        "reschedule",
        "reschedule",
        _("Reschedule…"),
        verb_forms.RescheduleForm,
        reschedule_sentence,
        _reschedule,
        nothing_scheduled,
    ),
    Verb(
        "cancel",
        "cancel",
        _("Cancel the schedule"),
        verb_forms.CommentForm,
        cancel_sentence,
        _cancel,
        nothing_scheduled,
    ),
    Verb(
        "change",
        "publish",
        _("Correct or update…"),
        verb_forms.ChangeForm,
        change_sentence,
        _change,
        cannot_change,
        confirm=_("Publish the change"),
    ),
    Verb(
        "reopen",
        "reopen",
        _("Reopen"),
        verb_forms.CommentForm,
        says(_("The approval is void; the story is in review again.")),
        _moved("reopen", _("Reopened.")),
        none,
    ),
    Verb(
        "retract",
        "retract",
        _("Retract…"),
        verb_forms.RetractForm,
        says(
            _(
                "The page stays and says at its head that the story is retracted, and why. "
                "This cannot be hidden again."
            )
        ),
        _retract,
        cannot_withdraw(Change.RETRACTION),
        grave=True,
    ),
    Verb(
        "take-down",
        "take_down",
        _("Take down…"),
        verb_forms.TakeDownForm,
        says(
            _(
                "The address answers that the story is gone; the story leaves every list and feed. "
                "For law and safety only."
            )
        ),
        _take_down,
        cannot_withdraw(Change.TAKE_DOWN),
        grave=True,
    ),
    Verb(
        "spike",
        "spike",
        _("Spike"),
        verb_forms.ReasonForm,
        says(_("The story will not run. It stays in the archive of the desk and can be brought back.")),
        _moved("spike", _("Spiked.")),
        none,
        grave=True,
    ),
    Verb(
        "bring-back",
        "unspike",
        _("Bring back"),
        verb_forms.CommentForm,
        says(_("The story is a draft again.")),
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


def buttons(case: Case) -> tuple[list[Verb], list[Missing]]:
    """What is possible now, and what a person with the permission may miss, with the reason."""
    possible: list[Verb] = []
    missing: list[Missing] = []
    for verb in VERBS.values():
        if not (why := verb.why_not(case)):
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
