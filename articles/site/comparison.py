"""Two editions of a story side by side, word by word, for readers."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _t

from articles.figures import embedded
from articles.revisions import Piece, word_diff
from articles.richtext import Line, lines_of

if TYPE_CHECKING:
    from articles.models import Edition

WORDS_COMPARED = 1500
"""Beyond as many words in one run of changed text, it is shown as taken out and put in whole: comparing
word by word takes time in the square of the length, and anybody may ask for this page."""


class Paragraph(NamedTuple):
    """A paragraph, a sub-headline or an item of a list, as a run of pieces."""

    kind: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the story: its name, and its paragraphs."""

    label: str
    paragraphs: list[Paragraph]


def compare(before: Edition, after: Edition) -> list[Part]:
    """The parts of a story that differ between two editions; the text always, so that it can be read."""
    pairs = [
        (_t("Headline"), before.headline, after.headline),
        (_t("Standfirst"), before.standfirst, after.standfirst),
        (_t("Byline"), before.byline, after.byline),
        (_t("Key points"), before.key_points, after.key_points),
        (_t("Embedded"), "\n".join(embedded(before.body)), "\n".join(embedded(after.body))),
        (_t("Picture caption"), _captions(before), _captions(after)),
        (_t("How we reported"), before.how_we_reported, after.how_we_reported),
        (_t("Sources"), _sources(before), _sources(after)),
    ]
    parts = [
        Part(label, list(_paragraphs(_lines(old), _lines(new)))) for label, old, new in pairs if old != new
    ]
    return [*parts, Part(_t("Text"), list(_paragraphs(lines_of(before.body), lines_of(after.body))))]


def _lines(text: str) -> list[Line]:
    return [Line("p", line) for line in text.splitlines()]


def _sources(edition: Edition) -> str:
    return "\n".join(f"{source.label}: {source.name}" for source in edition.public_sources)


def _captions(edition: Edition) -> str:
    """What stands under each picture, the lead picture's first: labels, caption and credit."""
    lead = (edition.public_photo, edition.photo_caption, edition.photo_credit)
    in_text = [(figure, figure.caption, figure.credit) for figure in edition.public_figures]
    return "\n".join(
        " ".join(filter(None, [*told.labels, caption, credit])) for told, caption, credit in [lead, *in_text]
    )


def _paragraphs(old: list[Line], new: list[Line]) -> Iterator[Paragraph]:
    """The paragraphs of both texts in order; whole ones are matched first, then words within the rest."""
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[i1:i2], new[j1:j2]
        if tag == "equal":
            yield from (_whole("same", line) for line in come)
        else:
            yield from _changed(gone, come)


def _changed(gone: list[Line], come: list[Line]) -> Iterator[Paragraph]:
    """Paragraphs that were rewritten; where they were split or joined, the rest is taken out or put in."""
    shared = min(len(gone), len(come))
    for was, now in zip(gone[:shared], come[:shared], strict=True):
        yield Paragraph(now.kind, _words(was.text, now.text))
    yield from (_whole("removed", line) for line in gone[shared:])
    yield from (_whole("added", line) for line in come[shared:])


def _whole(kind: str, line: Line) -> Paragraph:
    return Paragraph(line.kind, [Piece(kind, line.text)])


def _words(before: str, after: str) -> list[Piece]:
    if max(len(before.split()), len(after.split())) > WORDS_COMPARED:
        return [Piece("removed", before), Piece("added", after)]
    return word_diff(before, after)
