"""Merging two people's changes of one working copy, field by field and the body by paragraph.

A leaf, and pure: it reads working copies in the form in which a revision keeps them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from articles.richtext import blocks
from articles.threeway import Chunk, Kind, merge, words_alike

type State = dict[str, Any]

BODY = "body"
# Texts whose lines are pieces of their own.
BY_LINE = frozenset({"key_points", "how_we_reported"})
BY_ROW = frozenset({"contributions", "sources"})
TOPICS = "topics"
FIELDS = ("copy", "desk", "plan")
LISTS = ("contributions", "sources", TOPICS)
# A form shows a moment to the second.
MOMENTS = frozenset({"due_at", "embargo_until", "publish_at"})


class Take(StrEnum):
    """What somebody chose for a clash."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision about one clash; `pieces` is what was written by hand."""

    take: Take
    pieces: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """One field of two working copies put together."""

    name: str
    chunks: tuple[Chunk[Any], ...]
    theirs: Any
    mine: Any

    def named(self) -> Iterator[tuple[str, Chunk[Any]]]:
        """The clashes, each under a name that stays the same as long as what collides does."""
        seen: dict[str, int] = {}
        for chunk in self.chunks:
            if chunk.kind is Kind.CLASH:
                text = json.dumps([self.name, chunk.base, chunk.theirs, chunk.mine], sort_keys=True)
                digest = hashlib.sha256(text.encode()).hexdigest()[:12]
                seen[digest] = seen.get(digest, 0) + 1
                yield f"{self.name}-{digest}-{seen[digest]}", chunk

    @property
    def came_in(self) -> bool:
        """Whether something of theirs is in it that mine had not."""
        return any(chunk.kind is Kind.THEIRS for chunk in self.chunks)

    def result(self, choices: Mapping[str, Choice]) -> Any:
        """The field's value. Raises KeyError for a clash nobody has decided."""
        names = iter([name for name, _chunk in self.named()])
        pieces: list[Any] = []
        for chunk in self.chunks:
            pieces += _chosen(chunk, choices[next(names)]) if chunk.kind is Kind.CLASH else chunk.result
        if self.name in BY_ROW:
            pieces = _once(self.name, pieces)
        for value in (self.theirs, self.mine):
            if list(_pieces(self.name, value)) == pieces:
                return value
        return value_of(self.name, pieces, like=self.theirs)


def is_many(name: str) -> bool:
    """Whether the field is made of pieces that can stand one after the other."""
    return name in BY_LINE | BY_ROW | {BODY, TOPICS}


def merge_copies(base: State | None, theirs: State, mine: State) -> list[Merged]:
    """Every field of the two working copies, merged. Without a base, whatever differs is a clash; topics are
    put together."""
    was, one, other = _flat(base) if base else None, _flat(theirs), _flat(mine)
    return [
        Merged(name, tuple(_merged(name, was, one[name], other[name])), one[name], other[name])
        for name in one
        if name in other
    ]


def put_together(theirs: State, merged: list[Merged], choices: Mapping[str, Choice]) -> State:
    """The working copy that comes of it. Raises KeyError for a clash nobody has decided."""
    values = {field.name: field.result(choices) for field in merged}
    state: State = {
        part: {name: values.get(name, value) for name, value in theirs[part].items()} for part in FIELDS
    }
    return {**theirs, **state, **{name: values.get(name, theirs[name]) for name in LISTS}}


def _flat(state: State) -> State:
    return {**state["copy"], **state["desk"], **state["plan"], **{name: state[name] for name in LISTS}}


