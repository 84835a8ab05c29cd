"""The desk's view of the audit log."""

from __future__ import annotations

from django.contrib import admin
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import ARTICLE_TEXT, ReadOnly, article_link, clip, person
from articles.models import Event
from articles.workflow import TRANSITIONS


class VerbFilter(admin.SimpleListFilter):
    """Filters by what was done, in the order of the workflow's table."""

    title = _("verb")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Every verb with the words of its button."""
        return [(verb, str(rule.label)) for verb, rule in TRANSITIONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        """The events of the chosen verb, or all."""
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    """Who did what to which article, newest first."""

    list_display = ["at", "story", "what", "who", "from_status", "to_status", "remark"]
    list_display_links = ["at"]
    list_filter = [VerbFilter, "to_status", "at"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["article__slugline", "article__headline", "by__username", "note"]
    fields = ["at", "story", "what", "who", "from_status", "to_status", "revision_number", "note"]
    readonly_fields = ["story", "what", "who"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).select_related("article", "by").defer(*ARTICLE_TEXT)

    @admin.display(description=_("article"))
    def story(self, event: Event) -> SafeString:
        """The article, linked."""
        return article_link(event.article)

    @admin.display(description=_("verb"), ordering="verb")
    def what(self, event: Event) -> str:
        """What was done, as its button reads."""
        return event.label

    @admin.display(description=_("by"), ordering="by__username")
    def who(self, event: Event) -> str:
        """Who did it."""
        return person(event.by)

    @admin.display(description=_("note"))
    def remark(self, event: Event) -> str:
        """The beginning of the note."""
        return clip(event.note)
