"""A colour that came into the database past the form: `manage.py check --database default` names it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's own name
from django.core.exceptions import ValidationError
from django.db import Error

from newsroom.models import Publication
from newsroom.models.look import Colour


@register(Tags.database)
def readable_colours(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A warning for each colour readers are not shown because it cannot be read."""
    if not databases or "default" not in databases:
        return []
    try:
        publication = Publication.objects.filter(pk=1).first()
    except Error:
        # Before the first migration there is nothing to look at.
        return []
    return [] if publication is None else unreadable(publication)


def unreadable(publication: Publication) -> list[CheckMessage]:
    """The same, for a publication at hand."""
    found: list[CheckMessage] = []
    for field in publication._meta.concrete_fields:
        if isinstance(field, Colour):
            try:
                field.clean(getattr(publication, field.attname), publication)
            except ValidationError as error:
                told = f"{field.verbose_name}: {' '.join(error.messages)} Readers see the house's colour."
                found.append(Warning(told, obj=Publication, id=f"newsroom.look.{field.name}"))
    return found
