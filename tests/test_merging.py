"""Merging two working copies field by field: only what both changed differently is left to decide."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from articles.merging import Choice, State, Take, merge_copies, put_together

WAS: State = {
    "copy": {
        "headline": "Old",
        "standfirst": "",
        "key_points": "one\ntwo",
        "body": "<p>One.</p>\n<p>Two.</p>",
    },
    "desk": {"slugline": "RIVER"},
    "plan": {"due_at": "2026-10-14T06:00:00.123456+00:00"},
    "contributions": [{"author": 1, "name": "Ada", "role": "author"}],
    "sources": [{"kind": "document", "title": "Gauge log"}],
    "topics": [{"topic": 1, "name": "Dams"}],
}


def changed(**parts: Any) -> State:
    """The working copy with other values; those of the copy by their own names."""
    copy = {name: value for name, value in parts.items() if name in WAS["copy"]}
    rest = {name: value for name, value in parts.items() if name not in WAS["copy"]}
    return WAS | {"copy": WAS["copy"] | copy} | rest


def clashes(theirs: State, mine: State, base: State | None = WAS) -> list[str]:
    return [field.name for field in merge_copies(base, theirs, mine) for _clash in field.named()]


def merged(theirs: State, mine: State) -> State:
    return put_together(theirs, merge_copies(WAS, theirs, mine), {})


words = st.sampled_from(["", "One.", "Two.", "Three.", "One\nTwo"])
copies = st.builds(
    changed,
    headline=words,
    key_points=words,
    body=st.lists(st.sampled_from(["<p>One.</p>", "<p>Two.</p>", "<ul><li>x</li></ul>"])).map("\n".join),
    topics=st.lists(st.sampled_from(["Dams", "Rivers"]), unique=True).map(
        lambda names: [{"topic": None, "name": name} for name in names]
    ),
)


@given(copies)
def test_whoever_changed_nothing_gets_the_other_version_and_the_other_way_round(state: State) -> None:
    as_theirs, as_mine = merged(state, WAS), merged(WAS, state)
    for result in (as_theirs, as_mine):
        assert result["copy"] == state["copy"]
        assert sorted(each["name"] for each in result["topics"]) == sorted(
            each["name"] for each in state["topics"]
        )


@given(copies, copies)
def test_it_makes_no_difference_to_the_questions_who_was_first(theirs: State, mine: State) -> None:
    assert clashes(theirs, mine) == clashes(mine, theirs)


def test_another_spelling_of_the_same_is_no_change() -> None:
    base = changed(body="<ul><li>One</li></ul><table><tbody><tr><td>1</td></tr></tbody></table><p>Two.</p>")
    editor = '<ul><li><p>One</p></li></ul><table><tr><td colspan="1"><p>1</p></td></tr></table><p>Two.</p>'
    theirs = changed(body="<ul><li>One and more</li></ul><table><tr><td>2</td></tr></table><p>Two.</p>")
    mine = changed(body=editor, plan={"due_at": "2026-10-14T06:00:00+00:00"})
    fields = {field.name: field.result({}) for field in merge_copies(base, theirs, mine)}
    assert fields["body"] == theirs["copy"]["body"]
    assert fields["due_at"] == "2026-10-14T06:00:00.123456+00:00"


def test_rows_both_added_are_both_in_and_the_same_one_only_once() -> None:
    ada, bo, carl = ({"author": n, "name": str(n), "role": "author"} for n in (1, 2, 3))
    result = merged(
        changed(
            contributions=[ada, bo], topics=[{"topic": 1, "name": "Dams"}, {"topic": 2, "name": "Rivers"}]
        ),
        changed(contributions=[ada, carl, bo], topics=[{"topic": None, "name": "rivers"}]),
    )
    assert [line["author"] for line in result["contributions"]] == [1, 3, 2]
    assert [topic["name"] for topic in result["topics"]] == ["Rivers"]


def test_a_row_of_both_sides_is_not_doubled_when_both_are_chosen() -> None:
    one, two = {"kind": "document", "title": "Log"}, {"kind": "document", "title": "Gauge log, signed"}
    theirs, mine = changed(sources=[two, one]), changed(sources=[one, two])
    (field,) = [field for field in merge_copies(WAS, theirs, mine) if field.name == "sources"]
    names = [name for name, _chunk in field.named()]
    assert field.result({name: Choice(Take.BOTH) for name in names}) == [two, one]


def test_without_a_base_whatever_differs_is_asked() -> None:
    theirs, mine = (
        changed(headline="A", body="<p>One.</p><p>A</p>"),
        changed(headline="B", body="<p>One.</p>"),
    )
    assert clashes(theirs, mine, None) == ["headline", "body"]
    assert clashes(changed(headline="", standfirst="A"), WAS, None) == ["headline", "standfirst"]
