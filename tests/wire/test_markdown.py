"""Markdown copy: front matter above, CommonMark and tables below."""

from datetime import date

import pytest

from articles.wire.parsed import ParsedAuthor, ParsedCopy, ParsedPicture, ParsedSource, Refused
from articles.wire.parsers import parse

LEAD = "The lamp on the *northern* pier burns from dusk to dawn, says “the council” & the “Blatt”."
LEAD_HTML = (
    "<p>The lamp on the <em>northern</em> pier burns from dusk to dawn, "
    "says “the council” &amp; the “Blatt”.</p>"
)
BIO = "I'm **Ada Muster**, a reporter for The Example Courier. I cover ports."


def read(text: str) -> ParsedCopy:
    return parse(text.encode(), "story.md")


def refusal(text: str) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        read(text)
    return caught.value.field, caught.value.reason


YAML = f"""---
headline: "A lamp for the pier: at last"
short_headline: A lamp
key_points:
  - Forty lamps
  - Nine years
by: [Ada Muster, Ben O’Hara]
section: Business
topics: Ports, Shipping
published: 2026-03-01
language: no
kicker: ~
urgency: 2
source:
  - Seefunk
  - outlet: Hafenblatt
    title: Lichter
    url: https://hafenblatt.example/1
    published_on: 2026-02-27
---

{LEAD}
"""
TOML = f"""+++
headline = "A lamp for the pier: at last"
short_headline = "A lamp"
key_points = ["Forty lamps", "Nine years"]
by = ["Ada Muster", "Ben O’Hara"]
section = "Business"
topics = "Ports, Shipping"
published = 2026-03-01
language = "no"
kicker = ""
urgency = 2

[[source]]
outlet = "Seefunk"
[[source]]
outlet = "Hafenblatt"
title = "Lichter"
url = "https://hafenblatt.example/1"
published_on = 2026-02-27
+++

{LEAD}
"""


@pytest.mark.parametrize(
    "text", [YAML, TOML, "\n\n" + YAML.replace("\n", "\r\n")], ids=["yaml", "toml", "crlf"]
)
def test_front_matter_fills_the_fields_of_a_header(text: str) -> None:
    parsed = read(text)
    assert parsed == ParsedCopy(
        headline="A lamp for the pier: at last",
        body=LEAD_HTML,
        digest=parsed.digest,
        headline_short="A lamp",
        key_points=("Forty lamps", "Nine years"),
        by=("Ada Muster", "Ben O’Hara"),
        section="Business",
        topics=("Ports", "Shipping"),
        published=date(2026, 3, 1),
        language="no",
        urgency=2,
        sources=(
            ParsedSource("Seefunk"),
            ParsedSource("Hafenblatt", "Lichter", "https://hafenblatt.example/1", date(2026, 2, 27)),
        ),
        said=parsed.said,
    )
    assert {"kicker", "urgency", "sources", "headline"} <= parsed.said


def test_an_empty_list_says_that_there_is_nothing() -> None:
    for text in ("---\ntopics: []\n---\n", "+++\ntopics = []\n+++\n"):
        parsed = read(text + LEAD)
        assert parsed.topics == ()
        assert parsed.said == {"topics", "body"}


