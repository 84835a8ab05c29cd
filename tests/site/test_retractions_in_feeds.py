"""A retraction reaches whoever fetched the story, however old it is: for a month each of its feeds tells."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.http import http_date

from articles.models import Article, Edition
from articles.publishing import publish
from articles.site import feeds
from articles.site.feeds import RETRACTED_FOR
from articles.withdrawals import retract, take_down
from tests.conftest import Clock
from tests.factories import AuthorFactory, PhotoFactory, SectionFactory, TopicFactory, published
from tests.site.boundaries import INSTANT
from tests.site.reading import Ago

pytestmark = pytest.mark.django_db

LISTS = ("/", "/section/world/", "/topic/rivers/", "/author/ada/")
FORMATS = ("feed/", "feed.atom", "feed.json")
FEEDS = tuple(f"{path}{name}" for path in LISTS for name in FORMATS)
NINJS = ("/ninjs.json", "/section/world/ninjs.json")


@pytest.fixture
def world(frame: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Where every story of these tests stands; a feed holds two, so that a third is old."""
    monkeypatch.setattr(feeds, "FEED_SIZE", 2)
    return {
        "section": SectionFactory(slug="world"),
        "topics": [TopicFactory(slug="rivers")],
        "authors": [AuthorFactory(slug="ada")],
    }


@pytest.fixture
def old(world: dict[str, Any], ago: Ago) -> Article:
    """A story that two newer ones put out of every feed."""
    for days in (1, 2):
        published(at=ago(days=days), headline=f"News of {days}", **world)
    body = "<p>Nothing of it is true.</p>"
    return published(
        at=ago(days=400), headline="Invented", body=body, lead_photo=PhotoFactory(), **world
    ).article


def told(client: Client, path: str) -> str:
    """What a feed says."""
    response = client.get(path)
    assert response.status_code == 200, path
    return response.text


def carrying(client: Client, story: Article, addresses: Iterable[str] = (*FEEDS, *NINJS)) -> set[str]:
    """The feeds that carry a story; none carries it twice."""
    counts = {path: told(client, path).count(story.uid.urn) for path in addresses}
    assert set(counts.values()) <= {0, 1}
    return {path for path, count in counts.items() if count}


def titles(client: Client, path: str = "/feed.json") -> list[str]:
    """The titles of a feed, in order."""
    return [item["title"] for item in client.get(path).json()["items"]]


@pytest.mark.parametrize("keep_text", [True, False])
def test_every_feed_of_an_old_story_tells_that_it_is_retracted(
    client: Client, old: Article, keep_text: bool
) -> None:
    assert carrying(client, old) == set()
    retract(old, by=None, note="We made it up.", keep_text=keep_text)
    assert carrying(client, old) == {*FEEDS, *NINJS}
    for path in FEEDS:
        said = told(client, path)
        assert "Retracted: Invented" in said, path
        assert "We made it up." in said, path
    for path in NINJS:
        items = json.loads(told(client, path))["associations"]
        assert [item["pubStatus"] for item in items] == ["usable", "usable", "canceled"]


def test_it_stands_where_its_first_publication_puts_it_and_says_when_it_changed(
    client: Client, old: Article
) -> None:
    edition = retract(old, by=None, note="We made it up.")
    assert titles(client) == ["News of 1", "News of 2", "Retracted: Invented"]
    item = client.get("/feed.json").json()["items"][-1]
    changed, first = (datetime.fromisoformat(item[name]) for name in ("date_modified", "date_published"))
    assert abs(changed - edition.starts_at) < timedelta(seconds=1)
    assert abs(first - edition.first_published_at) < timedelta(seconds=1)


def test_its_text_is_the_notice_even_where_the_page_keeps_the_text(client: Client, old: Article) -> None:
    retract(old, by=None, note="We made it up.", keep_text=True)
    for path in FEEDS:
        said = told(client, path)
        assert "Nothing of it is true." not in said, path
    assert "image" not in client.get("/feed.json").json()["items"][-1]


