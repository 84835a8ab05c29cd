"""Tables, quotations, sub-headlines set for the page: what the editor cannot type, told by how it was typed.

A line “Table: …” right before a table is its caption; the last line of a quotation that begins with a dash
says whose it is.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import count

from django.utils.html import escape
from django.utils.translation import gettext as _t

TABLE = re.compile(
    r'(?:<p(?: class="changed")?>(?:Table|Tabelle|Tableau|Tabla|Tabella|Tabel|Tabell): ?'
    r"((?:(?!</p>).)+)</p>\s*)?"
    r"<table\b([^>]*)>((?:(?!<table\b).)*?)</table>",
    re.DOTALL,
)
ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<(t[hd])\b([^>]*)>(.*?)</t[hd]>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
FIGURES = re.compile(r"[-+−±~≈]?\s?[€$£]?\s?\d[\d\s.,'’\u00a0\u202f]*\s?(?:%|‰|€|\$|£)?")
NUM = ' class="num"'
HEADING = re.compile(r'<(h[23])\b([^>]*\bid=)"([^"]+)">((?:(?!</\1>|<a\b).)+)</\1>', re.DOTALL)
QUOTE = re.compile(r"<blockquote\b([^>]*)>((?:(?!<blockquote\b).)*?)</blockquote>", re.DOTALL)
WHO = re.compile(r"<p>\s*(?:—|–|--)\s*((?:(?!</p>).)+)</p>\s*$", re.DOTALL)


def set_headings(html: str) -> str:
    """The HTML with each sub-headline a link to itself, whose address can be copied and passed on; the sign
    beside it is the style sheet's. One that holds a link already leads there."""
    description = escape(_t("Link to this part"))
    return HEADING.sub(rf'<\1\2"\3"><a class="at" href="#\3" title="{description}">\4</a></\1>', html)


def set_quotes(html: str) -> str:
    """The HTML with the last line of each quotation set apart where it says whose words they are."""

    def quote(found: re.Match[str]) -> str:
        said = WHO.sub(r"<footer>\1</footer>", found[2].strip(), count=1)
        return f"<blockquote{found[1]}>{said}</blockquote>"

    return QUOTE.sub(quote, html)


def set_tables(html: str, *, scrolls: bool = True) -> str:
    """The HTML with captions, scopes and columns of figures; `scrolls` is for pages, where a wide table is a
    place that the keyboard reaches."""
    numbers = count(1)

    def table(found: re.Match[str]) -> str:
        caption, attributes, rows = found[1], found[2], found[3]
        head = f"<caption>{caption.strip()}</caption>" if caption else ""
        set_rows = f"<table{attributes}>{head}{_rows(rows)}</table>"
        if not scrolls:
            return set_rows
        name = unescape(TAG.sub("", caption)).strip() if caption else _t("Table %(n)d") % {"n": next(numbers)}
        return f'<div class="table" role="region" tabindex="0" aria-label="{escape(name)}">{set_rows}</div>'

    return TABLE.sub(table, html)


def _rows(html: str) -> str:
    """The rows with scopes on their headings; headings of a column of figures stand over the figures."""
    flush = {
        place
        for row in ROW.finditer(html)
        for place, cell in enumerate(CELL.finditer(row[1]))
        if cell[1] == "td" and _is_figure(cell[3])
    }
    numbers = count()

    def row(found: re.Match[str]) -> str:
        is_head = next(numbers) == 0
        places = count()

        def cell(found: re.Match[str]) -> str:
            name, attributes, text = found[1], found[2], found[3]
            place = next(places)
            if name == "td":
                return f"<td{attributes}{NUM if _is_figure(text) else ''}>{text}</td>"
            scope = "col" if is_head else "row" if place == 0 else ""
            said = f' scope="{scope}"' if scope else ""
            return f"<th{attributes}{said}{NUM if is_head and place in flush else ''}>{text}</th>"

        return f"<tr>{CELL.sub(cell, found[1])}</tr>"

    return ROW.sub(row, html)


def _is_figure(cell: str) -> bool:
    return FIGURES.fullmatch(unescape(TAG.sub("", cell)).strip()) is not None
