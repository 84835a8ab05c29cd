"""The desk's view of edit locks: who has which article open."""

from __future__ import annotations

from django.contrib import admin
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import ARTICLE_TEXT, ReadOnly, article_link, person
from articles.models import EditLock


@admin.register(EditLock)
class EditLockAdmin(ReadOnly, admin.ModelAdmin):
    """Everybody who reads articles sees the locks; whoever may delete an article may also free one."""

    list_display = ["story", "who", "acquired_at", "heartbeat_at", "is_alive"]
    list_display_links = ["acquired_at"]
    search_fields = ["article__slugline", "article__headline", "user__username"]
    fields = ["story", "who", "acquired_at", "heartbeat_at", "is_alive"]
    readonly_fields = ["story", "who", "is_alive"]

    def has_view_permission(self, request: HttpRequest, obj: EditLock | None = None) -> bool:
        """Knowing who writes is part of reading."""
        return request.user.has_perm("articles.view_article")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for viewing."""
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: EditLock | None = None) -> bool:
        """Managing editors have this permission, and nobody below them."""
        return request.user.has_perm("articles.delete_article")

    def get_queryset(self, request: HttpRequest) -> QuerySet[EditLock]:
        return super().get_queryset(request).select_related("article", "user").defer(*ARTICLE_TEXT)

    @admin.display(description=_("article"))
    def story(self, lock: EditLock) -> SafeString:
        """The article, linked."""
        return article_link(lock.article)

    @admin.display(description=_("held by"), ordering="user__username")
    def who(self, lock: EditLock) -> str:
        """Who holds it."""
        return person(lock.user)

    @admin.display(description=_("still there"), boolean=True)
    def is_alive(self, lock: EditLock) -> bool:
        """Whether its holder gave a sign of life lately."""
        return not lock.is_stale(timezone.now())