def _merged(name: str, was: State | None, theirs: Any, mine: Any) -> list[Chunk[Any]]:
    known = was is not None and name in was
    base = _pieces(name, was[name]) if was and known else ()
    one, other = _pieces(name, theirs), _pieces(name, mine)
    if name == TOPICS:
        return list(_topics(base, one, other))
    chunks = merge(
        base,
        one,
        other,
        key=lambda piece: _key(name, piece),
        alike=words_alike if name == BODY or name in BY_LINE else lambda first, second: False,
    )
    if not known:
        return [replace(c, kind=Kind.CLASH) if c.kind in (Kind.THEIRS, Kind.MINE) else c for c in chunks]
    return [_rows_added(chunk) for chunk in chunks] if name in BY_ROW else chunks


def _rows_added(chunk: Chunk[Any]) -> Chunk[Any]:
    """Two people who each add a line to a list do not collide: both lines are wanted, theirs first."""
    if chunk.kind is Kind.CLASH and not chunk.base:
        return Chunk(Kind.THEIRS, (), (*chunk.theirs, *chunk.mine), chunk.mine)
    return chunk


def _topics(base: tuple[Any, ...], theirs: tuple[Any, ...], mine: tuple[Any, ...]) -> Iterator[Chunk[Any]]:
    """Topics are a set: what one added is in, what one took out is out."""
    were, one, other = ({_key(TOPICS, each): each for each in side} for side in (base, theirs, mine))
    for key in [*one, *(key for key in other if key not in one)]:
        b, t, m = ((side[key],) if key in side else () for side in (were, one, other))
        if t and m:
            yield Chunk(Kind.SAME if b else Kind.BOTH, b, t, t)
        else:
            yield Chunk(Kind.THEIRS if bool(t) is not bool(b) else Kind.MINE, b, t, m)


def _pieces(name: str, value: Any) -> tuple[Any, ...]:
    """What a value is made of."""
    if name == BODY:
        return tuple(blocks(value))
    if name in BY_LINE:
        return tuple(value.splitlines())
    return tuple(value) if name in BY_ROW or name == TOPICS else (value,)


def pieces_by_hand(name: str, text: str) -> tuple[Any, ...]:
    """What was written by hand, as pieces of the field."""
    return _pieces(name, text)


def value_of(name: str, pieces: Sequence[Any], *, like: Any = "") -> Any:
    """The value that is made of these pieces; a body is set in lines when the one it is like is."""
    if name == BODY:
        return ("\n" if ">\n<" in like else "").join(pieces)
    if name in BY_LINE:
        return "\n".join(pieces)
    return list(pieces) if name in BY_ROW or name == TOPICS else pieces[0]


def _chosen(chunk: Chunk[Any], choice: Choice) -> tuple[Any, ...]:
    if choice.take is Take.HAND:
        return choice.pieces
    if choice.take is Take.BOTH:
        return (*chunk.theirs, *chunk.mine)
    return chunk.theirs if choice.take is Take.THEIRS else chunk.mine


def _once(name: str, rows: list[Any]) -> list[Any]:
    """The rows without those that say the same as one before."""
    once: dict[Hashable, Any] = {}
    for row in rows:
        once.setdefault(_key(name, row), row)
    return list(once.values())


def _key(name: str, piece: Any) -> Hashable:
    """What makes two pieces the same, however they are spelled."""
    if name == BODY:
        return _spelling(piece)
    if name == "contributions":
        return (piece["author"], piece["role"])
    if name == TOPICS:
        return str(piece["name"]).casefold()
    if name in MOMENTS and piece:
        return re.sub(r"\.\d+", "", str(piece))
    return json.dumps(piece, sort_keys=True) if isinstance(piece, dict) else piece


def _spelling(block: str) -> str:
    """One spelling for what an import and the editor write differently: paragraphs inside list items and
    cells, and the cells' attributes that say nothing."""
    block = re.sub(r"\s+", " ", block)
    block = re.sub(r' (?:colspan|rowspan)="1"|</?tbody>', "", block)
    block = re.sub(r"(<(?:li|td|th|blockquote)\b[^>]*>) ?<p>", r"\1", block)
    return re.sub(r"</p> ?(</(?:li|td|th|blockquote)>)", r"\1", block)
