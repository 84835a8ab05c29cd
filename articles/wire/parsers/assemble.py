"""What every format ends with: the head, the foot and the body of a file become one story."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t

from articles.wire.parsed import ParsedCopy, Refused
from articles.wire.parsers.closing import Closing
from articles.wire.parsers.decode import Decoded
from articles.wire.parsers.frontmatter import has_front_matter, split_front_matter
from articles.wire.parsers.header import split_header
from articles.wire.parsers.keys import Entry
from articles.wire.parsers.opening import working_headline
from articles.wire.parsers.sources import unique

# An empty value of these means the default.
_WITH_DEFAULTS = frozenset({"genre", "language", "ai_use"})


@dataclass(frozen=True, slots=True)
class Body:
    """The body's HTML, the plain text of its first paragraph, and what a person should know about it."""

    html: str
    lead: str
    warnings: tuple[str, ...] = ()


def split_entries(lines: list[str]) -> tuple[list[Entry], list[str]]:
    """The entries of a header or of front matter, whichever a file has, and the lines below."""
    return split_front_matter(lines) if has_front_matter(lines) else split_header(lines)


def assemble(source: Decoded, fields: dict[str, Any], closing: Closing, body: Body) -> ParsedCopy:
    """Put the story together.

    ``fields`` is what the head of the file says, by field; sources at the foot join those of the head. A
    missing headline is made from the lead.
    """
    fields = dict(fields)
    if closing.sources:
        fields["sources"] = unique(fields.get("sources", ()) + closing.sources)
    if closing.author:
        fields["author"] = closing.author
    said = frozenset(fields) | {"body"}
    if not fields.get("headline"):
        said -= {"headline"}
        fields |= {"headline": working_headline(body.lead), "headline_is_working": True}
    if not fields["headline"]:
        raise Refused(_t("The text has no headline and no sentence to make one from."), "headline")
    return ParsedCopy(
        body=body.html,
        digest=source.digest,
        warnings=source.warnings + body.warnings,
        said=said,
        **{name: value for name, value in fields.items() if value != "" or name not in _WITH_DEFAULTS},
    )
