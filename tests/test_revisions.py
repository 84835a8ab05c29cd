"""Revisions: a snapshot holds everything, comparing shows what differs, restoring brings it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import AiUse, Article, Genre, Revision, Role, SourceKind, Topic
from articles.publishing import publish
from articles.revisions import diff, restore, snapshot, word_diff, working_copy
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    UserFactory,
    approved,
)

words = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60)


class SnapshotThenRestore(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        texts=st.fixed_dictionaries(
            dict.fromkeys(("headline", "kicker", "standfirst", "key_points", "slugline"), words)
        ),
        paragraphs=st.lists(words, max_size=3),
        genre=st.sampled_from(Genre.values),
        ai_use=st.sampled_from(AiUse.values),
        hours=st.one_of(st.none(), st.integers(min_value=-100, max_value=100)),
        roles=st.lists(st.sampled_from(Role.values), max_size=3, unique=True),
        sources=st.lists(st.tuples(st.sampled_from(SourceKind.values), words, st.booleans()), max_size=3),
        topics=st.lists(st.sampled_from(["rivers", "dams", "rain", "Übersee"]), max_size=3, unique=True),
    )
    def test_is_the_identity(
        self,
        texts: Any,
        paragraphs: Any,
        genre: str,
        ai_use: str,
        hours: Any,
        roles: Any,
        sources: Any,
        topics: Any,
    ) -> None:
        article = ArticleFactory(lead_photo=PhotoFactory())
        article.kicker, article.key_points = "", ""
        for name, text in texts.items():
            setattr(article, name, text[: article._meta.get_field(name).max_length])
        article.body = "".join(f"<p>{text}</p>" for text in paragraphs)
        article.genre, article.ai_use = genre, ai_use
        article.due_at = timezone.now() + timedelta(hours=hours) if hours is not None else None
        article.save()
        article.contributions.all().delete()
        author = AuthorFactory()
        for position, role in enumerate(roles):
            article.contributions.create(author=author, role=role, position=position)
        outlet = OutletFactory()
        for position, (kind, title, confirmed) in enumerate(sources):
            article.sources.create(
                kind=kind, title=title, independently_confirmed=confirmed, outlet=outlet, position=position
            )
        article.topics.set(topics)
        before = working_copy(article)
        revision = snapshot(article, by=None)

        article.headline, article.body, article.section, article.lead_photo = (
            "Other",
            "<p>Other</p>",
            None,
            None,
        )
        article.genre = Genre.LIVE
        article.save()
        article.contributions.all().delete()
        article.sources.all().delete()
        article.topics.set(["something else"])
        snapshot(article, by=None)

        restore(article, revision, by=None)
        article.refresh_from_db()
        assert working_copy(article) == before
        assert article.revisions.first().snapshot == before


pytestmark = pytest.mark.django_db


def test_a_save_that_changes_nothing_makes_no_revision() -> None:
    article = ArticleFactory()
    first = snapshot(article, by=None)
    assert snapshot(article, by=None) == first
    assert article.revisions.count() == 1


def test_a_revision_knows_who_when_and_how_many_words_came_or_went() -> None:
    reporter = UserFactory(role="Reporter")
    article = ArticleFactory(body="<p>One two three.</p>")
    snapshot(article, by=reporter)
    article.body = "<p>One.</p>"
    article.save()
    at = timezone.now()
    second = snapshot(article, by=reporter, at=at, comment="Cut to length")
    facts = (second.number, second.by, second.at, second.comment, second.words, second.words_delta)
    assert facts == (2, reporter, at, "Cut to length", 1, -2)


def test_comparing_shows_fields_bylines_sources_and_topics_word_by_word() -> None:
    article = ArticleFactory(headline="Four left", authors=[AuthorFactory(name="Ada")], topics=[])
    first = snapshot(article, by=None)
    article.headline = "Three left"
    article.save()
    article.contributions.create(author=AuthorFactory(name="Bo"), role=Role.EDITOR, position=1)
    article.sources.create(kind=SourceKind.DOCUMENT, title="Register")
    article.topics.set(["rivers"])
    found = {field.name: field for field in diff(first, snapshot(article, by=None))}
    assert sorted(found) == ["contributions", "headline", "sources", "topics"]
    assert [(piece.kind, piece.text) for piece in found["headline"].pieces] == [
        ("removed", "Four"),
        ("added", "Three"),
        ("same", " left"),
    ]
    assert "".join(piece.text for piece in found["topics"].pieces) == "rivers"


def test_a_section_is_compared_by_its_name() -> None:
    article = ArticleFactory(section=SectionFactory(name="World"))
    first = snapshot(article, by=None)
    article.section = SectionFactory(name="Economy")
    article.save()
    (section,) = diff(first, snapshot(article, by=None))
    assert [(piece.kind, piece.text) for piece in section.pieces] == [
        ("removed", "World"),
        ("added", "Economy"),
    ]


def test_restoring_leaves_out_what_no_longer_exists() -> None:
    article = ArticleFactory(lead_photo=PhotoFactory(), topics=[])
    article.topics.set(["rivers"])
    first = snapshot(article, by=None)
    photo = article.lead_photo
    article.lead_photo = None
    article.save()
    assert photo is not None
    photo.delete()
    Topic.objects.all().delete()
    restore(article, first, by=None)
    article.refresh_from_db()
    assert (article.lead_photo, article.topics.count()) == (None, 0)


def test_a_revision_of_another_article_is_refused() -> None:
    revision = snapshot(ArticleFactory(), by=None)
    with pytest.raises(ValueError, match="own article"):
        restore(ArticleFactory(), revision, by=None)


def test_a_revision_never_changes() -> None:
    revision = snapshot(ArticleFactory(), by=None)
    with pytest.raises(TypeError):
        revision.save()


def test_restoring_is_a_revision_of_its_own_and_moves_the_edit_version() -> None:
    article = ArticleFactory(headline="One")
    first = snapshot(article, by=None)
    article.headline = "Two"
    article.save()
    snapshot(article, by=None)
    restored = restore(article, first, by=None)
    article.refresh_from_db()
    assert (restored.number, restored.origin, article.headline) == (3, Revision.Origin.RESTORE, "One")
    assert article.edit_version == 2


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("", "One", [("added", "One")]),
        ("One", "", [("removed", "One")]),
        (
            "2.25 per cent",
            "2.50 per cent",
            [("same", "2."), ("removed", "25"), ("added", "50"), ("same", " per cent")],
        ),
    ],
)
def test_a_word_diff(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert [(piece.kind, piece.text) for piece in word_diff(before, after)] == pieces


def test_restoring_through_a_stale_object_moves_neither_status_nor_editions() -> None:
    article = approved(headline="One")
    first = snapshot(article, by=None)
    stale = Article.objects.get(pk=article.pk)
    edition = publish(article, by=None)
    restore(stale, first, by=None)
    article.refresh_from_db()
    assert (article.status, article.latest_edition) == ("published", edition)


def test_restoring_brings_the_copy_back_and_leaves_the_plan() -> None:
    article = ArticleFactory(headline="One")
    first = snapshot(article, by=None)
    article.headline, article.embargo_until = "Two", timezone.now() + timedelta(days=1)
    article.save()
    snapshot(article, by=None)
    restore(article, first, by=None)
    article.refresh_from_db()
    assert article.headline == "One"
    assert article.embargo_until is not None


def test_a_snapshot_of_a_column_that_has_gone_still_restores() -> None:
    article = ArticleFactory(sources=[{"kind": "document", "title": "Register"}])
    revision = snapshot(article, by=None)
    old = dict(revision.snapshot)
    old["sources"] = [{**source, "page_number": 7} for source in old["sources"]]
    Revision.objects.filter(pk=revision.pk).update(snapshot=old)
    revision.refresh_from_db()
    restore(article, revision, by=None)
    assert article.sources.get().title == "Register"


def test_comparing_names_the_outlet_of_a_source() -> None:
    article = ArticleFactory()
    first = snapshot(article, by=None)
    article.sources.create(outlet=OutletFactory(name="Krone"))
    (sources,) = diff(first, snapshot(article, by=None))
    assert "Krone" in "".join(piece.text for piece in sources.pieces)