@pytest.mark.parametrize(
    ("front", "field", "reason"),
    [
        ("---\nkickr: A\n---", "", "Unknown key “kickr” in line 2. Did you mean “Kicker”?"),
        (
            "+++\nkicker = 'A'\ntitle = 'B'\n+++",
            "",
            "Unknown key “title” in line 3. Did you mean “Headline”?",
        ),
        (
            "---\nkicker: A\nheadline: [B\n---",
            "",
            "The front matter is not valid YAML in line 3: expected ',' or ']', but got '<stream end>'.",
        ),
        (
            "+++\nkicker = \n+++",
            "",
            "The front matter is not valid TOML: Invalid value (at line 2, column 10).",
        ),
        ("---\nkicker: A\n", "", "The front matter that opens with --- in line 1 is never closed."),
        (
            "---\nheadline: A\nheadline: B\n---",
            "headline",
            "“Headline” stands in line 2 and again in line 3.",
        ),
        (
            "---\nheadline: {a: b}\n---",
            "headline",
            "“Headline” must be a text, not a table of keys (line 2).",
        ),
        ("---\nby: [[a]]\n---", "", "The front matter is nested too deeply in line 2."),
        ("---\nby: " + "[" * 3000 + "\n---", "", "The front matter is nested too deeply."),
        (
            "---\nsource: {outlet: A, kind: agency}\n---",
            "sources",
            "A source has outlet, title, url and published_on, not “kind” (line 2).",
        ),
        (
            "---\nby : a\n  b: c\n---",
            "",
            "The front matter is not valid YAML in line 3: mapping values are not allowed here.",
        ),
        ("+++\nby = [['a']]\n+++", "", "The front matter is nested too deeply at “by”."),
        ("---\n'kicker:'\n---", "", "The front matter is not a list of “key: value” lines."),
        (
            "+++\nurgency = " + "9" * 5000 + "\n+++",
            "",
            "The front matter is not valid TOML: a number in it is too long.",
        ),
        ("---\nurgency: 2.5\n---", "urgency", "“Urgency: 2.5” is not a number from 1 (most urgent) to 5."),
        ("---\nkicker: " + "k" * 70_000 + "\n---", "", "The front matter has more than 65,536 characters."),
    ],
)
def test_bad_front_matter_is_refused_with_the_reason(front: str, field: str, reason: str) -> None:
    assert refusal(f"{front}\n{LEAD}") == (field, reason)


def test_front_matter_without_a_story_is_refused() -> None:
    assert refusal("---\nkicker: A\n---\n\n") == ("body", "The file has front matter but no story after it.")


def test_escapes_in_front_matter_smuggle_nothing_in() -> None:
    parsed = read(f'---\nkicker: "A\\0B\\u202eC\\ud800D\\ne"\n---\n{LEAD}')
    assert parsed.kicker == "ABC\ufffdD e"


def test_a_rule_that_opens_a_text_is_no_front_matter() -> None:
    text = f"---\n{LEAD}\n---\n{LEAD}"
    assert parse(text.encode(), "a.txt").body.count("<hr>") == 1


def test_a_header_may_stand_above_markdown_too() -> None:
    parsed = read(f"Kicker: Shipping\n\n# A lamp for the pier\n\n{LEAD}")
    assert (parsed.kicker, parsed.headline, parsed.body) == ("Shipping", "A lamp for the pier", LEAD_HTML)


def test_a_first_heading_is_the_headline_and_a_byline_may_follow() -> None:
    parsed = read(f"# A *lamp* for the pier\n\nBy Ada Muster\n\n{LEAD}")
    assert (parsed.headline, parsed.headline_is_working, parsed.by) == (
        "A lamp for the pier",
        False,
        ("Ada Muster",),
    )
    assert parsed.body == LEAD_HTML


def test_a_heading_that_repeats_the_headline_is_dropped_and_another_becomes_a_subheadline() -> None:
    assert read(f"---\nheadline: A lamp\n---\n# A Lamp\n\n{LEAD}").body == LEAD_HTML
    assert read(f"---\nheadline: A lamp\n---\n# Light\n\n{LEAD}").body == f"<h2>Light</h2>\n{LEAD_HTML}"


def test_without_a_heading_the_headline_is_a_working_one() -> None:
    parsed = read(f"{LEAD}\n\n## Light\n\n{LEAD}")
    assert (parsed.headline, parsed.headline_is_working) == (
        "The lamp on the northern pier burns from dusk to dawn, says “the council” & the “Blatt”",
        True,
    )


def test_headings_are_of_two_levels() -> None:
    text = "# One\n\n" + LEAD + "\n\n# Two\n\n## Three\n\n### Four\n\n##### Five\n\nThe end of it all."
    assert read(text).body.split("\n")[1:5] == [
        "<h2>Two</h2>",
        "<h2>Three</h2>",
        "<h3>Four</h3>",
        "<h3>Five</h3>",
    ]


