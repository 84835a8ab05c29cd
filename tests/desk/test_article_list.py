"""The article list: found by word and by address, filtered, in a constant number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36

from articles.admin import finding
from articles.admin.facts import facts_of
from articles.models import Article, EditLock, SignOffDesk
from articles.publishing import cancel, publish
from articles.revisions import snapshot
from articles.signoffs import require, sign
from articles.withdrawals import retract, take_down
from tests.desk.pages import queries_of
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    PhotoFactory,
    UserFactory,
    approved,
    later,
    published,
    revise,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def found(client: Client, **query: str) -> list[str]:
    """The sluglines of the list, in alphabetical order."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return sorted(article.slugline for article in response.context["cl"].result_list)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_whatever_its_length(count: int, everything: Client) -> None:
    for number in range(count):
        article = published(authors=[AuthorFactory() for _n in range(count)]).article
        article.assignee = UserFactory()
        article.lead_photo = PhotoFactory()
        article.headline = f"Headline {number}"
        article.save()
        snapshot(article, by=UserFactory())
        sign(article, SignOffDesk.PICTURE, by=None)
        EditLock.objects.create(article=article, user=UserFactory())
    assert queries_of(everything, LIST) == 11


def test_the_list_leaves_the_text_in_the_database(everything: Client) -> None:
    published()
    (article,) = everything.get(LIST).context["cl"].result_list
    assert {"body", "standfirst"} <= article.get_deferred_fields()
    assert {"body", "html"} <= article.latest_edition.get_deferred_fields()


@pytest.mark.parametrize("words", ["RIVER-DAM", "burst", "Reyes", "seventeen villages"])
def test_a_story_is_found_by_slugline_headline_byline_and_text(words: str, everything: Client) -> None:
    author = AuthorFactory(name="Rita Reyes")
    ArticleFactory(
        slugline="RIVER-DAM",
        headline="The dam has burst",
        body="<p>In seventeen villages.</p>",
        authors=[author],
    )
    ArticleFactory(slugline="OTHER", headline="Something else")
    assert found(everything, q=words) == ["RIVER-DAM"]


def test_every_word_has_to_stand_somewhere_in_the_story(everything: Client) -> None:
    author = AuthorFactory(name="Rita Reyes")
    ArticleFactory(slugline="RIVER-DAM", headline="The dam has burst", authors=[author])
    ArticleFactory(slugline="RIVER-BED", headline="The dam holds")
    assert found(everything, q="river reyes burst") == ["RIVER-DAM"]
    assert found(everything, q='"dam has"') == ["RIVER-DAM"]
    assert found(everything, q="river reyes unheard") == []


def test_words_are_found_in_whatever_letters(everything: Client) -> None:
    ArticleFactory(
        slugline="WIEN", headline="Österreichs Größter", authors=[AuthorFactory(name="Ömer Çelik")]
    )
    ArticleFactory(slugline="OTHER", authors=[AuthorFactory(name="Ömer Başar")])
    for words in ("österreichs", "GRÖSSTER", "ömer çelik", "größter Ömer"):
        assert (words, found(everything, q=words)) == (words, ["WIEN"])


def test_published_text_is_found_however_old(everything: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "READ", 0)
    published(slugline="RIVER-DAM", body="<p>In seventeen villages.</p>", at=later(-1))
    assert found(everything, q="seventeen villages") == ["RIVER-DAM"]
    assert found(everything, q="river-d") == ["RIVER-DAM"]


def test_the_list_says_who_is_in_a_story_and_who_signed_it(everything: Client, desk: User) -> None:
    article = ArticleFactory()
    snapshot(article, by=None)
    require(article, SignOffDesk.LEGAL, by=None)
    sign(article, SignOffDesk.PICTURE, by=None)
    EditLock.objects.create(article=article, user=desk)
    text = everything.get(LIST).text
    assert "Legal: Required" in text
    assert "Picture desk: Approved" in text
    assert 'class="presence" title="desk"' in text
    snapshot(revise(article), by=None)
    EditLock.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=2))
    text = everything.get(LIST).text
    assert "Picture desk: stale, the text has changed" in text
    assert 'class="presence"' not in text


def test_a_pasted_public_address_finds_the_story(everything: Client) -> None:
    edition = published(slugline="RIVER-DAM")
    published(slugline="OTHER")
    path = edition.get_absolute_url()
    short = f"/a/{int_to_base36(edition.article_id)}"
    for address in (
        f"https://news.example{path}",
        f"{path}history/",
        f"https://news.example{path}?x=1#y",
        short,
    ):
        assert (address, found(everything, q=address)) == (address, ["RIVER-DAM"])
    assert found(everything, q=path.replace("the-river", "no-river")) == []


