"""Changing what is public: the one question of what kind of change it is, and what readers are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import clip
from articles.admin.facts import spelled
from articles.admin.verb import Verb, not_past
from articles.admin.verb_cases import cannot_change, change_sentence
from articles.admin.verb_forms import VerbForm, in_future, long_text
from articles.admin.widgets import MomentField
from articles.models import Article, Change, ErrorReport, Placement
from articles.models.edition import NOTE_OWED, ON_RECORD
from articles.proofs import undone
from articles.publishing import publish
from articles.reports import answered_with
from articles.wordings import euphemism, is_unsigned, wordings

if TYPE_CHECKING:
    from django.contrib.auth.models import User

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
    change = forms.ChoiceField(
        label=_("What kind of change is this?"),
        widget=forms.RadioSelect,
        help_text=_("Readers see the kind with the note, and on cards; only a minor change is silent."),
    )
    note = forms.CharField(
        label=_("Public note"),
        required=False,
        widget=long_text(),
        help_text=_(
            "Readers see it with the kind of change and the time. Say what was wrong and what is right: "
            "An earlier version said 28 members. It is 27."
        ),
    )
    placement = forms.ChoiceField(
        label=_("Place of the note"),
        required=False,
        choices=[("", _("By the rules: above the text if the top of the story changed")), *Placement.choices],
        help_text=_("A grave mistake belongs above the text, wherever it stood."),
    )
    at = MomentField(
        label=_("Not now, but at"),
        required=False,
        help_text=_("Empty: readers get it now."),
    )
    until = MomentField(
        label=_("Public until"),
        required=False,
        help_text=_("Only for a story that has to disappear by itself; usually empty."),
    )
    as_written = forms.BooleanField(
        label=_("Publish it as written"),
        required=False,
        help_text=_("You have read what stands above the note, and mean it as it is."),
    )
    report = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_correct = self.user.has_perm("articles.correct_article")
        kinds = [kind for kind in KINDS if may_correct or kind not in ON_RECORD]
        self.fields["change"].choices = [(kind.value, f"{kind.label}: {WHEN[kind]}") for kind in kinds]  # type: ignore[attr-defined]
        if self.stands.begun and self.stands.begun.expires_at:
            self.initial["until"] = self.stands.begun.expires_at
        if not self.is_bound:
            del self.fields["as_written"]

    def wording(self) -> list[tuple[str, str, str]]:
        """The sentences for the kinds offered, in the language of the story."""
        known = wordings(self.article.language)
        return [(kind.value, str(kind.label), known[kind]) for kind in KINDS if kind in known]

    def clean_report(self) -> ErrorReport | None:
        """The reader’s report this change answers. Raises ValidationError for one of another story."""
        number = self.cleaned_data["report"]
        if number is None:
            return None
        report = ErrorReport.objects.filter(article=self.article, pk=number).first()
        if report is None:
            raise ValidationError(_("The error report is about another story."))
        return report

    def clean_at(self) -> datetime | None:
        """The time of the change. Raises ValidationError for a time that has passed."""
        at = self.cleaned_data["at"]
        return in_future(at) if at else None

    def clean(self) -> dict[str, Any] | None:
        """Check that readers get the note they are owed."""
        cleaned = super().clean() or {}
        if cleaned.get("change") in NOTE_OWED and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("The reader is owed a note about this kind of change."))
        if cleaned.get("change") == Change.MINOR and cleaned.get("note"):
            self.add_error("note", _("Readers get no note about a minor change: choose another kind."))
        self._look_twice(cleaned)
        return cleaned

    def _look_twice(self, cleaned: dict[str, Any]) -> None:
        """Ask once more about a note that says less than it should; whoever ticks the box means it."""
        doubts = [
            *_doubts(cleaned.get("change", ""), cleaned.get("note", "")),
            *_brought_back(self.article, self.stands.now),
        ]
        if not doubts or self.errors:
            del self.fields["as_written"]
        elif not cleaned.get("as_written"):
            for doubt in doubts:
                self.add_error("note", doubt)


def _doubts(change: str, note: str) -> Iterator[str]:
    if word := euphemism(change, note):
        yield _t("A correction says what was wrong; “%(word)s” hides it. Rewrite it, or tick the box.") % {
            "word": word
        }
    if note and is_unsigned(change, note):
        yield _t("Nobody stands by this note: end it with a dash, a name and a role, or tick the box.")


def _brought_back(article: Article, now: datetime) -> Iterator[str]:
    """That the copy says again what was put right: an old revision was restored, or an old plan kept."""
    back = _t("“%(text)s” is back, which the %(kind)s of %(when)s replaced. Take it out, or tick the box.")
    for edition, text in undone(article, now):
        yield back % {
            "text": clip(text, 120),
            "kind": edition.get_change_display(),
            "when": spelled(edition.starts_at),
        }


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
    if typed["report"]:
        answered_with(typed["report"], edition, by=user)
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
