"""The desk's page for outlets."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.access import NewsroomList
from articles.admin.records import RecordedAdmin
from articles.models import Outlet


@admin.register(Outlet)
class OutletAdmin(NewsroomList, RecordedAdmin):
    """Whom we credit. An outlet without an address is a credit without a link."""

    list_display = ["name", "full_name", "url", "source_count"]
    list_filter = [("url", admin.EmptyFieldListFilter)]
    # Named again, because a count leaves the model's own order out.
    ordering = ["name"]
    search_fields = ["name", "full_name", "url"]
    fields = ["name", "full_name", "url"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        return super().get_queryset(request).annotate(credits=Count("sources"))

    @admin.display(description=_("credited in"), ordering="credits")
    def source_count(self, outlet: Outlet) -> int:
        """How many sources name the outlet."""
        return getattr(outlet, "credits", 0)