def test_what_markdown_marks_up_becomes_the_elements_a_body_may_have() -> None:
    text = (
        f"{LEAD}\n\n- one\n- two\n\n1. three\n\n> We waited\n> nine years.\n> -- The harbour master\n\n"
        "A **bold** `code` [link](https://a.example/?a=1&b=2 'title')  \nnext\nline\n\n***\n\n"
        "| pier | lamps |\n|:-----|------:|\n| north | 40 |\n\n"
        "```py\nif a < b:\n  pass\n```\n\n    indented words\n"
    )
    assert read(text).body.replace("\n", "") == (
        f"{LEAD_HTML}<ul><li><p>one</p></li><li><p>two</p></li></ul><ol><li><p>three</p></li></ol>"
        "<blockquote><p>We waited nine years.</p><p>— The harbour master</p></blockquote>"
        "<p>A <strong>bold</strong> code "
        '<a href="https://a.example/?a=1&amp;b=2">link</a><br>next line</p><hr>'
        "<table><thead><tr><th>pier</th><th>lamps</th></tr></thead>"
        "<tbody><tr><td>north</td><td>40</td></tr></tbody></table>"
        "<p>if a &lt; b:<br>  pass</p><p>indented words</p>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> and some words",
        "<!-- a comment --> and some words",
        "<b onclick=x>bold</b> and some words",
        "[a link](javascript:alert(1)) and some words",
        "[a link](vbscript:x) and [one](data:text/html,x)",
        "[a link](JaVaScRiPt&colon;alert(1)) and some words",
    ],
)
def test_html_and_dangerous_links_are_text(text: str) -> None:
    body = read(f"{LEAD}\n\n{text}").body
    assert body.count("<") == LEAD_HTML.count("<") + 2
    assert "href" not in body


def test_a_first_picture_is_the_lead_picture() -> None:
    parsed = read(
        f'![A *pier* at dusk](my%20pier.jpg "The pier")\n\n# A lamp\n\n{LEAD}\n\nSo ![two](b.jpg) it ended.'
    )
    assert parsed.picture == ParsedPicture("my pier.jpg", "A pier at dusk", "The pier")
    assert (parsed.headline, parsed.body) == ("A lamp", f"{LEAD_HTML}\n<p>So  it ended.</p>")
    assert parsed.warnings == ("The picture “b.jpg” was left out of the text.",)
    assert "picture" in parsed.said


def test_front_matter_completes_the_picture_of_the_text_or_replaces_it() -> None:
    text = f"![A pier](pier.jpg)\n\n{LEAD}"
    assert read(f"---\npicture_credit: Ada\n---\n{text}").picture == ParsedPicture(
        "pier.jpg", "A pier", "", "Ada"
    )
    parsed = read(f"---\npicture: lamp.jpg\n---\n{text}")
    assert (parsed.picture, parsed.body) == (ParsedPicture("lamp.jpg"), LEAD_HTML)
    assert parsed.warnings == ("The picture “pier.jpg” was left out of the text.",)


@pytest.mark.parametrize(
    "address", ["https://a.example/b.jpg", "../b.jpg", "/b.jpg", "data:image/png;base64,AAAA"]
)
def test_a_picture_from_elsewhere_is_left_out(address: str) -> None:
    parsed = read(f"![Words]({address})\n\n{LEAD}")
    assert (parsed.picture, parsed.body) == (None, LEAD_HTML)
    assert parsed.warnings == (f"The picture “{address}” was left out of the text.",)


def test_source_lines_and_the_bio_close_a_markdown_story_too() -> None:
    parsed = read(f"{LEAD}\n\nSource: [Hafenblatt](https://hafenblatt.example/1)\n\n{BIO}")
    assert parsed.body == LEAD_HTML
    assert parsed.sources == (ParsedSource("Hafenblatt", url="https://hafenblatt.example/1"),)
    bio = "I'm Ada Muster, a reporter for The Example Courier. I cover ports."
    assert parsed.author == ParsedAuthor("Ada Muster", bio, "Reporter", "The Example Courier", ("ports",))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("> " * 30 + "too deep for anybody", "Lists or quotes are nested too deeply."),
        ("word " * 10_001, "A paragraph has more than 50,000 characters."),
        ("[a b c d\n\n" * 5_001, "The text has more than 5,000 square brackets."),
        ("## Only\n\n### Headings", "The text has no paragraph of at least 4 words."),
        ("![](a.jpg)", "The text has no words in it."),
    ],
)
def test_unreasonable_markdown_is_refused(text: str, reason: str) -> None:
    assert refusal(text) == ("body", reason)
