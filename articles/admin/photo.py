"""The desk's page for photos: upload, describe, credit, and say which point a crop must keep."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import models, transaction
from django.db.models.query import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.access import NewsroomList
from articles.admin.cells import at_the_desk, clip
from articles.admin.records import RecordedAdmin
from articles.models import Article, Photo
from articles.picturefacts import facts_in
from articles.pictures import described_anew, licensed_anew, photo_values
from articles.renditions import make_renditions, name_of
from articles.revisions import PICTURE_FIELDS
from articles.uploads import MAX_BYTES, PictureField

THUMBNAIL = name_of("3x2", 360, "webp")
# A change of any of these asks for other crops.
FOCAL_POINT = {"focal_x", "focal_y"}


class ToldPictureField(PictureField):
    """A picture that brings along, as `facts`, what its file says of it; stored is the picture alone."""

    def to_python(self, data: Any) -> SimpleUploadedFile | None:
        """The picture with its facts. Raises ValidationError as a picture does."""
        if not isinstance(data, UploadedFile):
            return super().to_python(data)
        facts = facts_in(data.read(MAX_BYTES))
        data.seek(0)
        picture = super().to_python(data)
        if picture is not None:
            vars(picture)["facts"] = facts
        return picture


class PhotoForm(forms.ModelForm):
    """A picture says something, and then it is described; or it says nothing, and then that is said.

    What the file of a new one says about itself goes into the fields that were left empty.
    """

    taken_in: list[str] = []

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError unless the photo is either described or decorative."""
        cleaned = super().clean() or {}
        if self.instance._state.adding:
            self._take_in(cleaned)
        alt, decorative = cleaned.get("alt", "").strip(), cleaned.get("decorative")
        if not alt and not decorative:
            raise ValidationError({"alt": _("Describe the picture, or mark it as decorative.")})
        if alt and decorative:
            raise ValidationError({"decorative": _("A picture with a description is not decorative.")})
        return cleaned

    def _take_in(self, cleaned: dict[str, Any]) -> None:
        """Fill empty fields from the file; a form that comes back with an error shows them too."""
        told = photo_values(getattr(cleaned.get("file"), "facts", None))
        if cleaned.get("decorative"):
            told.pop("alt", None)
        taken = {name: told[name] for name in told if name in cleaned and not cleaned[name]}
        cleaned |= taken
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        for name, value in taken.items():
            shown[self.add_prefix(name)] = str(value)
        self.data = shown
        self.taken_in = list(taken)


