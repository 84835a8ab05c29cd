"""What a form repeats by the dozen is the same in Python as in Django's templates."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList
from django.test import SimpleTestCase
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from newsroom.form_renderer import QuickForms

ODD = "a \"quoted\" <b> & 'c'"
CHOICES = [("", "---"), (ODD, ODD), (1200, 1200), ("s", mark_safe("<b>bold</b>")), ("l", _("Save"))]
GROUPED = [(ODD, [("one", "One"), ("two", ODD)]), ("three", "Three")]
WIDGETS = [
    forms.TextInput(),
    forms.NumberInput(attrs={"min": 0, "step": None}),
    forms.EmailInput(),
    forms.URLInput(attrs={"required": True, "disabled": False}),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateTimeInput(attrs={"title": ODD, ODD: "x"}),
    forms.TimeInput(attrs={"title": mark_safe("&amp;")}),
    forms.CheckboxInput(),
    forms.CheckboxInput(attrs={"value": "yes"}),
    forms.Textarea(attrs={"class": "long"}),
    forms.Select(choices=CHOICES),
    forms.SelectMultiple(choices=GROUPED),
    forms.RadioSelect(choices=CHOICES),
    forms.SplitDateTimeWidget(),
]


@pytest.mark.parametrize("value", [None, "", 0, 1200, ODD, "two", True, "\nA line\nand another"])
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_a_widget_is_what_djangos_template_makes_of_it(widget: forms.Widget, value: object) -> None:
    if isinstance(widget, forms.SplitDateTimeWidget):
        value = None
    given = [value] if isinstance(widget, forms.SelectMultiple) else value
    quick, slow = (
        widget.render("field", given, {"id": "id_field"}, renderer)
        for renderer in (QuickForms(), DjangoTemplates())
    )

    SimpleTestCase().assertHTMLEqual(quick, slow)
    # A line break at the start of a text is the text's own.
    assert "<textarea" not in slow or quick == slow


class Named(forms.Form):
    """Fields with a label each: plain, odd, and in a set of their own."""

    plain = forms.CharField()
    odd = forms.CharField(label=ODD, label_suffix="")
    marked = forms.CharField(label=mark_safe("<i>Slug</i>"), widget=forms.RadioSelect(choices=CHOICES))


@pytest.mark.parametrize("data", [None, {}], ids=["empty", "with errors"])
@pytest.mark.parametrize("auto_id", ["id_%s", False], ids=["with ids", "without ids"])
def test_labels_and_errors_are_what_djangos_templates_make_of_them(
    data: dict[str, str] | None, auto_id: str | bool
) -> None:
    quick, slow = (Named(data, auto_id=auto_id, renderer=made()) for made in (QuickForms, DjangoTemplates))

    for name in Named.base_fields:
        assert quick[name].label_tag(attrs={"class": ODD}) == slow[name].label_tag(attrs={"class": ODD})
        assert quick[name].legend_tag() == slow[name].legend_tag()
        assert str(quick[name].errors) == str(slow[name].errors)
    assert str(ErrorList([ODD], renderer=QuickForms())) == str(ErrorList([ODD], renderer=DjangoTemplates()))
