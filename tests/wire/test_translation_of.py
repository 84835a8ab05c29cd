"""A file that is a translation: it names the story it was made from, and is told when that cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.http import int_to_base36

from articles.models import Article
from articles.wire.load import Loaded, load
from articles.wire.parsed import Refused
from articles.wire.parsers import parse
from tests.conftest import MakeUser
from tests.factories import ArticleFactory, published

pytestmark = pytest.mark.django_db

STORY = """---
headline: Die Fähre kehrt zurück
language: de
translation_of: {}
---

Die Fähre, die im Frühjahr aufgelegt wurde, fährt wieder. Das Hafenamt hat auf Wasser gewartet.
"""
WITHOUT = STORY.replace("translation_of: {}\n", "")


def bring(original: str, text: str = STORY, **options: Any) -> Loaded:
    options.setdefault("by", None)
    return load(parse(text.format(original).encode(), "fähre.md"), ref="file:fähre", **options)


@pytest.fixture
def ferry() -> Article:
    """The story in English, which came in under a key and is public under a slug that changed since."""
    article: Article = published(slug="the-ferry", language="en").article
    Article.objects.filter(pk=article.pk).update(import_ref="ref:apa/ferry-1", slug="the-ferry-is-back")
    return article


def names(article: Article) -> list[str]:
    """Everything the story may be called."""
    path = article.editions.get().get_absolute_url()
    short = f"/a/{int_to_base36(article.pk)}/"
    return [
        f"http://testserver{path}",
        f"{path}?utm_source=mail",
        short,
        "apa/ferry-1",
        "the-ferry",
        "the-ferry-is-back",
    ]


def test_the_original_is_named_by_its_address_its_slug_or_its_key(ferry: Article) -> None:
    for name in names(ferry):
        loaded = bring(name)
        assert (loaded.result, loaded.article.translation_of) == ("created", ferry), name
        assert loaded.article.revisions.get().snapshot["copy"]["translation_of_id"] == ferry.pk
        loaded.article.delete()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("the-tram", "There is no story “the-tram”: name it by its Ref, its address or its slug."),
        ("https://elsewhere.example/2026/01/01/the-ferry/", "There is no story “https://elsewhere.example"),
        ("/2026/02/31/the-ferry/", "There is no story “/2026/02/31"),
        ("http://[", "There is no story"),
        ("twice", "Several stories have the slug “twice”: give the address of the one you mean."),
        ("a-german-one", "Both are in the same language (de)"),
        ("a-translation", "is itself a translation"),
        ("taken", "has a translation in this language already (de)"),
    ],
)
def test_what_cannot_be_the_original_is_refused_with_field_and_reason(
    ferry: Article, name: str, reason: str
) -> None:
    for _time in range(2):
        ArticleFactory(slug="twice", language="en")
    ArticleFactory(slug="a-german-one", language="de")
    ArticleFactory(slug="a-translation", language="fr", translation_of=ferry)
    ArticleFactory(language="de", translation_of=ArticleFactory(slug="taken", language="en"))
    before = Article.objects.count()
    with pytest.raises(Refused) as refused:
        bring(f'"{name}"')
    assert reason in refused.value.reason
    assert refused.value.field == "translation_of"
    assert Article.objects.count() == before


def test_a_story_that_is_its_own_original_or_that_of_others_is_refused(ferry: Article) -> None:
    article = bring("", WITHOUT).article
    Article.objects.filter(pk=article.pk).update(slug="die-faehre")
    with pytest.raises(Refused, match="no translation of itself"):
        bring("die-faehre")
    ArticleFactory(language="fr", translation_of=article)
    with pytest.raises(Refused, match="Others are translations of this story"):
        bring("the-ferry")


def test_a_file_that_changes_its_language_into_the_originals_is_refused_there(ferry: Article) -> None:
    article = bring("", WITHOUT).article
    Article.objects.filter(pk=article.pk).update(translation_of=ferry)
    with pytest.raises(Refused) as refused:
        bring("", WITHOUT.replace("language: de", "language: en"))
    assert (refused.value.field, "same language" in refused.value.reason) == ("language", True)


def test_it_is_merged_like_any_field_when_the_file_comes_in_again(ferry: Article) -> None:
    tram = ArticleFactory(slug="the-tram", language="en")
    article = bring("the-ferry").article
    bring("the-tram")
    article.refresh_from_db()
    assert article.translation_of == tram
    bring('""')
    article.refresh_from_db()
    assert article.translation_of is None
    Article.objects.filter(pk=article.pk).update(translation_of=ferry)
    bring('""', STORY.replace("wieder", "abermals"))
    article.refresh_from_db()
    assert ("abermals" in article.body, article.translation_of) == (True, ferry)
    with pytest.raises(Refused, match="at the desk and in the file") as refused:
        bring("the-tram")
    assert refused.value.field == "translation_of"


def test_a_sender_names_no_story_that_is_not_theirs_to_see(ferry: Article, make_user: MakeUser) -> None:
    draft = ArticleFactory(slug="a-secret", language="en")
    sender: User = make_user("con", "Contributor")
    with pytest.raises(Refused, match="There is no story “a-secret”"):
        bring("a-secret", by=sender)
    draft.created_by = sender
    draft.save()
    assert bring("a-secret", by=sender).article.translation_of == draft
