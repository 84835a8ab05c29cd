"""The saved views of the article list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.admin import paginator
from articles.models import Article, Note, SignOffDesk
from articles.publishing import publish
from articles.signoffs import hold, require
from articles.workflow import perform
from tests.factories import ArticleFactory, SectionFactory, approved, later, published

LIST = "/admin/articles/article/"
type ClientFor = Callable[[User], Client]


def shown(client: Client, query: str = "") -> list[str]:
    """The sluglines of the list, in alphabetical order."""
    return sorted(article.slugline for article in client.get(f"{LIST}{query}").context["cl"].result_list)


def tabs(client: Client, query: str = "") -> dict[str, str]:
    """The tabs with their addresses."""
    return {tab.label: tab.url for tab in client.get(f"{LIST}{query}").context["tabs"]}


def current(client: Client, query: str = "") -> list[str]:
    """The tabs marked as the current one."""
    return [tab.label for tab in client.get(f"{LIST}{query}").context["tabs"] if tab.is_current]


def test_each_view_holds_its_stories(client_for: ClientFor, desk: User) -> None:
    section = SectionFactory()
    section.editors.add(desk)
    source = [{"kind": "document", "title": "The report"}]
    ArticleFactory(slugline="MINE", created_by=desk, sources=source)
    ArticleFactory(slugline="DESK", section=section, sources=source)
    ArticleFactory(slugline="UNSOURCED")
    perform(ArticleFactory(slugline="REVIEW", sources=source), "submit", by=None)
    back = ArticleFactory(slugline="BACK", sources=source)
    perform(back, "submit", by=None)
    perform(back, "send_back", by=None, note="Who says so?")
    perform(ArticleFactory(slugline="SPIKED"), "spike", by=None, note="Old.")
    ArticleFactory(slugline="EMBARGO", sources=source, embargo_until=later())
    publish(approved(slugline="SCHEDULED", sources=source), by=None, at=later())
    live = published(slugline="LIVE", sources=source, at=later(-2)).article
    corrected = published(slugline="CORRECTED", sources=source, at=later(-2)).article
    Article.objects.filter(pk=corrected.pk).update(kicker="The dam")
    publish(corrected, by=None, change="correction", note="Wrong.")
    client = client_for(desk)
    found = {label: shown(client, url.removeprefix(LIST)) for label, url in tabs(client).items()}
    assert found.pop("All") == sorted(Article.objects.values_list("slugline", flat=True))
    assert found == {
        "My stories": ["MINE"],
        "My desk": ["DESK"],
        "In review": ["REVIEW"],
        "Scheduled": ["SCHEDULED"],
        "Embargoed": ["EMBARGO"],
        "Live": ["CORRECTED", "LIVE"],
        "Corrected": ["CORRECTED"],
        "Without sources": ["UNSOURCED"],
        "Sent back": ["BACK"],
        "Spiked": ["SPIKED"],
    }
    assert live.slugline == "LIVE"


def test_the_view_one_is_in_is_marked(client_for: ClientFor, desk: User) -> None:
    client = client_for(desk)
    assert current(client, "?status__exact=in_review&o=1&p=1") == ["In review"]
    assert current(client, "?mine=all&q=river") == ["All"]
    assert current(client, "?status__exact=in_review&genre__exact=opinion") == []
    assert 'aria-current="page">In review' in client.get(f"{LIST}?status__exact=in_review").text


@pytest.mark.parametrize(
    ("role", "has_section", "view"),
    [
        ("Reporter", False, "My stories"),
        ("Desk editor", True, "My desk"),
        ("Desk editor", False, "All"),
        ("Copy editor", False, "All"),
        ("Fact-checker", False, "All"),
        ("Contributor", False, "My stories"),
    ],
)
def test_the_list_opens_with_the_view_of_the_role(
    role: str, has_section: bool, view: str, client_for: ClientFor, make_user: Callable[..., User]
) -> None:
    user = make_user("somebody", role)
    if has_section:
        SectionFactory().editors.add(user)
    assert current(client_for(user)) == [view]


def test_words_are_looked_for_everywhere_unless_a_view_was_chosen(
    client_for: ClientFor, reporter: User
) -> None:
    client = client_for(reporter)
    assert 'name="mine"' not in client.get(LIST).text
    assert 'name="mine" value="written"' in client.get(f"{LIST}?mine=written").text


def test_only_those_in_charge_of_a_section_have_a_desk(client_for: ClientFor, desk: User) -> None:
    client = client_for(desk)
    assert "My desk" not in tabs(client)
    SectionFactory().editors.add(desk)
    assert "My desk" in tabs(client)


def test_an_empty_view_says_what_it_means_and_offers_a_way_on(client_for: ClientFor, reporter: User) -> None:
    client = client_for(reporter)
    assert "You have no story yet" in client.get(LIST).text
    assert "Nothing is scheduled." in client.get(f"{LIST}?public=scheduled").text
    text = client.get(f"{LIST}?mine=written&q=dam").text
    assert ("No story here for “dam”." in text, "?mine=all&amp;q=dam" in text) == (True, True)


def test_a_contributor_finds_only_the_own_stories_in_any_view(
    client_for: ClientFor, contributor: User
) -> None:
    ArticleFactory(slugline="OWN", created_by=contributor)
    published(slugline="FOREIGN")
    client = client_for(contributor)
    assert {(query, *shown(client, query)) for query in ("", "?mine=all", "?public=live", "?q=river")} == {
        ("", "OWN"),
        ("?mine=all", "OWN"),
        ("?public=live",),
        ("?q=river", "OWN"),
    }


@pytest.mark.parametrize(
    ("query", "sluglines"),
    [
        ("?sign_off=legal", ["LEGAL"]),
        ("?sign_off=mine", ["LEGAL"]),
        ("?sign_off=held", ["HELD"]),
        ("?notes=open", ["NOTED"]),
        ("?notes=mine", ["NOTED"]),
        ("?language=de", ["GERMAN"]),
        ("?plan=today", ["DUE"]),
        ("?plan=late", ["DUE"]),
        ("?plan=week", ["DUE"]),
        ("?sign_off=nonsense&notes=x&plan=x&sources=x", ["DUE", "GERMAN", "HELD", "LEGAL", "NOTED"]),
    ],
)
def test_each_new_filter_finds_its_stories(
    query: str, sluglines: list[str], client_for: ClientFor, make_user: Callable[..., User]
) -> None:
    lawyer = make_user("lawyer", "Legal")
    require(ArticleFactory(slugline="LEGAL"), SignOffDesk.LEGAL, by=None)
    hold(ArticleFactory(slugline="HELD"), by=None, reason="A letter.")
    note = Note.objects.create(article=ArticleFactory(slugline="NOTED"), text="Look.")
    note.mentioned.add(lawyer)
    ArticleFactory(slugline="GERMAN", language="de")
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    ArticleFactory(slugline="DUE", due_at=midnight)
    assert shown(client_for(lawyer), query) == sluglines


def test_a_long_list_is_not_counted_to_its_end(everything: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paginator, "MOST", 3)
    for _number in range(3):
        ArticleFactory()
    assert "3 articles" in everything.get(LIST).text
    ArticleFactory()
    response = everything.get(LIST)
    assert (response.context["cl"].result_count, "1,000+ articles" in response.text) == (3, True)
