"""The desk's page for the wordings a public note starts from."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.records import RecordedAdmin
from articles.models import Wording


@admin.register(Wording)
class WordingAdmin(RecordedAdmin):
    """Every language has built-in wordings; a row here stands in for one of them."""

    list_display = ["change", "language", "text"]
    list_filter = ["language"]
    search_fields = ["text"]
