"""Fields in tables: what the head of a column says to the eye, each field says to a screen reader."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t


def name_field(field: forms.Field, name: Any = "") -> None:
    """Let a field say its label, or another name; a choice with buttons beside it is named itself."""
    widget: Any = getattr(field.widget, "widget", field.widget)
    widget.attrs.setdefault("aria-label", name or field.label)


class NamedLines(forms.BaseInlineFormSet):
    """The lines of a table, each of whose fields says its name; so does the tick that deletes the line."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Add the formset's own fields, and name all."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if not field.widget.is_hidden:
                name_field(field)


class PlaceForm(forms.ModelForm):
    """A row of a list in which the position can be changed; it says of what it is the position."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            name_field(self.fields["position"], _t("Position of %(name)s") % {"name": self.instance})
