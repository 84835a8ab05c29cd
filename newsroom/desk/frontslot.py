"""The desk's page for the front page's slots: what an editor put where, and for how long."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, ForeignKey, OuterRef
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import at_the_desk
from articles.admin.widgets import KeySelect, in_reach
from articles.models import Article, Edition
from newsroom.models import FrontSlot


class PublishedOnly(AutocompleteJsonView):
    """Answers the article field, and no other: only what readers have been given, or will be."""

    def process_request(self, request: HttpRequest) -> tuple[str, Any, Any, str]:
        """What is asked for. Raises PermissionDenied when it is not the article of a slot."""
        term, model_admin, field, to_field_name = super().process_request(request)
        if field != FrontSlot._meta.get_field("article"):
            raise PermissionDenied
        return term, model_admin, field, to_field_name

    def get_queryset(self) -> QuerySet[Article]:
        return super().get_queryset().filter(latest_edition__isnull=False)


class PublishedArticleSelect(KeySelect):
    """Asks our own address, which knows what may stand on the front page."""

    url_name = "%s:newsroom_frontslot_articles"


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
class FrontSlotAdmin(admin.ModelAdmin):
    """In the order of the page. A slot whose article is not live shows nothing, so the list says so."""

    list_display = [
        "position",
        "shown_headline",
        "starts_at",
        "ends_at",
        "is_in_force",
        "is_live",
        "placed_by",
    ]
    list_display_links = ["position", "shown_headline"]
    list_filter = [InForceFilter]
    list_select_related = ["article__latest_edition", "placed_by"]
    search_fields = ["headline", "article__headline", "article__slugline"]
    autocomplete_fields = ["photo"]
    fields = ["position", "article", "headline", "photo", ("starts_at", "ends_at"), "placed_by"]
    readonly_fields = ["placed_by"]

    def get_urls(self) -> list[URLPattern]:
        """The form's article field asks here."""
        view = self.admin_site.admin_view(self.articles_view)
        return [path("articles/", view, name="newsroom_frontslot_articles"), *super().get_urls()]

    def articles_view(self, request: HttpRequest) -> HttpResponseBase:
        """Articles with an edition, for the article field."""
        return PublishedOnly.as_view(admin_site=self.admin_site)(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrontSlot]:
        live = Edition.objects.live(timezone.now()).filter(article=OuterRef("article"))
        slots = super().get_queryset(request).annotate(article_is_live=Exists(live))
        return slots.defer("article__body", "article__latest_edition__body", "article__latest_edition__html")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "article":
            kwargs["widget"] = PublishedArticleSelect(db_field, self.admin_site)
            kwargs["queryset"] = Article.objects.filter(latest_edition__isnull=False)
        else:
            kwargs["widget"] = KeySelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field; a time lies within reach."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.SplitDateTimeField):
            field.validators.append(in_reach)
        return field

    def save_model(self, request: HttpRequest, obj: FrontSlot, form: forms.ModelForm, change: bool) -> None:
        """Store the slot under the name of whoever placed it last."""
        obj.placed_by = at_the_desk(request)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("headline"))
    def shown_headline(self, slot: FrontSlot) -> str:
        """What the front page prints: the slot's own headline, else the edition's short one."""
        edition = slot.article.latest_edition
        return slot.headline or (edition.short if edition else str(slot.article)) or _t("(no headline)")

    @admin.display(description=_("in force"), boolean=True)
    def is_in_force(self, slot: FrontSlot) -> bool:
        """Whether the slot's period holds this moment."""
        now = timezone.now()
        return slot.starts_at <= now and (slot.ends_at is None or slot.ends_at > now)

    @admin.display(description=_("article is live"), boolean=True)
    def is_live(self, slot: FrontSlot) -> bool:
        """Whether readers can read the article at this moment."""
        return getattr(slot, "article_is_live", False)
