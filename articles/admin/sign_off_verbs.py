"""The buttons of the sign-offs and of the legal hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import signoffs
from articles.admin.verb import Verb
from articles.admin.verb_cases import Case, Times, also_unscheduled, says
from articles.admin.verb_forms import CommentForm, ReasonForm, VerbForm, long_text
from articles.models import Article, SignOff, SignOffDesk

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SIGNED = {
    SignOffDesk.LEGAL: _("Sign off: legal"),
    SignOffDesk.FACT_CHECK: _("Sign off: fact check"),
    SignOffDesk.PICTURE: _("Sign off: picture desk"),
    SignOffDesk.STANDARDS: _("Sign off: standards"),
}


class AskForm(CommentForm):
    """Which desk is asked, and what for."""

    desk = forms.ChoiceField(
        label=_("Who signs off"),
        choices=SignOffDesk,
        widget=forms.RadioSelect,
        help_text=_("They get a notice. Say in the comment what they should look at."),
    )
    field_order = ("desk", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.article.sign_offs.filter(state=SignOff.State.REQUIRED).values_list("desk", flat=True)
        self.fields["desk"].choices = [  # type: ignore[attr-defined]
            choice for choice in SignOffDesk.choices if choice[0] not in set(asked)
        ]


class WaiveForm(ReasonForm):
    """Which sign-off is not required after all, and why."""

    desk = forms.ChoiceField(
        label=_("Not required after all"),
        widget=forms.RadioSelect,
        help_text=_("The story then goes out without it; your reason stays in the history."),
    )
    field_order = ("desk", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.article.sign_offs.exclude(state=SignOff.State.NOT_REQUIRED)
        self.fields["desk"].choices = [(row.desk, row.get_desk_display()) for row in rows]  # type: ignore[attr-defined]


class HoldForm(VerbForm):
    """Why nothing more of the story may go out, or may again."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=long_text(),
        help_text=_("Only those who may place a hold read it; everybody else sees that there is one."),
    )


def _ask(article: Article, user: User, typed: dict[str, Any]) -> str:
    desk = SignOffDesk(typed["desk"])
    signoffs.require(article, desk, by=user, note=typed["note"])
    return _t("Asked for: %(desk)s.") % {"desk": desk.label}


def _waive(article: Article, user: User, typed: dict[str, Any]) -> str:
    desk = SignOffDesk(typed["desk"])
    signoffs.waive(article, desk, by=user, note=typed["note"])
    return _t("Not required: %(desk)s.") % {"desk": desk.label}


def _hold(article: Article, user: User, typed: dict[str, Any]) -> str:
    signoffs.hold(article, by=user, reason=typed["reason"])
    return _t("There is a legal hold on the story now.")


def _lift_hold(article: Article, user: User, typed: dict[str, Any]) -> str:
    signoffs.lift_hold(article, by=user, reason=typed["reason"])
    return _t("The legal hold is lifted.")


def _signs(desk: SignOffDesk) -> Verb:
    """The button with which one desk signs off."""

    def run(article: Article, user: User, typed: dict[str, Any]) -> str:
        signoffs.sign(article, desk, by=user, note=typed["note"])
        return _t("Signed off: %(desk)s.") % {"desk": desk.label}

    def obstacle(case: Case) -> str:
        return _t("This version has been signed off already.") if desk in case.signed else ""

    return Verb(
        f"sign-{desk.value.replace('_', '-')}",
        f"sign_off_{desk}",
        SIGNED[desk],
        CommentForm,
        says(_("You stand by the copy as it is now. A later change of it makes the sign-off stale.")),
        run,
        obstacle,
        place="signing",
        desk=str(desk),
    )


def _all_asked(case: Case) -> str:
    asked = [row for row in case.required if row.state == SignOff.State.REQUIRED]
    return _t("Every sign-off has been asked for.") if len(asked) == len(SignOffDesk) else ""


def _none_required(case: Case) -> str:
    return "" if case.required else _t("No sign-off is required.")


def _held(case: Case) -> str:
    return _t("There is a legal hold already.") if case.is_held else ""


def _not_held(case: Case) -> str:
    return "" if case.is_held else _t("There is no legal hold.")


def _also_unschedules(text: Any) -> Callable[[Case, Times], str]:
    """The sentence of a verb that stops publication: what is scheduled is cancelled, and it says so."""

    def sentence(case: Case, times: Times) -> str:
        return f"{text} {also_unscheduled(case)}".strip()

    return sentence


SIGNING: tuple[Verb, ...] = (
    Verb(
        "ask-sign-off",
        "require_sign_off",
        _("Ask for a sign-off…"),
        AskForm,
        _also_unschedules(_("The story cannot be published before that desk has signed it off.")),
        _ask,
        _all_asked,
        place="signing",
    ),
    *(_signs(desk) for desk in SignOffDesk),
    Verb(
        "waive-sign-off",
        "waive_sign_off",
        _("Waive a sign-off…"),
        WaiveForm,
        says(_("The story may be published without this sign-off. Your reason is logged.")),
        _waive,
        _none_required,
        place="signing",
    ),
    Verb(
        "hold",
        "hold",
        _("Legal hold…"),
        HoldForm,
        _also_unschedules(_("Nothing more of the story goes out until the hold is lifted.")),
        _hold,
        _held,
        grave=True,
        confirm=_("Place the hold"),
        place="signing",
    ),
    Verb(
        "lift-hold",
        "lift_hold",
        _("Lift the legal hold…"),
        HoldForm,
        says(_("The story may be published again. What was scheduled is not scheduled again by itself.")),
        _lift_hold,
        _not_held,
        confirm=_("Lift the hold"),
        place="signing",
    ),
)
