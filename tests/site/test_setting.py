"""Tables, quotations and boxes as the page sets them."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.richtext import render, sanitize
from articles.site.setting import set_headings, set_quotes, set_tables
from tests.factories import published

TABLE = (
    "<table><tbody><tr><th><p>Village</p></th><th><p>Level</p></th></tr>"
    "<tr><th><p>Ort</p></th><td><p>−1,5 %</p></td></tr>"
    "<tr><th><p>Lin</p></th><td><p>about 3</p></td></tr></tbody></table>"
)


def test_a_table_has_a_caption_scopes_and_columns_of_figures_and_is_reached_by_the_keyboard() -> None:
    html = set_tables(f"<p>Table: Levels &amp; <em>days</em></p>\n{TABLE}")
    assert html.startswith(
        '<div class="table" role="region" tabindex="0" aria-label="Levels &amp; days"><table>'
    )
    assert "<caption>Levels &amp; <em>days</em></caption>" in html
    assert '<th scope="col" class="num"><p>Level</p></th>' in html
    assert '<th scope="row"><p>Ort</p></th><td class="num"><p>−1,5 %</p></td>' in html
    assert "<td><p>about 3</p></td>" in html


def test_a_table_without_a_caption_is_numbered_and_one_elsewhere_is_no_place_to_scroll() -> None:
    html = set_tables(f"<p>A table: no caption.</p>{TABLE}{TABLE}")
    assert 'aria-label="Table 1"' in html
    assert 'aria-label="Table 2"' in html
    assert "<p>A table: no caption.</p>" in html
    assert set_tables(TABLE, scrolls=False).startswith("<table><tbody><tr><th scope")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (
            "<blockquote><p>One.</p><p>Two.</p><p>— A spokesperson</p></blockquote>",
            "<blockquote><p>One.</p><p>Two.</p><footer>A spokesperson</footer></blockquote>",
        ),
        (
            "<blockquote><p>One.</p><p>Two.</p></blockquote>",
            "<blockquote><p>One.</p><p>Two.</p></blockquote>",
        ),
        (
            '<blockquote class="changed"><p>— He said so. –</p><p>Yes.</p></blockquote>',
            '<blockquote class="changed"><p>— He said so. –</p><p>Yes.</p></blockquote>',
        ),
    ],
)
def test_the_last_line_of_a_quotation_says_whose_it_is_when_it_begins_with_a_dash(
    typed: str, shown: str
) -> None:
    assert set_quotes(typed) == shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('<blockquote class="pull"><p>x</p></blockquote>', '<blockquote class="pull"><p>x</p></blockquote>'),
        ('<blockquote class="pull other"><p>x</p></blockquote>', "<blockquote><p>x</p></blockquote>"),
        ('<aside class="x" onclick="y"><h3>F</h3><p>x</p></aside>', "<aside><h3>F</h3><p>x</p></aside>"),
    ],
)
def test_a_fact_box_and_a_pull_quote_survive_the_sanitiser_and_other_classes_do_not(
    typed: str, kept: str
) -> None:
    assert sanitize(typed) == kept
    assert sanitize(kept) == kept


def test_a_changed_box_and_a_changed_pull_quote_are_marked() -> None:
    html = '<blockquote class="pull"><p>x</p></blockquote><aside><p>y</p></aside>'
    assert render(html, changed={0, 1}) == (
        '<blockquote class="changed pull"><p>x</p></blockquote>\n<aside class="changed"><p>y</p></aside>'
    )


@pytest.mark.django_db
def test_the_page_and_the_feed_show_a_story_s_table(client: Client) -> None:
    edition = published(body=f"<p>The river rose.</p><p>Tabelle: Pegel</p>{TABLE}")
    assert 'aria-label="Pegel"' in client.get(edition.get_absolute_url()).content.decode()
    feed = client.get("/feed.json").json()["items"][0]["content_html"]
    assert "<caption>Pegel</caption>" in feed
    assert "tabindex" not in feed


AT = '<a class="at" href="#{0}" title="Link to this part">{1}</a>'


@pytest.mark.parametrize(
    ("rendered", "anchor"),
    [
        ('<h2 id="the-ferry">The <em>ferry</em> &amp; I</h2>', "the-ferry"),
        ('<h3 class="changed" id="part-2">Two</h3>', "part-2"),
        ('<h2 id="a">See <a href="https://lake.example/">the lake</a></h2>', ""),
        ("<aside><h2>In a box</h2></aside>", ""),
    ],
)
def test_a_sub_headline_is_a_link_to_itself_unless_it_leads_elsewhere(rendered: str, anchor: str) -> None:
    start, _, words = rendered.partition(f'"{anchor}">')
    shown = f'{start}"{anchor}">{AT.format(anchor, words[:-5])}{words[-5:]}' if anchor else rendered
    assert set_headings(rendered) == shown


@pytest.mark.django_db
def test_two_sub_headlines_of_one_name_have_an_address_each_on_the_page_and_none_elsewhere(
    client: Client,
) -> None:
    edition = published(body="<p>One.</p><h2>What now?</h2><p>Two.</p><h2>What now?</h2><p>Three.</p>")
    path = edition.get_absolute_url()
    page = client.get(path).text
    assert [
        page.count(f'href="#{anchor}" title="Link to this part">What now?</a></h2>')
        for anchor in ("what-now", "what-now-2")
    ] == [1, 1]
    for elsewhere in ("/feed/", "/feed.json", f"{path}ninjs.json", f"{path}index.html.md", f"/text{path}"):
        assert "Link to this part" not in client.get(elsewhere).text
