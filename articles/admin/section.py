"""The desk's page for sections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import ManyToManyField
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import person
from articles.admin.moving import KeepsAddresses
from articles.admin.named import PlaceForm
from articles.admin.records import RecordedAdmin
from articles.models import Section


@admin.register(Section)
class SectionAdmin(KeepsAddresses, RecordedAdmin):
    """The parts of the paper, in the order of the navigation."""

    list_display = ["name", "slug", "position", "desk", "description"]
    list_editable = ["position"]
    search_fields = ["name", "slug", "description"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["editors"]
    fields = ["name", "slug", "description", "position", "editors", "medtop_id"]

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, **{"form": PlaceForm, **kwargs})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).prefetch_related("editors")

    @admin.display(description=_("desk editors"))
    def desk(self, section: Section) -> str:
        """Whose desk it is, by name."""
        return ", ".join(person(editor) for editor in section.editors.all())

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name == "editors":
            kwargs["queryset"] = (
                get_user_model().objects.filter(is_staff=True, is_active=True).order_by("username")
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def view_on_site(self, section: Section) -> str:
        """The section's public page."""
        return section.get_absolute_url()
