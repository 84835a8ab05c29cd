"""What an editor may type is what the sanitiser keeps; and the only `mark_safe` of the project.

One dictionary drives the editor's buttons and the allow-list. A leaf: no model is imported here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.fields import create_sanitizer

from articles.figures import in_one_spelling, with_lines, without_figures
from articles.slugs import slug_of

EXTENSIONS: dict[str, object] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Embed": True,
    "Picture": True,
    "FactBox": True,
    "PullQuote": True,
    "History": True,
    "HTML": True,
}

_clean = create_sanitizer(EXTENSIONS)

VOID = frozenset({"br", "hr"})
# A block is what a correction can point at and what a reader sees as one piece of text.
BLOCK = re.compile(r"<(p|h2|h3|ul|ol|blockquote|table|hr|figure|aside)\b[^>]*?/?>", re.IGNORECASE)
# The one class a quotation may have: lifted out of the text.
OTHER_CLASS = re.compile(r'<blockquote class="(?!pull")[^"]*">')
# The editor's tables have no caption: in pasted HTML it would stay behind as words between the rows.
CAPTION = re.compile(r"(<table\b[^>]*>)\s*<caption\b[^>]*>(.*?)</caption>", re.IGNORECASE | re.DOTALL)
WORD = re.compile(r"\w[\w’'-]*")


def sanitize(html: str) -> str:
    """Keep what the editor can produce and drop the rest: scripts, styles, handlers, odd schemes."""
    cleaned = _clean(CAPTION.sub(_captioned, html))
    return in_one_spelling(OTHER_CLASS.sub("<blockquote>", cleaned)).strip()


def _captioned(table: re.Match[str]) -> str:
    """The caption as a paragraph before its table."""
    caption = re.sub(r"<[^>]*>", "", table[2]).strip()
    return f"<p>{caption}</p>{table[1]}" if caption else table[1]


def trusted(html: str) -> SafeString:
    """Mark HTML safe for a template. Only for what `sanitize` or `render` returned."""
    return mark_safe(html)  # noqa: S308 - the one place, for HTML we made or cleaned


# What is left of a text where nothing is loaded: words, and the order they stand in.
WORDS_ONLY = frozenset(
    {
        *("p", "h2", "h3", "ul", "ol", "li", "blockquote", "hr", "br", "a", "strong", "em", "sub", "sup"),
        *(
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "figure",
            "figcaption",
            "ins",
            "del",
            "cite",
        ),
    }
)


def words_only(html: str) -> SafeString:
    """HTML that was rendered, without pictures, frames, classes and whatever else a browser would load."""
    return trusted(nh3.clean(html, tags=set(WORDS_ONLY), attributes={"a": {"href"}}, link_rel=None))


class _Blocks(HTMLParser):
    """Splits sanitised HTML into its top-level elements, verbatim."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[str] = []
        self._open: list[str] = []
        self._parts: list[str] = []

    def _add(self, text: str) -> None:
        self._parts.append(text)
        if not self._open:
            if joined := "".join(self._parts).strip():
                self.blocks.append(joined)
            self._parts = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
        self._add(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        self._add(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")


def blocks(html: str) -> list[str]:
    """The top-level elements of sanitised HTML: paragraphs, sub-headlines, lists, quotes, tables."""
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    return parser.blocks


def plain(html: str) -> str:
    """The text of sanitised HTML, a block on each line. A figure has no words of ours."""
    return "\n".join(text for block in blocks(without_figures(html)) if (text := _text(block)))


class Line(NamedTuple):
    """A line of plain text and what it is: the tag of its block, `li` for an item of a list."""

    kind: str
    text: str


def lines_of(html: str) -> list[Line]:
    """The text of sanitised HTML as `plain` has it, but each item of a list on a line of its own."""
    return [
        Line(kind, text)
        for block in blocks(without_figures(html))
        for kind, piece in _by_item(block)
        if (text := _text(piece))
    ]


def _by_item(block: str) -> Iterator[tuple[str, str]]:
    if block.startswith("<aside"):
        for inner in blocks(re.sub(r"^<aside[^>]*>|</aside>$", "", block)):
            yield from _by_item(inner)
    elif block.startswith(("<ul", "<ol")):
        yield from (("li", item) for item in block.split("<li>"))
    else:
        yield (block[1:3] if block.startswith(("<h2", "<h3")) else "p"), block


def spelled(html: str) -> str:
    """The text with its figures, a line for each: what two versions are compared by."""
    return plain(with_lines(html))


def _text(block: str) -> str:
    spaced = re.sub(r"</(p|li|td|th|h2|h3)>|<br\s*/?>", " ", block)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", spaced))).strip()


def count_words(html: str) -> int:
    """The number of words a reader sees in sanitised HTML."""
    return len(WORD.findall(plain(html)))


def render(html: str, *, dateline: str = "", changed: Collection[int] = ()) -> str:
    """The body as readers get it: anchors on sub-headlines, the dateline in the first paragraph, and
    the class `changed` on the blocks whose positions are in `changed` (counted from 0)."""
    anchors = Anchors(set())
    pieces = [_anchored(block, anchors) for block in blocks(html)]
    if dateline:
        first = next((n for n, piece in enumerate(pieces) if piece.startswith("<p>")), None)
        if first is not None:
            pieces[first] = f'<p><span class="dl">{escape(dateline)}</span> – {pieces[first][3:]}'
    for position in changed:
        pieces[position] = BLOCK.sub(_marked, pieces[position], count=1)
    return "\n".join(pieces)


def _anchored(block: str, anchors: Anchors) -> str:
    heading = re.match(r"<(h2|h3)>", block)
    if heading is None:
        return block
    return block.replace(heading[0], f'<{heading[1]} id="{anchors(_text(block))}">', 1)


def _marked(tag: re.Match[str]) -> str:
    name = tag[1]
    if ' class="' in tag[0]:
        return tag[0].replace(' class="', ' class="changed ', 1)
    return tag[0].replace(f"<{name}", f'<{name} class="changed"', 1)


@dataclass(slots=True)
class Anchors:
    """Hands out an id for each sub-headline of one page, never the same twice."""

    taken: set[str]

    def __call__(self, text: str) -> str:
        stem = slug_of(text, 60, "part")
        anchor, number = stem, 1
        while anchor in self.taken:
            number += 1
            anchor = f"{stem}-{number}"
        self.taken.add(anchor)
        return anchor


def changed_blocks(before: str, after: str) -> set[int]:
    """Positions of the blocks of `after` whose text does not stand in `before`."""
    known = {_said(block) for block in blocks(before)}
    return {position for position, block in enumerate(blocks(after)) if _said(block) not in known}


def _said(block: str) -> str:
    """What a block says to a reader; a picture says itself."""
    return _text(block) or block
