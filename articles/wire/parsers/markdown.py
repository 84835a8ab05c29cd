"""The Markdown format: CommonMark and tables under front matter (``docs/copy-format.md``)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _t
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from articles.wire.parsed import ParsedCopy, ParsedPicture, Refused, grouped
from articles.wire.parsers.assemble import Body, assemble, split_entries
from articles.wire.parsers.closing import take_closing
from articles.wire.parsers.decode import Decoded, scrub
from articles.wire.parsers.keys import fields_of, read_as, take_picture
from articles.wire.parsers.layout import Block, blocks_of
from articles.wire.parsers.opening import read_byline
from articles.wire.parsers.prose import escaped, refuse_nonsense
from articles.wire.parsers.values import is_beside, one_line

MAX_LEVEL = 15
# What keeps the reading of hostile Markdown near linear time; no story comes near either.
MAX_PARAGRAPH = 50_000
MAX_BRACKETS = 5_000
_MAX_FILE_NAME = 200
_BLOCK_TOKENS = 3  # a heading or paragraph opens, has its inline token, closes
_ATTRIBUTION = re.compile(r"> ?(?:--|—|–)\s*(?=\S)")
_HEADING_TAGS = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}


class _CopyRenderer(RendererHTML):
    """HTML of the few elements a body may have: no attributes but a link's address, no code, no pictures."""

    def renderToken(  # noqa: N802 - the name markdown-it gives it
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        token = tokens[idx]
        token.attrs = {name: value for name, value in token.attrs.items() if name == "href"}
        return super().renderToken(tokens, idx, options, env)

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return escaped(re.sub("  +", " ", tokens[idx].content))

    def softbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return " "

    def hardbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "<br>"

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return escaped(tokens[idx].content)

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        lines = (escaped(line) for line in tokens[idx].content.rstrip("\n").split("\n"))
        return f"<p>{'<br>'.join(lines)}</p>\n"


_OPTIONS = {"html": False, "xhtmlOut": False}
# Lines indented by four spaces are code to Markdown and an indented paragraph to everybody who writes copy.
_MARKDOWN = MarkdownIt("commonmark", _OPTIONS, renderer_cls=_CopyRenderer).enable("table").disable("code")


@dataclass(frozen=True, slots=True)
class _Found:
    """What was taken out of the text's blocks on the way to the body."""

    tokens: list[Token]
    headline: str = ""
    by: tuple[str, ...] = ()


def parse_markdown(source: Decoded) -> ParsedCopy:
    """One story from Markdown; raises :class:`Refused`."""
    entries, lines = split_entries(source.lines)
    fields = fields_of(entries)
    closing = take_closing(blocks_of(lines), _plain_text)
    tokens = _tokens(closing.blocks)
    tokens, pictures = _without_pictures(tokens)
    picture, warnings = _choose_picture(pictures, fields)
    found = _take_opening(tokens, fields.get("headline", ""), bool(fields.get("by")))
    said = {"headline": found.headline, "by": found.by, "picture": picture}
    fields |= {name: value for name, value in said.items() if value}
    texts = [_text_of(token) for token in found.tokens if token.type in ("inline", "fence")]
    refuse_nonsense(texts)
    html = _MARKDOWN.renderer.render(_in_shape(found.tokens), _MARKDOWN.options, {}).strip()
    return assemble(source, fields, closing, Body(html, _lead(found.tokens) or texts[0], warnings))


def _plain_text(text: str) -> str:
    """Markdown without its marks, on one line."""
    return one_line(" ".join(_text_of(token) for token in _MARKDOWN.parseInline(text)))


def _text_of(token: Token) -> str:
    """What a reader sees of an inline or fenced token."""
    if token.children is None:
        return one_line(token.content)
    parts = (" " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children)
    return one_line("".join(parts))


def _tokens(blocks: list[Block]) -> list[Token]:
    for block in blocks:
        if sum(len(line) + 1 for line in block) > MAX_PARAGRAPH:
            wrong = _t("A paragraph has more than %(limit)s characters.")
            raise Refused(wrong % {"limit": grouped(MAX_PARAGRAPH)}, "body")
    text = "\n\n".join("\n".join(_with_attribution_apart(block)) for block in blocks)
    if text.count("[") > MAX_BRACKETS:
        wrong = _t("The text has more than %(limit)s square brackets.")
        raise Refused(wrong % {"limit": grouped(MAX_BRACKETS)}, "body")
    tokens = _MARKDOWN.parse(text)
    if any(token.level > MAX_LEVEL for token in tokens):
        raise Refused(_t("Lists or quotes are nested too deeply."), "body")
    return tokens


def _with_attribution_apart(block: Block) -> Block:
    """A quote's last line ``> -- who`` as a paragraph of its own that begins with a dash."""
    if not "".join(block[-2:-1]).startswith(">") or not (match := _ATTRIBUTION.match(block[-1])):
        return block
    return [*block[:-1], ">", f"> — {block[-1][match.end() :]}"]


def _without_pictures(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """The blocks without their pictures, and without the paragraphs that held nothing else; the pictures."""
    kept: list[Token] = []
    pictures: list[Token] = []
    emptied = False
    for token in tokens:
        if emptied and token.type == "paragraph_close":
            emptied = False
            continue
        if token.type == "inline" and any(child.type == "image" for child in token.children or ()):
            pictures += [child for child in token.children or () if child.type == "image"]
            token.children = _trimmed([child for child in token.children or () if child.type != "image"])
            if not _text_of(token) and kept and kept[-1].type == "paragraph_open":
                kept.pop()
                emptied = True
                continue
        kept.append(token)
    return kept, pictures


def _trimmed(children: list[Token]) -> list[Token]:
    """Inline tokens without the blank that a picture in front of them left."""
    while children and not children[0].nesting and not children[0].content.strip():
        children = children[1:]
    if children and children[0].type == "text":
        children[0].content = children[0].content.lstrip()
    return children


def _choose_picture(
    pictures: list[Token], fields: dict[str, Any]
) -> tuple[ParsedPicture | None, tuple[str, ...]]:
    """The lead picture, and a warning for each picture in the text that is not it."""
    found: ParsedPicture | None = None
    warnings: list[str] = []
    for token in pictures:
        address = unquote(str(token.attrs.get("src", "")))
        if "picture" not in fields and found is None and _is_file(address):
            found = _picture(token, address)
        else:
            left_out = _t("The picture “%(file)s” was left out of the text.")
            warnings.append(left_out % {"file": one_line(scrub(address))[:_MAX_FILE_NAME]})
    return take_picture(fields, found), tuple(warnings)


def _is_file(address: str) -> bool:
    return (
        bool(address) and len(address) <= _MAX_FILE_NAME and scrub(address) == address and is_beside(address)
    )


def _picture(token: Token, file: str) -> ParsedPicture:
    caption = str(token.attrs.get("title", ""))
    return ParsedPicture(file, read_as("picture_alt", _text_of(token)), read_as("picture_caption", caption))


def _take_opening(tokens: list[Token], headline: str, by_is_known: bool) -> _Found:
    """Take a first ``# Heading`` as the headline, and a byline under it."""
    found = _Found(tokens)
    if len(tokens) > _BLOCK_TOKENS and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        text = _text_of(tokens[1])
        if not headline:
            found = _Found(tokens[_BLOCK_TOKENS:], headline=read_as("headline", text))
        elif text.casefold() == headline.casefold():
            found = _Found(tokens[_BLOCK_TOKENS:])
    rest = found.tokens
    under_headline = (
        (headline or found.headline) and len(rest) > _BLOCK_TOKENS and rest[0].type == "paragraph_open"
    )
    by = read_byline(_text_of(rest[1])) if under_headline and not by_is_known else ()
    return replace(found, tokens=rest[_BLOCK_TOKENS:], by=by) if by else found


def _in_shape(tokens: list[Token]) -> list[Token]:
    """Headings as h2 and h3 only, and the text of list items in paragraphs, as the desk's editor has it."""
    for token in tokens:
        token.tag = _HEADING_TAGS.get(token.tag, token.tag)
        token.hidden = False
    return tokens


def _lead(tokens: list[Token]) -> str:
    leads = (
        _text_of(token)
        for opening, token in pairwise(tokens)
        if opening.type == "paragraph_open" and not opening.level
    )
    return next((lead for lead in leads if lead), "")
