"""What each verb asks before it is carried out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.facts import Standing
from articles.admin.widgets import MomentField, as_stored
from articles.models import Article, Change, Placement
from articles.models.edition import NOTE_OWED, ON_RECORD
from articles.workflow import wrote_last

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
RETRACTION_WORDING = _(
    "We have retracted this article because [[reason]]. [[What readers should know]]. — [[name, role]]"
)
PLACEHOLDER = "[["
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


def _long(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})


class VerbForm(forms.Form):
    """What a verb asks: nothing, unless a subclass says so.

    `moments` names its fields of time. A verb that promises a time shows it spelled out, with its
    weekday, before it is carried out: `promise` is what the person has seen.
    """

    moments: tuple[str, ...] = ()

    def __init__(
        self, data: QueryDict | None = None, *, article: Article, stands: Standing, user: User
    ) -> None:
        self.article, self.stands, self.user = article, stands, user
        super().__init__(as_stored(data, ()) if data is not None else None)
        self.label_suffix = ""

    def times(self) -> dict[str, datetime | None]:
        """The moments as typed, or as proposed before anything was typed."""
        if not self.is_bound:
            return {name: self.get_initial_for_field(self.fields[name], name) for name in self.moments}
        cleaned = getattr(self, "cleaned_data", {})
        return {name: cleaned.get(name) for name in self.moments}

    def promise(self) -> str:
        """The moments in one word, to tell whether they are still those that were shown."""
        return "|".join(str(int(moment.timestamp())) if moment else "-" for moment in self.times().values())

    def clean_note(self) -> str:
        """The note. Raises ValidationError when a placeholder of the wording is left in it."""
        note: str = self.cleaned_data["note"].strip()
        if PLACEHOLDER in note:
            raise ValidationError(_("Replace what stands in double brackets."))
        return note


class CommentForm(VerbForm):
    """A comment, if there is something to say."""

    note = forms.CharField(
        label=_("Comment"), required=False, widget=_long(), help_text=_("For the log; never public.")
    )


class ReasonForm(VerbForm):
    """A comment that is owed to a colleague."""

    note = forms.CharField(
        label=_("Comment"), widget=_long(), help_text=_("For the writer and the log; never public.")
    )


class ApproveForm(CommentForm):
    """An approval; the writer of the last version needs an urgent reason for approving it alone."""

    urgent = forms.CharField(
        label=_("Urgent reason"),
        widget=_long(2),
        help_text=_("You wrote the last version. Approving it alone needs a reason, which is logged."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not wrote_last(self.article, self.user):
            del self.fields["urgent"]


class RescheduleForm(VerbForm):
    """When the edition begins."""

    moments: tuple[str, ...] = ("at",)
    at = MomentField(label=_("Publish at"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.stands.pending:
            self.initial["at"] = self.stands.pending.starts_at
        else:
            planned = [self.article.publish_at, self.article.embargo_until]
            self.initial["at"] = max((at for at in planned if at and at > self.stands.now), default=None)

    def clean_at(self) -> datetime:
        """The time of publication. Raises ValidationError for a time that has passed."""
        return _in_future(self.cleaned_data["at"])


class ScheduleForm(RescheduleForm):
    """When the story begins and, perhaps, ends."""

    moments = ("at", "until")
    until = MomentField(
        label=_("Public until"),
        required=False,
        help_text=_("Only for a story that has to disappear by itself; usually empty."),
    )


class ChangeForm(VerbForm):
    """The one question about every change of a public story: what kind of change is it?"""

    moments = ("at", "until")
    change = forms.ChoiceField(label=_("What kind of change is this?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Public note"),
        required=False,
        widget=_long(),
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
        return _in_future(at) if at else None

    def clean(self) -> dict[str, Any] | None:
        """Check that readers get the note they are owed."""
        cleaned = super().clean() or {}
        if cleaned.get("change") in NOTE_OWED and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("The reader is owed a note about this kind of change."))
        return cleaned


class RetractForm(VerbForm):
    """The notice that heads a retracted story."""

    note = forms.CharField(
        label=_("Notice"),
        widget=_long(4),
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

    reason = forms.CharField(label=_("Reason"), widget=_long(), help_text=_("For the log; never public."))
    note = forms.CharField(
        label=_("Public note"),
        required=False,
        widget=_long(2),
        help_text=_("Stands at the address of the story."),
    )


def _in_future(at: datetime) -> datetime:
    # A minute's grace: the field has no seconds, and “now” may be what was meant.
    if at < timezone.now() - timedelta(minutes=1):
        raise ValidationError(_("This time has passed."))
    return at
