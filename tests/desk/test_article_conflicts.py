"""Two people in one article: nothing typed is lost, and nobody overwrites anybody unknowingly."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.admin.saving import EditConflict, _claim
from articles.models import Article
from articles.revisions import restore, snapshot
from tests.desk.posting import typed
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
)


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


@pytest.fixture
def desk_client(client: Client, desk: User) -> Client:
    client.force_login(desk)
    return client


def test_who_saves_second_keeps_what_they_typed_and_learns_what_the_first_did(
    desk_client: Client, admin_client: Client
) -> None:
    article = ArticleFactory(headline="The dam holds")
    snapshot(article, by=None)
    mine = typed(desk_client.get(change(article)), standfirst="Mine, typed for an hour.")
    admin_client.post(change(article), typed(admin_client.get(change(article)), headline="The dam has burst"))
    response = desk_client.post(change(article), mine)
    page = response.content.decode()
    article.refresh_from_db()
    assert response.status_code == 200
    assert (article.headline, article.edit_version) == ("The dam has burst", 2)
    assert "Mine, typed for an hour." in page
    conflict = response.context["conflict"]
    assert (conflict.by, conflict.version) == ("admin", 2)
    assert [(field.name, [(p.kind, p.text) for p in field.pieces]) for field in conflict.differences] == [
        ("headline", [("same", "The dam "), ("removed", "holds"), ("added", "has burst")])
    ]


def test_saving_over_it_is_a_second_deliberate_step_and_keeps_the_other_version(
    desk_client: Client, admin_client: Client
) -> None:
    article = ArticleFactory(headline="The dam holds")
    mine = typed(desk_client.get(change(article)), standfirst="Mine.")
    admin_client.post(change(article), typed(admin_client.get(change(article)), headline="The dam has burst"))
    again = typed(desk_client.post(change(article), mine))
    assert desk_client.post(change(article), again).status_code == 200
    assert desk_client.post(change(article), {**again, "save_over": "on"}).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.standfirst, article.edit_version) == ("The dam holds", "Mine.", 3)
    assert [r.snapshot["copy"]["headline"] for r in article.revisions.all()] == [
        "The dam holds",
        "The dam has burst",
    ]


def test_saving_over_counts_only_for_the_version_shown(desk_client: Client, admin_client: Client) -> None:
    article = ArticleFactory()
    mine = typed(desk_client.get(change(article)), standfirst="Mine.")
    admin_client.post(change(article), typed(admin_client.get(change(article)), headline="Second"))
    again = typed(desk_client.post(change(article), mine))
    admin_client.post(change(article), typed(admin_client.get(change(article)), headline="Third"))
    assert desk_client.post(change(article), {**again, "save_over": "on"}).status_code == 200
    article.refresh_from_db()
    assert (article.headline, article.edit_version) == ("Third", 3)


def test_a_form_without_its_version_saves_nothing(desk_client: Client) -> None:
    article = ArticleFactory(headline="The dam holds")
    data = typed(desk_client.get(change(article)), headline="Crafted")
    del data["edit_version"]
    assert desk_client.post(change(article), data).status_code == 200
    article.refresh_from_db()
    assert article.headline == "The dam holds"


def test_a_claim_on_a_version_that_has_moved_on_writes_nothing(db: None) -> None:
    article = ArticleFactory()
    Article.objects.filter(pk=article.pk).update(edit_version=2)
    with pytest.raises(EditConflict):
        _claim(article)
    article.refresh_from_db()
    assert article.edit_version == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_wins_and_one_comes_back(desk: User, managing: User) -> None:
    article = ArticleFactory()
    gate = threading.Barrier(2)

    def save(user: User) -> tuple[int, str]:
        try:
            client = Client()
            client.force_login(user)
            data = typed(client.get(change(article)), headline=f"By {user}")
            gate.wait(timeout=30)
            return client.post(change(article), data).status_code, f"By {user}"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(save, [desk, managing]))
    article.refresh_from_db()
    assert [status for status, _headline in answers] == [200, 302]
    assert (article.headline, article.edit_version) == (answers[1][1], 2)
    assert [r.snapshot["copy"]["headline"] for r in article.revisions.all()] == [answers[1][1]]


def test_a_restored_revision_does_not_stop_the_lines_being_typed(desk_client: Client, desk: User) -> None:
    first, second = AuthorFactory(), AuthorFactory()
    article = ArticleFactory(authors=[first])
    revision = snapshot(article, by=None)
    mine = typed(desk_client.get(change(article)), standfirst="Mine.")
    mine |= {
        "contributions-TOTAL_FORMS": "2",
        "contributions-1-author": str(second.pk),
        "contributions-1-role": "author",
    }
    restore(article, revision, by=desk)
    again = typed(desk_client.post(change(article), mine))
    assert desk_client.post(change(article), {**again, "save_over": "on"}).status_code == 302
    assert [line.author for line in article.contributions.all()] == [first, second]
