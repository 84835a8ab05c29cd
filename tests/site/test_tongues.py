"""A story in several languages: each page leads to the others while they are public, machines too."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.freshness import shown_by
from articles.models import Edition
from articles.publishing import publish
from articles.site.tongues import tongue_lines
from articles.tags import story
from articles.withdrawals import retract, take_down
from newsroom.plating import set_plates
from tests.conftest import Clock
from tests.factories import ArticleFactory, approved, later, published, revise
from tests.site.reading import Ago, Read, node

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="http://testserver([^"]+)">')
ALSO = re.compile(r'<a href="([^"]+)" hreflang="([^"]+)" lang="([^"]+)">([^<]+)</a>')


@pytest.fixture
def original(ago: Ago) -> Edition:
    """A story in English."""
    return published(at=ago(days=2), headline="The river", slug="the-river", language="en")


@pytest.fixture
def german(original: Edition, ago: Ago) -> Edition:
    """The same in German."""
    return published(
        at=ago(days=1), headline="Der Fluss", slug="der-fluss", language="de", translation_of=original.article
    )


def test_each_page_names_every_language_itself_included(
    read: Read, original: Edition, german: Edition
) -> None:
    english, deutsch = original.get_absolute_url(), german.get_absolute_url()
    both = {"en": english, "de": deutsch, "x-default": english}
    for path in (english, deutsch):
        assert dict(LINK.findall(read(path))) == both


def test_readers_are_led_to_the_other_language_in_its_own_words(
    read: Read, original: Edition, german: Edition, ago: Ago
) -> None:
    portuguese = published(at=ago(hours=1), slug="o-rio", language="pt-BR", translation_of=original.article)
    found = ALSO.findall(read(original.get_absolute_url()))
    assert found == [
        (german.get_absolute_url(), "de", "de", "Deutsch"),
        (portuguese.get_absolute_url(), "pt-BR", "pt-BR", "Português Brasileiro"),
    ]
    english, brazilian = ALSO.findall(read(german.get_absolute_url()))
    assert (english[3], brazilian[0]) == ("English", portuguese.get_absolute_url())
    assert '<meta property="og:locale:alternate" content="pt_BR">' in read(original.get_absolute_url())


def test_a_story_in_one_language_speaks_of_none(read: Read, original: Edition) -> None:
    html = read(original.get_absolute_url())
    assert "hreflang" not in html
    assert "Also in" not in html


def test_only_live_translations_are_led_to(client: Client, read: Read, original: Edition, ago: Ago) -> None:
    def add(language: str, **more: Any) -> Any:
        return approved(slug=f"in-{language}", language=language, translation_of=original.article, **more)

    publish(add("fr"), by=None, at=later())
    add("it")
    gone, untrue = (
        published(at=ago(days=1), language=code, translation_of=original.article) for code in ("es", "pl")
    )
    take_down(gone.article, by=None, reason="A court order.")
    retract(untrue.article, by=None, note="Made up.")
    assert "hreflang" not in read(original.get_absolute_url())
    # Whoever reads the notice may go on to the original; machines are not told that the two are the same.
    html = read(untrue.get_absolute_url())
    assert (LINK.findall(html), len(ALSO.findall(html))) == ([], 1)


def test_without_its_original_a_translation_still_knows_its_siblings(
    read: Read, original: Edition, german: Edition, ago: Ago
) -> None:
    french = published(at=ago(hours=1), slug="la-riviere", language="fr", translation_of=original.article)
    take_down(original.article, by=None, reason="A court order.")
    assert dict(LINK.findall(read(german.get_absolute_url()))) == {
        "de": german.get_absolute_url(),
        "fr": french.get_absolute_url(),
    }


def test_machines_are_told_which_was_made_from_which(
    client: Client, read: Read, original: Edition, german: Edition
) -> None:
    ids = {
        edition.language: f"http://testserver{edition.get_absolute_url()}" for edition in (original, german)
    }
    found = node(read(original.get_absolute_url()), "NewsArticle")
    assert found["workTranslation"] == [
        {"@type": "NewsArticle", "@id": f"{ids['de']}#article", "inLanguage": "de"}
    ]
    found = node(read(german.get_absolute_url()), "NewsArticle")
    assert found["translationOfWork"] == [
        {"@type": "NewsArticle", "@id": f"{ids['en']}#article", "inLanguage": "en"}
    ]
    (association,) = client.get(f"{german.get_absolute_url()}ninjs.json").json()["associations"]
    assert (association["rel"], association["uri"]) == ("original", ids["en"])
    markdown = client.get(f"{german.get_absolute_url()}index.html.md").text
    assert f"- Also in: [English]({ids['en']})\n" in markdown


def test_a_kept_page_hears_of_a_translation_that_begins_and_ends(
    client: Client, clock: Clock, original: Edition
) -> None:
    """By the tags of what changed, and by the plate's digest."""
    set_plates([original.pk])
    ends = timezone.now() + timedelta(hours=2)
    german = publish(
        approved(language="de", translation_of=original.article), by=None, at=later(1), until=ends
    )
    assert story(original.article_id) in shown_by(Edition.objects.filter(pk=german.pk))
    assert story(german.article_id) in shown_by(Edition.objects.filter(pk=original.pk))
    seen = []
    for hours in (0, 1.01, 1.01):
        clock.pass_time(timedelta(hours=hours))
        seen.append("hreflang" in client.get(original.get_absolute_url()).text)
    assert seen == [False, True, False]


def test_a_link_is_public_from_the_edition_that_carries_it(read: Read, original: Edition, ago: Ago) -> None:
    late = published(at=ago(days=1), language="de", slug="der-fluss")
    late.article.translation_of = original.article
    late.article.save()
    assert "hreflang" not in read(original.get_absolute_url())
    revise(late.article)
    publish(late.article, by=None, change="minor")
    assert "hreflang" in read(original.get_absolute_url())


@pytest.mark.parametrize("languages", [1, 3])
def test_a_story_in_many_languages_costs_the_same_queries(
    client: Client, frame: None, original: Edition, django_assert_num_queries: Any, ago: Ago, languages: int
) -> None:
    for number in range(languages):
        published(at=ago(hours=1), language=f"x{number}", translation_of=original.article)
    set_plates([original.pk])
    client.get(original.get_absolute_url())
    with django_assert_num_queries(1):
        client.get(original.get_absolute_url())


def test_what_is_no_translation_is_refused(original: Edition, german: Edition) -> None:
    assert german.article.translation_fault() == ""
    english = ArticleFactory(language="en", translation_of=original.article)
    of_another = ArticleFactory(language="fr", translation_of=german.article)
    itself = original.article
    itself.translation_of = itself
    has_translations = Edition.objects.get(pk=original.pk).article
    has_translations.translation_of = ArticleFactory(language="fr")
    for article, words in (
        (english, "same language"),
        (of_another, "itself a translation"),
        (itself, "no translation of itself"),
        (has_translations, "cannot be one itself"),
    ):
        assert words in article.translation_fault()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows how many translate nothing")
def test_the_other_languages_are_asked_of_those_that_are_translations(german: Edition) -> None:
    for _ in range(20):
        published()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = Edition.objects.annotate(others=tongue_lines(timezone.now())).values("others").explain()
    assert "edition_translations" in plan
