"""Who stands where: the rules of the front page's places, on slots alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.workflow import NotPossible
from newsroom.arranging import PLACES, Why, arrange, moved
from newsroom.models import FrontSlot

MORNING = datetime(2026, 11, 26, 6, tzinfo=UTC)


def slot(number: int, position: int, begins: int = 0, *, story: int = 0, **fields: object) -> FrontSlot:
    """A slot that began so many minutes after six; its story has its own number unless told."""
    begun = MORNING + timedelta(minutes=begins)
    return FrontSlot(pk=number, article_id=story or number, position=position, starts_at=begun, **fields)


def seen(slots: list[FrontSlot]) -> dict[int, int]:
    """The slots at the top by place, when every story is live."""
    return {place: one.pk for place, one in arrange(slots, range(100)).column(None).items()}


def test_a_story_placed_above_others_moves_them_down_and_the_last_gives_way() -> None:
    slots = [slot(1, 1), slot(2, 2), slot(3, 3), slot(4, 4), slot(5, 1, begins=9)]
    assert seen(slots) == {1: 5, 2: 1, 3: 2, 4: 3}
    assert [(idle.slot.pk, idle.why) for idle in arrange(slots, range(9)).idle] == [(4, Why.NO_ROOM)]


def test_a_place_that_fills_itself_takes_up_the_slide() -> None:
    assert seen([slot(1, 1), slot(2, 4), slot(3, 1, begins=9)]) == {1: 3, 2: 1, 4: 2}


def test_a_story_goes_back_to_its_place_when_the_one_above_is_over() -> None:
    slots = [slot(1, 1), slot(2, 2), slot(3, 1, begins=9)]
    assert (seen(slots), seen(slots[:2])) == ({1: 3, 2: 1, 3: 2}, {1: 1, 2: 2})


def test_a_pinned_story_stays_and_the_others_slide_past_it() -> None:
    slots = [slot(1, 1), slot(2, 2, pinned=True), slot(3, 1, begins=9)]
    assert seen(slots) == {1: 3, 2: 2, 3: 1}


def test_of_two_pinned_to_one_place_the_later_stays_and_the_other_slides() -> None:
    assert seen([slot(1, 1, pinned=True), slot(2, 1, begins=9, pinned=True)]) == {1: 2, 2: 1}


def test_of_two_slots_of_one_story_the_one_that_began_last_holds() -> None:
    slots = [slot(1, 1, story=7), slot(2, 3, begins=9, story=7)]
    assert seen(slots) == {3: 2}
    assert [(idle.slot.pk, idle.why) for idle in arrange(slots, range(9)).idle] == [(1, Why.ELSEWHERE)]


def test_a_story_that_is_not_live_leaves_its_place_even_when_pinned() -> None:
    arrangement = arrange([slot(1, 1, pinned=True), slot(2, 1)], {2})
    assert arrangement.column(None)[1].pk == 2
    assert [(idle.slot.pk, idle.why) for idle in arrangement.idle] == [(1, Why.NOT_LIVE)]


def settled(slots: list[FrontSlot], number: int, to: int) -> dict[int, int]:
    """The top after a move."""
    mover = next(one for one in slots if one.pk == number)
    for pk, position in moved(arrange(slots, range(100)), mover, to).items():
        next(one for one in slots if one.pk == pk).position = position
    return seen(slots)


@pytest.mark.parametrize(
    ("number", "to", "expected"),
    [
        (4, 1, {1: 4, 2: 1, 3: 2, 4: 3}),
        (1, 4, {1: 2, 2: 3, 3: 4, 4: 1}),
        (2, 3, {1: 1, 2: 3, 3: 2, 4: 4}),
        (3, 3, {1: 1, 2: 2, 3: 3, 4: 4}),
    ],
)
def test_a_move_keeps_the_order_of_everybody_else(number: int, to: int, expected: dict[int, int]) -> None:
    slots = [slot(place, place, begins=-place) for place in range(1, 5)]
    assert settled(slots, number, to) == expected


def test_stories_that_had_slid_can_change_places_and_stay_there() -> None:
    slots = [slot(1, 1), slot(2, 1, begins=5), slot(3, 1, begins=9)]
    assert seen(slots) == {1: 3, 2: 2, 3: 1}
    assert settled(slots, 1, 1) == {1: 1, 2: 3, 3: 2}


def test_a_move_passes_a_pinned_story_and_is_refused_into_its_place() -> None:
    slots = [slot(1, 1), slot(2, 2, pinned=True), slot(3, 3)]
    assert settled(slots, 3, 1) == {1: 3, 2: 2, 3: 1}
    with pytest.raises(NotPossible):
        settled(slots, 3, 2)


def test_a_story_without_room_comes_back_and_another_waits_below() -> None:
    slots = [*(slot(place, place, begins=9) for place in range(1, 5)), slot(5, 1)]
    assert settled(slots, 5, 2) == {1: 1, 2: 5, 3: 2, 4: 3}
    assert next(one for one in slots if one.pk == 4).position == FrontSlot.WAITING


any_slots = st.lists(
    st.tuples(
        st.integers(1, 8),  # story
        st.sampled_from([None, 1, 2]),  # column
        st.integers(1, FrontSlot.WAITING),
        st.booleans(),  # pinned
        st.integers(0, 5),  # begun
    ),
    max_size=14,
)


@given(any_slots, st.sets(st.integers(1, 8)), st.integers(0, 13), st.integers(1, PLACES))
def test_no_story_stands_twice_and_no_slot_is_lost_whatever_is_placed_and_moved(
    rows: list[tuple[int, int | None, int, bool, int]], live: set[int], which: int, to: int
) -> None:
    slots = [
        slot(number, position, begun, story=story, section_id=column, pinned=pinned)
        for number, (story, column, position, pinned, begun) in enumerate(rows, start=1)
    ]
    for again in range(2):
        arrangement = arrange(slots, live)
        standing = [one for places in arrangement.columns.values() for one in places.values()]
        assert len({one.article_id for one in standing}) == len(standing)
        assert {one.article_id for one in standing} <= live
        assert sorted([one.pk for one in standing] + [idle.slot.pk for idle in arrangement.idle]) == sorted(
            one.pk for one in slots
        )
        if again or which >= len(slots):
            return
        mover = slots[which]
        try:
            positions = moved(arrangement, mover, to)
        except NotPossible:
            return
        for one in slots:
            one.position = positions.get(one.pk, one.position)
        assert arrange(slots, live).place_of(mover) == to
