"""The head of a story that has no header: headline, byline, or a working headline from the lead."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.wire.parsed import ParsedCopy
from articles.wire.parsers import parse
from articles.wire.parsers.opening import read_byline, working_headline

LEAD = (
    "The lamp on the northern pier burns from dusk to dawn, and whoever stands under it can read the "
    "timetable, the tide table and the notice that forbids fishing."
)
WRAPPED = (
    "The lamp on the northern pier burns from dusk to dawn, and whoever\n"
    "stands under it can read the timetable and the tide table."
)


def read(text: str) -> ParsedCopy:
    return parse(text.encode(), "a.txt")


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_first_short_line_is_the_headline(between: str) -> None:
    parsed = read(f"A lamp for the pier{between}{LEAD}")
    assert (parsed.headline, parsed.headline_is_working) == ("A lamp for the pier", False)
    assert parsed.body == f"<p>{LEAD}</p>"
    assert parsed.said == {"headline", "body"}


@pytest.mark.parametrize(
    "byline", ["By Ada Muster and Ben O’Hara", "BY Ada Muster, Ben O’Hara", "Von Ada Muster und Ben O’Hara"]
)
@pytest.mark.parametrize(
    "text", ["A lamp\n{}\n" + LEAD, "A lamp\n\n{}\n\n" + LEAD, "A lamp\n{}\n\n" + WRAPPED]
)
def test_a_byline_may_follow_the_headline(text: str, byline: str) -> None:
    parsed = read(text.format(byline))
    assert (parsed.headline, parsed.by) == ("A lamp", ("Ada Muster", "Ben O’Hara"))
    assert parsed.body.startswith("<p>The lamp on the northern pier")


def test_a_byline_may_follow_a_header_that_names_nobody() -> None:
    parsed = read(f"Headline: A lamp\n\nBy Ada Muster\n{LEAD}")
    assert (parsed.by, parsed.body) == (("Ada Muster",), f"<p>{LEAD}</p>")
    parsed = read(f"Headline: A lamp\nBy: Ben O’Hara\n\nBy Ada Muster\n\n{LEAD}")
    assert (parsed.by, parsed.body) == (("Ben O’Hara",), f"<p>By Ada Muster</p>\n<p>{LEAD}</p>")


@pytest.mark.parametrize(
    "line",
    [
        "By the pier a lamp burns",
        "By Tuesday",
        "Von Wien nach Graz",
        "By Ada Muster in Vienna",
        "Ada Muster",
        "By",
    ],
)
def test_other_lines_are_no_byline(line: str) -> None:
    assert read_byline(line) == ()


def test_a_first_line_that_repeats_the_headline_of_the_header_is_dropped() -> None:
    assert read(f"Headline: A lamp for the pier\n\nA Lamp for the Pier\n\n{LEAD}").body == f"<p>{LEAD}</p>"


@pytest.mark.parametrize("line", ["The lamp is out.", "Why?", "Namely:", "w " * 70])
def test_a_first_line_that_is_a_sentence_or_long_is_no_headline(line: str) -> None:
    parsed = read(f"{line}\n\n{LEAD}")
    assert parsed.headline_is_working
    assert parsed.body == f"<p>{line.strip()}</p>\n<p>{LEAD}</p>"


def test_a_second_short_line_is_not_taken_for_a_standfirst() -> None:
    parsed = read(f"A lamp for the pier\n\nIt took nine years to hang it up.\n\n{LEAD}")
    assert (parsed.standfirst, parsed.body.split("\n")[0]) == ("", "<p>It took nine years to hang it up.</p>")


@pytest.mark.parametrize(
    ("lead", "headline"),
    [
        ("The lamp is out again. Nobody knows why.", "The lamp is out again"),
        ("“The lamp is out again.” Nobody knows why.", "“The lamp is out again.”"),
        ("Is the lamp out again? Nobody knows.", "Is the lamp out again?"),
        (
            "He met Dr. Muster in St. Example on 12. May at J. Roe’s. Then he left.",
            "He met Dr. Muster in St. Example on 12. May at J. Roe’s",
        ),
        (LEAD, "The lamp on the northern pier burns from dusk to dawn, and whoever stands under it can"),
        ("x" * 200, "x" * 90),
    ],
)
def test_the_working_headline_is_the_first_sentence_cut_at_a_word(lead: str, headline: str) -> None:
    assert working_headline(lead) == headline


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_working_headline_is_never_longer_than_90_characters(lead: str) -> None:
    assert len(working_headline(lead)) <= 90
