"""Changing what is public: the one question of what kind of change it is, and what readers are told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.facts import spelled
from articles.admin.verb import Verb, not_past
from articles.admin.verb_cases import cannot_change, change_sentence
from articles.admin.verb_forms import VerbForm, in_future, long_text
from articles.admin.widgets import MomentField
from articles.models import Article, Change, Placement
from articles.models.edition import NOTE_OWED, ON_RECORD
from articles.publishing import publish

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Sentences to start from; what stands in double brackets is to be replaced.
WORDING = {
    Change.UPDATE: _("With [[what is new]]."),
    Change.CLARIFICATION: _("This article has been changed to make clear that [[what is true]]."),
    Change.CORRECTION: _(
        "An earlier version of this article said [[what was wrong]]. In fact, [[what is right]]."
    ),
    Change.EDITORS_NOTE: _("[[What readers should know, and why]]. — [[name, role]]"),
    Change.RIGHT_OF_REPLY: _("[[The exact text of the reply]]. — [[name, date]]"),
}
KINDS = (
    Change.MINOR,
    Change.UPDATE,
    Change.CLARIFICATION,
    Change.CORRECTION,
    Change.EDITORS_NOTE,
    Change.RIGHT_OF_REPLY,
)
WHEN = {
    Change.MINOR: _("a typo or the form; the meaning stays. No note."),
    Change.UPDATE: _("new facts in a developing story."),
    Change.CLARIFICATION: _("it was accurate, but unclear or misleading."),
    Change.CORRECTION: _("a fact was wrong."),
    Change.EDITORS_NOTE: _("ethics, sourcing, fairness, context; signed."),
    Change.RIGHT_OF_REPLY: _("the reply the law grants, word for word."),
}


class ChangeForm(VerbForm):
    """The one question about every change of a public story: what kind of change is it?"""

    moments = ("at", "until")
    change = forms.ChoiceField(label=_("What kind of change is this?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Public note"),
        required=False,
        widget=long_text(),
        help_text=_(
            "Readers see it with the kind of change and the time. Say what was wrong and what is right."
        ),
    )
    placement = forms.ChoiceField(
        label=_("Place of the note"),
        required=False,
        choices=[("", _("By the rules: above the text if the top of the story changed")), *Placement.choices],
    )
    at = MomentField(
        label=_("Not now, but at"),
        required=False,
        help_text=_("Empty: readers get it now."),
    )
    until = MomentField(label=_("Public until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_correct = self.user.has_perm("articles.correct_article")
        kinds = [kind for kind in KINDS if may_correct or kind not in ON_RECORD]
        self.fields["change"].choices = [(kind.value, f"{kind.label}: {WHEN[kind]}") for kind in kinds]  # type: ignore[attr-defined]
        if self.stands.begun and self.stands.begun.expires_at:
            self.initial["until"] = self.stands.begun.expires_at

    def clean_at(self) -> datetime | None:
        """The time of the change. Raises ValidationError for a time that has passed."""
        at = self.cleaned_data["at"]
        return in_future(at) if at else None

    def clean(self) -> dict[str, Any] | None:
        """Check that readers get the note they are owed."""
        cleaned = super().clean() or {}
        if cleaned.get("change") in NOTE_OWED and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("The reader is owed a note about this kind of change."))
        return cleaned


def _change(article: Article, user: User, typed: dict[str, Any]) -> str:
    edition = publish(
        article,
        by=user,
        at=not_past(typed["at"]),
        until=typed["until"],
        change=typed["change"],
        note=typed["note"],
        placement=typed["placement"],
    )
    kind = edition.get_change_display()
    if typed["at"]:
        return _t("%(kind)s scheduled for %(when)s.") % {"kind": kind, "when": spelled(edition.starts_at)}
    return _t("%(kind)s published.") % {"kind": kind}


CHANGING: tuple[Verb, ...] = (
    Verb(
        "change",
        "publish",
        _("Correct or update…"),
        ChangeForm,
        change_sentence,
        _change,
        cannot_change,
        confirm=_("Publish the change"),
    ),
)
