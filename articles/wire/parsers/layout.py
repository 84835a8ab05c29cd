"""From the lines of a plain-text body to its pieces: paragraphs, sub-headlines, lists, quotes.

The hard part is what a line break means, for copy comes in three habits: a paragraph a line, paragraphs
between blank lines, and paragraphs hard-wrapped at 60 to 90 characters. The rules, for every stretch of
prose lines that no blank line interrupts (``docs/copy-format.md`` tells them to an editor):

* A single line is a paragraph.
* When somewhere in the story a line longer than ``LONG`` stands directly beside another, the story is
  written a paragraph a line, and every line is one, except in stretches that are plainly hard-wrapped.
* Otherwise the lines are joined when each is full, that is, when the next line's first word would not have
  fitted.
* Otherwise they are separate paragraphs when each ends like a sentence, or when one is much shorter than the
  rest.
* Otherwise they are joined.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from articles.wire.parsers.sources import looks_like_source_line
from articles.wire.parsers.values import one_line

type Block = list[str]
"""Lines that no blank line interrupts."""

LONG = 100
MAX_SUBHEADLINE = 90
MAX_SUBHEADLINE_WORDS = 12
_NARROWEST_WRAP = 40
_MUCH_SHORTER = 0.6
_FEWEST_WRAPPED_LINES = 3

_BULLET = re.compile(r"\s*[-*•]\s+(?P<text>\S.*)")
_NUMBERED = re.compile(r"\s*(\d{1,3})[.)]\s+(?P<text>\S.*)")
_SEPARATOR = re.compile(r"\s*(?:[*_~=#•·⁂-]\s*){3,}|\s*⁂\s*")
_ATTRIBUTION = re.compile(r"\s*(?:--|—|–)\s*(\S.*)")
# Thai to Lao, Burmese, Khmer, and the scripts of East Asia: written without spaces, broken anywhere.
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0003ffff]")
_BREAKABLE = re.compile(f" |{_WITHOUT_SPACES.pattern}")
_CLOSING_MARKS = ".!?…:;,。．！？；：、，؟؛،۔।॥"
_AFTER_CLOSING_MARKS = " \u00a0\u202f\"'”’“‘»«›‹)]}」』\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a body. ``kind`` is p, h2, ul, ol, quote or hr; ``texts`` its paragraphs or items.

    ``single`` says that it came from one line, as a headline or sub-headline does; ``alone`` that blank
    lines set it apart. ``attribution`` is who said a quote.
    """

    kind: str
    texts: tuple[str, ...] = ()
    single: bool = False
    alone: bool = False
    attribution: str = ""

    @property
    def text(self) -> str:
        """Everything it says, in order."""
        return " ".join((*self.texts, self.attribution) if self.attribution else self.texts)


def blocks_of(lines: Iterable[str]) -> list[Block]:
    """Lines in groups that blank lines separate."""
    return [list(group) for filled, group in groupby(lines, key=lambda line: bool(line.strip())) if filled]


def lay_out(blocks: list[Block]) -> list[Piece]:
    """The pieces of a body, short lines still as paragraphs (see :func:`with_subheadlines`)."""
    stretches = [_stretches(block) for block in blocks]
    prose = [lines for block in stretches for kind, lines in block if kind == "p"]
    line_is_paragraph = any(len(lines) > 1 and _width(lines) > LONG for lines in prose)
    pieces: list[Piece] = []
    for block in stretches:
        new = [piece for kind, lines in block for piece in _pieces(kind, lines, line_is_paragraph)]
        pieces += [replace(new[0], alone=True)] if len(new) == 1 else new
    return list(_with_lists_joined(pieces))


def _with_lists_joined(pieces: list[Piece]) -> Iterator[Piece]:
    """A list whose items stand between blank lines is still one list."""
    for kind, group in groupby(pieces, key=lambda piece: piece.kind):
        if kind == "ul":
            yield Piece("ul", tuple(item for piece in group for item in piece.texts))
        else:
            yield from group


def with_subheadlines(pieces: list[Piece]) -> list[Piece]:
    """Turn every short line between paragraphs into a sub-headline, and rules at the edges into nothing.

    Several short lines in a row are a list of sorts and stay paragraphs, and so does one after a colon.
    """
    content = [number for number, piece in enumerate(pieces) if piece.kind != "hr"]
    pieces = pieces[content[0] : content[-1] + 1] if content else []
    short = [is_short_line(piece) for piece in pieces]
    last = len(pieces) - 1
    return [
        replace(piece, kind="h2")
        if 0 < number < last
        and short[number]
        and not short[number - 1]
        and not short[number + 1]
        and not pieces[number - 1].text.endswith(":")
        else piece
        for number, piece in enumerate(pieces)
    ]


