"""The plain list of all slots, those that are over and those to come included. The page itself is edited
at its own address; here one reads and searches."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import ReadOnly
from articles.models import Edition
from newsroom.desk.front.choosing import PlaceableStories
from newsroom.models import FrontSlot


class InForceFilter(admin.SimpleListFilter):
    """Filters by whether the slot holds now."""

    title = _("in force")
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Now, later or over."""
        return [("now", _("Now")), ("later", _("Later")), ("over", _("Over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[FrontSlot]) -> QuerySet[FrontSlot]:
        """The slots of the chosen kind, or all."""
        now = timezone.now()
        match self.value():
            case "now":
                return queryset & FrontSlot.objects.active(now)
            case "later":
                return queryset.filter(starts_at__gt=now)
            case "over":
                return queryset.filter(ends_at__lte=now)
        return queryset


@admin.register(FrontSlot)
class FrontSlotAdmin(ReadOnly, admin.ModelAdmin):
    """Who placed what, where and for how long. A slot whose article is not live shows nothing, so the list
    says so."""

    list_display = [
        "shown_headline",
        "column",
        "position",
        "pinned",
        "starts_at",
        "ends_at",
        "is_in_force",
        "is_live",
        "placed_by",
    ]
    list_filter = [InForceFilter]
    list_select_related = ["article__latest_edition", "placed_by", "section"]
    search_fields = ["headline", "article__headline", "article__slugline"]
    fields = [
        *("article", "section", "position", "pinned", "headline", "photo"),
        ("starts_at", "ends_at"),
        "placed_by",
    ]
    ordering = ["-starts_at", "-pk"]

    def get_urls(self) -> list[URLPattern]:
        """The story fields of the front page's forms ask here."""
        view = self.admin_site.admin_view(self.articles_view)
        return [path("articles/", view, name="newsroom_frontslot_articles"), *super().get_urls()]

    def articles_view(self, request: HttpRequest) -> HttpResponseBase:
        """Stories that are live or scheduled."""
        return PlaceableStories.as_view(admin_site=self.admin_site)(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrontSlot]:
        live = Edition.objects.live(timezone.now()).filter(article=OuterRef("article"))
        slots = super().get_queryset(request).annotate(article_is_live=Exists(live))
        return slots.defer("article__body", "article__latest_edition__body", "article__latest_edition__html")

    @admin.display(description=_("headline"))
    def shown_headline(self, slot: FrontSlot) -> str:
        """What the front page prints: the slot's own headline, else the edition's short one."""
        edition = slot.article.latest_edition
        return slot.headline or (edition.short if edition else str(slot.article)) or _t("(no headline)")

    @admin.display(description=_("column"), ordering="section")
    def column(self, slot: FrontSlot) -> str:
        """The top of the page or the section whose band it stands in."""
        return str(slot.section) if slot.section else _t("Top")

    @admin.display(description=_("in force"), boolean=True)
    def is_in_force(self, slot: FrontSlot) -> bool:
        """Whether the slot's period holds this moment."""
        now = timezone.now()
        return slot.starts_at <= now and (slot.ends_at is None or slot.ends_at > now)

    @admin.display(description=_("article is live"), boolean=True)
    def is_live(self, slot: FrontSlot) -> bool:
        """Whether readers can read the article at this moment."""
        return getattr(slot, "article_is_live", False)
