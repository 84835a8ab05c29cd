"""Withdrawing what is public: retraction and take-down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.verb import Verb
from articles.admin.verb_cases import cannot_withdraw, says
from articles.admin.verb_forms import VerbForm, long_text
from articles.models import Article, Change
from articles.publishing import retract, take_down

if TYPE_CHECKING:
    from django.contrib.auth.models import User

RETRACTION_WORDING = _(
    "We have retracted this article because [[reason]]. [[What readers should know]]. — [[name, role]]"
)


class RetractForm(VerbForm):
    """The notice that heads a retracted story."""

    note = forms.CharField(
        label=_("Notice"),
        widget=long_text(4),
        initial=RETRACTION_WORDING,
        help_text=_("Public: it heads the page for good."),
    )
    keep_text = forms.BooleanField(
        label=_("Keep the text below the notice"),
        required=False,
        initial=True,
        help_text=_("Without it the page shows the headline, the byline and the notice only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.stands.begun and self.stands.begun.change == Change.RETRACTION:
            # What is left to do to a retracted story.
            self.initial["keep_text"] = False


class TakeDownForm(VerbForm):
    """Why a story is taken down, and what readers are told."""

    reason = forms.CharField(label=_("Reason"), widget=long_text(), help_text=_("For the log; never public."))
    note = forms.CharField(
        label=_("Public note"),
        required=False,
        widget=long_text(2),
        help_text=_("Stands at the address of the story."),
    )


def _retract(article: Article, user: User, typed: dict[str, Any]) -> str:
    retract(article, by=user, note=typed["note"], keep_text=typed["keep_text"])
    return _t("Retracted. The notice heads the page.")


def _take_down(article: Article, user: User, typed: dict[str, Any]) -> str:
    take_down(article, by=user, reason=typed["reason"], note=typed["note"])
    return _t("Taken down.")


WITHDRAWING: tuple[Verb, ...] = (
    Verb(
        "retract",
        "retract",
        _("Retract…"),
        RetractForm,
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
        TakeDownForm,
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
)
