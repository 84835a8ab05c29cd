"""Form widgets and fields of the desk."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import person
from articles.models import Topic

# The largest number a key can be on every database we run on.
LARGEST_KEY = 2**63 - 1
# Beyond these a year is a slip of the finger, and near year 1 no other zone can say the moment.
FIRST_YEAR, LAST_YEAR = 1900, 2999
# What no keyboard types and no reader sees: controls (tab and line feed stay), and the characters that
# show a text in another order than it is stored. Soft hyphens and joiners stay.
UNTYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e]")
TOPIC_LENGTH = Topic._meta.get_field("name").max_length or 100


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a date with a time, in the newsroom's zone."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(attrs={"data-moment": ""}, format="%Y-%m-%dT%H:%M")

    def format_value(self, value: Any) -> str | None:
        """The value to the minute; to the second only when the seconds say something."""
        if isinstance(value, datetime):
            local = localtime(value) if value.tzinfo else value
            return local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else self.format or "")
        return super().format_value(value)


def in_reach(moment: datetime) -> None:
    """Raise ValidationError for a year no desk plans for."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(
            _("Give a year from %(first)s to %(last)s."),
            params={"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
        )


class MomentField(forms.DateTimeField):
    """A date with a time as a desk uses them: in the newsroom's zone, and within reach."""

    widget = MomentInput
    default_validators = [in_reach]

    def to_python(self, value: Any) -> datetime | None:
        """The moment. Raises ValidationError for an hour that a change of the clocks skips or repeats."""
        try:
            moment: datetime | None = super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(
                _("The clocks change then: this time does not exist, or comes twice. Choose another."),
                code=error.code,
            ) from error
        return moment


class DayInput(forms.DateInput):
    """The browser's own field for a date."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PersonField(forms.ModelChoiceField):
    """A choice of people by their names."""

    def label_from_instance(self, obj: models.Model) -> str:
        return person(obj) if isinstance(obj, User) else str(obj)


class KeySelect(AutocompleteSelect):
    """An autocomplete field that is not upset by a number too large to be anybody's key."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        possible = [key for key in value if not key.isdecimal() or int(key) <= LARGEST_KEY]
        return super().optgroups(name, possible, attr)


class KnownAutocompleteSelect(KeySelect):
    """An autocomplete field that shows a chosen row it already has, instead of asking the database
    again for each line of a form."""

    known: models.Model | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        if self.known is None or list(value) != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", selected=False, index=0)]
        chosen = self.create_option(name, self.known.pk, str(self.known), selected=True, index=len(empty))
        return [(None, [*empty, chosen], 0)]


class TopicsField(forms.CharField):
    """Topics as names separated by commas; a name that holds a comma stands in quotation marks."""

    def prepare_value(self, value: Any) -> Any:
        """The text of the field for topics or for what was typed."""
        if value is None or isinstance(value, str):
            return value
        return spelled_topics(sorted(topic.name for topic in value))

    def clean(self, value: Any) -> Any:
        """The names, each once whatever its capitals. Raises ValidationError for one that is too long."""
        names = split_topics(super().clean(value) or "")
        for name in names:
            if len(name) > TOPIC_LENGTH:
                raise ValidationError(
                    _("A topic has at most %(limit)s characters."), params={"limit": TOPIC_LENGTH}
                )
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other topics than before are named."""
        before = {topic.name.lower() for topic in initial or []}
        return before != {name.lower() for name in split_topics(data or "")}


def spelled_topics(names: Iterable[str]) -> str:
    """Names as a comma-separated line."""
    return ", ".join(f'"{name}"' if "," in name else name for name in names)


def split_topics(text: str) -> list[str]:
    """The names in a comma-separated line, trimmed, each once whatever its capitals."""
    rows = csv.reader([" ".join(text.split())], skipinitialspace=True)
    names = [name for row in rows for part in row if (name := part.strip())]
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(name.lower(), name)
    return list(once.values())


def typed(text: str) -> str:
    """The text without control characters and direction overrides."""
    return UNTYPED.sub("", text)


def as_stored(data: QueryDict, names: Iterable[str]) -> QueryDict:
    """The posted data as it may be stored: without what nobody typed, and with one kind of line break
    in these fields. Browsers send CR LF, and a text nobody touched must not look changed."""
    data = data.copy()
    for name in data:
        data.setlist(name, [typed(str(value)) for value in data.getlist(name)])
    for name in names:
        if name in data:
            data[name] = str(data[name]).replace("\r\n", "\n").replace("\r", "\n")
    return data
