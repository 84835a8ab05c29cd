"""Ends of addresses: German as it is written without umlauts, ASCII, and never nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from unicodedata import normalize

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Topic
from articles.slugs import slug_of
from tests.factories import TopicFactory, published


@pytest.mark.parametrize(
    ("text", "limit", "slug"),
    [
        ("Zürich Straßen", 40, "zuerich-strassen"),
        (normalize("NFD", "Öl für Ärzte"), 40, "oel-fuer-aerzte"),
        ("Crème brûlée, déjà vu!", 40, "creme-brulee-deja-vu"),
        ("日本語", 10, "topic"),
        ("!!!", 10, "topic"),
        ("", 10, "topic"),
        ("one two three", 10, "one-two"),
        ("one twothreefour", 10, "one"),
        ("one-two-thr", 10, "one-two"),
        ("onetwothreefour", 10, "onetwothre"),
    ],
)
def test_a_slug_is_ascii_ends_at_a_word_and_is_never_empty(text: str, limit: int, slug: str) -> None:
    assert slug_of(text, limit, "topic") == slug


@given(text=st.text(), limit=st.integers(5, 40))
def test_a_slug_fits_its_room_and_the_addresses(text: str, limit: int) -> None:
    slug = slug_of(text, limit, "topic")
    assert 1 <= len(slug) <= limit
    assert slug.isascii()
    assert slug.replace("-", "").replace("_", "").isalnum()
    assert slug == slug.lower().strip("-_")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "slug"), [("Zürich Straßen", "zuerich-strassen"), ("日本語", "topic"), ("!!!", "topic")]
)
def test_a_topic_in_any_script_has_a_page(client: Client, name: str, slug: str) -> None:
    edition = published(at=datetime(2026, 10, 1, 9, tzinfo=UTC), topics=[Topic.objects.create(name=name)])
    assert client.get(edition.get_absolute_url()).status_code == 200
    page = client.get(f"/topic/{slug}/")
    assert (page.status_code, page.context["topic"].name) == (200, name)


@pytest.mark.django_db
def test_topics_whose_names_make_the_same_slug_are_numbered() -> None:
    short = [Topic.objects.create(name=name).slug for name in ("日本語", "中文", "한국어")]
    long = [Topic.objects.create(name="ü" * 99 + sign).slug for sign in "äàá"]
    assert short == ["topic", "topic-2", "topic-3"]
    assert long == ["ue" * 47, "ue" * 47 + "-2", "ue" * 47 + "-3"]


@pytest.mark.django_db
def test_a_topic_without_a_slug_is_not_stored() -> None:
    topic = TopicFactory()
    with pytest.raises(IntegrityError, match="topic_has_a_slug"), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(slug="")
