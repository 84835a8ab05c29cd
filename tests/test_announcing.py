"""What changed is told at once to WebSub hubs and search engines: once, again when they did not listen."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Change
from articles.publishing import publish
from articles.withdrawals import retract, take_down
from newsroom.announcing import claimed, settle
from newsroom.hearing import deaf
from newsroom.models import Heartbeat, Ping
from newsroom.tick import tick
from tests.factories import AuthorFactory, SectionFactory, TopicFactory, approved, later, published, revise
from tests.listening import Listening

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
KEY = "a-key-of-the-tests"


@pytest.fixture
def hub(listening: Listening, settings: Any) -> Listening:
    """A WebSub hub that the publication names."""
    settings.WEBSUB_HUBS = [f"{listening.url}/hub"]
    tick()
    return listening


@pytest.fixture
def engine(listening: Listening, settings: Any) -> Listening:
    """A search engine that is told by IndexNow."""
    settings.INDEXNOW_KEY = KEY
    settings.INDEXNOW_URL = f"{listening.url}/indexnow"
    tick()
    return listening


def a_minute_later(minutes: int = 1) -> int | str:
    """Run the job of the minute that comes so much later; what it says of the pings."""
    return tick(timezone.now() + minutes * MINUTE)["pings"]


def topics(hub: Listening) -> list[str]:
    """The feeds a hub was told of, without the host, in order; each request is held against the protocol."""
    found = []
    for method, path, headers, body in hub.heard:
        assert (method, path) == ("POST", "/hub")
        assert headers["content-type"] == "application/x-www-form-urlencoded"
        fields = parse_qs(body.decode(), strict_parsing=True)
        assert fields["hub.mode"] == ["publish"]
        (topic,) = fields["hub.url"]
        found.append(topic.removeprefix("http://testserver"))
    return found


def submitted(engine: Listening) -> list[list[str]]:
    """The paths each request to a search engine told of."""
    found = []
    for method, path, headers, body in engine.heard:
        assert (method, path) == ("POST", "/indexnow")
        assert headers["content-type"] == "application/json; charset=utf-8"
        told = json.loads(body)
        assert (told["host"], told["key"]) == ("testserver", KEY)
        assert told["keyLocation"] == f"http://testserver/{KEY}.txt"
        found.append([address.removeprefix("http://testserver") for address in told["urlList"]])
    return found


def formats(path: str) -> set[str]:
    """A feed in its three formats."""
    return {f"{path}feed/", f"{path}feed.atom", f"{path}feed.json"}


def test_a_hub_is_told_of_every_feed_that_shows_the_story_and_of_no_other(hub: Listening) -> None:
    SectionFactory(slug="other")
    published(
        section=SectionFactory(slug="world"),
        topics=[TopicFactory(slug="water")],
        authors=[AuthorFactory(slug="ada")],
    )
    assert a_minute_later() == 12
    told = topics(hub)
    assert len(told) == len(set(told))
    assert set(told) == (
        formats("/") | formats("/section/world/") | formats("/topic/water/") | formats("/author/ada/")
    )
    assert Ping.objects.count() == 0
    assert a_minute_later(2) == 0


def test_a_correction_is_told_to_the_corrections_feed_too(hub: Listening) -> None:
    story = published(at=timezone.now() - timedelta(days=2))
    revise(story.article)
    publish(story.article, by=None, change=Change.CORRECTION, note="It was 7.")
    a_minute_later()
    assert formats("/corrections/") < set(topics(hub))


def test_a_feed_that_lost_a_story_has_changed(hub: Listening) -> None:
    story = published(at=timezone.now() - timedelta(days=2), section=SectionFactory(slug="world"))
    take_down(story.article, by=None, reason="A court order.")
    a_minute_later()
    assert formats("/section/world/") < set(topics(hub))


def test_a_retraction_is_told_to_every_feed_that_carried_the_story(hub: Listening) -> None:
    story = published(
        at=timezone.now() - timedelta(days=400),
        section=SectionFactory(slug="world"),
        topics=[TopicFactory(slug="water")],
        authors=[AuthorFactory(slug="ada")],
    )
    retract(story.article, by=None, note="None of it is true.", keep_text=False)
    a_minute_later()
    pages = ("/", "/section/world/", "/topic/water/", "/author/ada/", "/corrections/")
    assert set(topics(hub)) == {feed for page in pages for feed in formats(page)}


def test_a_story_that_begins_or_ends_by_itself_is_told_when_it_does(hub: Listening) -> None:
    publish(approved(), by=None, at=later(1), until=later(2))
    assert a_minute_later() == 0
    assert a_minute_later(61) == 9
    hub.heard.clear()
    assert a_minute_later(62) == 0
    assert a_minute_later(122) == 9
    assert len(topics(hub)) == 9


def test_paid_content_is_in_no_feed_and_old_copy_is_no_news(hub: Listening) -> None:
    published(genre="sponsored", sponsor="A Bank")
    published(at=timezone.now() - timedelta(days=400))
    assert a_minute_later() == 0
    assert hub.heard == []


def test_what_is_still_being_published_is_told_the_minute_after(hub: Listening) -> None:
    """A story begins when somebody presses the button, and is there when its transaction ends."""
    published()
    assert tick()["pings"] == 0
    assert a_minute_later() == 9


def test_a_hub_that_does_not_take_it_is_told_again(hub: Listening) -> None:
    published()
    hub.status = 503
    assert a_minute_later() == 0
    assert len(hub.heard) == Ping.objects.filter(tries=1, claimed_at=None).count() == 9
    hub.heard.clear()
    hub.status = 204
    assert a_minute_later(2) == 9
    assert len(topics(hub)) == 9


def test_a_hub_that_is_gone_costs_one_attempt_a_minute_and_is_given_up_after_a_day(
    hub: Listening, settings: Any
) -> None:
    gone = f"{hub.url.rpartition(':')[0]}:1/hub"
    settings.WEBSUB_HUBS = [gone, f"{hub.url}/hub"]
    published()
    assert a_minute_later() == 9
    assert Ping.objects.filter(to=gone, tries=1).count() == 9
    assert a_minute_later(24 * 60) == 0
    assert Ping.objects.count() == 9
    assert a_minute_later(24 * 60 + 2) == 0
    assert Ping.objects.count() == 0


def told_to_be_deaf(after: int) -> list[tuple[str, bool, int]]:
    """The services the desk calls deaf so many minutes from now: what they said, since when, what is lost."""
    found = deaf(timezone.now() + after * MINUTE)
    return [(service.said, service.since is not None, service.given_up) for service in found]


def test_a_hub_that_takes_nothing_for_a_while_is_known_until_it_listens_again(hub: Listening) -> None:
    published()
    hub.status = 503
    a_minute_later()
    assert told_to_be_deaf(after=10) == []
    a_minute_later(15)
    assert told_to_be_deaf(after=17) == [("HTTP 503", True, 0)]
    hub.status = 204
    a_minute_later(18)
    assert told_to_be_deaf(after=40) == []


def test_what_was_given_up_for_good_is_said_for_some_days(hub: Listening, settings: Any) -> None:
    published()
    hub.status = 404
    a_minute_later()
    publish(approved(), by=None, at=later(24.04))
    a_minute_later(24 * 60 + 2)
    hub.status = 204
    a_minute_later(24 * 60 + 3)
    assert told_to_be_deaf(after=24 * 60 + 4) == [("", False, 9)]
    assert told_to_be_deaf(after=5 * 24 * 60) == []
    settings.WEBSUB_HUBS = []
    assert told_to_be_deaf(after=24 * 60 + 4) == []


def test_nobody_is_followed_elsewhere(hub: Listening) -> None:
    published()
    hub.status, hub.headers = 302, {"Location": f"{hub.url}/elsewhere"}
    assert a_minute_later() == 0
    assert {path for _method, path, _headers, _body in hub.heard} == {"/hub"}


def test_what_another_run_is_telling_is_told_by_that_run_alone(hub: Listening) -> None:
    now = timezone.now()
    ping = Ping.objects.create(
        to=f"{hub.url}/hub", address="http://testserver/feed/", at=now, claim=uuid.uuid4(), claimed_at=now
    )
    assert a_minute_later(5) == 0
    # The other one died.
    assert a_minute_later(11) == 1
    assert not Ping.objects.filter(pk=ping.pk).exists()


def test_a_change_while_it_is_told_is_told_too(hub: Listening) -> None:
    """The hub may have fetched the feed before the change: the ping it was sent does not count for it."""
    now = timezone.now()
    for feed in ("/feed/", "/feed.atom"):
        Ping.objects.create(to=f"{hub.url}/hub", address=f"http://testserver{feed}", at=now)
    pings = claimed(now)
    Ping.objects.filter(address__endswith=".atom").update(at=now + MINUTE)
    settle(pings, told=pings)
    (again,) = Ping.objects.all()
    assert (again.address, again.claimed_at, again.tries) == ("http://testserver/feed.atom", None, 0)


def test_a_search_engine_gets_what_changed_in_one_request(engine: Listening) -> None:
    first, second = published(slug="first"), published(slug="second")
    assert a_minute_later() == 2
    (told,) = submitted(engine)
    assert sorted(told) == sorted([first.get_absolute_url(), second.get_absolute_url()])


def test_a_search_engine_hears_of_redirects_retractions_and_take_downs(engine: Listening) -> None:
    old = timezone.now() - timedelta(days=2)
    moved, retracted, gone = (published(at=old, slug=slug) for slug in ("moved", "retracted", "gone"))
    moved.article.slug = "moved-on"
    moved.article.save()
    here = publish(moved.article, by=None, change=Change.MINOR)
    retract(retracted.article, by=None, note="Made up.")
    take_down(gone.article, by=None, reason="A court order.")
    a_minute_later()
    (told,) = submitted(engine)
    assert set(told) == {edition.get_absolute_url() for edition in (moved, here, retracted, gone)}


@pytest.mark.parametrize("status", [403, 429, 500])
def test_a_search_engine_that_refuses_is_asked_again(engine: Listening, status: int) -> None:
    published()
    engine.status = status
    assert a_minute_later() == 0
    engine.status = 202
    assert a_minute_later(2) == 1
    assert Ping.objects.count() == 0


def test_without_a_hub_or_a_key_nothing_is_put_down(listening: Listening) -> None:
    published()
    assert a_minute_later() == 0
    assert (Ping.objects.count(), listening.heard) == (0, [])
    assert not Heartbeat.objects.filter(name="announced").exists()


def test_the_first_run_does_not_tell_of_the_whole_archive(listening: Listening, settings: Any) -> None:
    for hours in (1, 30):
        published(at=timezone.now() - timedelta(hours=hours))
    settings.WEBSUB_HUBS = [listening.url]
    assert tick()["pings"] == 0
    # Nor does one that comes after a long pause.
    Heartbeat.objects.filter(name="announced").update(finished_at=timezone.now() - timedelta(days=9))
    assert tick()["pings"] == 9


def test_the_key_lies_where_search_engines_look(client: Client, settings: Any) -> None:
    assert client.get(f"/{KEY}.txt").status_code == 404
    settings.INDEXNOW_KEY = KEY
    response = client.get(f"/{KEY}.txt")
    assert (response.content, response["Content-Type"]) == (KEY.encode(), "text/plain; charset=utf-8")
    assert client.get("/another-key.txt").status_code == 404
    assert b"User-agent" in client.get("/robots.txt").content
