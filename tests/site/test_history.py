"""The history of a story: every edition, what changed, and what stays withdrawn."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Edition
from articles.publishing import publish
from articles.site.comparison import WORDS_COMPARED, compare
from articles.withdrawals import retract, take_down
from tests.factories import published
from tests.site.reading import Ago, Read

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected(ago: Ago) -> Edition:
    """A story of two editions: the first wrong, the second right."""
    first = published(
        at=ago(days=2), headline="The river rises", body="<p>Four villages.</p><p>Nobody hurt.</p>"
    )
    article = first.article
    article.body = "<p>Three villages.</p><p>Nobody hurt.</p>"
    article.save()
    return publish(
        article, by=None, change="correction", note="Three, not four.", at=ago(days=1), now=ago(days=1)
    )


def test_every_edition_is_listed_with_its_kind_and_note_newest_first(read: Read, corrected: Edition) -> None:
    text = read(corrected.get_history_url())
    assert re.findall(r'class="edition-no">(\d+)<', text) == ["2", "1"]
    assert re.findall(r"<h2[^>]*>(Correction|First published)</h2>", text) == [
        "Correction",
        "First published",
    ]
    assert "Three, not four." in text
    assert f'href="{corrected.get_history_url()}2/"' in text
    assert f'href="{corrected.get_history_url()}1/"' not in text


def test_a_comparison_shows_what_was_taken_out_and_put_in(read: Read, corrected: Edition) -> None:
    text = read(f"{corrected.get_history_url()}2/")
    assert "<p><del>Four</del><ins>Three</ins> villages.</p>" in text
    assert "<p>Nobody hurt.</p>" in text


def test_there_is_nothing_to_compare_the_first_edition_with(
    client: Client, frame: None, corrected: Edition
) -> None:
    for number in ("0", "1", "3", "99999999999999999999"):
        assert client.get(f"{corrected.get_history_url()}{number}/").status_code == 404, number


def test_a_scheduled_edition_is_not_in_the_history(
    client: Client, frame: None, corrected: Edition, ago: Ago, now: Any
) -> None:
    article = corrected.article
    article.body = "<p>The dam has burst.</p>"
    article.save()
    publish(article, by=None, change="update", note="The dam.", at=now + (now - ago(days=1)))
    text = client.get(corrected.get_history_url()).content.decode()
    assert re.findall(r'class="edition-no">(\d+)<', text) == ["2", "1"]
    assert client.get(f"{corrected.get_history_url()}3/").status_code == 404


def test_an_old_slug_leads_to_the_history_at_the_new_one(
    client: Client, frame: None, corrected: Edition
) -> None:
    article = corrected.article
    article.slug = "another-slug"
    article.save()
    current = publish(article, by=None)
    assert current.slug == "another-slug"
    for old, new in (
        (corrected.get_history_url(), current.get_history_url()),
        (f"{corrected.get_history_url()}2/", f"{current.get_history_url()}2/"),
    ):
        response = client.get(old)
        assert (response.status_code, response.headers["Location"]) == (301, new)


def test_text_withdrawn_with_a_retraction_is_in_no_comparison(
    client: Client, frame: None, corrected: Edition
) -> None:
    retract(corrected.article, by=None, note="It was invented.", keep_text=False)
    listed = client.get(corrected.get_history_url()).content.decode()
    assert "It was invented." in listed
    assert "word by word" not in listed
    for number in (2, 3):
        assert client.get(f"{corrected.get_history_url()}{number}/").status_code == 404, number


def test_a_retraction_that_keeps_the_text_keeps_its_comparisons(
    client: Client, frame: None, corrected: Edition
) -> None:
    retract(corrected.article, by=None, note="It was invented.")
    for number in (2, 3):
        assert client.get(f"{corrected.get_history_url()}{number}/").status_code == 200, number


def test_a_story_that_was_taken_down_has_no_history(client: Client, frame: None, corrected: Edition) -> None:
    take_down(corrected.article, by=None, reason="Danger.")
    for path in (corrected.get_history_url(), f"{corrected.get_history_url()}2/"):
        response = client.get(path)
        assert response.status_code == 410
        assert "Three, not four." not in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/0000/00/00/x/history/", "/2025/02/30/x/history/", "/2025/02/03/x/history/2/"]
)
def test_the_history_of_nothing_is_not_found(client: Client, frame: None, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_the_history_costs_two_queries_however_many_editions(
    client: Client, frame: None, corrected: Edition, django_assert_num_queries: Any, more: int
) -> None:
    for number in range(more):
        publish(corrected.article, by=None, change="update", note=f"Update {number}.")
    with django_assert_num_queries(2):
        assert client.get(corrected.get_history_url()).status_code == 200
    with django_assert_num_queries(3):
        assert client.get(f"{corrected.get_history_url()}2/").status_code == 200


def test_paragraphs_that_moved_in_are_put_in_whole() -> None:
    before, after = Edition(body="<p>One.</p><p>Two.</p>"), Edition(body="<p>One.</p><p>New.</p><p>Two.</p>")
    (text,) = compare(before, after)
    assert [[(piece.kind, piece.text) for piece in line.pieces] for line in text.paragraphs] == [
        [("same", "One.")],
        [("added", "New.")],
        [("same", "Two.")],
    ]


def test_sub_headlines_and_items_of_lists_are_such_in_a_comparison_too(
    read: Read, corrected: Edition
) -> None:
    article = corrected.article
    for places in ("<li>Two bridges</li>", "<li>Three bridges</li><li>A ferry</li>"):
        box = f"<aside><h3>How</h3><ol><li><p>By train</p></li></ol></aside><h2>Closed</h2><ul>{places}</ul>"
        article.body = f"<p>It rains.</p>{box}<p>For how long?</p>"
        article.save()
        edition = publish(article, by=None, change="update", note="More of it.")
    text = read(f"{edition.get_history_url()}{edition.number}/")
    body = "".join(text[text.index("<p>It rains.</p>") :].split("</div>")[0].split("\n"))
    assert body == (
        "<p>It rains.</p><h3>How</h3><ul><li>By train</li></ul><h3>Closed</h3>"
        "<ul><li><del>Two</del><ins>Three</ins> bridges</li><li><ins>A ferry</ins></li></ul>"
        "<p>For how long?</p>"
    )


def test_a_rewritten_wall_of_text_is_not_compared_word_by_word() -> None:
    before = Edition(body=f"<p>{'old ' * (WORDS_COMPARED + 1)}</p>")
    (text,) = compare(before, Edition(body="<p>new</p>"))
    assert [piece.kind for piece in text.paragraphs[0].pieces] == ["removed", "added"]


def test_other_parts_of_the_story_are_compared_when_they_differ() -> None:
    before, after = Edition(headline="It rains", standfirst="A"), Edition(headline="It pours", standfirst="A")
    assert [part.label for part in compare(before, after)] == ["Headline", "Text"]
