"""Withdrawing what is public, and lifting an embargo: the buttons that need a second thought."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import embargoes
from articles.admin.facts import spelled
from articles.admin.verb import Verb
from articles.admin.verb_cases import Case, Times, also_unscheduled, cannot_withdraw, says
from articles.admin.verb_forms import CommentForm, ReasonForm, VerbForm, long_text
from articles.admin.widgets import DayInput
from articles.models import Article, Change, RemovalRequest
from articles.people import person
from articles.withdrawals import decline_retraction, propose_retraction, retract, take_down
from articles.wordings import wordings

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# A take-down is looked at again the next day, unless somebody says when.
LOOKED_AT_AGAIN = timedelta(days=1)
WHY_LIFTED = [
    ("broken", _("Somebody else has broken it")),
    ("agreed", _("Agreed with whoever set it")),
    ("other", _("Another reason")),
]


class ProposeForm(VerbForm):
    """The notice that is to head a retracted story."""

    note = forms.CharField(
        label=_("Notice"),
        widget=long_text(4),
        help_text=_("Public, and at the head of the page for good: what was wrong, and how it came about."),
    )
    keep_text = forms.BooleanField(
        label=_("Keep the text below the notice"),
        required=False,
        initial=True,
        help_text=_("Without it the page shows the headline, the byline and the notice only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["note"] = wordings(self.article.language)[Change.RETRACTION]
        if self.stands.begun and self.stands.begun.change == Change.RETRACTION:
            # What is left to do to a retracted story.
            self.initial["keep_text"] = False


class TakeDownForm(VerbForm):
    """Why a story is taken down, what readers are told, and when the decision is looked at again."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=RemovalRequest.Ground,
        help_text=_("What it rests on. Where a correction or an initial would do, this is too much."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=long_text(),
        help_text=_(
            "What was asked and why we do it. For the register of removal requests, which few people read."
        ),
    )
    review_on = forms.DateField(
        label=_("Look again on"),
        widget=DayInput(),
        help_text=_("The archive is a public record: a take-down is never simply for ever."),
    )
    note = forms.CharField(
        label=_("Public note"),
        required=False,
        widget=long_text(2),
        help_text=_("What readers find at the address instead of the story. Empty: only that it is gone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["review_on"] = localdate() + LOOKED_AT_AGAIN

    def clean_review_on(self) -> date:
        """The day. Raises ValidationError for one that has passed."""
        day: date = self.cleaned_data["review_on"]
        if day < localdate():
            raise ValidationError(_("This day has passed."))
        return day


class LiftEmbargoForm(CommentForm):
    """Why an embargo ends before its time."""

    why = forms.ChoiceField(
        label=_("Why"),
        choices=WHY_LIFTED,
        widget=forms.RadioSelect,
        help_text=_("Whoever gave us the story may ask; the answer is in the history."),
    )
    field_order = ("why", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].label = _("Who, where, agreed with whom")
        self.fields["note"].help_text = _("For your colleagues, in the history; never public.")


def _propose(article: Article, user: User, typed: dict[str, Any]) -> str:
    propose_retraction(article, by=user, notice=typed["note"], keep_text=typed["keep_text"])
    return _t("Proposed. Somebody else has to confirm the retraction before readers see it.")


def _retract(article: Article, user: User, typed: dict[str, Any]) -> str:
    retract(article, by=user)
    return _t("Retracted. The notice heads the page.")


def _decline(article: Article, user: User, typed: dict[str, Any]) -> str:
    decline_retraction(article, by=user, reason=typed["note"])
    return _t("The story stays as it is.")


def _take_down(article: Article, user: User, typed: dict[str, Any]) -> str:
    take_down(
        article,
        by=user,
        reason=typed["reason"],
        note=typed["note"],
        ground=typed["ground"],
        review_on=typed["review_on"],
    )
    return _t("Taken down.")


def _lift(article: Article, user: User, typed: dict[str, Any]) -> str:
    embargoes.lift(article, by=user, reason=f"{dict(WHY_LIFTED)[typed['why']]}: {typed['note']}")
    return _t("The embargo is lifted.")


def _cannot_propose(case: Case) -> str:
    if case.retraction:
        return _t("A retraction waits for a second person already.")
    return cannot_withdraw(Change.RETRACTION)(case)


def _cannot_confirm(case: Case) -> str:
    if case.retraction is None:
        return _t("No retraction waits.")
    if case.retraction.proposed_by_id == case.user.pk:
        return _t("You proposed this retraction, so somebody else has to confirm it.")
    return cannot_withdraw(Change.RETRACTION)(case)


def _cannot_decline(case: Case) -> str:
    return "" if case.retraction else _t("No retraction waits.")


def _confirm_sentence(case: Case, times: Times) -> str:
    proposal = case.retraction
    if proposal is None:
        return ""
    rest = _t("The text stays below it.") if proposal.keep_text else _t("The text goes.")
    rest = f"{rest} {also_unscheduled(case)}".strip()
    return _t("%(who)s proposes this notice, %(when)s: “%(notice)s” It heads the page for good. %(rest)s") % {
        "who": person(proposal.proposed_by),
        "when": spelled(proposal.proposed_at),
        "notice": proposal.notice,
        "rest": rest,
    }


def _take_down_sentence(case: Case, times: Times) -> str:
    text = _t(
        "The address answers that the story is gone; the story leaves every list and feed. "
        "For law and safety only. The decision is entered among the removal requests."
    )
    return f"{text} {also_unscheduled(case)}".strip()


def _no_embargo(case: Case) -> str:
    return "" if case.article.is_embargoed(case.stands.now) else _t("There is no embargo to lift.")


def _lift_sentence(case: Case, times: Times) -> str:
    until = case.article.embargo_until
    if until is None:
        return ""
    text = _t("The embargo until %(when)s ends now.") % {"when": spelled(until)}
    told = [case.article.embargo_source, case.article.embargo_terms]
    return " ".join([text, *(f"({words})" for words in told if words)])


WITHDRAWING: tuple[Verb, ...] = (
    Verb(
        "lift-embargo",
        "lift_embargo",
        _("Lift the embargo…"),
        LiftEmbargoForm,
        _lift_sentence,
        _lift,
        _no_embargo,
        grave=True,
    ),
    Verb(
        "propose-retraction",
        "propose_retraction",
        _("Propose a retraction…"),
        ProposeForm,
        says(
            _(
                "A second person gets your notice and confirms or declines it. Then the page says at its "
                "head that the story is retracted, and why."
            )
        ),
        _propose,
        _cannot_propose,
        grave=True,
    ),
    Verb(
        "retract",
        "retract",
        _("Confirm the retraction…"),
        VerbForm,
        _confirm_sentence,
        _retract,
        _cannot_confirm,
        grave=True,
    ),
    Verb(
        "decline-retraction",
        "decline_retraction",
        _("Decline the retraction…"),
        ReasonForm,
        _confirm_sentence,
        _decline,
        _cannot_decline,
    ),
    Verb(
        "take-down",
        "take_down",
        _("Take down…"),
        TakeDownForm,
        _take_down_sentence,
        _take_down,
        cannot_withdraw(Change.TAKE_DOWN),
        grave=True,
    ),
)
