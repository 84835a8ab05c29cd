"""The desk's pages for the publication and its policies."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.admin.named import PlaceForm
from articles.admin.records import RecordedAdmin
from newsroom.models import PolicyPage, Publication


@admin.register(Publication)
class PublicationAdmin(RecordedAdmin):
    """There is one row, so its list leads to its form, which makes the row on first use."""

    fieldsets = [
        (None, {"fields": ["name", "tagline"]}),
        (_("Contact"), {"fields": ["email", "corrections_email", "phone", "address", "country"]}),
        (_("Who answers for it"), {"fields": ["editor_in_chief", "responsible_person"]}),
        (_("Publisher"), {"fields": ["legal_name", "legal_form", "registration_number", "founded_on"]}),
        (_("Ownership and money"), {"fields": ["owners", "funding"]}),
        (_("Machines"), {"fields": ["text_and_data_mining"]}),
    ]

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
