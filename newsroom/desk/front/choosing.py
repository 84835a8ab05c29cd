"""Choosing a story or a picture for the front page: by typing where JavaScript runs, else from the newest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.db.models.query import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.widgets import KeySelect
from articles.models import Article, Change, Edition
from newsroom.models import FrontSlot

NEWEST = 40
"""How many rows a browser without JavaScript is offered."""


def placeable(now: datetime) -> QuerySet[Article]:
    """Stories that readers can read, or will at a time that is set."""
    editions = Edition.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    return Article.objects.filter(pk__in=editions.exclude(change=Change.TAKE_DOWN).values("article"))


class PlaceableStories(AutocompleteJsonView):
    """Answers the story field, and no other."""

    def process_request(self, request: HttpRequest) -> tuple[str, Any, Any, str]:
        """What is asked for. Raises PermissionDenied when it is not the story of a slot."""
        term, model_admin, field, to_field_name = super().process_request(request)
        if field != FrontSlot._meta.get_field("article"):
            raise PermissionDenied
        return term, model_admin, field, to_field_name

    def get_queryset(self) -> QuerySet[Article]:
        return super().get_queryset().filter(pk__in=placeable(timezone.now()).values("pk"))

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """A row of the list, named as in the form."""
        return super().serialize_result(obj, to_field_name) | {"text": story_label(obj)}


def story_label(article: Model) -> str:
    """How the front page's forms name a story."""
    names = [getattr(article, "headline", ""), getattr(article, "slugline", "")]
    return " · ".join(filter(None, names)) or str(article)


class StoryField(forms.ModelChoiceField):
    """A choice of stories by headline and slugline."""

    def label_from_instance(self, obj: Model) -> str:
        return story_label(obj)


class NewestSelect(KeySelect):
    """An autocomplete field that holds the newest rows already, for browsers without JavaScript."""

    def __init__(self, name: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(FrontSlot._meta.get_field(name), admin.site, attrs)

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        groups = super().optgroups(name, value, attr)
        options = groups[0][1]
        known = {str(option["value"]) for option in options}
        if self.is_required and not known:
            # Nothing is chosen until somebody chooses.
            options.append(self.create_option(name, "", "", selected=False, index=0))
        for row in self._newest():
            if str(row.pk) not in known:
                label = self.choices.field.label_from_instance(row)
                options.append(self.create_option(name, row.pk, label, selected=False, index=len(options)))
        return groups

    def _newest(self) -> list[Model]:
        return list(self.choices.queryset.order_by("-pk")[:NEWEST])


class StorySelect(NewestSelect):
    """Asks our own address, which knows what may stand on the front page."""

    url_name = "%s:newsroom_frontslot_articles"

    def __init__(self) -> None:
        super().__init__("article")

    def _newest(self) -> list[Model]:
        return list(self.choices.queryset.order_by("-latest_edition__starts_at", "-pk")[:NEWEST])


class PictureSelect(NewestSelect):
    """Any picture; the newest are listed."""

    def __init__(self) -> None:
        super().__init__("photo")
