"""What the desk's own templates ask for."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from articles.models import Preferences
from articles.people import person
from newsroom.desk.first_screen import first_screen
from newsroom.desk.first_screen.block import Block
from newsroom.desk.keys import GROUPS

register = template.Library()
register.filter("person", person)


@register.simple_tag(takes_context=True)
def first_screen_blocks(context: dict[str, Any]) -> list[Block]:
    """The blocks of the first screen for whoever is logged in."""
    return first_screen(context["request"].user, timezone.now())


@register.simple_tag(takes_context=True)
def desk_keys(context: dict[str, Any]) -> dict[str, Any]:
    """The keys of the desk, and which of them this person wants."""
    return {"groups": GROUPS, "choices": Preferences.of(context["request"].user)}
