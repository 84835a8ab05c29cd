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
from articles.models import Article
from articles.wordings import PLACEHOLDER
from articles.workflow import wrote_unread

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def long_text(rows: int = 3) -> forms.Textarea:
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

    def take(self, given: QueryDict) -> None:
        """Start with what the link that led here says, where the form has a hidden field for it."""
        self.initial.update(
            {field.name: given[field.name] for field in self.hidden_fields() if field.name in given}
        )

    def wording(self) -> list[tuple[str, str, str]]:
        """Sentences to start the note from: the kind of change, its name, the sentence."""
        return []

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
        label=_("Comment"),
        required=False,
        widget=long_text(),
        help_text=_("For your colleagues, in the history; never public. May stay empty."),
    )


class ReasonForm(VerbForm):
    """A comment that is owed to a colleague."""

    note = forms.CharField(
        label=_("Comment"),
        widget=long_text(),
        help_text=_(
            "Say why, so that the writer can act on it. In the history, for colleagues; never public."
        ),
    )


class ApproveForm(CommentForm):
    """An approval; who wrote some of it that nobody else has read needs an urgent reason to do it alone."""

    urgent = forms.CharField(
        label=_("Urgent reason"),
        widget=long_text(2),
        help_text=_(
            "You wrote some of this, and nobody else has approved it since. Say why it cannot wait; the "
            "reason is logged, and somebody else reads it within the hour."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not wrote_unread(self.article, self.user):
            del self.fields["urgent"]


class RescheduleForm(VerbForm):
    """When the edition begins."""

    moments: tuple[str, ...] = ("at",)
    at = MomentField(
        label=_("Publish at"),
        help_text=_("In newsroom time. It appears on the minute, whether anybody is at the desk or not."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.stands.pending:
            self.initial["at"] = self.stands.pending.starts_at
        else:
            planned = [self.article.publish_at, self.article.embargo_until]
            self.initial["at"] = max((at for at in planned if at and at > self.stands.now), default=None)

    def clean_at(self) -> datetime:
        """The time of publication. Raises ValidationError for a time that has passed."""
        return in_future(self.cleaned_data["at"])


class ScheduleForm(RescheduleForm):
    """When the story begins and, perhaps, ends."""

    moments = ("at", "until")
    until = MomentField(
        label=_("Public until"),
        required=False,
        help_text=_("Only for a story that has to disappear by itself; usually empty."),
    )


def in_future(at: datetime) -> datetime:
    # A minute's grace: the field has no seconds, and “now” may be what was meant.
    if at < timezone.now() - timedelta(minutes=1):
        raise ValidationError(_("This time has passed."))
    return at
