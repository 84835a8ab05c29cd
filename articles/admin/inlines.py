"""The byline and the sources inside the article form, as whole lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms import CheckboxInput
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from articles.admin.field_rights import may_change_fields
from articles.admin.named import NamedLines
from articles.admin.plain import SPARE_LINES, is_plain, listed
from articles.admin.widgets import DayInput, KnownAutocompleteSelect, as_stored
from articles.models import Article, Contribution, Source

if TYPE_CHECKING:
    _RowForm = forms.ModelForm[Any]
    _TabularInline = admin.TabularInline[Any, Any]
    _StackedInline = admin.StackedInline[Any, Any]
else:
    _RowForm = forms.ModelForm
    _TabularInline, _StackedInline = admin.TabularInline, admin.StackedInline

LAST = 10_000
"""The order of a line that was given none."""


class RowForm(_RowForm):
    """One line. `order` is counted from 1; a line without it stands after those that have one."""

    order = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LAST,
        label=_("Order"),
        help_text=_("1 stands first."),
        widget=forms.NumberInput(attrs={"class": "desk-order"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if self.instance.pk:
            self.initial["order"] = self.instance.position + 1
            self._show_known_rows()

    def _show_known_rows(self) -> None:
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", None)
            if isinstance(widget, KnownAutocompleteSelect):
                widget.known = getattr(self.instance, name)

    def validate_unique(self) -> None:
        """Nothing: the stored lines are replaced, so only the posted ones must not repeat each other."""

    def validate_constraints(self) -> None:
        """Nothing, for the same reason as in `validate_unique`."""


class WholeList(NamedLines):
    """The posted lines are the list: saving replaces the stored lines by them.

    So it does not matter when a stored line has gone in the meantime (somebody restored a revision),
    and nothing typed is refused because of an id nobody sees. A list that is `closed` to the person is
    shown as it is stored, whatever was posted.
    """

    closed = False

    @property
    def rows(self) -> models.QuerySet[Any]:
        """Every line of every article."""
        model: Any = self.fk.model
        return model.objects.all()

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        if self.closed:
            data = None
        if data is not None:
            prefix = kwargs.get("prefix") or self.get_default_prefix()
            data = without_deleted(data, prefix)
            data = as_stored(data, [key for key in data if key.startswith(f"{prefix}-")])
            kwargs["save_as_new"] = True
        super().__init__(data, *args, **kwargs)

    def filled(self) -> list[Any]:
        """The forms of the lines that hold something, in the order of the byline."""
        filled = [form for form in self.forms if form.has_changed()]
        return sorted(filled, key=lambda form: getattr(form, "cleaned_data", {}).get("order") or LAST)

    def _stored(self) -> models.QuerySet[Any]:
        """The lines as they are in the database."""
        rows: models.QuerySet[Any] = self.rows.filter(**{self.fk.name: self.instance})
        return rows

    def _columns(self) -> list[str]:
        """The columns that make a line what it is."""
        fixed = {"id", self.fk.attname, "position"}
        columns = self.rows.model._meta.concrete_fields
        return [field.attname for field in columns if field.attname not in fixed]

    def is_valid(self) -> bool:
        """Whether the lines can be stored; a closed list has nothing to store."""
        return self.closed or super().is_valid()

    def has_changed(self) -> bool:
        """Whether the posted list differs from the stored one, its order included."""
        if self.closed:
            return False
        columns = self._columns()
        stored = list(self._stored().values_list(*columns))
        return stored != [tuple(getattr(form.instance, name) for name in columns) for form in self.filled()]

    def save(self, commit: bool = True) -> list[Any]:
        """Replace the stored lines; return the new ones, none when nothing changed."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        if not self.has_changed():
            return []
        self._stored().delete()
        for position, form in enumerate(self.filled()):
            form.instance.position = position
            setattr(form.instance, self.fk.name, self.instance)
            self.new_objects.append(form.instance)
        return list(self.rows.bulk_create(self.new_objects))


def without_deleted(data: QueryDict, prefix: str) -> QueryDict:
    """The posted lines without those marked for deletion, counted anew from 0."""
    row = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)")
    found = {key: match for key in data if (match := row.fullmatch(key))}
    numbers = sorted({int(match[1]) for match in found.values()})
    ticked = CheckboxInput().value_from_datadict
    kept = [n for n in numbers if not ticked(data, MultiValueDict(), f"{prefix}-{n}-DELETE")]
    renumbered = {number: place for place, number in enumerate(kept)}
    result = data.copy()
    for key in found:
        del result[key]
    for key, match in found.items():
        if int(match[1]) in renumbered:
            result.setlist(f"{prefix}-{renumbered[int(match[1])]}-{match[2]}", data.getlist(key))
    if f"{prefix}-TOTAL_FORMS" in data:
        result[f"{prefix}-TOTAL_FORMS"] = str(len(kept))
    return result


class PartOfArticle:
    """An inline whose rights are those of the article it belongs to, and of the list it is."""

    list_name: str

    def has_add_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whether the list is theirs; the admin asks the article's own permission first."""
        return may_change_fields(request, obj, [self.list_name])

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whether the list is theirs; the admin asks the article's own permission first."""
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Whether the list is theirs; the admin asks the article's own permission first."""
        return self.has_add_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Yes: the admin asks the article's own permission first."""
        return True

    def get_formset(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> Any:
        """The formset; it knows whether the person may change it."""
        formset: Any = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.closed = not self.has_change_permission(request, obj)
        return formset

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field; who is chosen here is changed in its own list, and only made on the way."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and hasattr(field.widget, "can_change_related"):
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field of a relation, with an autocomplete widget that asks the database only once."""
        if is_plain(request):
            kwargs["widget"] = forms.Select()
            return listed(super().formfield_for_foreignkey(db_field, request, **kwargs))  # type: ignore[misc]
        if db_field.name in self.autocomplete_fields:  # type: ignore[attr-defined]
            kwargs.setdefault("widget", KnownAutocompleteSelect(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class ContributionInline(PartOfArticle, _TabularInline):
    """The byline: who did what, in order."""

    list_name = "contributions"
    model = Contribution
    form = RowForm
    formset = WholeList
    extra = 0
    fields = ("author", "role", "order")
    autocomplete_fields = ("author",)
    verbose_name = _("name")
    verbose_name_plural = _("byline")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("author")

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> int:
        """One line ready for the writer of a new story."""
        return SPARE_LINES if is_plain(request) else 1 if obj is None else 0


class SourceInline(PartOfArticle, _StackedInline):
    """The sources: where the facts come from."""

    list_name = "sources"
    model = Source
    form = RowForm
    formset = WholeList
    extra = 0
    fields = (
        ("kind", "outlet"),
        ("title", "url"),
        ("published_on", "independently_confirmed", "order"),
        "public_note",
        "internal_note",
    )
    autocomplete_fields = ("outlet",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("outlet")

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> int:
        """None, because a script adds them; some where there is none."""
        return SPARE_LINES if is_plain(request) else 0

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field; dates with the browser's own picker, the internal note small."""
        if isinstance(db_field, models.DateField):
            kwargs["widget"] = DayInput()
        if db_field.name == "internal_note":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)
