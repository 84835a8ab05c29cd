"""Three-way merging of sequences: what two people made of one, put together piece by piece.

A leaf, and pure. The pieces may be paragraphs, lines or rows; `key` says when two of them are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Any

# Above this share of common words a piece is another wording of the one before, not a new one.
ALIKE = 0.5


class Kind(StrEnum):
    """Whose doing a stretch of the merged sequence is."""

    SAME = "same"
    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"
    """Both made the very same change; it counts once."""
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Chunk[T]:
    """A stretch of the merged sequence: what it was, and what each of the two made of it."""

    kind: Kind
    base: tuple[T, ...]
    theirs: tuple[T, ...]
    mine: tuple[T, ...]

    @property
    def result(self) -> tuple[T, ...]:
        """The merged pieces. Raises ValueError for a clash: somebody has to choose."""
        if self.kind is Kind.CLASH:
            raise ValueError("Two people changed this differently; nobody has chosen yet.")
        return self.mine if self.kind is Kind.MINE else self.theirs


@dataclass(frozen=True, slots=True)
class _Hunk:
    """One person's change: the pieces `start` to `end` of the base became `length` others."""

    is_mine: bool
    start: int
    end: int
    length: int

    @property
    def grows(self) -> bool:
        return self.length > self.end - self.start


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a stretch lies in each of the three sequences."""

    base: slice
    theirs: slice
    mine: slice


def words_alike(one: str, other: str) -> bool:
    """Whether the second is another wording of the first."""
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).quick_ratio() >= ALIKE


def merge[T](
    base: Sequence[T],
    theirs: Sequence[T],
    mine: Sequence[T],
    *,
    key: Callable[[T], Hashable] = lambda piece: piece,
    alike: Callable[[T, T], bool] = lambda one, other: False,
) -> list[Chunk[T]]:
    """The merged sequence as chunks, in order. Only what both changed differently is a clash.

    Two people who put something in at the same place clash as well, because the order is theirs to say.
    A piece that was moved by one and touched by the other makes one clash of everything between its two
    places, so that no choice loses or doubles it.
    """
    keys = [[key(piece) for piece in side] for side in (base, theirs, mine)]
    changes = [
        *_hunks(base, theirs, keys[0], keys[1], alike, is_mine=False),
        *_hunks(base, mine, keys[0], keys[2], alike, is_mine=True),
    ]
    spans = _spans(_clusters(changes), *map(len, keys))
    chunks: list[Chunk[T]] = []
    for span in _untangled(spans, keys):
        chunks += _chunks(tuple(base[span.base]), tuple(theirs[span.theirs]), tuple(mine[span.mine]), key)
    return chunks


def _hunks[T](
    base: Sequence[T],
    side: Sequence[T],
    base_keys: list[Hashable],
    side_keys: list[Hashable],
    alike: Callable[[T, T], bool],
    *,
    is_mine: bool,
) -> list[_Hunk]:
    """What one side changed, as small as it can be told: a reworded piece is a change of its own."""
    found: list[_Hunk] = []
    for tag, start, end, first, last in SequenceMatcher(
        None, base_keys, side_keys, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            found += _split(base[start:end], side[first:last], start, alike, is_mine=is_mine)
    return found


def _split[T](
    old: Sequence[T], new: Sequence[T], start: int, alike: Callable[[T, T], bool], *, is_mine: bool
) -> list[_Hunk]:
    """The replacement of some pieces by others, in pairs from both ends as long as those are alike."""
    most = min(len(old), len(new))
    head = 0
    while head < most and (len(old) == len(new) or alike(old[head], new[head])):
        head += 1
    tail = 0
    while tail < most - head and alike(old[-1 - tail], new[-1 - tail]):
        tail += 1
    end = start + len(old)
    hunks = [_Hunk(is_mine, start + n, start + n + 1, 1) for n in range(head)]
    if len(old) > head + tail or len(new) > head + tail:
        hunks.append(_Hunk(is_mine, start + head, end - tail, len(new) - head - tail))
    return [*hunks, *(_Hunk(is_mine, end - n, end - n + 1, 1) for n in range(tail, 0, -1))]


def _collide(one: _Hunk, other: _Hunk) -> bool:
    """Whether two people's changes concern the same pieces, or their order cannot be told."""
    if one.is_mine == other.is_mine:
        return False
    if max(one.start, other.start) < min(one.end, other.end):
        return True
    inside = one.start < other.start == other.end < one.end or other.start < one.start == one.end < other.end
    touch = one.end == other.start or other.end == one.start
    return inside or (touch and one.grows and other.grows)


