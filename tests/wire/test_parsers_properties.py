"""What holds for every file, whatever its format: no crash, no difference by encoding, no hanging."""

import codecs
import html
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.wire.parsed import ParsedCopy, Refused
from articles.wire.parsers import parse
from articles.wire.parsers.decode import MAX_BYTES

NAMES = st.sampled_from(["a.txt", "a.md"])
WORDS = st.text(st.sampled_from("abcdeABCäöüßéñ’"), min_size=1, max_size=12)
PARAGRAPHS = st.lists(WORDS, min_size=6, max_size=60).map(lambda words: " ".join(words) + ".")
LINES = st.one_of(
    PARAGRAPHS,
    st.sampled_from(
        [
            "",
            "Headline: A lamp",
            "Kicker:",
            "Published: 2026-13-01",
            "Source: Hafenblatt https://a.example/",
            "I'm Ada Muster, a reporter for The Example Courier. I cover ports.",
            "By Ada Muster",
            "A lamp at last",
            "- item",
            "> quote",
            "> -- who",
            "***",
            "---",
            "+++",
            "kicker: A",
            "topics: [a, b]",
            "# Heading",
            "![alt](pier.jpg 'title')",
            "| a | b |",
            "|---|---|",
            "```",
        ]
    ),
    # A zero byte makes bytes UTF-16 or binary by where it stands, and a line break moves it.
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40),
)
STORIES = st.lists(LINES, max_size=14).map("\n".join)


def outcome(data: bytes, name: str) -> ParsedCopy | str:
    """The story, or the reason why it is none; anything else would be a crash."""
    try:
        return parse(data, name)
    except Refused as refused:
        return refused.reason


@settings(deadline=None)
@given(st.binary(max_size=600), NAMES)
def test_any_bytes_are_a_story_or_refused(data: bytes, name: str) -> None:
    assert outcome(data, name)


@settings(deadline=None)
@given(STORIES, NAMES)
def test_a_story_reads_the_same_every_time_and_its_texts_are_clean(text: str, name: str) -> None:
    data = text.encode()
    first = outcome(data, name)
    assert first == outcome(data, name)
    if isinstance(first, ParsedCopy):
        assert first.headline
        assert len(first.headline) <= 120
        assert first.said <= set(ParsedCopy.__slots__)
        assert set(re.findall(r"</?([a-z0-9]+)", first.body)) <= ALLOWED


ALLOWED = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "a", "hr", "br"}
ALLOWED |= {"table", "thead", "tbody", "tr", "th", "td"}


@settings(deadline=None)
@given(STORIES, NAMES, st.sampled_from(["\r\n", "\r", "\u2028"]))
def test_line_breaks_of_every_system_give_the_same_story(text: str, name: str, line_break: str) -> None:
    text = re.sub("[\r\n\x0b\x0c\x85\u2028\u2029]+", "\n", text)
    assert same(outcome(text.encode(), name), outcome(text.replace("\n", line_break).encode(), name))


@settings(deadline=None)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=4).map("\n\n".join), NAMES)
def test_every_unicode_encoding_gives_the_same_story(text: str, name: str) -> None:
    expected = outcome(text.encode(), name)
    for data in (
        codecs.BOM_UTF8 + text.encode(),
        codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        text.encode("utf-16-le"),
    ):
        assert same(expected, outcome(data, name))


@settings(deadline=None)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=6), st.sampled_from(["\n", "\n\n"]), NAMES)
def test_every_word_of_every_paragraph_is_in_the_body_in_order(
    paragraphs: list[str], between: str, name: str
) -> None:
    parsed = outcome(between.join(paragraphs).encode(), name)
    assert isinstance(parsed, ParsedCopy)
    text = html.unescape(re.sub(r"<[^>]+>", " ", parsed.body))
    assert text.split() == " ".join(paragraphs).split()


def same(one: ParsedCopy | str, other: ParsedCopy | str) -> bool:
    if isinstance(one, ParsedCopy) and isinstance(other, ParsedCopy):
        return replace(one, digest="") == replace(other, digest="")
    return one == other


HOSTILE = [
    "a",
    "a ",
    "[",
    "![",
    "*a ",
    "`",
    "`a``b ",
    "> ",
    "- a\n",
    "- a\n  b\n",
    "Source: a\n",
    "a,",
    ")",
    "<",
    "\n",
    "é",
]
HOSTILE += [
    "Source: http://a.b/" + ")" * 99,
    "I'm Ada Muster, a ",
    "By Ada Muster, ",
    "| a ",
    "* * ",
    "***\n\n",
    "a\n\n",
]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("pattern", HOSTILE)
def test_two_mebibytes_of_anything_come_to_an_end(pattern: str, name: str) -> None:
    whole = pattern * (MAX_BYTES // len(pattern.encode()))
    paragraphs = "A story of some words.\n\n" + (pattern * (20_000 // len(pattern)) + "\n\n") * 2
    assert outcome(whole.encode(), name)
    assert outcome(paragraphs.encode(), name)
