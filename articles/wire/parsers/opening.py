"""The head of a story without a full header: its headline, its byline, or else a working headline."""

import re
from dataclasses import dataclass

from articles.wire.parsers.layout import Block, Piece, is_short_line
from articles.wire.parsers.values import is_name, split_names

MAX_HEADLINE = 120
MAX_HEADLINE_WORDS = 20
MAX_WORKING_HEADLINE = 90
_LONG_PARAGRAPH = 90
_MAX_BYLINE = 200
_SHORTEST_SENTENCE = 20

_BYLINE = re.compile(r"(?:by|von)\s+(\S.*)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*(?=\s+[\"'“„«(]*[^\W_a-z])")
# A full stop after these, after one letter or after a number that is a German ordinal ends no sentence.
_ABBREVIATION = re.compile(
    r"(?<![\w'’])(?:[^\W\d_]|\d{1,2}|St|Mt|Dr|Mr|Mrs|Ms|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Rev|Hon|No|Nr|vs|ca|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What stood at the head of a story, and the pieces below it."""

    pieces: list[Piece]
    headline: str = ""
    by: tuple[str, ...] = ()


def apart_from_byline(blocks: list[Block]) -> list[Block]:
    """Split the first block so that a byline in its first two lines stands alone, and the line above it."""
    if not blocks:
        return []
    first = blocks[0]
    for number, line in enumerate(first[:2]):
        if read_byline(line):
            parts = (first[:number], [line], first[number + 1 :])
            return [*(part for part in parts if part), *blocks[1:]]
    return blocks


def take_opening(pieces: list[Piece], headline: str, by_is_known: bool) -> Opening:
    """Take the headline and the byline off the pieces, unless the header told them.

    A first short line is the headline when a blank line, a byline or a long paragraph follows it. Under a
    headline that the header gave, a first line that repeats it is dropped.
    """
    found = ""
    if headline:
        if len(pieces) > 1 and pieces[0].single and pieces[0].text.casefold() == headline.casefold():
            pieces = pieces[1:]
    elif _starts_with_headline(pieces):
        found, pieces = pieces[0].text, pieces[1:]
    by = read_byline(pieces[0].text) if len(pieces) > 1 and pieces[0].single and not by_is_known else ()
    if by and (headline or found):
        return Opening(pieces[1:], found, by)
    return Opening(pieces, found)


def read_byline(line: str) -> tuple[str, ...]:
    """The people a line “By Jane Doe and John Roe” (or “Von …”) names; empty when it is no byline."""
    match = _BYLINE.fullmatch(line.strip()) if len(line) <= _MAX_BYLINE else None
    names = split_names(match[1]) if match else ()
    return names if all(is_name(name.partition(",")[0]) for name in names) else ()


def working_headline(lead: str) -> str:
    """The lead's first sentence, cut at a word to at most 90 characters, without its full stop."""
    sentence = _first_sentence(lead)
    if len(sentence) > MAX_WORKING_HEADLINE:
        cut = sentence[: MAX_WORKING_HEADLINE + 1].rpartition(" ")[0] or sentence[:MAX_WORKING_HEADLINE]
        sentence = cut.rstrip(" ,;:–—-([“„«\"'")
    return sentence.removesuffix(".") if not sentence.endswith("...") else sentence


def _first_sentence(text: str) -> str:
    text = text[: 4 * MAX_WORKING_HEADLINE]
    for match in _SENTENCE_END.finditer(text, _SHORTEST_SENTENCE):
        if not _ABBREVIATION.search(text, max(0, match.end() - 10), match.end()):
            return text[: match.end()]
    return text


def _starts_with_headline(pieces: list[Piece]) -> bool:
    first, following = pieces[:1], pieces[1:2]
    if not following or not is_short_line(first[0], MAX_HEADLINE, MAX_HEADLINE_WORDS):
        return False
    below = following[0].text
    return first[0].alone or bool(read_byline(below)) or len(below) > _LONG_PARAGRAPH