def _clusters(changes: list[_Hunk]) -> list[list[_Hunk]]:
    """The changes in the order of the base; those that collide together."""
    clusters: list[list[_Hunk]] = []
    for hunk in sorted(changes, key=lambda each: (each.start, each.end)):
        meets = [n for n, cluster in enumerate(clusters) if any(_collide(hunk, each) for each in cluster)]
        if meets:
            joined = [each for cluster in clusters[meets[0] :] for each in cluster]
            clusters[meets[0] :] = [[*joined, hunk]]
        else:
            clusters.append([hunk])
    return clusters


def _spans(clusters: list[list[_Hunk]], base_end: int, theirs_end: int, mine_end: int) -> list[_Span]:
    """The clusters and what lies unchanged between them, as places in the three sequences."""
    spans = []
    base = theirs = mine = 0
    for cluster in clusters:
        start, end = min(hunk.start for hunk in cluster), max(hunk.end for hunk in cluster)
        if start > base:
            still = start - base
            spans.append(_Span(slice(base, start), slice(theirs, theirs + still), slice(mine, mine + still)))
            theirs, mine = theirs + still, mine + still
        grown = [
            sum(hunk.length - (hunk.end - hunk.start) for hunk in cluster if hunk.is_mine is whose)
            for whose in (False, True)
        ]
        there, here = theirs + end - start + grown[0], mine + end - start + grown[1]
        spans.append(_Span(slice(start, end), slice(theirs, there), slice(mine, here)))
        base, theirs, mine = end, there, here
    if base < base_end:
        spans.append(_Span(slice(base, base_end), slice(theirs, theirs_end), slice(mine, mine_end)))
    return spans


def _untangled(spans: list[_Span], keys: list[list[Any]]) -> list[_Span]:
    """The spans, with those joined between which a piece moved while the other side touched it."""
    counts = [Counter(side) for side in keys]
    unique = {piece for count in counts for piece in count if all(each[piece] <= 1 for each in counts)}
    while True:
        places: dict[Any, list[int]] = {}
        kinds = []
        for number, span in enumerate(spans):
            base, theirs, mine = keys[0][span.base], keys[1][span.theirs], keys[2][span.mine]
            kinds.append(_kind(base, theirs, mine))
            for piece in {*set(base) ^ set(theirs), *set(base) ^ set(mine)} & unique:
                places.setdefault(piece, []).append(number)
        tangled = [
            (found[0], found[-1])
            for found in places.values()
            if len(found) > 1 and (len({kinds[n] for n in found}) > 1 or kinds[found[0]] is Kind.CLASH)
        ]
        if not tangled:
            return spans
        first, last = min(tangled)
        joined = _Span(
            *(
                slice(getattr(spans[first], side).start, getattr(spans[last], side).stop)
                for side in ("base", "theirs", "mine")
            )
        )
        spans = [*spans[:first], joined, *spans[last + 1 :]]


def _kind(base: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any]) -> Kind:
    if list(theirs) == list(mine):
        return Kind.SAME if list(theirs) == list(base) else Kind.BOTH
    if list(theirs) == list(base):
        return Kind.MINE
    return Kind.THEIRS if list(mine) == list(base) else Kind.CLASH


def _chunks[T](
    base: tuple[T, ...], theirs: tuple[T, ...], mine: tuple[T, ...], key: Callable[[T], Hashable]
) -> list[Chunk[T]]:
    """One stretch as chunks: of a clash, what both did alike at its edges is no part."""
    keys = [[key(piece) for piece in side] for side in (base, theirs, mine)]
    kind = _kind(*keys)
    if kind is not Kind.CLASH:
        return [Chunk(kind, base, theirs, mine)]
    head = _common(keys[1], keys[2])
    tail = _common(keys[1][head:][::-1], keys[2][head:][::-1])
    if not head and not tail:
        return [Chunk(kind, base, theirs, mine)]
    base_head = _common(keys[0], keys[1][:head])
    base_tail = _common(keys[0][base_head:][::-1], keys[1][len(theirs) - tail :][::-1])
    cuts = [
        (0, base_head, len(base) - base_tail, len(base)),
        (0, head, len(theirs) - tail, len(theirs)),
        (0, head, len(mine) - tail, len(mine)),
    ]
    parts = [
        [side[a:b] for a, b in pairwise(cut)] for side, cut in zip((base, theirs, mine), cuts, strict=True)
    ]
    chunks = []
    for b, t, m in zip(*parts, strict=True):
        if b or t or m:
            chunks.append(Chunk(_kind(*([key(p) for p in side] for side in (b, t, m))), b, t, m))
    return chunks


def _common(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """How many pieces two sequences begin with alike."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