def test_an_address_of_before_a_change_of_slug_finds_the_story_too(everything: Client) -> None:
    edition = published(slugline="RIVER-DAM", at=timezone.now() - timedelta(days=1))
    article = edition.article
    article.slug = "another-slug"
    article.save()
    publish(article, by=None, change="minor")
    assert found(everything, q=edition.get_absolute_url()) == ["RIVER-DAM"]


def made_for_filters(desk: User) -> None:
    now = timezone.now()
    ArticleFactory(slugline="DRAFT", assignee=desk, embargo_until=now + timedelta(days=1), genre="opinion")
    published(slugline="LIVE", authors=[AuthorFactory(name="Ada", pk=900)])
    corrected = published(slugline="CORRECTED", at=now - timedelta(days=2)).article
    publish(
        corrected,
        by=None,
        change="correction",
        note="Wrong.",
        at=now - timedelta(days=1),
        now=now - timedelta(days=1),
    )
    publish(corrected, by=None, change="update", note="More.")
    publish(approved(slugline="SCHEDULED"), by=None, at=now + timedelta(days=1))
    retract(published(slugline="RETRACTED").article, by=None, note="Wrong.")
    take_down(published(slugline="DOWN").article, by=None, reason="Law.")
    past = now - timedelta(days=3)
    publish(approved(slugline="EXPIRED"), by=None, at=past, now=past, until=past + timedelta(days=1))


@pytest.mark.parametrize(
    ("query", "sluglines"),
    [
        ({"status__exact": "draft"}, ["DRAFT"]),
        ({"genre__exact": "opinion"}, ["DRAFT"]),
        ({"public": "live"}, ["CORRECTED", "LIVE", "RETRACTED"]),
        ({"public": "scheduled"}, ["SCHEDULED"]),
        ({"public": "expired"}, ["EXPIRED"]),
        ({"public": "withdrawn"}, ["DOWN", "RETRACTED"]),
        ({"corrected": "yes"}, ["CORRECTED", "RETRACTED"]),
        ({"corrected": "no"}, ["DOWN", "DRAFT", "EXPIRED", "LIVE", "SCHEDULED"]),
        ({"embargoed": "yes"}, ["DRAFT"]),
        ({"author": "900"}, ["LIVE"]),
        ({"mine": "assigned"}, ["DRAFT"]),
        ({"mine": "desk"}, []),
    ],
)
def test_each_filter_finds_its_stories(
    query: dict[str, str], sluglines: list[str], client: Client, desk: User
) -> None:
    client.force_login(desk)
    made_for_filters(desk)
    assert found(client, **query) == sluglines


def badges(article: Article, **later: Any) -> list[str]:
    article = Article.objects.select_related("latest_edition").get(pk=article.pk)
    return [fact.name for fact in facts_of(article, timezone.now() + timedelta(**later))]


def test_facts_follow_from_the_latest_edition_and_the_clock(db: None) -> None:
    assert badges(ArticleFactory()) == []
    assert badges(ArticleFactory(embargo_until=timezone.now() + timedelta(hours=1))) == ["embargoed"]
    scheduled = approved()
    publish(
        scheduled, by=None, at=timezone.now() + timedelta(days=1), until=timezone.now() + timedelta(days=2)
    )
    assert badges(scheduled) == ["scheduled"]
    assert badges(scheduled, days=1, hours=1) == ["live"]
    assert badges(scheduled, days=3) == ["expired"]
    changed = published().article
    publish(changed, by=None, at=timezone.now() + timedelta(days=1), change="correction", note="Wrong.")
    assert badges(changed) == ["live", "scheduled"]
    assert badges(changed, days=2) == ["live", "corrected"]
    retracted = published().article
    retract(retracted, by=None, note="Wrong.")
    assert badges(retracted) == ["live", "retracted"]
    down = published().article
    take_down(down, by=None, reason="Law.")
    assert badges(down) == ["taken-down"]


def test_a_live_story_links_to_its_page(everything: Client) -> None:
    edition = published()
    assert f'href="{edition.get_absolute_url()}"' in everything.get(LIST).content.decode()


def test_the_list_names_who_saved_last(everything: Client, desk: User) -> None:
    desk.first_name, desk.last_name = "Ben", "Dahl"
    desk.save()
    snapshot(ArticleFactory(), by=desk)
    assert "Ben Dahl" in everything.get(LIST).content.decode()


def test_the_list_offers_a_new_story(everything: Client) -> None:
    assert reverse("admin:articles_article_add") in everything.get(LIST).content.decode()


def test_a_first_edition_that_waits_is_called_scheduled_and_not_published() -> None:
    article = approved()
    publish(article, by=None, at=timezone.now() + timedelta(hours=1))
    assert article.status_word == "Scheduled"
    cancel(article, by=None)
    assert article.status_word == "Approved"
    publish(article, by=None)
    assert article.status_word == "Published"
