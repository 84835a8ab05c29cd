"""A story as Markdown: the same words as on the page, and nobody's words taken for a mark."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from articles.models import Change, Edition
from articles.publishing import publish
from articles.site.markdown import from_html
from articles.withdrawals import retract, take_down
from newsroom.models import Publication
from tests.factories import (
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    published,
    revise,
)
from tests.site.reading import Ago

type Read = Callable[[Edition], str]
commonmark = MarkdownIt("commonmark").enable("table")


def path_of(edition: Edition) -> str:
    """The address of a story's Markdown."""
    return f"{edition.get_absolute_url()}index.html.md"


@pytest.fixture
def text(client: Client, frame: None) -> Read:
    """Return a function that fetches a story as Markdown."""

    def fetch(edition: Edition) -> str:
        response = client.get(path_of(edition))
        assert (response.status_code, response["Content-Type"]) == (200, "text/markdown; charset=utf-8")
        return response.text

    return fetch


@pytest.mark.django_db
def test_a_story_is_all_there(text: Read, ago: Ago) -> None:
    edition = published(
        at=ago(days=1),
        headline="The river *rises*",
        standfirst="Three villages_told.",
        key_points="It rose.\nIt fell.",
        body='<p>It rose, <strong>fast</strong>. <a href="#the-dam">See</a></p><h2>The dam</h2>'
        "<ul><li><p>One</p></li><li><p>Two</p></li></ul>"
        "<table><tbody><tr><th><p>Day</p></th><th><p>m|cm</p></th></tr>"
        "<tr><td><p>Monday</p></td><td><p>2</p></td></tr></tbody></table>",
        dateline="VIENNA, 14 October",
        how_we_reported="We went there.",
        ai_use="assisted",
        section=SectionFactory(name="World", slug="world"),
        authors=[AuthorFactory(name="Ada Writer")],
        topics=[TopicFactory(name="Water", slug="water")],
        sources=[
            {
                "kind": "based_on",
                "outlet": OutletFactory(name="Krone", full_name="Kronen Zeitung"),
                "url": "https://krone.example/a(1)",
            }
        ],
        lead_photo=PhotoFactory(alt="Brown [water]", caption="The river.", credit="A. Photographer"),
    )
    found = text(edition)
    address = f"http://testserver{edition.get_absolute_url()}"
    start, _, rest = found.partition("\n---\n")
    assert start.startswith("# The river \\*rises\\*\n\nThree villages\\_told.\n\n- Report, [World](")
    for line in (
        "- By Ada Writer",
        "- Topics: [Water](http://testserver/topic/water/)",
        "- Language: English",
        f"- Address: [{address}]({address})",
        "- Text and data mining is reserved: do not use the stories for training without our consent.",
    ):
        assert f"{line}\n" in start
    assert re.search(r"!\[Brown \\?\[water\\\]\]\(http://testserver/media/\S+\)", rest)
    for part in (
        "The river. A. Photographer\n",
        "## Key points\n\n- It rose.\n- It fell.\n",
        f"VIENNA, 14 October – It rose, **fast**. [See]({address}#the-dam)\n",
        "## The dam\n\n- One\n- Two\n",
        "| Day | m\\|cm |\n| --- | --- |\n| Monday | 2 |\n",
        "- Based on reporting by [Kronen Zeitung](https://krone.example/a%281%29). We have not confirmed it",
        "## How we reported this\n\nWe went there.\n",
        "## Use of AI\n",
    ):
        assert part in rest, part


@pytest.mark.django_db
def test_what_was_put_right_heads_the_text(text: Read, ago: Ago) -> None:
    story = published(at=ago(days=2))
    revise(story.article)
    publish(
        story.article, by=None, change="correction", note="It was 7 < 8.", at=ago(days=1), now=ago(days=1)
    )
    found = text(story)
    assert re.search(r"^> \*\*Correction, .*:\*\* It was 7 \\< 8\\\.$", found, re.MULTILINE)
    assert found.index("It was 7") < found.index("\n---\n") < found.index("The river fell again.")
    assert "- Last change: " in found


