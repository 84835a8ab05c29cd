"""What feeds have in common, whatever their format: moments, addresses, languages, and HTML that travels."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser

from articles.figures import PhotoMark, embed_of
from tests.factories import PhotoFactory
from tests.site.ninjs_table import MOMENT, URI

# RFC 822 with the year of RFC 1123, as RSS wants it.
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d [+-]\d{4}\Z",
    re.ASCII,
)
# RFC 5646, as far as anybody writes it.
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z")
# What a feed reader throws away, or must not let in.
STAYS_AT_HOME = frozenset({"script", "iframe", "style", "form", "input", "button", "object", "link", "meta"})


def assert_moment(value: str) -> None:
    """A moment as RFC 3339 writes it."""
    assert MOMENT.match(value), value
    assert datetime.fromisoformat(value).tzinfo is not None


def assert_ours(address: str) -> None:
    """A full address at this site, with nothing in it that an address may not hold."""
    assert address.startswith("http://testserver/"), address
    assert URI.match(address), address


def assert_language(tag: str) -> None:
    """A language tag."""
    assert LANGUAGE.match(tag), tag


class _Elements(HTMLParser):
    """Looks at each element of a text that goes elsewhere."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Its addresses are full, and it needs nothing of our pages."""
        assert tag not in STAYS_AT_HOME, tag
        for name, value in attrs:
            assert not name.startswith(("on", "data-", "style")), (tag, name)
            if name in {"href", "src"}:
                assert re.match(r"(https?://|mailto:|tel:)", value or ""), (tag, name, value)


def assert_travels(html: str) -> None:
    """HTML that means elsewhere what it means here."""
    elements = _Elements()
    elements.feed(html)
    elements.close()


def body_with_everything() -> str:
    """A text with everything that the editor can put into one."""
    shown, hidden = PhotoFactory(), PhotoFactory(digital_source_type="trainedAlgorithmicMedia")
    return (
        '<p>It <strong>rose</strong>, <em>fast</em>. <a href="/corrections/">See</a> '
        '<a href="#the-dam">below</a> <a href="mailto:desk@news.example">us</a><br>H<sub>2</sub>O</p>'
        "<h2>The dam</h2><h3>The lock</h3>"
        "<ul><li><p>One</p></li></ul><ol><li><p>Two</p></li></ol><hr>"
        "<blockquote><p>It holds.</p><p>An engineer, at the dam</p></blockquote>"
        '<blockquote class="pull"><p>It holds.</p></blockquote>'
        "<aside><h2>In short</h2><p>It rose.</p></aside>"
        "<table><tbody><tr><th><p>Day</p></th></tr><tr><td><p>Monday</p></td></tr></tbody></table>"
        f"{PhotoMark(shown.pk, 'wide')}{PhotoMark(hidden.pk, hidden='Shows an injury.')}"
        f"{embed_of('https://vimeo.com/12345')}"
    )
