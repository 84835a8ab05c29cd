"""Byline, sources and topics in the article form."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from articles.admin.inlines import without_deleted
from articles.admin.widgets import split_topics
from articles.models import Article, Contribution, Source
from tests.desk.posting import typed
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    OutletFactory,
    TopicFactory,
)


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


@pytest.fixture
def desk_client(client: Client, desk: User) -> Client:
    client.force_login(desk)
    return client


def test_the_byline_stands_in_the_order_that_was_typed(desk_client: Client) -> None:
    one, two, three = AuthorFactory(), AuthorFactory(), AuthorFactory()
    article = ArticleFactory(authors=[one, two])
    data = typed(desk_client.get(change(article)))
    data |= {"contributions-0-order": "2", "contributions-1-order": "1", "contributions-TOTAL_FORMS": "3"}
    data |= {"contributions-2-author": str(three.pk), "contributions-2-role": "editor"}
    assert desk_client.post(change(article), data).status_code == 302
    lines = [(line.author, line.role, line.position) for line in article.contributions.all()]
    assert lines == [(two, "author", 0), (one, "author", 1), (three, "editor", 2)]


def test_nobody_is_credited_twice_for_the_same_thing(desk_client: Client) -> None:
    author = AuthorFactory()
    article = ArticleFactory(authors=[author])
    data = typed(desk_client.get(change(article)))
    data |= {
        "contributions-TOTAL_FORMS": "2",
        "contributions-1-author": str(author.pk),
        "contributions-1-role": "author",
    }
    response = desk_client.post(change(article), data)
    assert response.status_code == 200
    assert Contribution.objects.filter(article=article).count() == 1


def test_a_line_marked_for_deletion_goes_also_when_the_form_came_back_once(desk_client: Client) -> None:
    article = ArticleFactory(authors=[AuthorFactory(), AuthorFactory()])
    kept = article.contributions.last()
    data = typed(desk_client.get(change(article)), headline="x" * 121)
    data["contributions-0-DELETE"] = "on"
    came_back = desk_client.post(change(article), data)
    assert came_back.status_code == 200
    assert desk_client.post(change(article), typed(came_back, headline="Short")).status_code == 302
    assert [line.author for line in article.contributions.all()] == [kept.author]


def test_a_source_is_stored_with_everything_that_was_typed(desk_client: Client) -> None:
    outlet = OutletFactory()
    article = ArticleFactory()
    data = typed(desk_client.get(change(article)))
    row = {
        "kind": "based_on",
        "outlet": outlet.pk,
        "title": "Gas for Europe",
        "url": "https://krone.example/gas",
    }
    row |= {"published_on": "2022-07-04", "public_note": "Interview.", "internal_note": "Call again."}
    data |= {"sources-TOTAL_FORMS": "1", **{f"sources-0-{name}": str(value) for name, value in row.items()}}
    assert desk_client.post(change(article), data).status_code == 302
    source = Source.objects.get(article=article)
    assert (source.outlet, source.title, str(source.published_on)) == (
        outlet,
        "Gas for Europe",
        "2022-07-04",
    )
    assert (source.public_note, source.internal_note) == ("Interview.", "Call again.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("human rights", ["human rights"]),
        ("rivers, dams ,, Rivers", ["rivers", "dams"]),
        ('"Paris, Texas", film', ["Paris, Texas", "film"]),
    ],
)
def test_topics_are_separated_by_commas_and_nothing_else(text: str, names: list[str]) -> None:
    assert split_topics(text) == names


def test_an_existing_topic_is_found_whatever_its_capitals(desk_client: Client) -> None:
    topic = TopicFactory(name="Energy policy")
    article = ArticleFactory()
    desk_client.post(change(article), typed(desk_client.get(change(article)), topics="energy POLICY"))
    assert list(article.topics.all()) == [topic]


def test_rows_without_the_deleted_are_counted_anew() -> None:
    data = QueryDict(mutable=True)
    data.update(
        {"r-TOTAL_FORMS": "3", "r-0-a": "x", "r-0-DELETE": "on", "r-1-a": "y", "r-2-a": "z", "other": "1"}
    )
    assert without_deleted(data, "r").dict() == {
        "r-TOTAL_FORMS": "2",
        "r-0-a": "y",
        "r-1-a": "z",
        "other": "1",
    }
