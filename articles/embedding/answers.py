"""What a provider says about a page of its own, read into plain facts. A leaf."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

from articles.embedding.asking import json_from
from articles.embedding.providers import Known

TITLE, NAME, TEXT = 300, 200, 5000
PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL | re.IGNORECASE)
LAST_LINK = re.compile(r"<a\b[^>]*>([^<]{6,40})</a>\s*</blockquote>", re.IGNORECASE)
LINE_END = re.compile(r"<br\s*/?>|</p>\s*<p\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PERSON = re.compile(r"did:[a-z]+:[A-Za-z0-9._:-]{1,200}")


@dataclass(frozen=True, slots=True)
class Told:
    """What a page is about; empty where the provider does not say."""

    title: str = ""
    author: str = ""
    text: str = ""
    posted_on: date | None = None
    player: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The facts by name."""
        return asdict(self)


def ask(page: Known) -> Told:
    """Ask the provider about the page. Raises Unanswered."""
    return read(page, json_from(page.endpoint))


def read(page: Known, answer: dict[str, Any]) -> Told:
    """The facts in a provider's answer, whatever shape it has: what is odd in it is left out."""
    return _status(page, answer) if page.provider.reader == "status" else _oembed(page, answer)


def _oembed(page: Known, answer: dict[str, Any]) -> Told:
    html = answer.get("html")
    html = html if isinstance(html, str) else ""
    # A quotation is how posts come; anything else in the HTML is a player.
    quoted = PARAGRAPH.search(html) if "<blockquote" in html else None
    person = PERSON.search(html)
    dated = LAST_LINK.search(html)
    return Told(
        title=_words(answer.get("title"), TITLE),
        author=_words(answer.get("author_name"), NAME),
        text=_words(quoted[1], TEXT, html=True) if quoted else "",
        posted_on=_day(answer.get("upload_date")) or (_day(dated[1]) if dated else None),
        player=page.player({"did": person[0]} if person else {}),
    )


def _status(page: Known, answer: dict[str, Any]) -> Told:
    account = answer.get("account")
    account = account if isinstance(account, dict) else {}
    warning = _words(answer.get("spoiler_text"), TITLE)
    return Told(
        title=warning,
        author=_words(account.get("display_name"), NAME) or _words(account.get("acct"), NAME),
        text=_words(answer.get("content"), TEXT, html=True),
        posted_on=_day(answer.get("created_at")),
        player=page.player({}),
    )


def _words(value: object, most: int, *, html: bool = False) -> str:
    """Text without marks, controls and overrides of direction, of a length that is sane."""
    if not isinstance(value, str):
        return ""
    text = value[: most * 20]
    if html:
        text = unescape(TAG.sub("", LINE_END.sub("\n", text)))
    lines = (" ".join(line.split()) for line in UNPRINTABLE.sub("", text).split("\n"))
    joined = ("\n" if html else " ").join(line for line in lines if line)
    return joined if len(joined) <= most else joined[: most - 1].rstrip() + "…"


def _day(value: object) -> date | None:
    """A day as providers write it: 2026-10-14T…, 2026-10-14 16:20:00, October 14, 2026 at 4:20 PM."""
    if not isinstance(value, str):
        return None
    for text, form in ((value[:10], "%Y-%m-%d"), (value.partition(" at ")[0], "%B %d, %Y")):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
