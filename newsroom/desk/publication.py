"""The desk's pages for the publication and its policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.admin.named import NamedLines, PlaceForm
from articles.admin.records import RecordedAdmin
from newsroom.look.logos import Logo, LogoField
from newsroom.models import Owner, PolicyPage, Publication, PublicMoney, Revenue


class OwnerInline(admin.TabularInline):
    """Who owns it, down to the people behind companies."""

    model = Owner
    formset = NamedLines
    fields = ["name", "share", "held", "through", "is_public_body", "note", "position"]
    extra = 1


class RevenueInline(admin.TabularInline):
    """Where the money comes from, the large shares first."""

    model = Revenue
    formset = NamedLines
    fields = ["kind", "band", "note", "position"]
    extra = 1


class PublicMoneyInline(admin.TabularInline):
    """What public bodies paid, year by year."""

    model = PublicMoney
    formset = NamedLines
    fields = ["year", "kind", "amount", "currency", "note"]
    extra = 1


if TYPE_CHECKING:
    _ModelForm = ModelForm[Publication]
else:
    _ModelForm = ModelForm


class PublicationForm(_ModelForm):
    """The publication; what is uploaded as a logo is cleaned, and its size is noted."""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a dark logo of other proportions than the light one."""
        given = super().clean() or {}
        light, dark = given.get("logo"), given.get("logo_dark")
        if isinstance(light, Logo):
            self.instance.logo_width, self.instance.logo_height = light.shape
            if not isinstance(dark, Logo) and self.instance.logo_dark and dark is not False:
                self.add_error(
                    "logo_dark", _("Bring the new logo for dark paper too, or remove the old one.")
                )
        if isinstance(dark, Logo) and light and not self.instance.is_like_the_logo(*dark.shape):
            self.add_error("logo_dark", _("It has other proportions than the logo for light paper."))
        return given


@admin.register(Publication)
class PublicationAdmin(RecordedAdmin):
    """There is one row, so its list leads to its form, which makes the row on first use."""

    form = PublicationForm
    formfield_overrides = {models.FileField: {"form_class": LogoField}}
    fieldsets = [
        (None, {"fields": ["name", "tagline"]}),
        (_("Logo"), {"fields": ["logo", "logo_dark"]}),
        (_("Colours"), {"fields": ["link_light", "link_dark", "mark_light", "mark_dark"]}),
        (_("Faces"), {"fields": ["font_head", "font_text", "font_ui"]}),
        (_("Contact"), {"fields": ["email", "corrections_email", "phone", "address", "country"]}),
        (
            _("Who answers for it"),
            {
                "fields": [
                    "editor_in_chief",
                    "responsible_person",
                    "press_council",
                    "complaints_contact",
                    "jti_report_url",
                ]
            },
        ),
        (
            _("Publisher"),
            {
                "fields": [
                    *("legal_name", "legal_form", "purpose", "registered_office", "register"),
                    *("registration_number", "management", "other_holdings", "founded_on"),
                ]
            },
        ),
        (_("Machines"), {"fields": ["text_and_data_mining"]}),
    ]
    inlines = [OwnerInline, RevenueInline, PublicMoneyInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: the form of the one row does it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        """Never: somebody always publishes."""
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Publication | None:
        """The one row, or an empty one before anybody filled it in."""
        if object_id != "1":
            return None
        return Publication.objects.filter(pk=1).first() or Publication(pk=1)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the form."""
        return HttpResponseRedirect(reverse("admin:newsroom_publication_change", args=[1]))


@admin.register(PolicyPage)
class PolicyPageAdmin(RecordedAdmin):
    """Ethics, corrections, ownership: pages with a date from which they hold."""

    list_display = ["title", "kind", "slug", "effective_from", "position"]
    list_editable = ["position"]
    list_filter = ["kind", "effective_from"]
    search_fields = ["title", "slug", "body"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["kind", "title", "slug", "body", "effective_from", "position"]

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[ModelForm]:
        return super().get_changelist_form(request, **{"form": PlaceForm, **kwargs})

    def view_on_site(self, page: PolicyPage) -> str:
        """The public page."""
        return page.get_absolute_url()
