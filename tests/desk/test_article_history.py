"""History, compare and restore."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article
from articles.publishing import publish
from articles.revisions import snapshot
from articles.workflow import perform
from tests.desk.pages import queries_of
from tests.desk.posting import typed
from tests.factories import ArticleFactory, UserFactory, approved


def page(name: str, article: Article, *args: int) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


def saved(article: Article, headline: str, by: User | None = None) -> None:
    article.headline = headline
    article.save()
    snapshot(article, by=by)


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_takes_the_same_queries_whatever_its_length(count: int, everything: Client) -> None:
    article = approved()
    for number in range(count):
        saved(article, f"Headline {number}", by=UserFactory())
        publish(article, by=None, change="minor" if number else None)
    assert queries_of(everything, page("history", article)) == 8
    assert queries_of(everything, page("compare", article)) == 10


def test_revisions_editions_and_events_stand_in_one_list_newest_first(everything: Client, desk: User) -> None:
    article = ArticleFactory(headline="First")
    snapshot(article, by=desk, comment="Started")
    perform(article, "submit", by=desk)
    perform(article, "approve", by=None)
    publish(article, by=None)
    entries = everything.get(page("history", article)).context["entries"]
    told = [entry.event.verb if entry.event else f"revision {entry.revision.number}" for entry in entries]
    assert told == ["publish", "approve", "submit", "revision 1"]
    assert [edition.number for edition in entries[-1].editions] == [1]


def test_two_revisions_are_compared_word_by_word(everything: Client) -> None:
    article = ArticleFactory()
    for headline in ("The dam holds", "The dam has burst", "The dam has burst at noon"):
        saved(article, headline)
    response = everything.get(page("compare", article), {"before": "1", "after": "3"})
    (field,) = response.context["differences"]
    assert [(piece.kind, piece.text) for piece in field.pieces] == [
        ("same", "The dam "),
        ("removed", "holds"),
        ("added", "has burst at noon"),
    ]
    assert "<del>holds</del><ins>has burst at noon</ins>" in response.content.decode()


def test_without_a_choice_the_last_save_is_compared(everything: Client) -> None:
    article = ArticleFactory()
    for headline in ("One", "Two", "Three"):
        saved(article, headline)
    context = everything.get(page("compare", article)).context
    assert (context["before"].number, context["after"].number) == (2, 3)


@pytest.mark.parametrize("query", [{"before": "9"}, {"after": "x"}, {"before": "-1"}])
def test_a_revision_that_does_not_exist_is_not_found(query: dict[str, str], everything: Client) -> None:
    article = ArticleFactory()
    saved(article, "One")
    assert everything.get(page("compare", article), query).status_code == 404
    assert everything.get(page("restore", article, 9)).status_code == 404


def test_what_was_typed_is_shown_as_text_in_a_comparison(everything: Client) -> None:
    article = ArticleFactory()
    saved(article, "One")
    saved(article, "<script>alert(1)</script>")
    assert "<script>alert" not in everything.get(page("compare", article)).content.decode()


def test_restoring_asks_first_and_makes_a_new_revision(client: Client, desk: User) -> None:
    client.force_login(desk)
    article = ArticleFactory()
    saved(article, "One")
    saved(article, "Two")
    shown = client.get(page("restore", article, 1))
    article.refresh_from_db()
    assert article.headline == "Two"
    response = client.post(page("restore", article, 1), typed(shown, form_id=""))
    article.refresh_from_db()
    newest = article.revisions.latest("number")
    assert response["Location"] == page("change", article)
    assert (article.headline, newest.number, newest.by, newest.origin) == ("One", 3, desk, "restore")


def test_restoring_over_a_save_nobody_looked_at_is_refused(client: Client, desk: User) -> None:
    client.force_login(desk)
    article = ArticleFactory()
    saved(article, "One")
    shown = typed(client.get(page("restore", article, 1)), form_id="")
    Article.objects.filter(pk=article.pk).update(edit_version=2, headline="Two")
    assert client.post(page("restore", article, 1), shown)["Location"] == page("restore", article, 1)
    article.refresh_from_db()
    assert (article.headline, article.revisions.count()) == ("Two", 1)


def test_restoring_approved_copy_voids_the_approval_of_others(client: Client, reporter: User) -> None:
    client.force_login(reporter)
    article = ArticleFactory(created_by=reporter)
    saved(article, "One")
    saved(article, "Two")
    perform(article, "submit", by=None)
    perform(article, "approve", by=None)
    client.post(page("restore", article, 1), typed(client.get(page("restore", article, 1)), form_id=""))
    article.refresh_from_db()
    assert (article.headline, article.status) == ("One", "in_review")


def test_who_may_not_change_the_story_cannot_restore_it(client: Client, reporter: User) -> None:
    client.force_login(reporter)
    article = ArticleFactory()
    saved(article, "One")
    assert client.get(page("history", article)).status_code == 200
    assert client.get(page("restore", article, 1)).status_code == 403
    assert client.post(page("restore", article, 1), {"edit_version": "1"}).status_code == 403
