"""The foot of a story: source lines, and the paragraph in which the journalist says who is writing."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from articles.wire.parsed import ParsedAuthor, ParsedSource
from articles.wire.parsers.layout import Block
from articles.wire.parsers.sources import source_line, unique
from articles.wire.parsers.values import MAX_NAME, is_name, once, one_line

MAX_BIO = 2_000
MAX_SPECIALTIES = 12
_MAX_JOB = 120
_MAX_SPECIALTIES_TEXT = 280

_I_AM = re.compile(r"I(?:\s?['’‘ʼ`´]\s?m| am)\s+(?P<name>[^,;:!?“”\"]{2,120}),\s+(?P<rest>.+)")
# "a JOB for PUBLICATION." The publication ends with its clause; "St. Pölten Post" keeps its first full stop.
_POSITION = re.compile(
    r"(?:(?:an?|the)\s+)?(?P<job>[^.!?]{2,120}?)\s+(?:for|at|with)\s+(?:the\s+)?"
    r"(?P<publication>[^!?,;]{2,120}?)(?:[,;]|(?<!\bSt)(?<!\bMt)(?<!\b[A-Z])[.!?](?=\s+[A-ZÀ-Þ\"“]|\s*$))"
)
_JOB_ALONE = re.compile(r"(?:an?|the)\s+(?P<job>[^.!?,]{2,120})[.,!?]")
_SPECIALTIES = re.compile(
    r"\b(?:my\s+(?:\w+\s+)?(?:special(?:i?ty|i?ties|isms?)|beats?)\s+(?:is|are|includes?)"
    r"|I\s+(?:\w+\s+)?(?:speciali[sz]e\s+in|cover|write\s+about|report\s+on))\s+"
    rf"(?P<what>[^.!?;]{{2,{_MAX_SPECIALTIES_TEXT}}})",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:(?:covering|coverage of|reporting on|writing about|writing on)\s+)+", re.IGNORECASE
)
# Where the list of subjects ends and the sentence goes on: ", offering readers ...", ", which ...".
_SENTENCE_GOES_ON = re.compile(
    r",\s+(?:(?:offering|providing|giving|bringing|helping|making|working|aiming|focus+ing)\b"
    r"|\w+ing\s+(?:readers|you|people|the|an?|our|my|their|us|audiences)\b"
    r"|(?:which|where|who|because|so|while|with|from|and\s+I|and\s+my|but|for)\b)",
    re.IGNORECASE,
)
_BETWEEN_SUBJECTS = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|as well as|&)\s+")


@dataclass(frozen=True, slots=True)
class Closing:
    """What stood at the foot of a story, and the blocks that remain above it."""

    blocks: list[Block]
    sources: tuple[ParsedSource, ...]
    author: ParsedAuthor | None


def take_closing(blocks: list[Block], plain: Callable[[str], str] = one_line) -> Closing:
    """Take the source lines and the bio, in either order, off the end of a story's blocks.

    ``plain`` makes the plain text of a paragraph, for a format that marks words up.
    """
    blocks = _apart_from_source_lines(blocks)
    blocks, last = _take_sources(blocks)
    blocks, author = _take_bio(blocks, plain)
    blocks, first = _take_sources(_apart_from_source_lines(blocks))
    return Closing(blocks, unique(first + last), author)


def read_bio(paragraph: str) -> ParsedAuthor | None:
    """The journalist a first-person paragraph introduces, or None when it is no such paragraph.

    It has to open with ``I'm NAME,`` or ``I am NAME,`` and to tell either for whom the person works or what
    the person writes about.
    """
    bio = one_line(paragraph)
    opening = _I_AM.match(bio) if len(bio) <= MAX_BIO else None
    if opening is None or not is_name(opening["name"]):
        return None
    position = _POSITION.match(opening["rest"])
    specialties = read_specialties(bio)
    if position is None and not specialties:
        return None
    job = position or _JOB_ALONE.match(opening["rest"])
    return ParsedAuthor(
        name=opening["name"].strip()[:MAX_NAME],
        bio=bio,
        job_title=_capitalized(job["job"].strip(" ,")[:_MAX_JOB]) if job else "",
        publication=position["publication"].strip() if position else "",
        specialties=specialties,
    )


def read_specialties(bio: str) -> tuple[str, ...]:
    """The subjects a bio names after “My specialty is”, “I specialise in”, “I cover” or “I write about”."""
    match = _SPECIALTIES.search(bio)
    if match is None:
        return ()
    subjects = match["what"]
    if len(subjects) == _MAX_SPECIALTIES_TEXT:  # cut in the middle of one
        subjects = subjects.rpartition(",")[0]
    subjects = _SENTENCE_GOES_ON.split(subjects, maxsplit=1)[0]
    subjects = _LEAD_IN.sub("", subjects.strip(), count=1)
    parts = (part.strip() for part in _BETWEEN_SUBJECTS.split(subjects))
    return once(part for part in parts if part)[:MAX_SPECIALTIES]


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _apart_from_source_lines(blocks: list[Block]) -> list[Block]:
    """Split the last block so that every source line in it stands alone, blank lines around it or not."""
    if not blocks:
        return []
    parts: list[Block] = [[]]
    for line in blocks[-1]:
        if source_line(line):
            parts += [[line], []]
        else:
            parts[-1].append(line)
    return [*blocks[:-1], *(part for part in parts if part)]


def _take_sources(blocks: list[Block]) -> tuple[list[Block], tuple[ParsedSource, ...]]:
    """Source lines stand alone in their blocks here (see above); the first of them comes first."""
    end = len(blocks)
    found: list[tuple[ParsedSource, ...]] = []
    while end and len(blocks[end - 1]) == 1 and (sources := source_line(blocks[end - 1][0])):
        found.append(sources)
        end -= 1
    return blocks[:end], tuple(source for sources in reversed(found) for source in sources)


def _take_bio(blocks: list[Block], plain: Callable[[str], str]) -> tuple[list[Block], ParsedAuthor | None]:
    """A last block that opens as a bio is one, hard-wrapped or not; else the last line of a block may be."""
    if not blocks:
        return blocks, None
    last = blocks[-1]
    if len(blocks) > 1 and (author := read_bio(_short_enough(last, plain))):
        return blocks[:-1], author
    if len(last) > 1 and (author := read_bio(_short_enough(last[-1:], plain))):
        return [*blocks[:-1], last[:-1]], author
    return blocks, None


def _short_enough(lines: Block, plain: Callable[[str], str]) -> str:
    """A paragraph's text, or nothing when it is much too long to be a bio and not worth the reading."""
    text = "\n".join(lines)
    return plain(text) if len(text) <= 2 * MAX_BIO else ""
