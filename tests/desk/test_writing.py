"""What the server does for whoever writes: hard limits, choices, and the archive for links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Preferences
from articles.publishing import publish
from articles.withdrawals import retract
from tests.desk.posting import typed
from tests.factories import ArticleFactory, approved, published

pytestmark = pytest.mark.django_db

ARCHIVE = "/admin/articles/article/archive/"


def stories(client: Client, words: str) -> list[dict[str, Any]]:
    answer = client.get(ARCHIVE, {"q": words})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["stories"]
    return found


# --- Limits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "fits", "refused"),
    [
        ("headline", "👍🏽" * 120, "👍🏽" * 121),
        ("headline_short", "e\u0301" * 64, "e\u0301" * 65),
        ("standfirst", "x" * 240, "x" * 241),
        ("slugline", "X" * 40, "X" * 41),
    ],
)
def test_the_form_refuses_what_its_counter_calls_over_and_keeps_what_was_typed(
    client: Client, reporter: User, field: str, fits: str, refused: str
) -> None:
    article = ArticleFactory(created_by=reporter)
    client.force_login(reporter)
    form = reverse("admin:articles_article_change", args=[article.pk])
    answer = client.post(form, typed(client.get(form), **{field: refused}))
    assert "1 character too many" in answer.content.decode()
    assert refused in answer.content.decode()
    client.post(form, typed(client.get(form), **{field: fits}))
    article.refresh_from_db()
    assert getattr(article, field) == fits


def test_without_scripts_the_form_still_shows_each_surface_with_the_headline_it_takes(
    client: Client, reporter: User
) -> None:
    article = ArticleFactory(created_by=reporter, headline="The long one", headline_seo="The searched one")
    client.force_login(reporter)
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    shown = {surface["surface"].name: surface["title"] for surface in page.context["surfaces"]}
    assert shown == {
        "search": "The searched one",
        "social": "The long one",
        "front": "The long one",
        "push": "The long one",
    }


# --- Choices -----------------------------------------------------------------------------------------------


def test_everything_is_on_until_somebody_switches_it_off(client: Client, reporter: User) -> None:
    client.force_login(reporter)
    page = client.get(reverse("desk_preferences")).content.decode()
    assert 'data-shortcuts="1" data-single="1"' in page
    client.post(reverse("desk_preferences"), {"shortcuts": "on"})
    mine = Preferences.objects.get(user=reporter)
    assert (mine.shortcuts, mine.single_keys, mine.smart_quotes) == (True, False, False)
    form = client.get(reverse("admin:articles_article_add"))
    assert 'data-shortcuts="1" data-single="0"' in form.content.decode()
    assert form.context["writing"]["smart"] is False


def test_what_somebody_chose_costs_no_query(client: Client, reporter: User) -> None:
    client.force_login(reporter)
    with CaptureQueriesContext(connection) as without:
        client.get(reverse("desk_preferences"))
    Preferences.objects.create(user=reporter)
    with CaptureQueriesContext(connection) as with_choices:
        client.get(reverse("admin:articles_article_add"))
    assert not any('FROM "articles_preferences"' in query["sql"] for query in with_choices)
    assert sum('FROM "articles_preferences"' in query["sql"] for query in without) == 1


def test_a_closed_account_is_out_at_once(client: Client, reporter: User) -> None:
    client.force_login(reporter)
    User.objects.filter(pk=reporter.pk).update(is_active=False)
    assert client.get(ARCHIVE, {"q": "x"}).status_code == 302


# --- Links to our own stories ------------------------------------------------------------------------------


def test_the_archive_gives_public_stories_with_the_address_readers_know(
    client: Client, contributor: User, settings: Any
) -> None:
    settings.SITE_URL = "https://news.example"
    edition = published(headline="The old dam burst", section__name="World")
    now = timezone.now()
    publish(approved(headline="The next dam"), by=None, at=now + timedelta(hours=1), now=now)
    ArticleFactory(headline="A drafted dam", created_by=contributor)
    client.force_login(contributor)
    [story] = stories(client, "dam")
    assert story["url"] == f"https://news.example{edition.get_absolute_url()}"
    assert (story["headline"], story["section"], story["standing"]) == ("The old dam burst", "World", "")
    assert stories(client, story["url"]) == [story]
    assert stories(client, "https://elsewhere.example/dam") == []
    assert stories(client, "") == stories(client, "nothing of the kind") == []


def test_the_working_copy_of_a_public_story_stays_where_it_is(client: Client, contributor: User) -> None:
    edition = published(headline="The old dam burst")
    Article.objects.filter(pk=edition.article_id).update(headline="A secret otter")
    client.force_login(contributor)
    assert stories(client, "otter") == []
    assert stories(client, "dam")[0]["headline"] == "The old dam burst"


def test_a_retracted_story_says_so(
    client: Client, contributor: User, managing: User, standards: User
) -> None:
    edition = published(headline="The dam that never was")
    retract(edition.article, by=None, note="There was no dam.")
    client.force_login(contributor)
    assert [story["standing"] for story in stories(client, "dam")] == ["Retracted"]


def test_the_archive_is_for_those_who_write(client: Client, make_user: Any, outsider: User) -> None:
    published(headline="The old dam burst")
    client.force_login(make_user("guest"))
    assert client.get(ARCHIVE, {"q": "dam"}).status_code == 403
    client.force_login(outsider)
    assert client.get(ARCHIVE, {"q": "dam"}).status_code == 302
    assert Client().get(ARCHIVE, {"q": "dam"}).status_code == 302
    client.force_login(make_user("writer", "Contributor"))
    assert client.post(ARCHIVE, {"q": "dam"}).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_archive_takes_the_same_queries_whatever_it_finds(count: int, everything: Client) -> None:
    for _n in range(count):
        published(headline="The old dam burst")
    with CaptureQueriesContext(connection) as captured:
        assert len(stories(everything, "dam")) == count
    assert len(captured) == 4


def test_the_archive_gives_ten_at_most(everything: Client) -> None:
    for _n in range(11):
        published(headline="The old dam burst")
    assert len(stories(everything, "dam")) == 10