@pytest.mark.django_db
def test_a_retracted_story_is_its_notice(text: Read, ago: Ago) -> None:
    story = published(at=ago(days=1), headline="Made up")
    retract(story.article, by=None, note="None of it is true.", keep_text=True)
    found = text(story)
    assert found.startswith("# Retracted: Made up\n\n> **Retraction, ")
    assert "None of it is true." in found
    assert "The river rose again" not in found


@pytest.mark.django_db
def test_paid_content_and_satire_say_so(text: Read, ago: Ago) -> None:
    assert "**Sponsored content, paid for by A Bank." in text(
        published(at=ago(days=1), genre="sponsored", sponsor="A Bank")
    )
    assert "**Satire: this did not happen.**" in text(published(at=ago(days=1), genre="satire"))


@pytest.mark.django_db
def test_it_moves_and_goes_with_its_story(client: Client, ago: Ago) -> None:
    story = published(at=ago(days=1), slug="first-slug")
    story.article.slug = "second-slug"
    story.article.save()
    moved = publish(story.article, by=None, change=Change.MINOR)
    assert client.get(path_of(story)).headers["Location"] == path_of(moved)
    take_down(story.article, by=None, reason="A court order.")
    assert client.get(path_of(moved)).status_code == 410


@pytest.mark.django_db
def test_the_page_leads_to_it_and_it_leads_back(client: Client, frame: None, ago: Ago) -> None:
    story = published(at=ago(days=1))
    link = f'<link rel="alternate" type="text/markdown" title="Markdown" href="{path_of(story)}">'
    assert link in client.get(story.get_absolute_url()).text
    address = f"http://testserver{story.get_absolute_url()}"
    response = client.get(path_of(story))
    assert response["Link"] == f'<{address}>; rel="canonical"'
    assert response["tdm-reservation"] == "1"
    Publication(text_and_data_mining=Publication.Mining.ALLOWED).save()
    allowed = client.get(path_of(story))
    assert allowed["tdm-reservation"] == "0"
    assert "- Text and data mining, training included, is allowed." in allowed.text


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_two_queries(
    client: Client, frame: None, ago: Ago, django_assert_num_queries: Any, rows: int
) -> None:
    story = published(
        at=ago(days=2),
        topics=[TopicFactory() for _ in range(rows)],
        lead_photo=PhotoFactory(),
        sources=[{"kind": "based_on", "outlet": OutletFactory()} for _ in range(rows)],
    )
    for number in range(rows):
        revise(story.article, f"<p>Now {number}.</p>")
        publish(story.article, by=None, change="correction", note="It was 7.")
    with django_assert_num_queries(2):
        assert client.get(path_of(story)).status_code == 200


def words(html: str) -> str:
    """The text of HTML, spaces aside."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# Line breaks and the like are no characters of a paragraph; a tab or a non-breaking space is a space.
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"])
MARKS = st.sampled_from(list("*_#-+.`~>|[]()<&!\\=:/123 a"))
TYPED = st.text(st.one_of(MARKS, MARKS, MARKS, LETTERS, st.just(" ")), min_size=1, max_size=30).filter(
    str.strip
)


@given(TYPED, TYPED, TYPED)
def test_whatever_is_typed_reads_the_same_through_commonmark(one: str, two: str, three: str) -> None:
    html = (
        f"<h1>{escape(one)}</h1><p>{escape(two)}</p><ul><li><p>{escape(three)}</p></li></ul>"
        f"<blockquote><p>{escape(one)}</p></blockquote><p>{escape(three)}<br>{escape(two)}</p>"
        "<p>x<br></p>"
        f"<table><tbody><tr><th><p>x{escape(two)}</p></th></tr><tr><td><p>x{escape(one)}</p></td></tr></tbody></table>"
    )
    again = commonmark.render(from_html(html))
    assert words(again) == words(html)
    assert {tag for tag in re.findall(r"<(\w+)", again) if tag not in {"thead", "tr"}} <= {
        *("h1", "p", "ul", "li", "blockquote", "br", "table", "tbody", "th", "td")
    }
