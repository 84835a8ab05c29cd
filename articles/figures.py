"""What stands in a text besides words: pictures of ours, and posts and videos of others. A leaf.

A body holds a mark for each, in one spelling: `<figure data-photo="12" data-look="wide"></figure>` for a
picture, `<figure data-embed="https://…">` with a link for an embed. What readers see is made from the mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import escape
from django.utils.translation import gettext as _t

from articles.embedding.providers import ADDRESS, known

LOOKS = ("wide", "side")
"""How a picture may stand besides filling the column: across the page, or beside the text."""
LONGEST_REASON = 120

# A figure; or a tag of one that was left open, or that holds another.
FIGURE = re.compile(r"<figure\b([^>]*)>(?:(?!<figure\b).)*?</figure>|</?figure\b[^>]*>", re.DOTALL)
EMBED = re.compile(r'<figure(?: class="changed")? data-embed="([^"]*)">.*?</figure>', re.DOTALL)
PHOTO = re.compile(
    r'<figure(?: class="changed")? data-photo="(\d+)"(?: data-look="(\w+)")?'
    r'(?: data-hidden="([^"]*)")?></figure>'
)
# A line that is nothing but an address; a plain-text file's looks like a sub-headline.
ALONE = re.compile(r"<(p|h2|h3)>(?:<a\b[^>]*>)?\s*(https?://[^\s<>]+)\s*(?:</a>)?</\1>")
LARGEST_KEY = 2**31


@dataclass(frozen=True, slots=True)
class PhotoMark:
    """A picture's place in a text: which, how it stands, and why it is covered until somebody asks."""

    photo: int
    look: str = ""
    hidden: str = ""

    def __str__(self) -> str:
        look = f' data-look="{self.look}"' if self.look else ""
        hidden = f' data-hidden="{escape(self.hidden)}"' if self.hidden else ""
        return f'<figure data-photo="{self.photo}"{look}{hidden}></figure>'


def in_one_spelling(html: str) -> str:
    """Sanitised HTML whose figures are marks; links where an address is on nobody's list."""
    return FIGURE.sub(_marked, html)


def _marked(figure: re.Match[str]) -> str:
    told = _attributes(figure[1] or "")
    photo, address = told.get("data-photo", ""), told.get("data-embed", "").strip()
    if photo.isascii() and photo.isdecimal() and 0 < int(photo) < LARGEST_KEY:
        look = told.get("data-look", "")
        reason = " ".join(told.get("data-hidden", "").split())[:LONGEST_REASON]
        return str(PhotoMark(int(photo), look if look in LOOKS else "", reason))
    if page := known(address):
        return embed_of(page.address)
    if ADDRESS.fullmatch(address):
        return f'<p><a href="{escape(address)}">{escape(address)}</a></p>'
    return ""


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


def embed_of(address: str) -> str:
    """What stands in a body where somebody else's post, video or sound stands."""
    shown = escape(address)
    return f'<figure data-embed="{shown}"><a href="{shown}">{shown}</a></figure>'


def with_embeds(html: str) -> str:
    """HTML in which an address on the list that stands alone in a paragraph has become an embed."""
    return ALONE.sub(
        lambda line: embed_of(page.address) if (page := known(unescape(line[2]))) else line[0], html
    )


def embedded(html: str) -> list[str]:
    """The addresses embedded in sanitised HTML, in order, each once."""
    return list(dict.fromkeys(unescape(figure[1]) for figure in EMBED.finditer(html)))


def pictured(html: str) -> list[PhotoMark]:
    """The pictures that stand in sanitised HTML, in order."""
    return [photo_mark(figure) for figure in PHOTO.finditer(html)]


def photo_mark(figure: re.Match[str]) -> PhotoMark:
    """The mark that was found."""
    return PhotoMark(int(figure[1]), figure[2] or "", unescape(figure[3] or ""))


def without_figures(html: str) -> str:
    """The words alone."""
    return FIGURE.sub("", html)


def with_lines(html: str) -> str:
    """Sanitised HTML with a line of text for each figure: which it is, and how it stands."""

    def line(figure: re.Match[str]) -> str:
        mark = photo_mark(figure)
        number = _t("Picture %(n)d") % {"n": mark.photo}
        return f"<p>[{escape(' · '.join(filter(None, [number, mark.look, mark.hidden])))}]</p>"

    return EMBED.sub(r"<p>[\1]</p>", PHOTO.sub(line, html))
