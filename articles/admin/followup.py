"""The desk's page for follow-ups: what is still owed, and the word on what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import followups
from articles.admin.cells import ARTICLE_TEXT, ReadOnly, article_link, at_the_desk, person
from articles.models import Article, FollowUp
from articles.workflow import NotPossible

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    _ModelForm = forms.ModelForm[FollowUp]
else:
    _ModelForm = forms.ModelForm


class DoneForm(_ModelForm):
    """What was done. The verb itself checks it, so that the error stands at the field."""

    user: User

    done_note = forms.CharField(
        label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
    )

    class Meta:
        model = FollowUp
        fields = ("done_note",)

    def clean_done_note(self) -> str:
        """The note, with the follow-up closed. Raises ValidationError with the reason when it cannot be."""
        note: str = self.cleaned_data["done_note"]
        try:
            followups.close(self.instance, by=self.user, note=note)
        except NotPossible as error:
            raise ValidationError(str(error)) from error
        return note


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnly, admin.ModelAdmin):
    """The late ones first, for they are due first. A closed follow-up stays on record."""

    form = DoneForm
    list_display = ["what", "story", "opener", "due_at", "in_time", "is_done"]
    list_filter = ["kind", ("done_at", admin.EmptyFieldListFilter)]
    search_fields = ["article__slugline", "article__headline"]
    ordering = ["due_at", "pk"]
    fields = ["what", "story", "note", "opener", "opened_at", "due_at", "done_note", "doer", "done_at"]
    readonly_fields = ["what", "story", "note", "opener", "opened_at", "due_at", "doer", "done_at"]

    def has_change_permission(self, request: HttpRequest, obj: FollowUp | None = None) -> bool:
        """Whoever has the permission closes what is open, on stories they may change."""
        if not request.user.has_perm("articles.change_followup"):
            return False
        if obj is None:
            return True
        editable = Article.objects.editable_by(at_the_desk(request))
        return obj.done_at is None and editable.filter(pk=obj.article_id).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[FollowUp]:
        rows = super().get_queryset(request).select_related("article", "opened_by", "done_by")
        return rows.filter(article__in=Article.objects.visible_to(at_the_desk(request))).defer(*ARTICLE_TEXT)

    def get_form(
        self, request: HttpRequest, obj: FollowUp | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form class; it knows who reports."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.user = at_the_desk(request)
        return form

    def save_model(self, request: HttpRequest, obj: FollowUp, form: Any, change: bool) -> None:
        """Nothing: the form's own check has closed it already."""

    @admin.display(description=_("what"), ordering="kind")
    def what(self, follow_up: FollowUp) -> str:
        """What is owed."""
        return follow_up.get_kind_display()

    @admin.display(description=_("article"))
    def story(self, follow_up: FollowUp) -> SafeString:
        """The article, linked."""
        return article_link(follow_up.article)

    @admin.display(description=_("opened by"))
    def opener(self, follow_up: FollowUp) -> str:
        """Who made it necessary."""
        return person(follow_up.opened_by)

    @admin.display(description=_("done by"))
    def doer(self, follow_up: FollowUp) -> str:
        """Who saw to it, if anybody did."""
        return person(follow_up.done_by) if follow_up.done_at else "–"

    @admin.display(description=_("in time"), boolean=True)
    def in_time(self, follow_up: FollowUp) -> bool:
        """Whether it is not late."""
        return not follow_up.is_late(timezone.now())

    @admin.display(description=_("done"), boolean=True, ordering="done_at")
    def is_done(self, follow_up: FollowUp) -> bool:
        """Whether somebody saw to it."""
        return follow_up.done_at is not None
