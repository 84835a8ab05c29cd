"""Exactly what is live and not one word more: just before, at and just after whatever changes it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client

from tests.conftest import Clock
from tests.site import marked
from tests.site.boundaries import go_through
from tests.site.marked import Marked

pytestmark = pytest.mark.django_db


def test_every_address_shows_exactly_what_is_live(client: Client, clock: Clock) -> None:
    clock.stop()

    def fetch(address: str) -> tuple[int, str]:
        answer = client.get(address)
        return answer.status_code, answer.content.decode() + str(answer.headers)

    go_through(Marked(clock.now()), clock, fetch, acted=lambda: None)


def test_every_model_is_public_or_marked() -> None:
    """A new model has to say whether its words are for readers."""
    ours = {
        model._meta.label
        for label in ("articles", "authors", "newsroom")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not model.__name__.startswith("Historical")
    }
    private = {model._meta.label for model in marked.private_models()} - {"auth.User"}
    assert ours == marked.PUBLIC | marked.WORDLESS | private
