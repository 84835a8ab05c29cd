"""A topic gets another name: whoever writes the old one still means it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import FormerName, Topic
from articles.wire.load import load
from articles.wire.parsers import parse
from tests.desk.posting import typed
from tests.factories import TopicFactory, published

pytestmark = pytest.mark.django_db

COPY = b"Headline: A wall\nTopics: dams\n\nThe wall holds, the engineers say, and it will hold for years."


def rename(desk: Client, topic: Topic, name: str) -> None:
    """Give a topic another name, on its form at the desk."""
    path = reverse("admin:articles_topic_change", args=[topic.pk])
    answer = desk.post(path, typed(desk.get(path), "topic_form", name=name))
    assert answer.status_code == 302, answer.context["adminform"].errors
    topic.refresh_from_db()


def test_a_file_that_says_the_old_name_means_the_renamed_topic(everything: Client) -> None:
    topic = TopicFactory(name="Dams")
    rename(everything, topic, "Barrages")
    loaded = load(parse(COPY, "wall.txt"), ref="wall", by=None)
    assert list(loaded.article.topics.all()) == list(Topic.objects.all()) == [topic]
    assert "The topic “dams” is called “Barrages” now: the story stands under that one." in loaded.notes
    assert "Dams" in everything.get(reverse("admin:articles_topic_change", args=[topic.pk])).text


def test_a_topic_that_is_renamed_twice_keeps_both_names(everything: Client) -> None:
    topic = TopicFactory(name="Dams")
    rename(everything, topic, "Barrages")
    rename(everything, topic, "Walls")
    assert Topic.objects.now_called(["Dams", "Barrages"]) == {"Dams": "Walls", "Barrages": "Walls"}


def test_a_topic_that_is_renamed_back_has_no_former_name_of_its_own(everything: Client) -> None:
    topic = TopicFactory(name="Dams")
    for name in ("Barrages", "Dams"):
        rename(everything, topic, name)
    assert list(FormerName.objects.values_list("name", "topic")) == [("Barrages", topic.pk)]


@pytest.mark.parametrize("name", ["DAMS", "Dams "])
def test_other_capitals_are_no_other_name(everything: Client, name: str) -> None:
    rename(everything, TopicFactory(name="Dams"), name)
    assert not FormerName.objects.exists()


def test_a_name_that_another_topic_has_is_no_former_name(everything: Client) -> None:
    topic, other = TopicFactory(name="Dams"), TopicFactory(name="dams")
    rename(everything, topic, "Barrages")
    assert not FormerName.objects.exists()
    rename(everything, other, "Walls")
    assert Topic.objects.now_called(["Dams"]) == {"Dams": "Walls"}
    rename(everything, topic, "Dams")
    assert (Topic.objects.named("dams"), Topic.objects.now_called(["dams"])) == (topic, {})


@pytest.mark.parametrize("is_public", [True, False])
def test_readers_are_led_on_by_the_old_name_only_where_they_knew_it(
    everything: Client, is_public: bool
) -> None:
    topic = TopicFactory(name="Old Dams", slug="walls")
    if is_public:
        published(topics=[topic])
    rename(everything, topic, "Barrages")
    answer = Client().get("/archive/", {"topic": "Old Dams"})
    assert (answer.status_code == 301) == is_public


def test_a_topic_that_was_deleted_comes_back_from_its_history(everything: Client) -> None:
    topic = TopicFactory(name="Dams")
    page = reverse("admin:articles_topic_simple_history", args=[topic.pk, topic.history.get().pk])
    topic.delete()
    answer = everything.post(page, typed(everything.get(page), "topic_form", name="Dams", slug="dams"))
    assert answer.status_code == 302, answer.context["adminform"].errors
    assert Topic.objects.get().name == "Dams"
