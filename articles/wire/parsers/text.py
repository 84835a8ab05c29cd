"""The plain-text format: an optional header, then paragraphs (``docs/copy-format.md``)."""

from typing import Any

from articles.wire.parsed import ParsedCopy, Refused
from articles.wire.parsers.closing import Closing, take_closing
from articles.wire.parsers.decode import Decoded
from articles.wire.parsers.frontmatter import has_front_matter, split_front_matter
from articles.wire.parsers.header import split_header
from articles.wire.parsers.keys import Entry, fields_of, take_picture
from articles.wire.parsers.layout import blocks_of, lay_out, with_subheadlines
from articles.wire.parsers.opening import apart_from_byline, take_opening, working_headline
from articles.wire.parsers.prose import refuse_nonsense, to_html
from articles.wire.parsers.sources import looks_like_source_line, unique


def parse_text(source: Decoded) -> ParsedCopy:
    """One story from plain text; raises :class:`Refused`."""
    entries, lines = split_entries(source.lines)
    fields = fields_of(entries)
    picture = take_picture(fields)
    closing = take_closing(blocks_of(lines))
    pieces = lay_out(apart_from_byline(closing.blocks))
    opening = take_opening(pieces, fields.get("headline", ""), bool(fields.get("by")))
    pieces = with_subheadlines(opening.pieces)
    refuse_nonsense(piece.text for piece in pieces)
    fields |= {"headline": opening.headline} if opening.headline else {}
    fields |= {"by": opening.by} if opening.by else {}
    fields |= {"picture": picture} if picture else {}
    lead = next((piece.text for piece in pieces if piece.kind == "p"), pieces[0].text)
    stray = tuple(
        f"A source line inside the story was left in the text: “{piece.text}”."
        for piece in pieces
        if piece.kind == "p" and looks_like_source_line(piece.text)
    )
    return finish(source, fields, closing, to_html(pieces), lead, stray)


def split_entries(lines: list[str]) -> tuple[list[Entry], list[str]]:
    """The entries of a header or of front matter, whichever a file has, and the lines below."""
    return split_front_matter(lines) if has_front_matter(lines) else split_header(lines)


def finish(
    source: Decoded, fields: dict[str, Any], closing: Closing, body: str, lead: str, warnings: tuple[str, ...]
) -> ParsedCopy:
    """Put the story together: what the foot says joins what the head says; a missing headline is made."""
    fields = dict(fields)
    if closing.sources:
        fields["sources"] = unique(fields.get("sources", ()) + closing.sources)
    if closing.author:
        fields["author"] = closing.author
    said = frozenset(fields) | {"body"}
    if not fields.get("headline"):
        said -= {"headline"}
        fields |= {"headline": working_headline(lead), "headline_is_working": True}
    if not fields["headline"]:
        raise Refused("The text has no headline and no sentence to make one from.", "headline")
    values = {name: value for name, value in fields.items() if value != "" or name not in _WITH_DEFAULTS}
    return ParsedCopy(
        body=body, digest=source.digest, warnings=source.warnings + warnings, said=said, **values
    )


_WITH_DEFAULTS = frozenset({"genre", "language", "ai_use"})
