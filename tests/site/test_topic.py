"""The topic page: the description, the count, the timeline."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories import TopicFactory, approved, published
from tests.site.reading import Ago, Read, headlines

pytestmark = pytest.mark.django_db


def test_a_topic_says_what_it_is_and_lists_its_stories_by_year(read: Read, ago: Ago) -> None:
    topic = TopicFactory(name="Rivers", slug="rivers", description="Water on the map.")
    published(at=ago(days=800), topics=[topic], headline="The elder story")
    published(at=ago(hours=1), topics=[topic], headline="The younger story")
    published(at=ago(hours=2), headline="A story about something else")
    text = read(topic.get_absolute_url())
    assert headlines(text) == ["The younger story", "The elder story"]
    assert "Water on the map." in text
    assert "2 stories" in text


@pytest.mark.parametrize("stories", [1, 3])
def test_a_topic_costs_three_queries_however_many_stories(
    client: Client, frame: None, ago: Ago, django_assert_num_queries: Any, stories: int
) -> None:
    topic = TopicFactory()
    for number in range(stories):
        published(at=ago(days=number + 1), topics=[topic, TopicFactory()])
    with django_assert_num_queries(3):
        assert client.get(topic.get_absolute_url()).status_code == 200


def test_a_topic_no_public_story_is_about_has_no_page(client: Client, frame: None) -> None:
    topic = TopicFactory(name="Resignation")
    approved(topics=[topic])
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.get(f"{topic.get_absolute_url()}feed/").status_code == 404
