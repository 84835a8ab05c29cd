"""What readers have of a section, a topic or a person from before leads, page by page, to where it is now."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.redirects.models import Redirect
from django.test import Client

from articles.models import Change
from articles.moved import lead_on
from articles.publishing import publish
from articles.topics import merge
from tests.factories import AuthorFactory, SectionFactory, TopicFactory, published
from tests.site.reading import headlines

pytestmark = pytest.mark.django_db

FILES = ("feed/", "feed.atom", "feed.json", "ninjs.json")


def asked(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(address)
    return answer.status_code, answer.get("Location", "")


@pytest.fixture
def moved() -> None:
    """A story whose section and author have another slug than before, and whose topic was merged."""
    section, stays, author = (make(slug="now") for make in (SectionFactory, TopicFactory, AuthorFactory))
    old = TopicFactory(name="Before", slug="before")
    story = published(section=section, topics=[old], authors=[author], headline="The river rose")
    publish(story.article, by=None, change=Change.CORRECTION, note="It was 1904.")
    merge(old, stays, by=None)
    lead_on("/section/before/", "/section/now/")
    lead_on("/author/before/", "/author/now/")


@pytest.mark.parametrize("kind", ["section", "topic", "author"])
def test_any_page_of_a_list_and_its_files_lead_on_with_what_was_asked(
    client: Client, moved: None, kind: str
) -> None:
    for ending in (
        "?before=1kq2.9",
        "?after=1kq2.9&utm_source=x",
        *(f"{file}?token=a%20b" for file in FILES),
    ):
        assert asked(client, f"/{kind}/before/{ending}") == (301, f"/{kind}/now/{ending}")


@pytest.mark.parametrize(
    "address",
    [
        "/archive/?section={}&genre=report",
        "/archive/?topic={}&before=1kq2.9",
        "/archive/?author={}&corrected=on",
        "/archive/?section={0}&topic={0}&author={0}",
        "/search/?q=river&section={}",
        "/search/?q=river&topic={}&page=2",
        "/search/?q=river&author={}&sort=date",
        "/search/?topic={}",
        "/corrections/?section={}&kind=correction",
    ],
)
def test_a_list_narrowed_by_a_slug_of_before_leads_on_and_keeps_the_rest(
    client: Client, moved: None, address: str
) -> None:
    assert asked(client, address.format("before")) == (301, address.format("now"))
    assert (
        client.get(address.format("now").replace("&before=1kq2.9", "").replace("&page=2", "")).status_code
        == 200
    )


def test_what_stands_under_the_slug_now_is_shown_and_does_not_lead_away(client: Client, moved: None) -> None:
    published(topics=[TopicFactory(name="Anew", slug="before")], headline="A new story")
    assert headlines(client.get("/archive/?topic=before").text) == ["A new story"]
    assert client.get("/archive/?topic=before&since=2999-01-01").status_code == 200


@pytest.mark.parametrize("name", ["The Dams of old", "the dams OF OLD"])
def test_the_name_of_a_topic_that_was_merged_leads_to_the_one_that_stays(client: Client, name: str) -> None:
    old, stays = TopicFactory(name="The Dams of old"), TopicFactory(slug="dams")
    published(topics=[old])
    merge(old, stays, by=None)
    assert asked(client, f"/archive/?topic={name}&genre=report") == (301, "/archive/?topic=dams&genre=report")


def test_the_name_of_a_topic_that_no_reader_knew_leads_nowhere(client: Client) -> None:
    old, stays = TopicFactory(name="Resignation"), TopicFactory(slug="dams")
    published(topics=[stays])
    merge(old, stays, by=None)
    assert asked(client, "/archive/?topic=Resignation")[0] == 200


@pytest.mark.parametrize("target", ["https://elsewhere.example/topic/x/", "/archive/", "/section/now/", ""])
def test_a_list_leads_to_itself_alone(client: Client, moved: None, target: str) -> None:
    Redirect.objects.create(site_id=1, old_path="/topic/odd/", new_path=target)
    assert client.get("/archive/?topic=odd").status_code == 200


def test_an_address_cannot_be_made_to_lead_to_another_site(client: Client, moved: None) -> None:
    assert asked(client, "/topic/before/?//evil.example") == (301, "/topic/now/?//evil.example")
    assert asked(client, "/archive/?topic=before&next=//evil.example")[1].startswith("/archive/?")


@pytest.mark.parametrize("kind", ["section", "topic", "author"])
@pytest.mark.parametrize("path", ["/archive/", "/search/", "/corrections/"])
def test_a_list_narrowed_by_what_no_database_can_hold_is_empty(client: Client, path: str, kind: str) -> None:
    assert client.get(f"{path}?{kind}=x%00").status_code == 200


@pytest.mark.parametrize("word", ["%FF", "%27", "x" * 300, "%F0%9F%93%B0", "..", "%00"])
def test_a_word_that_can_name_nothing_leads_nowhere(client: Client, word: str) -> None:
    assert client.get(f"/archive/?topic={word}&section={word}&author={word}").status_code == 200
    assert client.get(f"/topic/{word}/?before={word}").status_code == 404


def test_an_empty_list_asks_once_where_its_names_went_and_a_full_one_never(
    client: Client, moved: None, frame: None, django_assert_num_queries: Any
) -> None:
    client.get("/archive/")
    with django_assert_num_queries(3):
        assert client.get("/archive/?topic=nothing").status_code == 200
    with django_assert_num_queries(2):
        assert client.get("/archive/?topic=now").status_code == 200


def test_where_an_address_leads_is_one_query_beside_the_page_that_is_not_there(
    client: Client, moved: None, frame: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        assert client.get("/topic/before/?before=1kq2.9").status_code == 301
