"""The forms of the front page: a story's place, and the breaking strip."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.admin.widgets import MomentField, typed
from articles.models import Article
from newsroom.arranging import PLACES
from newsroom.breaking import A_DAY, AN_HOUR
from newsroom.desk.front.choosing import PictureSelect, StoryField, StorySelect, placeable
from newsroom.models import BreakingStrip, FrontSlot

if TYPE_CHECKING:
    _SlotForm = forms.ModelForm[FrontSlot]
    _StripForm = forms.ModelForm[BreakingStrip]
else:
    _SlotForm = _StripForm = forms.ModelForm

TOP_NAMES = {
    1: _("The lead"),
    2: _("Beside the lead, 1"),
    3: _("Beside the lead, 2"),
    4: _("Beside the lead, 3"),
}
BAND_NAMES = {1: _("First"), 2: _("Second"), 3: _("Third"), 4: _("Fourth")}
LARGEST_NUMBER = 2**31 - 1


def place_names(*, top: bool) -> dict[int, Any]:
    """What the places of a column are called."""
    return TOP_NAMES if top else BAND_NAMES


class SeenForm(forms.Form):
    """The number of the last change the page showed."""

    seen = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER)


class MoveForm(SeenForm):
    """Where a story shall stand."""

    to = forms.IntegerField(min_value=1, max_value=PLACES)


class PinForm(SeenForm):
    """Whether a story stays where it is."""

    pinned = forms.BooleanField(required=False)


class SlotForm(_SlotForm):
    """A story for a place, with what stands there in its stead."""

    position = forms.TypedChoiceField(label=_("Place"), coerce=int)
    starts_at = MomentField(
        label=_("From"),
        required=False,
        help_text=_("Newsroom time. When empty: at once, or when the story goes out if it is scheduled."),
    )
    ends_at = MomentField(
        label=_("Until"), required=False, help_text=FrontSlot._meta.get_field("ends_at").help_text
    )

    class Meta:
        model = FrontSlot
        fields = ("article", "position", "headline", "photo", "pinned", "starts_at", "ends_at")
        field_classes = {"article": StoryField}
        widgets = {
            "article": StorySelect,
            "headline": forms.TextInput(attrs={"class": "vTextField"}),
            "photo": PictureSelect,
        }

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        names = dict(place_names(top=self.instance.section_id is None))
        if self.instance.position == FrontSlot.WAITING:
            names[FrontSlot.WAITING] = _("None: it waits below the last place")
        self.fields["position"].choices = list(names.items())  # type: ignore[attr-defined]
        story = self.fields["article"]
        if self.instance.pk:
            # Another story is another decision: remove this one and place that one.
            del self.fields["article"]
        else:
            story.queryset = placeable(now)  # type: ignore[attr-defined]
            story.help_text = _("Live and scheduled stories. Type a part of the headline or the slugline.")

    def clean_headline(self) -> str:
        """The headline as it may be stored."""
        return typed(self.cleaned_data["headline"])

    def clean_starts_at(self) -> datetime:
        """The moment; at once when nobody said."""
        return self.cleaned_data["starts_at"] or self.now

    def clean_ends_at(self) -> datetime | None:
        """The end. Raises ValidationError for one before the beginning."""
        return _after(self.cleaned_data.get("starts_at"), self.cleaned_data["ends_at"])


def _after(begins: datetime | None, ends: datetime | None) -> datetime | None:
    if begins and ends and ends <= begins:
        raise forms.ValidationError(_("This is before it begins."))
    return ends


class StripForm(_StripForm):
    """What is breaking, and for how long."""

    starts_at = MomentField(label=_("From"), required=False, help_text=_("At once when empty."))
    ends_at = MomentField(
        label=_("Until"),
        help_text=_("Newsroom time. It goes by itself, on the minute. An hour is usual, a day the most."),
    )

    class Meta:
        model = BreakingStrip
        fields = ("text", "article", "starts_at", "ends_at")
        field_classes = {"article": StoryField}
        widgets = {"text": forms.TextInput(attrs={"class": "vTextField"}), "article": StorySelect}

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["article"].queryset = Article.objects.filter(pk__in=placeable(now).values("pk"))  # type: ignore[attr-defined]
        self.fields["ends_at"].initial = now.replace(second=0, microsecond=0) + AN_HOUR + timedelta(minutes=1)

    def clean_starts_at(self) -> datetime:
        """The moment; at once when nobody said."""
        return self.cleaned_data["starts_at"] or self.now

    def clean_text(self) -> str:
        """The text as it may be stored."""
        return typed(self.cleaned_data["text"])

    def clean_ends_at(self) -> datetime | None:
        """The end. Raises ValidationError for one before the beginning, or later than a day after it."""
        begins = self.cleaned_data.get("starts_at")
        ends = _after(begins, self.cleaned_data["ends_at"])
        if begins and ends and ends - max(begins, self.now) > A_DAY:
            raise forms.ValidationError(_("A strip stands for a day at most."))
        return ends
