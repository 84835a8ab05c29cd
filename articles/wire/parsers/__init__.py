"""Copy parsers: bytes in, one :class:`ParsedCopy` out, or :class:`Refused` with the reason.

Pure functions: no database, no settings, no files; only the sentence of a refusal or a warning is in the
language of whoever asks. ``FORMATS`` is the list of what can be read.
"""

from collections.abc import Callable

from articles.wire.parsed import ParsedCopy
from articles.wire.parsers.decode import Decoded, decode
from articles.wire.parsers.frontmatter import has_front_matter
from articles.wire.parsers.markdown import parse_markdown
from articles.wire.parsers.text import parse_text

FORMATS: dict[str, Callable[[Decoded], ParsedCopy]] = {
    "text": parse_text,
    "markdown": parse_markdown,
}
AUTO = "auto"
_MARKDOWN_SUFFIXES = (".md", ".markdown")


def parse(data: bytes, name: str, format: str = AUTO) -> ParsedCopy:  # noqa: A002 - as the command calls it
    """Read one file's bytes as a story.

    ``name`` is the file's name; only its suffix counts, and only for the format ``auto``: ``.md`` and
    ``.markdown`` are Markdown, and so is whatever opens with front matter; the rest is plain text. Raises
    :class:`Refused` for input that is no story and ``ValueError`` for a format nobody knows.
    """
    if format != AUTO and format not in FORMATS:
        raise ValueError(f"unknown copy format {format!r}; known: {AUTO}, {', '.join(FORMATS)}")
    source = decode(data)
    return FORMATS[_format_of(source, name) if format == AUTO else format](source)


def _format_of(source: Decoded, name: str) -> str:
    if name.lower().endswith(_MARKDOWN_SUFFIXES) or has_front_matter(source.lines):
        return "markdown"
    return "text"
