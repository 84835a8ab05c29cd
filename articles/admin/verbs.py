"""The buttons of the article form: for each, when it is there, what it promises and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin import verb_forms
from articles.admin.changing import CHANGING
from articles.admin.facts import spelled
from articles.admin.sign_off_verbs import SIGNING
from articles.admin.verb import Verb, moved, not_past
from articles.admin.verb_cases import (
    Case,
    cancel_sentence,
    cannot_approve,
    cannot_publish_now,
    cannot_schedule,
    cannot_submit,
    none,
    nothing_scheduled,
    publish_sentence,
    reschedule_sentence,
    says,
    schedule_sentence,
)
from articles.admin.withdrawing import WITHDRAWING
from articles.followups import second_read
from articles.models import Article
from articles.publishing import cancel, publish, reschedule
from articles.workflow import Status, perform

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def _approve(article: Article, user: User, typed: dict[str, Any]) -> str:
    urgent = typed.get("urgent", "")
    perform(article, "approve", by=user, note=typed["note"], urgent=urgent)
    if not urgent:
        return _t("Approved.")
    second_read(article, by=user, reason=urgent)
    return _t("Approved by its writer. Somebody else reads it within the hour: a follow-up is open.")


def _publish(article: Article, user: User, typed: dict[str, Any]) -> str:
    publish(article, by=user)
    return _t("Published.")


def _schedule(article: Article, user: User, typed: dict[str, Any]) -> str:
    edition = publish(article, by=user, at=not_past(typed["at"]), until=typed["until"])
    return _t("Scheduled for %(when)s.") % {"when": spelled(edition.starts_at)}


def _reschedule(article: Article, user: User, typed: dict[str, Any]) -> str:
    edition = reschedule(article, by=user, at=not_past(typed["at"]) or timezone.now())
    return _t("Scheduled for %(when)s.") % {"when": spelled(edition.starts_at)}


def _cancel(article: Article, user: User, typed: dict[str, Any]) -> str:
    cancel(article, by=user, note=typed["note"])
    return _t("The scheduled edition is cancelled.")


_VERBS: tuple[Verb, ...] = (
    Verb(
        "submit",
        "submit",
        _("Send to desk"),
        verb_forms.CommentForm,
        says(_("The desk gets the story for review.")),
        moved("submit", _("Sent to the desk.")),
        cannot_submit,
    ),
    Verb(
        "send-back",
        "send_back",
        _("Send back"),
        verb_forms.ReasonForm,
        says(_("The writer gets the story back, with your comment.")),
        moved("send_back", _("Sent back to the writer.")),
        none,
    ),
    Verb(
        "approve",
        "approve",
        _("Approve"),
        verb_forms.ApproveForm,
        says(_("The text is approved as it stands; it may then be published.")),
        _approve,
        cannot_approve,
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
    *CHANGING,
    Verb(
        "reopen",
        "reopen",
        _("Reopen"),
        verb_forms.CommentForm,
        says(_("The approval is void; the story is in review again.")),
        moved("reopen", _("Reopened.")),
        none,
    ),
    *WITHDRAWING,
    Verb(
        "spike",
        "spike",
        _("Spike"),
        verb_forms.ReasonForm,
        says(_("The story will not run. It stays in the archive of the desk and can be brought back.")),
        moved("spike", _("Spiked.")),
        none,
        grave=True,
    ),
    Verb(
        "bring-back",
        "unspike",
        _("Bring back"),
        verb_forms.CommentForm,
        says(_("The story is a draft again.")),
        moved("unspike", _("Brought back as a draft.")),
        none,
    ),
)
VERBS: dict[str, Verb] = {verb.name: verb for verb in (*_VERBS, *SIGNING)}


@dataclass(frozen=True, slots=True)
class Missing:
    """A button that is not there, and why."""

    label: str
    why: str


def buttons(
    case: Case,
    may_use: Callable[[str], bool] = lambda permission: True,
    among: Iterable[str] = VERBS,
) -> tuple[list[Verb], list[Missing]]:
    """What is possible now, and what a person may miss, with the reason.

    `may_use` says whether the verbs with a permission reach this article; `among` names those that count.
    """
    possible: list[Verb] = []
    missing: list[Missing] = []
    for verb in map(VERBS.__getitem__, among):
        if not may_use(verb.permission):
            continue
        if not (why := verb.why_not(case)):
            possible.append(verb)
        elif verb.name in _expected(case.article):
            missing.append(Missing(str(verb.label), why))
    return possible, missing


def _expected(article: Article) -> set[str]:
    """The buttons a person looks for in this status: the way forward, not every verb there is."""
    if article.status == Status.PUBLISHED:
        return {"change", "propose-retraction", "take-down"}
    if article.status == Status.SPIKED:
        return {"bring-back"}
    return {"submit", "approve", "publish", "schedule", "spike"}
