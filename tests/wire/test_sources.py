"""Source lines, wherever they stand and however they are written."""

from datetime import date

import pytest

from articles.wire.parsed import ParsedSource, Refused
from articles.wire.parsers import parse
from articles.wire.parsers.sources import read_sources, source_line

URL = "https://hafenblatt.example/2026/pier?page=1,2"
STORY = "The lamp on the northern pier burns from dusk to dawn, as the town council decided on Tuesday."


@pytest.mark.parametrize(
    "line",
    [
        f"Source: Hafenblatt {URL}",
        f"source:Hafenblatt, {URL}",
        f"SOURCE: Hafenblatt ({URL})",
        f"Sources: Hafenblatt <{URL}>.",
        f"Quelle: Hafenblatt – {URL}.",
        f"Source: [Hafenblatt]({URL})",
        f"*Source: Hafenblatt {URL}*",
        f"Source: Hafenblatt | {URL}",
    ],
)
def test_an_address_may_follow_the_name_in_any_brackets(line: str) -> None:
    assert source_line(line) == (ParsedSource("Hafenblatt", url=URL),)


@pytest.mark.parametrize(
    ("value", "sources"),
    [
        ("Hafenblatt", (ParsedSource("Hafenblatt"),)),
        ("Hafenblatt, Seefunk", (ParsedSource("Hafenblatt"), ParsedSource("Seefunk"))),
        ("Hafenblatt, Hafenblatt", (ParsedSource("Hafenblatt"),)),
        (f"Seefunk, Hafenblatt {URL}", (ParsedSource("Seefunk"), ParsedSource("Hafenblatt", url=URL))),
        (
            "Hafenblatt (https://a.example/b_(c)); Seefunk https://d.example/",
            (
                ParsedSource("Hafenblatt", url="https://a.example/b_(c)"),
                ParsedSource("Seefunk", url="https://d.example/"),
            ),
        ),
        (
            "https://www.seefunk.example/x",
            (ParsedSource("seefunk.example", url="https://www.seefunk.example/x"),),
        ),
        ("Seefunk www.seefunk.example", (ParsedSource("Seefunk", url="https://www.seefunk.example"),)),
        ("Blatt (Wien)", (ParsedSource("Blatt (Wien)"),)),
        (
            f"Blatt, Wien | Lichter am Pier | {URL} | 2026-02-27",
            (ParsedSource("Blatt, Wien", "Lichter am Pier", URL, date(2026, 2, 27)),),
        ),
        ("Blatt | 2026-02-27 | | Lichter", (ParsedSource("Blatt", "Lichter", "", date(2026, 2, 27)),)),
        ("", ()),
    ],
)
def test_several_sources_and_their_details(value: str, sources: tuple[ParsedSource, ...]) -> None:
    assert read_sources(value) == sources


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("| A title", "A source has no name: write “Source: NAME”."),
        ("Blatt | One | Two", "The source “Blatt” has two parts of one sort: “Two”."),
        ("Blatt | 2026-02-31", "The source's date is not a day as in 2026-03-01: “2026-02-31”."),
        ("Blatt http://[", "The source's address is not a web address: “http://[”."),
        ("n" * 121, "A source is too long (121 characters; at most 120)."),
        ("n, " * 2_000, "A source line is too long (6,000 characters)."),
    ],
)
def test_a_bad_source_is_refused_with_the_reason(value: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        read_sources(value)
    assert (caught.value.field, caught.value.reason) == ("sources", reason)


@pytest.mark.parametrize(
    "line",
    [
        "Source: a senior official who asked not to be named, and who had seen the letter himself on Monday",
        "Sourced: Hafenblatt",
        "The source: Hafenblatt",
        "Source:",
        "Source: " + "Hafenblatt " * 60,
    ],
)
def test_prose_that_begins_like_a_source_line_is_none(line: str) -> None:
    assert source_line(line) == ()


@pytest.mark.parametrize(
    "foot", ["Source: A, B", "Source: A\nSource: B", "Source: A\n\nQuelle: B", "\n\nSource: A;B\n"]
)
def test_source_lines_at_the_foot_are_taken_off_the_story(foot: str) -> None:
    parsed = parse(f"{STORY}\n{foot}".encode(), "a.txt")
    assert (parsed.body, parsed.sources) == (f"<p>{STORY}</p>", (ParsedSource("A"), ParsedSource("B")))


def test_sources_of_the_header_and_of_the_foot_are_one_list() -> None:
    parsed = parse(f"Source: A\nSource: B\n\n{STORY}\nSource: B, C".encode(), "a.txt")
    assert parsed.sources == (ParsedSource("A"), ParsedSource("B"), ParsedSource("C"))