class LicenceFilter(admin.SimpleListFilter):
    """Filters by whether we may still show the picture."""

    title = _("licence")
    parameter_name = "licence"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Run out, or running out one day."""
        return [("expired", _t("Expired")), ("dated", _t("Expires later"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        """The photos of the chosen kind, or all."""
        today = localdate()
        if self.value() == "expired":
            return queryset.filter(rights_expire_on__lt=today)
        if self.value() == "dated":
            return queryset.filter(rights_expire_on__gte=today)
        return queryset


@admin.register(Photo)
class PhotoAdmin(NewsroomList, RecordedAdmin):
    """The picture desk's list. The file never changes: another picture is another photo."""

    form = PhotoForm
    formfield_overrides = {models.ImageField: {"form_class": ToldPictureField}}
    list_display = ["thumbnail", "title", "description", "credit", "rights", "licence", "added_at"]
    list_display_links = ["thumbnail", "title"]
    list_filter = [
        "rights",
        LicenceFilter,
        "is_illustrative",
        "digital_source_type",
        "decorative",
        "added_at",
    ]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["caption", "alt", "credit", "people", "location", "source_agency", "file"]
    # Only a stored photo has a picture to show.
    described = ["alt", "decorative", "caption", "credit"]
    fieldsets = [
        (None, {"fields": ["picture", "file", *described]}),
        (
            _("Rights"),
            {"fields": ["rights", "rights_expire_on", "source_agency", "copyright_notice", "usage_note"]},
        ),
        (
            _("What it shows"),
            {"fields": ["is_illustrative", "digital_source_type", "taken_on", "location", "people"]},
        ),
        (
            _("Focal point"),
            {"fields": [("focal_x", "focal_y")], "description": _("Click on the picture, or type it.")},
        ),
    ]

    class Media:
        js = [Script("desk/focal.js", type="module")]

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> list[str]:
        return ["picture", "file"] if obj else ["picture"]

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        return self.fieldsets if obj else [(None, {"fields": ["file", *self.described]}), *self.fieldsets[1:]]

    def save_model(self, request: HttpRequest, obj: Photo, form: forms.ModelForm, change: bool) -> None:
        """Store the photo with its crops, which no page may name before they are there."""
        if change and FOCAL_POINT & set(form.changed_data):
            # Stories show the photo already: from the moment the point is stored they ask for these.
            make_renditions(obj)
        super().save_model(request, obj, form, change)
        if not change:
            self._say_taken_in(request, form)
        if change and set(PICTURE_FIELDS) & set(form.changed_data):
            described_anew(obj, by=at_the_desk(request))
        if change and "rights_expire_on" in form.changed_data:
            self._say_stopped(request, licensed_anew(obj, by=at_the_desk(request)))
        if not change:
            transaction.on_commit(partial(make_renditions, obj))

    def _say_taken_in(self, request: HttpRequest, form: forms.ModelForm) -> None:
        """Name the fields that were filled from the file, so that somebody reads them."""
        if taken := getattr(form, "taken_in", []):
            names = ", ".join(str(label_for_field(name, Photo)) for name in taken)
            sentence = _t("Taken from the file, please check: %(fields)s.")
            messages.info(request, sentence % {"fields": names})

    def _say_stopped(self, request: HttpRequest, stopped: list[Article]) -> None:
        """Name the stories that will not appear as planned."""
        if stopped:
            names = ", ".join(str(article) for article in stopped)
            sentence = _t("No longer scheduled, because the licence ends before: %(stories)s.")
            messages.warning(request, sentence % {"stories": names})

    @admin.display(description=_("picture"))
    def thumbnail(self, photo: Photo) -> SafeString:
        """A small crop around the focal point."""
        return format_html(
            '<img class="thumb" src="{}" alt="{}" width="90" height="60" loading="lazy">',
            getattr(photo.file, THUMBNAIL),
            photo.alt,
        )

    @admin.display(description=_("picture"))
    def picture(self, photo: Photo) -> SafeString:
        """The whole picture; the script marks the focal point on it."""
        return format_html(
            '<div class="focal" data-focal-x="id_focal_x" data-focal-y="id_focal_y">'
            '<img src="{}" alt="{}" width="{}" height="{}"></div>',
            photo.file.url,
            photo.alt,
            photo.width or "",
            photo.height or "",
        )

    @admin.display(description=_("caption"), ordering="caption")
    def title(self, photo: Photo) -> str:
        """The beginning of the caption, or the file's name."""
        return clip(photo.caption or photo.file.name, 80)

    @admin.display(description=_("description"), ordering="alt")
    def description(self, photo: Photo) -> str:
        """What those hear who cannot see it."""
        return _t("decorative") if photo.decorative else clip(photo.alt, 80)

    @admin.display(description=_("licence"), ordering="rights_expire_on")
    def licence(self, photo: Photo) -> str | SafeString:
        """Until when we may show it; an expired licence stands out."""
        if photo.rights_expire_on is None:
            return "–"
        day = date_format(photo.rights_expire_on, "SHORT_DATE_FORMAT")
        if photo.licence_expired(localdate()):
            return format_html('<strong class="alarm">{}</strong>', _t("expired on %(day)s") % {"day": day})
        return _t("until %(day)s") % {"day": day}
