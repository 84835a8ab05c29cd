"""Merging two people's changes of one sequence: nothing lost, nothing doubled, no clash that is none."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.threeway import Chunk, Kind, merge, words_alike

few = st.lists(st.sampled_from("abcd"), max_size=7)
distinct = st.lists(st.sampled_from("abcdefghij"), max_size=8, unique=True)


def told(chunks: list[Chunk[str]]) -> str:
    """The merge in one line: a clash as [base|theirs|mine]."""
    return "".join(
        f"[{''.join(chunk.base)}|{''.join(chunk.theirs)}|{''.join(chunk.mine)}]"
        if chunk.kind is Kind.CLASH
        else "".join(chunk.result)
        for chunk in chunks
    )


def chosen(chunks: list[Chunk[str]], sides: str) -> list[str]:
    """The merged pieces when the clashes are decided in turn for t(heirs) or m(ine)."""
    decisions = iter(sides)
    pieces: list[str] = []
    for chunk in chunks:
        if chunk.kind is Kind.CLASH:
            pieces += chunk.theirs if next(decisions) == "t" else chunk.mine
        else:
            pieces += chunk.result
    return pieces


def every_choice(chunks: list[Chunk[str]]) -> list[list[str]]:
    clashes = sum(chunk.kind is Kind.CLASH for chunk in chunks)
    return [chosen(chunks, "".join(sides)) for sides in product("tm", repeat=clashes)]


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "aBc", "abc", "aBc"),
        ("abc", "abc", "abC", "abC"),
        ("abc", "Abc", "aBc", "ABc"),
        ("abc", "Abc", "abC", "AbC"),
        ("abc", "axc", "ayc", "a[b|x|y]c"),
        ("abc", "axc", "axc", "axc"),
        ("abc", "ac", "abC", "aC"),
        ("abc", "ac", "aBc", "a[b||B]c"),
        ("ab", "abx", "aby", "ab[|x|y]"),
        ("ab", "abx", "abx", "abx"),
        ("ab", "abx", "abxy", "abxy"),
        ("ab", "xab", "aby", "xaby"),
        ("ab", "xab", "Ab", "xAb"),
        ("", "x", "", "x"),
        ("", "x", "y", "[|x|y]"),
        ("ab", "", "ab", ""),
        ("ab", "", "aB", "[ab||aB]"),
        ("abc", "bca", "abc", "bca"),
        ("abcd", "bcda", "abCd", "bCda"),
        ("abcd", "bcda", "bcda", "bcda"),
        # Moved by both, to two places: one decision, not two copies.
        ("abcd", "bcda", "bcad", "bc[abcd|da|ad]"),
        # Moved by one, reworded by the other.
        ("abcd", "bcda", "Abcd", "[abcd|bcda|Abcd]"),
    ],
)
def test_what_becomes_of_two_changes(base: str, theirs: str, mine: str, merged: str) -> None:
    assert told(merge(base, theirs, mine)) == merged


def test_a_reworded_piece_and_a_new_one_beside_it_are_two_changes() -> None:
    base = ["the river rose on monday", "nobody was hurt there"]
    theirs = ["the river rose on tuesday", "a new one", "nobody was hurt there"]
    mine = ["the river rose on monday", "nobody was badly hurt there"]
    chunks = merge(base, theirs, mine, alike=words_alike)
    assert [piece for chunk in chunks for piece in chunk.result] == [
        "the river rose on tuesday",
        "a new one",
        "nobody was badly hurt there",
    ]


@given(few, few)
def test_whoever_changed_nothing_changes_nothing(base: list[str], changed: list[str]) -> None:
    assert chosen(merge(base, changed, base), "") == changed
    assert chosen(merge(base, base, changed), "") == changed
    assert chosen(merge(base, changed, changed), "") == changed


@given(few, few, few)
def test_the_chunks_are_the_three_texts_whatever_is_chosen(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    chunks = merge(base, theirs, mine)
    for side, whole in (("base", base), ("theirs", theirs), ("mine", mine)):
        assert [piece for chunk in chunks for piece in getattr(chunk, side)] == whole


@given(few, few, few)
def test_it_makes_no_difference_who_was_first(base: list[str], theirs: list[str], mine: list[str]) -> None:
    swapped = {Kind.THEIRS: Kind.MINE, Kind.MINE: Kind.THEIRS}
    assert merge(base, theirs, mine) == [
        Chunk(swapped.get(chunk.kind, chunk.kind), chunk.base, chunk.mine, chunk.theirs)
        for chunk in merge(base, mine, theirs)
    ]


@given(distinct, distinct, distinct)
def test_no_choice_loses_or_doubles_a_piece(base: list[str], theirs: list[str], mine: list[str]) -> None:
    chunks = merge(base, theirs, mine)
    undecided = {p for c in chunks if c.kind is Kind.CLASH for p in {*c.base, *c.theirs, *c.mine}}
    for merged in every_choice(chunks):
        assert not [piece for piece, count in Counter(merged).items() if count > 1]
        # Both have it: it stays. New, and not asked about: it is in.
        assert set(theirs) & set(mine) <= set(merged)
        assert ({*theirs, *mine} - {*base}) - undecided <= set(merged)
        # Taken out by one and left alone by the other: it is out.
        assert not (({*base} - ({*theirs} & {*mine})) - undecided) & set(merged)
