"""A story as Markdown, for language models and for whoever wants only its words.

The words are set by a template, as on the page, and then turned into CommonMark with tables as GitHub has
them. A retracted story comes with its name and its notes alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from markdownify import ATX, BACKSLASH, MarkdownConverter

from articles.models import Edition
from articles.site.addresses import absolute
from articles.site.documents import Row, subjects_of
from articles.site.feeds import with_full_addresses
from articles.site.pages import Page
from articles.site.requests import SiteRequest
from articles.site.tongues import tongues_of

CONTENT_TYPE = "text/markdown; charset=utf-8"
# A break with nothing after it, which Markdown has no mark for.
LAST_BREAK = re.compile(r"(?:<br\s*/?>\s*)+(?=</(?:p|li|h2|h3|th|td|blockquote)>)")
# What would end an address in Markdown.
ENDS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C"})


class Converter(MarkdownConverter):
    """The library's, for addresses with brackets too."""

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """A link."""
        if el.get("href"):
            el["href"] = el["href"].translate(ENDS)
        written: str = super().convert_a(el, text, parent_tags)  # type: ignore[misc]  # its types lack it
        return written

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """A picture; in its description too a bracket is only a bracket."""
        alt = self.escape(el.get("alt", ""), parent_tags)  # type: ignore[attr-defined]  # its types lack it
        return f"![{alt}]({el['src'].translate(ENDS)})"


# Every character that Markdown would read as a mark is escaped: nobody's words become one.
_converter = Converter(
    heading_style=ATX,
    bullets="-",
    newline_style=BACKSLASH,
    escape_misc=True,
    autolinks=False,
    sub_symbol="<sub>",
    sup_symbol="<sup>",
)


def written(request: SiteRequest, edition: Row, notes: Sequence[Edition]) -> str:
    """The story as a document."""
    address = absolute(edition.get_absolute_url())
    context = {
        "page": Page(edition, (), (), notes, tongues=tongues_of(edition.tongues, edition.language)),
        "edition": edition,
        "subjects": subjects_of(edition),
        "address": address,
        "navigation": request.navigation,
        "signals": request.signals,
    }
    return from_html(with_full_addresses(render_to_string("site/markdown.html", context), address))


def from_html(html: str) -> str:
    """HTML of ours as Markdown."""
    text: str = _converter.convert(LAST_BREAK.sub("", html))
    return f"{text.strip()}\n"
