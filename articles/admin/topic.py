"""The desk's page for topics."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.access import NewsroomList
from articles.admin.moving import KeepsAddresses
from articles.admin.records import RecordedAdmin
from articles.admin.topic_merging import may_merge, merge_page
from articles.models import Edition, Topic
from articles.topics import remember_rename, was_public


@admin.register(Topic)
class TopicAdmin(NewsroomList, KeepsAddresses, RecordedAdmin):
    """What stories are about; a description turns a heading into a topic page."""

    list_display = ["name", "slug", "is_described", "story_count", "medtop_id"]
    list_filter = [("description", admin.EmptyFieldListFilter)]
    # Named again, because a count leaves the model's own order out.
    ordering = ["name"]
    search_fields = ["name", "slug", "description", "medtop_id"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "description", "medtop_id", "former_names"]
    readonly_fields = ["former_names"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        published = Edition.objects.filter(topics=OuterRef("pk"))
        topics = super().get_queryset(request).annotate(is_published=Exists(published))
        return topics.annotate(stories=Count("article_topics"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(partial(merge_page, self))
        return [path("<path:object_id>/merge/", view, name="articles_topic_merge"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return super().render_change_form(
            request, {**context, "may_merge": may_merge(request)}, *args, **kwargs
        )

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """Not for a topic that readers have seen on a story: an edition never changes."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        known: bool | None = getattr(obj, "is_published", None)
        return not (obj.editions.exists() if known is None else known)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        """Store it; a name that it had before keeps meaning it."""
        stored = Topic.objects.filter(pk=obj.pk).first()
        before = stored.name if stored else obj.name
        super().save_model(request, obj, form, change)
        if before != obj.name:
            remember_rename(obj, before, was_public=self.was_public(obj))

    def was_public(self, obj: Topic) -> bool:
        """Whether a story about it was ever published."""
        return was_public(obj, timezone.now())

    @admin.display(description=_("described"), boolean=True)
    def is_described(self, topic: Topic) -> bool:
        """Whether a newcomer is told what the topic is."""
        return bool(topic.description)

    @admin.display(description=_("stories"), ordering="stories")
    def story_count(self, topic: Topic) -> int:
        """How many articles carry the topic, published or not."""
        return getattr(topic, "stories", 0)

    @admin.display(description=_("former names"))
    def former_names(self, topic: Topic) -> str:
        """Its own and those of topics merged into it: whoever types one of them means this topic."""
        names = topic.former_names.order_by("name").values_list("name", flat=True) if topic.pk else ()
        return ", ".join(names) or "–"

    def view_on_site(self, topic: Topic) -> str:
        """The topic's public page."""
        return topic.get_absolute_url()
