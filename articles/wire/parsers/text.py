"""The plain-text format: an optional header, then paragraphs (``docs/copy-format.md``)."""

from django.utils.translation import gettext as _t

from articles.wire.parsed import ParsedCopy
from articles.wire.parsers.assemble import Body, assemble, split_entries
from articles.wire.parsers.closing import take_closing
from articles.wire.parsers.decode import Decoded
from articles.wire.parsers.keys import fields_of, take_picture
from articles.wire.parsers.layout import Piece, blocks_of, lay_out, with_subheadlines
from articles.wire.parsers.opening import apart_from_byline, take_opening
from articles.wire.parsers.prose import refuse_nonsense, to_html
from articles.wire.parsers.sources import looks_like_source_line


def parse_text(source: Decoded) -> ParsedCopy:
    """One story from plain text; raises :class:`Refused`."""
    entries, lines = split_entries(source.lines)
    fields = fields_of(entries)
    picture = take_picture(fields)
    closing = take_closing(blocks_of(line.rstrip() for line in lines))
    pieces = lay_out(apart_from_byline(closing.blocks))
    opening = take_opening(pieces, fields.get("headline", ""), bool(fields.get("by")))
    pieces = with_subheadlines(opening.pieces)
    refuse_nonsense(piece.text for piece in pieces)
    found = {"headline": opening.headline, "by": opening.by, "picture": picture}
    fields |= {name: value for name, value in found.items() if value}
    return assemble(source, fields, closing, _body(pieces))


def _body(pieces: list[Piece]) -> Body:
    paragraphs = [piece.text for piece in pieces if piece.kind == "p"]
    left = _t("A source line inside the story was left in the text: “%(line)s”.")
    stray = tuple(left % {"line": text} for text in paragraphs if looks_like_source_line(text))
    return Body(to_html(pieces), paragraphs[0] if paragraphs else pieces[0].text, stray)
