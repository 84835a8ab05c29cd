"""The desk's view of revisions: every state a working copy was saved in."""

from __future__ import annotations

import json

from django.contrib import admin
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import ARTICLE_TEXT, ReadOnly, article_link, person
from articles.models import Revision


@admin.register(Revision)
class RevisionAdmin(ReadOnly, admin.ModelAdmin):
    """Read here; comparing and restoring start from the article."""

    list_display = ["title", "story", "at", "who", "origin", "words", "delta", "comment"]
    list_filter = ["origin", "at"]
    list_per_page = 50
    ordering = ["-at", "-pk"]
    show_full_result_count = False
    search_fields = ["article__slugline", "article__headline", "by__username", "comment"]
    fields = ["story", "number", "at", "who", "origin", "comment", "words", "delta", "content"]
    readonly_fields = ["story", "who", "delta", "content"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        revisions = super().get_queryset(request).select_related("article", "by")
        return revisions.defer("snapshot", *ARTICLE_TEXT)

    @admin.display(description=_("revision"), ordering="number")
    def title(self, revision: Revision) -> str:
        """Its number, as the desk says it."""
        return f"#{revision.number}"

    @admin.display(description=_("article"))
    def story(self, revision: Revision) -> SafeString:
        """The article, linked."""
        return article_link(revision.article)

    @admin.display(description=_("by"), ordering="by__username")
    def who(self, revision: Revision) -> str:
        """Who saved it."""
        return person(revision.by)

    @admin.display(description=_("change in words"), ordering="words_delta")
    def delta(self, revision: Revision) -> str:
        """Words gained or lost, with the sign."""
        return f"{revision.words_delta:+d}" if revision.words_delta else "0"

    @admin.display(description=_("content"))
    def content(self, revision: Revision) -> SafeString:
        """The whole snapshot, as stored."""
        return format_html(
            '<pre class="snapshot" tabindex="0">{}</pre>',
            json.dumps(revision.snapshot, indent=2, ensure_ascii=False),
        )
