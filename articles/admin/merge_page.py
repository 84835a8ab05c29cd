"""The merge page: what two people changed differently, side by side, and what becomes of it.

It is the answer to a save and posts to the same address. It carries along what was posted, so that it works
without JavaScript and nothing is kept between the two requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t

from articles.admin.posted import News, Posted
from articles.admin.widgets import typed
from articles.merging import BODY, BY_ROW, Choice, Merged, State, Take, is_many, pieces_by_hand, value_of
from articles.models import Article
from articles.revisions import Piece, label, shown, word_diff
from articles.richtext import sanitize
from articles.signoffs import hold_on
from articles.threeway import Chunk, Kind, words_alike

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


MERGING, SEPARATE = "_merging", "_separate"
SHOWN_VERSION, SHOWN_REVISION = "merge_version", "merge_revision"
TAKE, HAND = "take-", "hand-"


@dataclass(frozen=True, slots=True)
class Side:
    """One person's wording of what collides; `is_empty` when they took it out."""

    pieces: list[Piece]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing both changed: three wordings, and the ways out."""

    name: str
    was: str
    theirs: Side
    mine: Side
    takes: list[Take]
    taken: str
    hand: SafeString | str
    is_missed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a field on the page: a clash, somebody's change that came in, or what nobody changed."""

    clash: Clash | None = None
    pieces: tuple[Piece, ...] = ()
    is_mine: bool = False
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the page."""

    name: str
    label: str
    parts: list[Part]


@dataclass
class Question:
    """What one person has to decide before their text can be saved."""

    posted: Posted
    theirs: State
    mine: State
    fields: list[Merged]
    news: News
    version: str
    revision: str
    is_again: bool = False
    """Whether the page was answered already, and not every answer was there."""

    @property
    def is_open(self) -> bool:
        """Whether anything collides."""
        return any(True for field in self.fields for _clash in field.named())

    @property
    def is_undecided(self) -> bool:
        """Whether a decision is missing."""
        return any(name not in self.choices for field in self.fields for name, _chunk in field.named())

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """What was decided, as far as it was."""
        data, found = self.posted.data, {}
        for field in self.fields:
            for name, chunk in field.named():
                take = data.get(TAKE + name, "")
                if take in _takes(self.posted.form, field.name, chunk):
                    text = typed(data.get(HAND + name, "")).replace("\r\n", "\n")
                    found[name] = Choice(Take(take), _by_hand(field.name, text))
        return found

    @property
    def shown(self) -> list[Field]:
        """The fields with something to decide, in the order of the form's own list."""
        return [
            Field(field.name, label(field.name), [*self._parts(field)])
            for field in self.fields
            if any(True for _clash in field.named())
        ]

    @property
    def settled(self) -> list[Field]:
        """What came in by itself."""
        return [
            Field(field.name, label(field.name), [part for part in self._parts(field) if part.pieces])
            for field in self.fields
            if field.came_in and not any(True for _clash in field.named())
        ]

    def _parts(self, field: Merged) -> Iterator[Part]:
        names = iter([name for name, _chunk in field.named()])
        for chunk in field.chunks:
            if chunk.kind is Kind.CLASH:
                yield Part(clash=self._clash(field, next(names), chunk))
            elif chunk.kind in (Kind.SAME, Kind.BOTH):
                yield Part(unchanged=len(chunk.theirs))
            else:
                pieces = word_diff(_text(field, chunk.base), _text(field, chunk.result))
                yield Part(pieces=tuple(pieces), is_mine=chunk.kind is Kind.MINE)

    def _clash(self, field: Merged, name: str, chunk: Chunk[Any]) -> Clash:
        was, theirs, mine = (_text(field, side) for side in (chunk.base, chunk.theirs, chunk.mine))
        if theirs == mine and field.name == BODY:
            # The words are the same: what differs is how they are set, so the marks are shown.
            was, theirs, mine = ("\n".join(side) for side in (chunk.base, chunk.theirs, chunk.mine))
        takes = _takes(self.posted.form, field.name, chunk)
        taken = self.posted.data.get(TAKE + name, "")
        return Clash(
            name,
            was,
            Side(_marked(was, theirs), not theirs),
            Side(_marked(was, mine), not mine),
            takes,
            taken,
            self._hand(field, name, chunk) if Take.HAND in takes else "",
            is_missed=self.is_again and taken not in takes,
        )

    def _hand(self, field: Merged, name: str, chunk: Chunk[Any]) -> SafeString:
        """The box to write the result in; it starts with both wordings where both can stand."""
        start = value_of(field.name, (*chunk.theirs, *chunk.mine)) if is_many(field.name) else chunk.mine[0]
        widget = self.posted.form.fields[field.name].widget
        text = self.posted.data.get(HAND + name, start)
        described = {
            "id": f"id_{HAND}{name}",
            "aria-label": _t("%(field)s, by hand") % {"field": label(field.name)},
        }
        return widget.render(HAND + name, text, described)


def answer(admin: ModelAdmin[Article], request: HttpRequest, question: Question) -> HttpResponse:
    """The merge page."""
    article = question.posted.article
    context = {
        **admin.admin_site.each_context(request),
        "title": _t("Merge two versions"),
        "subtitle": None,
        "opts": admin.opts,
        "article": article,
        "question": question,
        "carried": [*_carried(question.posted.data)],
        "media": question.posted.form.media,
        "may_separate": admin.has_add_permission(request) and hold_on(article) is None,
    }
    return TemplateResponse(request, "admin/articles/article/merge.html", context)


def strip(data: QueryDict) -> None:
    """Take the merge page's own fields out of what was posted."""
    for name in [name for name in data if name.startswith((TAKE, HAND))]:
        del data[name]
    for name in (MERGING, SEPARATE, SHOWN_VERSION, SHOWN_REVISION):
        data.pop(name, None)


def _carried(data: QueryDict) -> Iterator[tuple[str, str]]:
    """What was posted, but for the page's own fields and the request's guard."""
    carried = data.copy()
    strip(carried)
    carried.pop("csrfmiddlewaretoken", None)
    for name, values in carried.lists():
        yield from ((name, str(value)) for value in values)


def _takes(form: Any, name: str, chunk: Chunk[Any]) -> list[Take]:
    """The ways out of a clash in that field."""
    takes = [Take.THEIRS, Take.MINE]
    if is_many(name) and chunk.theirs and chunk.mine:
        takes.append(Take.BOTH)
    if _is_written(form, name):
        takes.append(Take.HAND)
    return takes


def _is_written(form: Any, name: str) -> bool:
    """Whether the field is text somebody writes."""
    if name in BY_ROW or name not in form.fields:
        return False
    column = Article._meta.get_field(name)
    return isinstance(form.fields[name], forms.CharField) and isinstance(
        column, (models.CharField, models.TextField)
    )


def _marked(was: str, now: str) -> list[Piece]:
    """The differences word by word; of another text altogether only the new one: the old stands beside."""
    if not now or words_alike(was, now):
        return word_diff(was, now)
    return [Piece("added", now)]


def _by_hand(name: str, text: str) -> tuple[Any, ...]:
    return pieces_by_hand(name, sanitize(text) if name == BODY else text)


def _text(field: Merged, pieces: tuple[Any, ...]) -> str:
    """A stretch of a field as people read it."""
    if not pieces:
        return ""
    return shown(field.name, value_of(field.name, pieces))
