"""What a form repeats by the dozen, written in Python: its inputs, lists, labels and lists of errors.

The article form has some hundred of them, and Django renders each through templates that include templates:
a third of the time the page took. What comes out is the same (tests/test_form_renderer.py holds the two
beside each other); every other widget has its template as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape as escaped

WIDGETS = "django/forms/widgets/"
INPUTS = (
    *("input", "text", "number", "email", "url", "password", "hidden"),
    *("date", "datetime", "time", "search", "tel", "color", "checkbox"),
)
ERRORS = ("django/forms/errors/list/default.html", "django/forms/errors/list/ul.html")


class QuickForms(DjangoTemplates):
    """Django's renderer of forms, with the commonest pieces written rather than rendered."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The piece of HTML; safe as it is."""
        if write := WRITTEN.get(template_name):
            return write(self, context)
        if template_name in ERRORS and not context["errors"]:
            return ""
        return super().render(template_name, context, request)


type Write = Callable[[QuickForms, dict[str, Any]], str]


def _attributes(attributes: Mapping[str, Any]) -> str:
    """What stands in the tag: True alone by its name, False not at all."""
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _input(_forms: QuickForms, context: dict[str, Any]) -> str:
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    start = f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"'
    return f"{start}{value}{_attributes(widget['attrs'])}>"


def _textarea(_forms: QuickForms, context: dict[str, Any]) -> str:
    widget = context["widget"]
    # The browser drops the line break after the tag; without it, it would drop one of the text.
    start = f'<textarea name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>\n'
    return f"{start}{escaped(widget['value'] or '')}</textarea>"


def _select(forms: QuickForms, context: dict[str, Any]) -> str:
    widget = context["widget"]
    start = f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>'
    return "\n".join((start, *_options(forms, widget["optgroups"]), "</select>"))


def _options(forms: QuickForms, groups: Any) -> Iterator[str]:
    for name, options, _number in groups:
        if name:
            yield f'<optgroup label="{escaped(localize(name))}">'
        for option in options:
            yield forms.render(option["template_name"], {"widget": option})
        if name:
            yield "</optgroup>"


def _option(_forms: QuickForms, context: dict[str, Any]) -> str:
    widget = context["widget"]
    start = f'<option value="{escaped(widget["value"])}"{_attributes(widget["attrs"])}>'
    return f"{start}{escaped(localize(widget['label']))}</option>"


def _label(_forms: QuickForms, context: dict[str, Any]) -> str:
    label, tag = escaped(context["label"]), context["tag"]
    return f"<{tag}{_attributes(context['attrs'] or {})}>{label}</{tag}>" if context["use_tag"] else label


WRITTEN: dict[str, Write] = {
    **{f"{WIDGETS}{name}.html": _input for name in INPUTS},
    f"{WIDGETS}textarea.html": _textarea,
    f"{WIDGETS}select.html": _select,
    f"{WIDGETS}select_option.html": _option,
    "django/forms/label.html": _label,
}
