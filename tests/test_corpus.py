"""The benchmarks' corpus: the same every time, whole, and never on top of anything else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from articles.indexing import rebuild
from articles.models import Article, Change, Edition
from articles.search import search
from benchmarks import corpus, stories
from newsroom.models import Heartbeat
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of fifty stories and few texts."""
    monkeypatch.setattr(stories, "CHUNK", 50)
    monkeypatch.setattr(corpus, "BODIES", 20)
    monkeypatch.setattr(corpus, "_settle", lambda record: None)


def told() -> list[tuple[object, ...]]:
    """What tells one corpus from another."""
    rows = Edition.objects.order_by("pk").values_list("headline", "slug", "change", "starts_at", "body")
    return [*rows, *Article.objects.order_by("pk").values_list("slugline", "status", "assignee__username")]


def test_an_interrupted_corpus_goes_on_to_what_it_would_have_been(
    small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(line: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(corpus, "say", interrupt)
    for _run in range(2):
        with pytest.raises(KeyboardInterrupt):
            corpus.make(200, at=AT)
    assert Article.objects.count() == 100
    monkeypatch.setattr(corpus, "say", lambda line: None)
    corpus.make(200, at=AT)
    assert Article.objects.count() == 200
    assert len({row[0] for row in Article.objects.values_list("uid")}) == 200
    again = told()
    corpus.make(200, at=AT)
    assert told() == again


def test_the_corpus_has_every_kind_of_story_and_all_of_it_is_found(small: None) -> None:
    corpus.make(400, at=AT)
    live = Edition.objects.live(AT)
    assert live.exclude(change=Change.FIRST).exists()
    assert Edition.objects.pending(AT).exists()
    assert {"draft", "in_review", "approved", "spiked"} <= set(
        Article.objects.values_list("status", flat=True)
    )
    edition = live.order_by("-pk")[0]
    hits = search(live, " ".join(edition.headline.split()[:4]))
    assert edition in hits.rows
    # What stands in the index is what the desk's own rebuilding would have put there.
    before = [row.excerpt for row in hits.rows]  # type: ignore[attr-defined]
    list(rebuild())
    after = search(live, " ".join(edition.headline.split()[:4]))
    assert [row.excerpt for row in after.rows] == before  # type: ignore[attr-defined]
    assert Heartbeat.objects.get(name=corpus.NAME).report["stories"] == 400


@pytest.mark.parametrize("other", [ArticleFactory, lambda: User.objects.create_user("somebody")])
def test_a_database_that_holds_anything_else_is_refused(other: object) -> None:
    other()  # type: ignore[operator]
    with pytest.raises(corpus.Refused, match="empty"):
        corpus.make(10)


def test_a_corpus_of_another_size_is_refused(small: None) -> None:
    corpus.make(100, at=AT)
    with pytest.raises(corpus.Refused, match="'size': 100"):
        corpus.make(110, at=AT)
