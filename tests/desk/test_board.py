"""The board: which story stands in which column, and what may be done with it from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from articles.models import Article, EditLock, Section, SignOffDesk
from articles.publishing import publish
from articles.signoffs import hold, require
from articles.workflow import perform
from newsroom.models import CACHE_KEY, Publication
from tests.desk.pages import queries_of
from tests.factories import (
    ArticleFactory,
    SectionFactory,
    UserFactory,
    approved,
    later,
    published,
    revise,
)

type ClientFor = Callable[[User], Client]
type MakeUser = Callable[..., User]
BOARD = "/admin/articles/article/board/"


def ask(client: Client, **query: Any) -> Any:
    response = client.get(BOARD, query)
    assert response.status_code == 200
    return response


def columns(response: Any) -> dict[str, list[str]]:
    return {
        pile.column.name: [card.article.slugline for card in cards]
        for pile, cards in response.context["columns"]
        if cards
    }


def card(response: Any, slugline: str) -> Any:
    return next(
        card
        for _pile, cards in response.context["columns"]
        for card in cards
        if card.article.slugline == slugline
    )


def verbs(card: Any) -> tuple[list[str], list[str]]:
    """What may be done with it, and what is said to be missing."""
    return [verb.name for verb in card.possible], [gone.label for gone in card.missing]


def in_review(**fields: Any) -> Article:
    article: Article = ArticleFactory(**fields)
    perform(article, "submit", by=None)
    return article


def one_of_each() -> None:
    """A story for every column, with everything a card shows."""
    now = timezone.now()
    article = in_review(slugline="REVIEW", due_at=later(-1), assignee=UserFactory(), commissioned_length=500)
    require(article, SignOffDesk.LEGAL, by=None)
    EditLock.objects.create(article=article, user=UserFactory(), heartbeat_at=now)
    ArticleFactory(slugline="DRAFT")
    perform(in_review(slugline="BACK"), "send_back", by=None, note="Shorter.")
    hold(approved(slugline="READY"), by=None, reason="A letter came.")
    publish(approved(slugline="WAITS"), by=None, at=later(2))
    published(slugline="OUT")


def test_every_story_stands_in_its_column(everything: Client) -> None:
    one_of_each()
    published(slugline="YESTERDAY", at=timezone.now() - timedelta(hours=25))
    perform(ArticleFactory(slugline="SPIKED"), "spike", by=None, note="No story.")
    assert columns(ask(everything)) == {
        "draft": ["DRAFT"],
        "changes_requested": ["BACK"],
        "in_review": ["REVIEW"],
        "approved": ["READY"],
        "scheduled": ["WAITS"],
        "published": ["OUT"],
    }


def test_a_public_story_with_a_scheduled_change_is_scheduled(everything: Client) -> None:
    article = Article.objects.get(pk=published(slugline="DAM").article_id)
    publish(revise(article), by=None, at=later(2), change="update", note="The minister spoke.")
    assert columns(ask(everything)) == {"scheduled": ["DAM"]}


def test_a_card_says_what_the_desk_asks_about_a_story(everything: Client) -> None:
    one_of_each()
    response = ask(everything)
    found = card(response, "REVIEW")
    assert (found.urgency, found.words, found.waits_for) == ("normal", " / 500", ["Legal"])
    assert [(when.word, when.is_late) for when in found.whens] == [("Due", True)]
    assert "presence" in found.presence
    page = response.content.decode()
    assert "waits for Legal" in page


def test_the_most_urgent_stand_first_then_the_latest_and_the_rest_is_in_the_list(everything: Client) -> None:
    section = SectionFactory()
    for number in range(11):
        ArticleFactory(slugline=f"D{number}", section=section)
    ArticleFactory(slugline="FLASH", urgency=1, section=section)
    Article.objects.filter(slugline="FLASH").update(updated_at=timezone.now() - timedelta(days=9))
    response = ask(everything, section=section.pk)
    assert columns(response)["draft"] == ["FLASH", *(f"D{number}" for number in range(10, 1, -1))]
    pile = response.context["columns"][0][0]
    assert (pile.counted, pile.more) == ("12", True)
    listed = everything.get(pile.all_url)
    assert {article.slugline for article in listed.context["cl"].result_list} >= {"FLASH", "D0", "D1"}


def test_a_card_offers_the_verbs_of_the_person_and_says_why_others_are_missing(
    client_for: ClientFor, desk: User, reporter: User, managing: User
) -> None:
    foreign: Section = SectionFactory()
    foreign.editors.add(managing)
    own: Section = SectionFactory()
    own.editors.add(desk)
    in_review(slugline="OWN", section=own, created_by=reporter)
    in_review(slugline="FOREIGN", section=foreign)
    hold(approved(slugline="HELD", section=own), by=None, reason="A letter came.")
    for_desk = ask(client_for(desk))
    assert verbs(card(for_desk, "OWN")) == (
        ["approve", "send-back", "spike"],
        ["Send to desk", "Publish now", "Schedule…"],
    )
    assert verbs(card(for_desk, "FOREIGN")) == ([], [])
    possible, missing = verbs(card(for_desk, "HELD"))
    assert "publish" not in possible
    assert "Publish now" in missing
    assert "There is a legal hold on the story." in for_desk.content.decode()
    assert verbs(card(ask(client_for(reporter)), "OWN")) == ([], ["Send to desk"])


def test_every_verb_on_a_card_opens_its_page(client_for: ClientFor, managing: User) -> None:
    one_of_each()
    client = client_for(managing)
    offered = {
        (found.article.slugline, verb.name): (
            f"/admin/articles/article/{found.article.pk}/do/{verb.name}/",
            verb,
        )
        for _pile, cards in ask(client).context["columns"]
        for found in cards
        for verb in found.possible
    }
    assert {name for _slugline, name in offered} == {
        "submit", "approve", "send-back", "publish", "reschedule", "cancel", "change", "reopen", "spike",
    }  # fmt: skip
    for url, _verb in offered.values():
        page = client.get(url)
        assert (page.status_code, page.context["why_not"]) == (200, "")


def test_filters_narrow_by_section_assignee_and_mine(
    everything: Client, admin_user: User, desk: User
) -> None:
    section = SectionFactory()
    ArticleFactory(slugline="SECTION", section=section)
    ArticleFactory(slugline="PERSON", assignee=desk)
    ArticleFactory(slugline="MINE", created_by=admin_user)
    found = [
        columns(ask(everything, **query))["draft"]
        for query in ({"section": section.pk}, {"assignee": desk.pk}, {"mine": "on"})
    ]
    assert found == [["SECTION"], ["PERSON"], ["MINE"]]


def test_a_contributor_finds_only_their_own_on_the_board(client_for: ClientFor, contributor: User) -> None:
    one_of_each()
    ArticleFactory(slugline="OWN", created_by=contributor)
    assert columns(ask(client_for(contributor))) == {"draft": ["OWN"]}


def test_the_first_screen_the_list_and_every_page_lead_to_both(everything: Client) -> None:
    for url in ("/admin/", "/admin/articles/article/", "/admin/articles/photo/"):
        page = everything.get(url).content.decode()
        assert BOARD in page
        assert "/admin/articles/article/calendar/" in page


def test_the_queries_of_the_board_do_not_grow(everything: Client) -> None:
    one_of_each()
    one = queries_of(everything, BOARD)
    one_of_each()
    one_of_each()
    assert one == queries_of(everything, BOARD) == 19


@pytest.mark.parametrize(
    ("role", "queries"), [("Reporter", 21), ("Desk editor", 21), ("Managing editor", 21)]
)
def test_nor_do_they_for_those_who_have_their_rights_by_a_role(
    role: str, queries: int, make_user: MakeUser, client_for: ClientFor
) -> None:
    client = client_for(make_user("somebody", role))
    cache.set(CACHE_KEY, Publication(pk=1), None)
    one_of_each()
    one = queries_of(client, BOARD)
    one_of_each()
    one_of_each()
    assert one == queries_of(client, BOARD) == queries
