"""The article form: what is typed, and on which version."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.facts import spelled, standing
from articles.admin.widgets import TopicsField, as_stored, typed
from articles.models import Article, Topic
from articles.richtext import sanitize

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    _ModelForm = forms.ModelForm[Article]
else:
    _ModelForm = forms.ModelForm

LONG_TEXTS = ("standfirst", "key_points", "body", "how_we_reported")
# Fields of the form that are no part of the article.
ABOUT_THE_SAVE = frozenset({"edit_version", "base_revision", "unsaved_key", "comment"})
OPENS_WITH = ("slugline", "headline", "standfirst", "body")
"""A story begins with one of these."""
URGENCIES = [
    (1, _("1 Flash")),
    (2, _("2 Urgent")),
    (3, _("3 Normal")),
    (4, _("4 Low")),
    (5, _("5 Can wait")),
]


class ArticleForm(_ModelForm):
    """The working copy as an editor types it.

    `edit_version` is the state the form was opened on, `base_revision` its revision. When the article has
    moved on, saving raises EditConflict, and `merge` puts the two together.
    """

    user: ClassVar[User | None] = None

    edit_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The name of the copy the browser keeps of what is typed; it comes back when that copy is saved.
    unsaved_key = forms.RegexField(r"\A[0-9a-f]{32}\Z", required=False, widget=forms.HiddenInput)
    comment = forms.CharField(
        required=False,
        max_length=300,
        label=_("Comment on this save"),
        help_text=_("For the history and your colleagues: “second source added”. May stay empty."),
    )
    urgency = forms.TypedChoiceField(
        choices=URGENCIES,
        coerce=int,
        initial=3,
        label=_("Urgency"),
        help_text=_("How much of a hurry it is. A flash stops everything else."),
    )
    topics = TopicsField(
        required=False,
        label=_("Topics"),
        help_text=_(
            "What it is about, separated by commas: Energy, European Union. Two to five that readers "
            "would follow; "
            "a name that is not known yet becomes a new topic with a page of its own."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField", "data-topics": "", "autocomplete": "off"}),
    )

    class Meta:
        model = Article
        fields = "__all__"
        widgets = {
            "headline": forms.TextInput(attrs={"class": "vTextField desk-headline"}),
            "standfirst": forms.Textarea(attrs={"rows": 3}),
            "key_points": forms.Textarea(attrs={"rows": 4}),
            "how_we_reported": forms.Textarea(attrs={"rows": 3}),
            "language": forms.TextInput(attrs={"size": 8}),
        }

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(as_stored(data, LONG_TEXTS) if data is not None else None, *args, **kwargs)
        self.label_suffix = ""
        # Names that were typed of topics that were merged, each with the name of the one that stayed.
        self.renamed_topics: dict[str, str] = {}
        if self.instance._state.adding:
            self.fields["slugline"].widget.attrs["autofocus"] = True
        if self.instance.pk:
            self.initial.setdefault("edit_version", self.instance.edit_version)
            self.initial.setdefault("base_revision", _opened_on(self.instance))

    @property
    def changed_data(self) -> list[str]:
        """The fields of the article that were changed."""
        return [name for name in super().changed_data if name not in ABOUT_THE_SAVE]

    def clean(self) -> dict[str, Any] | None:
        """The fields. Raises ValidationError for a new story of which nobody would know what it is."""
        cleaned: dict[str, Any] | None = super().clean()
        if self.instance._state.adding and not any(self.cleaned_data.get(name) for name in OPENS_WITH):
            raise ValidationError(_("Nothing stands in it yet: a slugline is enough to start a story."))
        if {"translation_of", "language"}.intersection(self.changed_data):
            self._check_tongue()
        return cleaned

    def _check_tongue(self) -> None:
        """Refuse a second translation of one story into the same language: its page leads to one of each."""
        original, language = self.cleaned_data.get("translation_of"), self.cleaned_data.get("language")
        if original is None or not language:
            return
        if original.is_translated_into(language, besides=self.instance):
            text = _("“%(story)s” has a translation in this language already (%(language)s).")
            self.add_error("translation_of", text % {"story": original, "language": language})

    def clean_body(self) -> str:
        """The body, also without controls and overrides that it spelled as character references."""
        return typed(sanitize(self.cleaned_data["body"]))

    def clean_topics(self) -> list[str]:
        """The names of topics; one of before is the topic that was called so."""
        names: list[str] = self.cleaned_data["topics"]
        if "topics" in self.changed_data:
            self.renamed_topics = Topic.objects.now_called(names)
        return list(dict.fromkeys(self.renamed_topics.get(name, name) for name in names))

    def clean_embargo_until(self) -> datetime | None:
        """The embargo. Raises ValidationError when it comes too late, or is shortened by somebody who
        may not lift it."""
        wanted: datetime | None = self.cleaned_data["embargo_until"]
        agreed = self.instance.embargo_until
        in_force = agreed is not None and agreed > timezone.now()
        # The field shows seconds at most; what it cannot show it must not call a change.
        shortened = agreed is not None and (wanted is None or wanted < agreed.replace(microsecond=0))
        if in_force and shortened and not (self.user and self.user.has_perm("articles.lift_embargo")):
            raise ValidationError(_("Only somebody who may lift an embargo can shorten it."))
        if wanted is not None and "embargo_until" in self.changed_data:
            self._check_promises(wanted)
        return wanted

    def _check_promises(self, embargo: datetime) -> None:
        """Raise ValidationError when readers have the story already, or were promised it for before."""
        if self.instance._state.adding:
            return
        stands = standing(self.instance, timezone.now())
        if embargo > stands.now and stands.is_live:
            raise ValidationError(_("The story is public already: an embargo comes too late."))
        pending = stands.pending
        if pending and embargo > pending.starts_at:
            first = _("A first edition is scheduled for %(when)s: reschedule or cancel it first.")
            later = _("An edition is scheduled for %(when)s: reschedule or cancel it first.")
            raise ValidationError(
                first if pending.number == 1 else later, params={"when": spelled(pending.starts_at)}
            )


def _opened_on(article: Article) -> int:
    """The number of the revision the form shows. 0 when somebody saved since the article was read: then no
    revision is what the form shows, and a merge has to ask about everything that differs."""
    rows = article.revisions.filter(article__edit_version=article.edit_version).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0
