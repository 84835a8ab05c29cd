"""The desk's register of removal requests: what was asked, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import ARTICLE_TEXT, article_link, at_the_desk, person
from articles.admin.widgets import DayInput, KeySelect
from articles.models import RemovalRequest

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[RemovalRequest]
else:
    _ModelForm = forms.ModelForm

HANDLES = "articles.handle_removal_requests"
WAITING = RemovalRequest.Decision.WAITING
ASKED = ("article", "ground", "requester", "contact", "relation", "request", "received_at", "due_on")
DECIDED = ("decision", "decision_reason", "review_on")


class RequestForm(_ModelForm):
    """A decision comes with its reasons."""

    class Meta:
        model = RemovalRequest
        fields = (*ASKED, *DECIDED)

    def clean(self) -> dict[str, Any] | None:
        """Check that a decision says why."""
        cleaned = super().clean() or {}
        if cleaned.get("decision", WAITING) != WAITING and not cleaned.get("decision_reason", "").strip():
            self.add_error("decision_reason", _("A decision needs its reasons: whoever asked is owed them."))
        return cleaned


@admin.register(RemovalRequest)
class RemovalRequestAdmin(admin.ModelAdmin):
    """For those who handle requests, and nobody else. Nothing is ever deleted from the register."""

    form = RequestForm
    list_display = ["story", "ground", "due_on", "in_time", "decision", "who", "review_on"]
    list_display_links = ["ground"]
    list_filter = ["decision", "ground"]
    search_fields = ["requester", "article__slugline", "article__headline"]
    autocomplete_fields = ["article"]
    ordering = ["due_on", "pk"]

    def has_view_permission(self, request: HttpRequest, obj: RemovalRequest | None = None) -> bool:
        """Only those who handle requests know who asked."""
        return request.user.has_perm(HANDLES)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As for viewing."""
        return request.user.has_perm(HANDLES)

    def has_change_permission(self, request: HttpRequest, obj: RemovalRequest | None = None) -> bool:
        """As for viewing."""
        return request.user.has_perm(HANDLES)

    def has_delete_permission(self, request: HttpRequest, obj: RemovalRequest | None = None) -> bool:
        """Never."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for viewing."""
        return request.user.has_perm(HANDLES)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RemovalRequest]:
        return super().get_queryset(request).select_related("article", "decided_by").defer(*ARTICLE_TEXT)

    def get_fields(self, request: HttpRequest, obj: RemovalRequest | None = None) -> Any:
        return [*ASKED, *DECIDED] if obj is None else [*ASKED, *DECIDED, "who", "decided_at", "reviewed_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: RemovalRequest | None = None) -> Any:
        """What was asked stands; so does a decision, which is only looked at again."""
        if obj is None:
            return []
        fixed = ["who", "decided_at", *ASKED]
        return fixed if obj.decision == WAITING else [*fixed, "decision", "decision_reason"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field; days with the browser's own picker."""
        if db_field.name in ("due_on", "review_on"):
            kwargs["widget"] = DayInput()
        if db_field.name == "article":
            kwargs["widget"] = KeySelect(db_field, self.admin_site)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: RemovalRequest, form: Any, change: bool) -> None:
        """Store the request; a decision is stamped with who made it and when."""
        if not change:
            obj.recorded_by = at_the_desk(request)
        if "decision" in form.changed_data and obj.decision != WAITING:
            obj.decided_by, obj.decided_at = at_the_desk(request), timezone.now()
        super().save_model(request, obj, form, change)

    @admin.display(description=_("article"))
    def story(self, row: RemovalRequest) -> SafeString:
        """The article, linked."""
        return article_link(row.article)

    @admin.display(description=_("in time"), boolean=True)
    def in_time(self, row: RemovalRequest) -> bool:
        """Whether the answer is not late."""
        return row.decision != WAITING or row.due_on >= localdate()

    @admin.display(description=_("decided by"))
    def who(self, row: RemovalRequest) -> str:
        """Who decided, if anybody has."""
        return person(row.decided_by) if row.decided_at else "–"
