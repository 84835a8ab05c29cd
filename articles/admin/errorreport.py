"""The desk's page for error reports: a reader says that we got something wrong, somebody answers."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.access import may_edit
from articles.admin.cells import ARTICLE_TEXT, ReadOnly, article_link, at_the_desk, clip, page_link, person
from articles.models import Article, ErrorReport

EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
WAITING = ErrorReport.Outcome.WAITING
UNREAD = ("answered_with__body", "answered_with__html", "answered_with__sources")


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):
    """Oldest first, because the oldest has waited longest. What the reader wrote is never changed."""

    list_display = ["excerpt", "story", "received_at", "outcome", "who"]
    list_filter = ["outcome", "received_at"]
    search_fields = ["message", "name", "email", "article__slugline", "article__headline"]
    fields = [
        "message",
        "name",
        "email",
        "received_at",
        "story",
        "page",
        "put_right",
        "outcome",
        "answer",
        "who",
        "answered_at",
    ]
    readonly_fields = [
        "message",
        "name",
        "email",
        "received_at",
        "story",
        "page",
        "put_right",
        "who",
        "answered_at",
    ]
    actions = ["no_error", "spam"]

    has_add_permission = ReadOnly.has_add_permission
    has_delete_permission = ReadOnly.has_delete_permission

    def has_change_permission(self, request: HttpRequest, obj: ErrorReport | None = None) -> bool:
        """Whoever has the permission answers reports on stories they may change; others read them."""
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or may_edit(request, obj.article)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        reports = (
            super().get_queryset(request).select_related("article", "edition", "answered_by", "answered_with")
        )
        return reports.defer(*ARTICLE_TEXT, "edition__body", "edition__html", "edition__sources", *UNREAD)

    def save_model(self, request: HttpRequest, obj: ErrorReport, form: forms.ModelForm, change: bool) -> None:
        """Store the outcome, and who answered when; a report set back to waiting is unanswered again."""
        if "outcome" in form.changed_data:
            answered = obj.outcome != WAITING
            obj.answered_by = at_the_desk(request) if answered else None
            obj.answered_at = timezone.now() if answered else None
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Answer: no error found"), permissions=["change"], location=EVERYWHERE)
    def no_error(self, request: HttpRequest, reports: QuerySet[ErrorReport]) -> None:
        """Answer the waiting ones: we looked, and the story is right."""
        self._answer(request, reports, ErrorReport.Outcome.NO_ERROR)

    @admin.action(description=_("Answer: not a report"), permissions=["change"], location=EVERYWHERE)
    def spam(self, request: HttpRequest, reports: QuerySet[ErrorReport]) -> None:
        """Answer the waiting ones: advertising, abuse, nothing about the story."""
        self._answer(request, reports, ErrorReport.Outcome.SPAM)

    def _answer(self, request: HttpRequest, reports: QuerySet[ErrorReport], outcome: str) -> None:
        editable = Article.objects.editable_by(at_the_desk(request))
        waiting = reports.filter(outcome=WAITING, article__in=editable.values("pk"))
        count = waiting.update(outcome=outcome, answered_by=request.user, answered_at=timezone.now())
        sentence = ngettext("%d report answered.", "%d reports answered.", count) % count
        self.message_user(request, sentence, messages.SUCCESS)

    @admin.display(description=_("what is wrong"))
    def excerpt(self, report: ErrorReport) -> str:
        """The reader's first words."""
        return clip(report.message, 140)

    @admin.display(description=_("article"))
    def story(self, report: ErrorReport) -> SafeString:
        """The article, linked."""
        return article_link(report.article)

    @admin.display(description=_("what the reader had"))
    def page(self, report: ErrorReport) -> SafeString:
        """The public address of the edition the reader saw."""
        return page_link(report.edition.get_absolute_url())

    @admin.display(description=_("put right"))
    def put_right(self, report: ErrorReport) -> SafeString:
        """The edition that answers it; while it waits, the way to make one."""
        if report.answered_with:
            return page_link(report.answered_with.get_absolute_url())
        change = reverse("admin:articles_article_verb", args=[report.article_id, "change"])
        return format_html(
            '<a href="{}?report={}">{}</a>', change, report.pk, _("Correct or update the story…")
        )

    @admin.display(description=_("answered by"), ordering="answered_by__username")
    def who(self, report: ErrorReport) -> str:
        """Who answered, if anybody did."""
        return person(report.answered_by) if report.answered_at else "–"