def is_short_line(piece: Piece, longest: int = MAX_SUBHEADLINE, words: int = MAX_SUBHEADLINE_WORDS) -> bool:
    """Whether a piece is one short line of words that does not end like a sentence."""
    return (
        piece.kind == "p"
        and piece.single
        and len(piece.text) <= longest
        and len(piece.text.split()) <= words
        and not ends_like_a_sentence(piece.text)
        and any(character.isalpha() for character in piece.text)
        and not looks_like_source_line(piece.text)
    )


def ends_like_a_sentence(text: str) -> bool:
    """Whether a text closes with punctuation, seen through quotation marks and brackets after it."""
    return text.rstrip(_AFTER_CLOSING_MARKS).endswith(tuple(_CLOSING_MARKS))


def _stretches(block: Block) -> list[tuple[str, list[str]]]:
    """A block's lines in runs of one kind; a list item's indented continuation belongs to its list."""
    found: list[tuple[str, list[str]]] = []
    numbered = 0
    for number, line in enumerate(block):
        last_kind = found[-1][0] if found else ""
        kind = _kind_of(line, block[number + 1 : number + 2], numbered)
        if kind == "p" and last_kind in ("ul", "ol") and line.startswith("  "):
            kind = last_kind
        elif kind == "ol":
            numbered += 1
        else:
            numbered = 0
        if kind == last_kind:
            found[-1][1].append(line)
        else:
            found.append((kind, [line]))
    return found


def _kind_of(line: str, following: list[str], numbered_so_far: int) -> str:
    if _SEPARATOR.fullmatch(line):
        return "hr"
    if line.strip() == ">" or line.lstrip().startswith("> "):
        return "quote"
    if _BULLET.match(line):
        return "ul"
    # A numbered list counts from one and has a second item; "1. FC ..." alone begins a paragraph.
    number = _number(line)
    has_a_next = number > 1 or any(_number(other) == number + 1 for other in following)
    return "ol" if number == numbered_so_far + 1 and has_a_next else "p"


def _number(line: str) -> int:
    match = _NUMBERED.match(line)
    return int(match[1]) if match else 0


def _pieces(kind: str, lines: list[str], line_is_paragraph: bool) -> list[Piece]:
    match kind:
        case "hr":
            return [Piece("hr")]
        case "ul":
            return [Piece("ul", _items(lines, _BULLET))]
        case "ol":
            return [Piece("ol", _items(lines, _NUMBERED))]
        case "quote":
            return _quote(lines, line_is_paragraph)
        case _:
            single = len(lines) == 1
            paragraphs = _paragraphs(lines, line_is_paragraph)
            each_its_line = single or len(paragraphs) == len(lines)
            return [Piece("p", (text,), single=each_its_line) for text in paragraphs]


def _items(lines: list[str], marker: re.Pattern[str]) -> tuple[str, ...]:
    items: list[list[str]] = []
    for line in lines:
        match = marker.match(line)
        if match:
            items.append([match["text"]])
        else:
            items[-1].append(line)
    return tuple(one_line("\n".join(item)) for item in items)


def _quote(lines: list[str], line_is_paragraph: bool) -> list[Piece]:
    bare = [line.lstrip()[1:].strip() for line in lines]
    while bare and not bare[-1]:
        bare.pop()
    match = _ATTRIBUTION.fullmatch(bare[-1]) if len([line for line in bare if line]) > 1 else None
    if match:
        bare.pop()
    texts = tuple(text for block in blocks_of(bare) for text in _paragraphs(block, line_is_paragraph))
    return [Piece("quote", texts, attribution=one_line(match[1]) if match else "")] if texts else []


def _paragraphs(lines: list[str], line_is_paragraph: bool) -> list[str]:
    """Prose lines as paragraphs, joined or not by the rules above."""
    if len(lines) == 1 or _are_paragraphs(lines, line_is_paragraph):
        return [one_line(line) for line in lines]
    return [one_line("\n".join(lines))]


def _are_paragraphs(lines: list[str], line_is_paragraph: bool) -> bool:
    width = _width(lines)
    if line_is_paragraph:
        plainly_wrapped = len(lines) >= _FEWEST_WRAPPED_LINES and _NARROWEST_WRAP <= width <= LONG
        return not (plainly_wrapped and _all_full(lines, width))
    if _all_full(lines, width):
        return False
    if all(ends_like_a_sentence(line) for line in lines):
        return True
    return width >= _NARROWEST_WRAP and any(len(line) < width * _MUCH_SHORTER for line in lines[:-1])


def _width(lines: list[str]) -> int:
    """The longest line that could have been broken: one word, however long, could not."""
    return max((len(line) for line in lines if _BREAKABLE.search(line.strip())), default=0)


def _all_full(lines: list[str], width: int) -> bool:
    """Whether every line but the last is as long as a wrapping editor makes it."""
    following = (_first_word(line) for line in lines[1:])
    return all(len(line) + 1 + len(word) > width for line, word in zip(lines, following, strict=False))


def _first_word(line: str) -> str:
    """What a wrapping editor would have had to fit at the end of the line before."""
    word = line.split(maxsplit=1)[0]
    return word[0] if _WITHOUT_SPACES.match(word) else word