def test_it_leaves_after_thirty_days_by_the_clock(client: Client, old: Article, clock: Clock) -> None:
    clock.stop()
    edition = retract(old, by=None, note="We made it up.", keep_text=False)
    end = edition.starts_at + RETRACTED_FOR
    clock.put_to(end - INSTANT)
    assert carrying(client, old) == {*FEEDS, *NINJS}
    before = {path: client.get(path)["Last-Modified"] for path in (*FEEDS, *NINJS)}
    clock.put_to(end)
    assert carrying(client, old) == set()
    for path, date in before.items():
        response = client.get(path, headers={"If-Modified-Since": date})
        assert (response.status_code, response["Last-Modified"]) == (200, http_date(end.timestamp())), path


def test_a_new_story_that_is_retracted_stays_as_long_as_it_is_among_the_newest(
    client: Client, world: dict[str, Any], ago: Ago, clock: Clock
) -> None:
    story = published(at=ago(days=1), headline="Invented", **world).article
    retract(story, by=None, note="We made it up.")
    assert titles(client) == ["Retracted: Invented"]
    clock.pass_time(RETRACTED_FOR + timedelta(days=1))
    assert titles(client) == ["Retracted: Invented"]


def test_no_more_retractions_than_a_feed_holds_the_newest_of_them(
    client: Client, old: Article, world: dict[str, Any], ago: Ago
) -> None:
    for number in range(3):
        story = published(at=ago(days=100 + number), headline=f"Wrong {number}", **world).article
        retract(story, by=None, note="No.", now=ago(days=3 - number))
    assert titles(client) == ["News of 1", "News of 2", "Retracted: Wrong 1", "Retracted: Wrong 2"]


def test_what_was_taken_down_or_paid_for_is_not_told_of(
    client: Client, old: Article, world: dict[str, Any], ago: Ago
) -> None:
    retract(old, by=None, note="We made it up.")
    take_down(old, by=None, reason="A court.")
    paid = published(at=ago(days=90), genre="sponsored", sponsor="A Bank", **world).article
    retract(paid, by=None, note="Not true.")
    assert carrying(client, old) == set()
    assert carrying(client, paid) == set()


def test_a_retraction_is_in_the_feeds_of_its_own_story_alone(client: Client, old: Article, ago: Ago) -> None:
    other = {"section": SectionFactory(slug="else"), "topics": [TopicFactory(slug="dams")]}
    published(at=ago(days=3), authors=[AuthorFactory(slug="bob")], **other)
    retract(old, by=None, note="We made it up.", keep_text=False)
    pages = ("/section/else/", "/topic/dams/", "/author/bob/")
    elsewhere = [f"{path}{name}" for path in pages for name in FORMATS]
    assert carrying(client, old, [*elsewhere, "/section/else/ninjs.json"]) == set()


def test_a_correction_of_an_old_story_is_told_by_the_corrections_feed(client: Client, old: Article) -> None:
    publish(old, by=None, change="correction", note="It was 7.")
    assert carrying(client, old) == set()
    assert "It was 7." in told(client, "/corrections/feed/")


@pytest.mark.parametrize("stories", [1, 3])
def test_retractions_cost_no_query(
    client: Client,
    old: Article,
    world: dict[str, Any],
    ago: Ago,
    django_assert_num_queries: Any,
    stories: int,
) -> None:
    for number in range(stories):
        story = published(at=ago(days=100 + number), lead_photo=PhotoFactory(), **world).article
        retract(story, by=None, note="No.", keep_text=bool(number % 2))
    assert Edition.objects.filter(change="retraction").count() == stories
    for path in (*FEEDS, *NINJS):
        with django_assert_num_queries(2 if path.count("/") <= 2 and "section" not in path else 3):
            assert client.get(path).status_code == 200
