"""What an article form holds, as a revision would keep it, and back: so that the two can be merged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from articles.admin.forms import ABOUT_THE_SAVE, ArticleForm
from articles.admin.widgets import spelled_topics, typed
from articles.merging import FIELDS, LISTS, State
from articles.models import Article
from articles.revisions import SOURCE_FIELDS, plain_value
from articles.richtext import sanitize

if TYPE_CHECKING:
    from articles.admin.inlines import WholeList


@dataclass(frozen=True, slots=True)
class TypedCopy:
    """A posted form as a working copy; `is_readable` says whether every field of it could be read."""

    state: State
    is_readable: bool


def typed_copy(form: ArticleForm, formsets: Iterable[WholeList], stored: State) -> TypedCopy:
    """The working copy that was posted. What the form does not hold is as it is stored; what cannot be read
    stands as it was typed."""
    values, is_readable = _values(form)
    state: State = {
        part: {name: values.get(name, value) for name, value in stored[part].items()} for part in FIELDS
    }
    state |= {name: values.get(name, stored[name]) for name in LISTS}
    for formset in formsets:
        if formset.closed:
            continue
        is_readable = formset.is_valid() and is_readable
        state[str(formset.prefix)] = [_row(row.instance) for row in formset.filled()]
    return TypedCopy(state, is_readable)


def _values(form: ArticleForm) -> tuple[dict[str, Any], bool]:
    """The values of the form's fields under the names of their columns, and whether all could be read."""
    values, is_readable = {}, True
    for name, field in form.fields.items():
        if name in ABOUT_THE_SAVE:
            continue
        sent = form[name].data
        try:
            value = field.clean(sent)
        except ValidationError:
            value, is_readable = None if isinstance(field, forms.ModelChoiceField) else sent, False
        values[_column(name)] = _as_kept(name, value)
    return values, is_readable


def _column(name: str) -> str:
    """The name under which a revision keeps a field of the form."""
    if name == "topics":
        return name
    return str(getattr(Article._meta.get_field(name), "attname", name))


def _as_kept(name: str, value: Any) -> Any:
    if name == "body":
        return typed(sanitize(value or ""))
    if name == "topics":
        return [{"topic": None, "name": each} for each in value] if isinstance(value, list) else []
    return value.pk if isinstance(value, models.Model) else plain_value(value)


def _row(line: Any) -> dict[str, Any]:
    """A line of the byline or a source, as a revision keeps it."""
    if hasattr(line, "author_id"):
        name = line.author.name if line.author_id else ""
        return {"author": line.author_id, "name": name, "role": line.role}
    return {name: plain_value(getattr(line, name)) for name in SOURCE_FIELDS}


def as_posted(data: QueryDict, form: ArticleForm, mine: State | None, merged: State) -> QueryDict:
    """The posted data with the merged values in place of those of `mine` that differ; without one, of all."""
    result = data.copy()
    old, new = _columns(mine) if mine else {}, _columns(merged)
    for name, field in form.fields.items():
        column = _column(name) if name not in ABOUT_THE_SAVE else ""
        if column in new and (column not in old or new[column] != old[column]):
            _set(result, name, _as_typed(name, field, new[column]))
    for prefix in ("contributions", "sources"):
        if mine is None or merged[prefix] != mine[prefix]:
            _set_rows(result, prefix, merged[prefix])
    return result


def _columns(state: State) -> dict[str, Any]:
    return {**state["copy"], **state["desk"], **state["plan"], "topics": state["topics"]}


def _as_typed(name: str, field: forms.Field, value: Any) -> str | None:
    """A kept value as a browser would send it; None for a box that is not ticked."""
    if name == "topics":
        return spelled_topics(topic["name"] for topic in value)
    if isinstance(field, forms.BooleanField):
        return "on" if value else None
    column = Article._meta.get_field(name)
    if isinstance(column, models.DateTimeField):
        value = column.to_python(value)
    shown = field.widget.format_value(field.prepare_value(value))
    return str(shown[0] if isinstance(shown, list) and shown else shown or "")


def _set(data: QueryDict, name: str, value: str | None) -> None:
    data.pop(name, None)
    if value is not None:
        data[name] = value


def _set_rows(data: QueryDict, prefix: str, rows: list[dict[str, Any]]) -> None:
    for name in [name for name in data if re.match(rf"{prefix}-\d+-", name)]:
        del data[name]
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = "0"
    for number, row in enumerate(rows):
        for column, value in row.items():
            field = f"{prefix}-{number}-{column.removesuffix('_id')}"
            # Yes and no are a ticked box and none; an author's name is shown by the browser, never sent.
            if value not in (None, False, "") and column != "name":
                data[field] = "on" if value is True else str(value)
        data[f"{prefix}-{number}-order"] = str(number + 1)
