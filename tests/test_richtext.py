"""Rich text: what survives, what a block is, and how a body is rendered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.richtext import blocks, changed_blocks, count_words, plain, render, sanitize


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>One</p><script>alert(1)</script>", "<p>One</p>"),
        ('<p onclick="x()" style="color:red" class="c">One</p>', "<p>One</p>"),
        ('<p><a href="javascript:alert(1)">x</a></p>', "<p><a>x</a></p>"),
        ('<p><a href="https://example.org">x</a></p>', '<p><a href="https://example.org">x</a></p>'),
        ("<h1>Big</h1><h2>Sub</h2>", "Big<h2>Sub</h2>"),
        ('<img src=x onerror="alert(1)"><p>Text</p>', "<p>Text</p>"),
        ("<iframe src='https://evil.example'></iframe><p>Text</p>", "<p>Text</p>"),
        ("<p>“Quoted” &amp; kept – so</p>", "<p>“Quoted” &amp; kept – so</p>"),
        ("<ul><li><p>One</p></li></ul>", "<ul><li><p>One</p></li></ul>"),
        ("<p></p>", ""),
        (
            "<table>\n<caption><p>By <b>town</b></p></caption><tr><td>1</td></tr></table>",
            "<p>By town</p><table><tbody><tr><td>1</td></tr></tbody></table>",
        ),
        (
            "<table><caption> </caption><tr><td>1</td></tr></table>",
            "<table><tbody><tr><td>1</td></tr></tbody></table>",
        ),
    ],
)
def test_the_sanitiser_keeps_what_the_editor_can_type_and_nothing_else(typed: str, kept: str) -> None:
    assert sanitize(typed) == kept


@given(st.text())
def test_sanitising_twice_is_sanitising_once(text: str) -> None:
    once = sanitize(f"<p>{text}</p>")
    assert sanitize(once) == once


def test_blocks_are_the_top_level_elements_verbatim() -> None:
    html = "<p>One &amp; <em>two</em></p>\n<ul><li><p>a</p></li></ul><hr><blockquote><p>Q</p></blockquote>"
    assert blocks(html) == [
        "<p>One &amp; <em>two</em></p>",
        "<ul><li><p>a</p></li></ul>",
        "<hr>",
        "<blockquote><p>Q</p></blockquote>",
    ]


def test_plain_text_has_a_block_on_each_line_and_words_are_counted_in_it() -> None:
    html = "<p>It’s 2.5&nbsp;metres<br>high</p><ul><li>one</li><li>two</li></ul>"
    assert plain(html) == "It’s 2.5 metres high\none two"
    assert count_words(html) == 7


def test_sub_headlines_get_anchors_that_never_repeat() -> None:
    assert render("<h2>What now?</h2><p>x</p><h2>What now?</h2><h3>…</h3>") == (
        '<h2 id="what-now">What now?</h2>\n<p>x</p>\n<h2 id="what-now-2">What now?</h2>\n<h3 id="part">…</h3>'
    )


def test_the_dateline_opens_the_first_paragraph_only() -> None:
    assert render("<p>One.</p><p>Two.</p>", dateline="VIENNA & LINZ") == (
        '<p><span class="dl">VIENNA &amp; LINZ</span> – One.</p>\n<p>Two.</p>'
    )


def test_changed_blocks_are_found_by_their_text_and_marked() -> None:
    before, after = "<p>One.</p><p>Two.</p>", "<p><em>One.</em></p><ul><li>Three.</li></ul><p>Two.</p>"
    changed = changed_blocks(before, after)
    assert changed == {1}
    assert render(after, changed=changed) == (
        '<p><em>One.</em></p>\n<ul class="changed"><li>Three.</li></ul>\n<p>Two.</p>'
    )
