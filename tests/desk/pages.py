"""Asking for the desk's pages in tests."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def name_of(model: type[Model]) -> str:
    """The label of a model, for the test's name."""
    return model._meta.label


def address(model: type[Model], page: str, *args: object) -> str:
    """The address of a page of the model at the desk."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def filled(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What a form would post untouched, formsets included, with the changes."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    values = {bound.html_name: bound.value() for form in forms for bound in form}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    } | changes


def queries_of(client: Client, url: str) -> int:
    """How many queries a page takes once what lives as long as the process is known."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)
