"""The desk's first screen: to each person what waits for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article, ErrorReport
from articles.publishing import publish
from articles.workflow import perform
from tests.desk.pages import queries_of
from tests.desk.rows import ROWS
from tests.factories import ArticleFactory, approved, published

type ClientFor = Callable[[User], Client]


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_screen_takes_eight_queries_whatever_waits(everything: Client, count: int) -> None:
    for _number in range(count):
        ROWS[ErrorReport](1)
        perform(ArticleFactory(), "submit", by=None)
        article = approved()
        publish(article, by=None, at=timezone.now() + timedelta(hours=2))
    assert queries_of(everything, "/admin/") == 8


def test_the_first_screen_shows_what_waits_for_the_person(client_for: ClientFor, desk: User) -> None:
    review = ArticleFactory(headline="Waits for review")
    perform(review, "submit", by=None)
    sent_back = ArticleFactory(headline="Was sent back", assignee=desk)
    perform(sent_back, "submit", by=None)
    perform(sent_back, "send_back", by=None, note="Who says so?")
    ArticleFactory(headline="Is being written", created_by=desk)
    publish(approved(headline="Appears later"), by=None, at=timezone.now() + timedelta(hours=2))
    live = published(headline="Just appeared")
    ErrorReport.objects.create(article=live.article, edition=live, message="The dam is elsewhere.")

    context = client_for(desk).get("/admin/").context
    assert {
        block.name: [str(getattr(row, "headline", None) or row) for row in block.rows]
        for block in context["blocks"]
    } == {
        "reports": ["The dam is elsewhere."],
        "review": ["Waits for review"],
        "changes": ["Was sent back"],
        "scheduled": ["Appears later"],
        "drafts": ["Is being written"],
        "published": ["Just appeared"],
    }


def test_the_first_screen_counts_what_it_does_not_show(client_for: ClientFor, reporter: User) -> None:
    for _number in range(10):
        ArticleFactory(created_by=reporter)
    ArticleFactory()
    response = client_for(reporter).get("/admin/")
    drafts = next(block for block in response.context["blocks"] if block.name == "drafts")
    assert (len(drafts.rows), drafts.count, "All 10" in response.text) == (8, 10, True)


def test_a_desk_editor_is_asked_to_review_the_own_sections_only(client_for: ClientFor, desk: User) -> None:
    own, foreign = ArticleFactory(), ArticleFactory()
    assert own.section is not None
    assert foreign.section is not None
    own.section.editors.add(desk)
    foreign.section.editors.add(User.objects.create_user("somebody"))
    for article in (own, foreign):
        perform(article, "submit", by=None)
    blocks = client_for(desk).get("/admin/").context["blocks"]
    assert [row.pk for block in blocks if block.name == "review" for row in block.rows] == [own.pk]


def test_an_account_without_a_role_is_told_so(client_for: ClientFor, make_user: Callable[..., User]) -> None:
    response = client_for(make_user("nobody")).get("/admin/")
    assert "has no role yet" in response.text


def test_only_what_puts_something_right_is_red(client_for: ClientFor, desk: User) -> None:
    hours = [timezone.now() - timedelta(hours=ago) for ago in (3, 2, 1)]
    article = published(at=hours[0]).article
    for at, change in zip(hours[1:], ("correction", "minor"), strict=True):
        Article.objects.filter(pk=article.pk).update(kicker=change)
        article.refresh_from_db()
        publish(article, by=None, at=at, now=at, change=change, note="The dam is elsewhere.")
    blocks = client_for(desk).get("/admin/").context["blocks"]
    rows = [
        (row.change, row.puts_right) for block in blocks if block.name == "published" for row in block.rows
    ]
    assert rows == [("minor", False), ("correction", True), ("first", False)]
