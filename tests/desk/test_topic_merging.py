"""Merging topics at the desk: who may, what the page says, what an open form does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Topic
from articles.revisions import snapshot
from articles.topics import merge
from tests.conftest import MakeUser
from tests.desk.posting import typed
from tests.factories import ArticleFactory, TopicFactory, published

pytestmark = pytest.mark.django_db

type ClientFor = Callable[[User], Client]


def merging(topic: Topic) -> str:
    return reverse("admin:articles_topic_merge", args=[topic.pk])


def form(topic: Topic) -> str:
    return reverse("admin:articles_topic_change", args=[topic.pk])


def test_a_managing_editor_merges_on_a_page_that_says_how_many_stories_move(
    make_user: MakeUser, client_for: ClientFor
) -> None:
    old, stays = TopicFactory(name="dams"), TopicFactory(name="Dams")
    published(topics=[old])
    ArticleFactory(topics=[old, stays])
    editor = client_for(make_user("mia", "Managing editor"))
    assert merging(old) in editor.get(form(old)).text
    page = editor.get(merging(old))
    assert "2 stories move from “dams”" in page.text
    answer = editor.post(merging(old), typed(page, "merge-form", into="Dams"))
    assert answer["Location"] == form(stays)
    assert "“dams” is merged into “Dams”: 2 stories moved." in editor.get(form(stays)).text
    assert list(Topic.objects.all()) == [stays]


@pytest.mark.parametrize("role", ["Desk editor", "Copy editor", "Reporter"])
def test_nobody_else_sees_the_button_or_gets_past_the_view(
    make_user: MakeUser, client_for: ClientFor, role: str
) -> None:
    old, stays = TopicFactory(), TopicFactory()
    somebody = client_for(make_user("bo", role))
    assert merging(old) not in somebody.get(form(old)).text
    assert somebody.get(merging(old)).status_code == 403
    assert somebody.post(merging(old), {"into": stays.name}).status_code == 403
    assert Topic.objects.count() == 2


@pytest.mark.parametrize("name", ["", "unheard of", "dams"])
def test_a_name_that_no_other_topic_has_is_asked_again(everything: Client, name: str) -> None:
    old = TopicFactory(name="dams")
    answer = everything.post(merging(old), {"into": name})
    assert answer.status_code == 200
    assert answer.context["form"].errors["into"]
    assert Topic.objects.get() == old


@pytest.mark.parametrize("key", ["0", "x", "99999999999999999999"])
def test_a_topic_there_is_not_is_not_found(everything: Client, key: str) -> None:
    assert everything.get(reverse("admin:articles_topic_merge", args=[key])).status_code == 404


@pytest.mark.parametrize("is_public", [True, False])
def test_a_form_that_still_names_the_old_topic_does_not_bring_it_back(
    everything: Client, is_public: bool
) -> None:
    old, stays = TopicFactory(name="dams"), TopicFactory(name="Barrages")
    article = published(topics=[old]).article if is_public else ArticleFactory(topics=[old])
    snapshot(article, by=None)
    path = reverse("admin:articles_article_change", args=[article.pk])
    sent = typed(everything.get(path), headline="Another headline")
    assert sent["topics"] == "dams"
    everything.post(merging(old), {"into": "barrages"})
    assert everything.post(path, sent).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Another headline"
    assert list(article.topics.all()) == list(Topic.objects.all()) == [stays]


@pytest.mark.parametrize("is_new", [True, False])
def test_a_merged_name_that_is_typed_later_is_the_topic_that_stays_and_the_form_says_so(
    everything: Client, is_new: bool
) -> None:
    old, stays = TopicFactory(name="dams"), TopicFactory(name="Barrages")
    everything.post(merging(old), {"into": "Barrages"})
    path = reverse("admin:articles_article_add")
    if not is_new:
        path = reverse("admin:articles_article_change", args=[ArticleFactory().pk])
    sent = typed(everything.get(path), slugline="WALL", topics="Dams, Barrages, Rivers")
    answer = everything.post(path, sent, follow=True)
    assert "The topic “Dams” is called “Barrages” now: the story stands under that one." in answer.text
    article = Article.objects.get(slugline="WALL")
    assert [topic.name for topic in article.topics.order_by("name")] == ["Barrages", "Rivers"]
    assert "dams" in everything.get(form(stays)).text


def test_the_bulk_action_knows_a_merged_name(everything: Client) -> None:
    old, stays = TopicFactory(name="dams"), TopicFactory(name="Barrages")
    merge(old, stays, by=None)
    story = ArticleFactory()
    data = {"action": "add_topic", "_selected_action": [story.pk], "topic": "dams", "confirmed": "1"}
    everything.post(reverse("admin:articles_article_changelist"), data)
    assert list(story.topics.all()) == [stays]
