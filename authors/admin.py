"""The desk's page for authors: the journalist, the bio and the links that prove it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Count, ForeignKey, ImageField
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.access import NewsroomList
from articles.admin.moving import KeepsAddresses
from articles.admin.named import NamedLines
from articles.models import Edition
from articles.uploads import PictureField
from authors.models import Author, AuthorLink


class AuthorLinkInline(admin.TabularInline):
    """Profiles elsewhere, in the order of the author page."""

    model = AuthorLink
    formset = NamedLines
    fields = ["label", "url", "position"]
    extra = 1


class GoneFilter(admin.SimpleListFilter):
    """Filters by whether the person still writes for us."""

    title = _("still with us")
    parameter_name = "with_us"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Yes or no."""
        return [("yes", _("Yes")), ("no", _("No, the page stays"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Author]) -> QuerySet[Author]:
        """The authors of the chosen kind, or all."""
        return queryset.filter(left_on__isnull=self.value() == "yes") if self.value() else queryset


@admin.register(Author)
class AuthorAdmin(NewsroomList, KeepsAddresses):
    """Everybody who can stand in a byline."""

    list_display = [
        "name",
        "job_title",
        "affiliation",
        "desk_account",
        "story_count",
        "specialties",
        "left_on",
    ]
    list_filter = ["affiliation", GoneFilter, ("bio", admin.EmptyFieldListFilter)]
    list_per_page = 50
    formfield_overrides = {ImageField: {"form_class": PictureField}}
    # Named again, because a count leaves the model's own order out.
    ordering = ["name"]
    search_fields = ["name", "slug", "job_title", "specialties", "email_public"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [AuthorLinkInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "job_title", "affiliation", "user"]}),
        (_("Bio"), {"fields": ["bio", "bio_short", "specialties", "languages", "location"]}),
        (_("Portrait"), {"fields": ["portrait", "portrait_alt", "portrait_credit"]}),
        (_("Contact"), {"fields": ["email_public", "fediverse_handle"]}),
        (_("On the record"), {"fields": ["disclosures", "left_on"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        authors = super().get_queryset(request).select_related("user")
        return authors.annotate(stories=Count("contributions__article", distinct=True))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "user":
            kwargs["queryset"] = get_user_model().objects.filter(is_active=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Author, form: forms.ModelForm, change: bool) -> None:
        """Store the author, and with a new portrait the sizes in which pages show it."""
        super().save_model(request, obj, form, change)
        if "portrait" in form.changed_data:
            obj.make_portraits()

    def was_public(self, obj: Author) -> bool:
        """Whether a published story ever credited them."""
        return Edition.objects.begun(timezone.now()).filter(credits__author=obj).exists()

    @admin.display(description=_("account"), ordering="user__username")
    def desk_account(self, author: Author) -> str:
        """The name they log in with."""
        return author.user.get_username() if author.user else "–"

    @admin.display(description=_("stories"), ordering="stories")
    def story_count(self, author: Author) -> int:
        """How many articles name them, published or not."""
        return getattr(author, "stories", 0)

    def view_on_site(self, author: Author) -> str:
        """The author's public page."""
        return author.get_absolute_url()
