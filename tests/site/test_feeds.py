"""The feeds: RSS 2.0 that a feed reader can rely on, at a fixed price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from articles.models import Edition
from articles.publishing import publish
from articles.site.feeds import FEED_SIZE, with_full_addresses
from articles.withdrawals import retract, take_down
from tests.factories import (
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    approved,
    published,
)
from tests.site.formats import (
    RFC_822,
    assert_language,
    assert_ours,
    assert_travels,
    body_with_everything,
)
from tests.site.reading import Ago

pytestmark = pytest.mark.django_db

DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
ATOM = "{http://www.w3.org/2005/Atom}"

type Fetch = Callable[[str], ET.Element]

# https://www.rssboard.org/rss-specification and the modules: what a channel and an item may hold, and how
# often: once and always, at most once, any number of times.
CHANNEL = {
    **dict.fromkeys(("title", "link", "description"), "1"),
    **dict.fromkeys(("language", "lastBuildDate"), "?"),
    **dict.fromkeys(("item", f"{ATOM}link"), "*"),
}
ITEM = {
    **dict.fromkeys(("title", "link", "description", "guid", "pubDate"), "1"),
    **dict.fromkeys((f"{CONTENT}encoded", f"{MEDIA}content"), "?"),
    **dict.fromkeys(("category", f"{DC}creator"), "*"),
}
PICTURE = {f"{MEDIA}credit": "?", f"{MEDIA}description": "?"}
# Attributes: all that an element has to have and may have. Elements that are not named here have none.
ATTRIBUTES: dict[str, set[str]] = {
    "rss": {"version"},
    "guid": {"isPermaLink"},
    f"{ATOM}link": {"rel", "href"},
    f"{MEDIA}content": {"url", "medium", "type", "width", "height"},
    f"{MEDIA}description": {"type"},
}


def assert_holds(element: ET.Element, allowed: dict[str, str]) -> None:
    """Check that the children are those, as often as they may be."""
    counts = Counter(child.tag for child in element)
    assert counts.keys() - allowed.keys() == set()
    for name, often in allowed.items():
        assert often == "*" or counts[name] in ({1} if often == "1" else {0, 1}), (name, counts[name])


def assert_follows_rss_2_0(root: ET.Element) -> None:
    """Check the structure of a feed, element by element."""
    assert (root.tag, root.attrib) == ("rss", {"version": "2.0"})
    (channel,) = root
    assert channel.tag == "channel"
    assert_holds(channel, CHANNEL)
    assert [link.get("rel") for link in channel.findall(f"{ATOM}link")].count("self") == 1
    assert_language(text(channel, "language"))
    for element in root.iter():
        assert set(element.attrib) == ATTRIBUTES.get(element.tag, set()), element.tag
        # What is neither a container nor a picture holds words alone: HTML in it is escaped.
        assert element.tag in {"rss", "channel", "item", f"{MEDIA}content"} or len(element) == 0
    names = []
    for item in channel.findall("item"):
        assert_holds(item, ITEM)
        assert text(item, "title")
        (guid,) = item.findall("guid")
        assert guid.attrib == {"isPermaLink": "false"}
        names.append(guid.text)
        for content in item.findall(f"{CONTENT}encoded"):
            assert_travels(content.text or "")
        for picture in item.findall(f"{MEDIA}content"):
            assert_holds(picture, PICTURE)
            assert (picture.get("medium"), picture.get("type")) == ("image", "image/jpeg")
            assert int(picture.get("width", "")) > 0 < int(picture.get("height", ""))
    assert len(set(names)) == len(names)
    for link in (*channel.findall(".//link"), *channel.findall(f".//{MEDIA}content")):
        assert_ours(str(link.text or link.get("url")))
    for at in (*channel.findall(".//pubDate"), *channel.findall("lastBuildDate")):
        assert RFC_822.match(at.text or ""), at.text
        # The day of the week is that of the date.
        assert f"{parsedate_to_datetime(at.text or ''):%a}" == (at.text or "")[:3]


@pytest.fixture
def feed(client: Client, frame: None) -> Fetch:
    """Return a function that fetches a feed, checks its structure and gives its channel."""

    def fetch(path: str) -> ET.Element:
        response = client.get(path)
        assert (response.status_code, response.headers["Content-Type"]) == (
            200,
            "application/rss+xml; charset=utf-8",
        )
        root = ET.fromstring(response.content)  # noqa: S314 -- our own feed
        assert_follows_rss_2_0(root)
        channel = root.find("channel")
        assert channel is not None
        (itself,) = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert itself.get("href") == f"http://testserver{path}"
        return channel

    return fetch


def text(element: ET.Element, name: str) -> str:
    """The text of a child that is there once."""
    (child,) = element.findall(name)
    return child.text or ""


def titles(channel: ET.Element) -> list[str]:
    """The titles of the items, in order."""
    return [text(item, "title") for item in channel.findall("item")]


def test_a_story_is_an_item_with_everything_a_reader_needs(feed: Fetch, ago: Ago) -> None:
    edition = published(
        at=ago(days=1),
        section=SectionFactory(name="World"),
        headline="The river & the dam",
        standfirst="Three villages <must> be ready.",
        body='<p>It rose. <a href="https://other.example/?a=1&amp;b=2">See</a></p><h2>The dam</h2>',
        authors=[AuthorFactory(name="Zoë Zander"), AuthorFactory(name="Ada Writer")],
        topics=[TopicFactory(name="Water"), TopicFactory(name="Dams")],
        lead_photo=PhotoFactory(caption="The river in October.", credit="A. Photographer"),
        sources=[{"kind": "based_on", "outlet": OutletFactory(name="Krone", full_name="Kronen Zeitung")}],
    )
    (item,) = feed("/feed/").findall("item")
    assert text(item, "title") == "The river & the dam"
    assert text(item, "description") == "Three villages <must> be ready."
    assert text(item, "link") == f"http://testserver{edition.get_absolute_url()}"
    assert [creator.text for creator in item.findall(f"{DC}creator")] == ["Zoë Zander", "Ada Writer"]
    assert [category.text for category in item.findall("category")] == ["World", "Dams", "Water"]
    assert text(item, f"{CONTENT}encoded") == (
        '<p>It rose. <a href="https://other.example/?a=1&amp;b=2">See</a></p>\n<h2 id="the-dam">The dam</h2>'
        "<p><em>Based on reporting by: Kronen Zeitung</em></p>"
    )
    (guid,) = item.findall("guid")
    assert (guid.text, guid.get("isPermaLink")) == (f"urn:uuid:{edition.article.uid}", "false")
    (picture,) = item.findall(f"{MEDIA}content")
    assert (picture.get("medium"), picture.get("width"), picture.get("height")) == ("image", "1280", "720")
    assert (picture.get("url") or "").startswith("http://testserver/media/")
    assert text(picture, f"{MEDIA}credit") == "A. Photographer"
    assert text(picture, f"{MEDIA}description") == "The river in October."


def test_the_channel_says_what_it_is_and_where(feed: Fetch, ago: Ago) -> None:
    published(at=ago(days=1), section=SectionFactory(name="World", slug="world", description="States."))
    channel = feed("/section/world/feed/")
    assert (text(channel, "title"), text(channel, "description")) == ("World – The Daily Test", "States.")
    assert text(channel, "link") == "http://testserver/section/world/"
    (itself,) = channel.findall(f"{ATOM}link")
    assert (itself.get("rel"), itself.get("href")) == ("self", "http://testserver/section/world/feed/")
    assert text(channel, "language") == "en"


def test_a_correction_keeps_name_and_date_and_heads_the_text(feed: Fetch, ago: Ago) -> None:
    edition = published(at=ago(days=2), headline="Four villages", body="<p>Four.</p>")
    (before,) = feed("/feed/").findall("item")
    article = edition.article
    article.headline, article.slug, article.body = "Three villages", "three-villages", "<p>Three.</p>"
    article.save()
    publish(article, by=None, change="correction", note="It was <three>.")
    (after,) = feed("/feed/").findall("item")
    assert text(after, "guid") == text(before, "guid")
    assert text(after, "pubDate") == text(before, "pubDate")
    assert text(after, "link") != text(before, "link")
    content = text(after, f"{CONTENT}encoded")
    assert content.startswith("<p><strong>Correction, ")
    assert content.endswith(':</strong> It was &lt;three&gt;.</p><p class="changed">Three.</p>')


def test_a_retracted_story_stays_with_the_notice(feed: Fetch, ago: Ago) -> None:
    edition = published(at=ago(days=2), headline="Invented", body="<p>Nothing of it is true.</p>")
    retract(edition.article, by=None, note="We made it up.", keep_text=False)
    (item,) = feed("/feed/").findall("item")
    assert (text(item, "title"), text(item, "description")) == ("Retracted: Invented", "We made it up.")
    assert "We made it up." in text(item, f"{CONTENT}encoded")
    assert "Nothing of it is true." not in text(item, f"{CONTENT}encoded")


def test_each_feed_carries_its_own_stories(feed: Fetch, ago: Ago) -> None:
    world, ada, rivers = SectionFactory(slug="world"), AuthorFactory(slug="ada"), TopicFactory(slug="rivers")
    published(at=ago(days=1), section=world, headline="In the section")
    published(at=ago(days=2), authors=[ada], headline="By the author")
    published(at=ago(days=3), topics=[rivers], headline="On the topic")
    assert titles(feed("/feed/")) == ["In the section", "By the author", "On the topic"]
    assert titles(feed("/section/world/feed/")) == ["In the section"]
    assert titles(feed("/author/ada/feed/")) == ["By the author"]
    assert titles(feed("/topic/rivers/feed/")) == ["On the topic"]


def test_paid_content_is_in_no_feed(feed: Fetch, ago: Ago) -> None:
    published(at=ago(days=1), genre="sponsored", sponsor="A Bank")
    assert titles(feed("/feed/")) == []


def test_the_corrections_feed_names_each_change_once_and_for_all(feed: Fetch, ago: Ago) -> None:
    article = published(at=ago(days=3), headline="Four villages").article
    publish(article, by=None, change="correction", note="It was three.", at=ago(days=2), now=ago(days=2))
    (first,) = feed("/corrections/feed/").findall("item")
    article.headline = "Three villages"
    article.save()
    publish(article, by=None, change="clarification", note="On the Danube.", at=ago(days=1), now=ago(days=1))
    newer, older = feed("/corrections/feed/").findall("item")
    assert text(newer, "title") == "Clarification: Three villages"
    assert text(older, "title") == "Correction: Three villages"
    assert text(older, "description") == "It was three."
    assert text(older, "guid") == text(first, "guid") != text(newer, "guid")


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/feed/", 2),
        ("/section/world/feed/", 3),
        ("/author/ada/feed/", 3),
        ("/topic/rivers/feed/", 3),
        ("/corrections/feed/", 2),
    ],
)
@pytest.mark.parametrize("stories", [1, 3])
def test_a_feed_costs_the_same_however_many_stories(
    client: Client,
    frame: None,
    ago: Ago,
    django_assert_num_queries: Any,
    path: str,
    queries: int,
    stories: int,
) -> None:
    world, ada, rivers = SectionFactory(slug="world"), AuthorFactory(slug="ada"), TopicFactory(slug="rivers")
    for number in range(stories):
        edition = published(
            at=ago(days=number + 1),
            section=world,
            authors=[ada, AuthorFactory()],
            topics=[rivers, TopicFactory()],
            lead_photo=PhotoFactory(),
        )
        publish(edition.article, by=None, change="correction", note="It was 7.")
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_a_feed_holds_the_newest_and_no_more(feed: Fetch, ago: Ago) -> None:
    for number in range(FEED_SIZE + 1):
        published(at=ago(hours=number + 1), headline=f"Story {number:02}")
    assert titles(feed("/feed/")) == [f"Story {number:02}" for number in range(FEED_SIZE)]


def test_a_feed_reader_that_knows_the_feed_is_told_so(client: Client, frame: None, ago: Ago) -> None:
    edition = published(at=ago(days=1))
    first = client.get("/feed/")
    by_tag = {"If-None-Match": first.headers["ETag"]}
    by_date = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get("/feed/", headers=by_tag).status_code == 304
    assert client.get("/feed/", headers=by_date).status_code == 304
    take_down(edition.article, by=None, reason="Danger.")
    assert client.get("/feed/", headers=by_tag).status_code == 200


def test_a_withdrawn_story_is_news_to_those_who_ask_by_date(client: Client, frame: None, ago: Ago) -> None:
    published(at=ago(days=2), headline="The one that stays")
    removed = published(at=ago(days=1), headline="The one that goes")
    date = client.get("/feed/").headers["Last-Modified"]
    take_down(removed.article, by=None, reason="Danger.")
    response = client.get("/feed/", headers={"If-Modified-Since": date})
    assert response.status_code == 200
    assert "The one that goes" not in response.content.decode()


def test_a_story_that_ran_out_is_news_to_those_who_ask_by_date(
    client: Client, frame: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(at=now - timedelta(days=2), headline="The one that stays")
    end = now + timedelta(minutes=5)
    started = now - timedelta(days=1)
    publish(approved(headline="The one that goes"), by=None, at=started, now=started, until=end)
    date = client.get("/feed/").headers["Last-Modified"]
    monkeypatch.setattr(timezone, "now", lambda: end)
    response = client.get("/feed/", headers={"If-Modified-Since": date})
    assert (response.status_code, response.headers["Last-Modified"]) == (200, http_date(end.timestamp()))
    assert "The one that goes" not in response.content.decode()


def test_an_empty_feed_is_a_feed_and_does_not_change_by_the_minute(client: Client, frame: None) -> None:
    SectionFactory(slug="world")
    for path in ("/feed/", "/section/world/feed/", "/corrections/feed/"):
        first, second = client.get(path), client.get(path)
        assert (first.status_code, first.content) == (200, second.content)


def test_a_pasted_control_character_does_not_cost_the_feed(feed: Fetch, ago: Ago) -> None:
    published(at=ago(days=1), headline="A line\x0bbroken", standfirst="Bad \x00byte".replace("\x00", "\x1f"))
    assert titles(feed("/feed/")) == ["A linebroken"]


def test_addresses_in_the_text_are_absolute() -> None:
    html = '<p><a href="#dam">a</a> <a href="/x/?a=1&amp;b=2">b</a> <a href="mailto:a@b.example">c</a></p>'
    assert with_full_addresses(html, "http://testserver/2026/01/01/s/") == (
        '<p><a href="http://testserver/2026/01/01/s/#dam">a</a> '
        '<a href="http://testserver/x/?a=1&amp;b=2">b</a> <a href="mailto:a@b.example">c</a></p>'
    )


def test_what_is_not_public_is_in_no_feed(feed: Fetch, ago: Ago, now: Any) -> None:
    approved(headline="Only approved")
    publish(approved(headline="Scheduled"), by=None, at=now + (now - ago(days=1)))
    assert Edition.objects.count() == 1
    assert titles(feed("/feed/")) == []


@pytest.mark.parametrize("path", ["/section/nowhere/feed/", "/topic/nothing/feed/", "/author/nobody/feed/"])
def test_a_feed_of_nothing_is_not_found(client: Client, frame: None, path: str) -> None:
    assert client.get(path).status_code == 404


HUBS = ["https://hub.example/", "https://other.example/hub?a=1&b=2"]


@pytest.mark.parametrize("path", ["/feed/", "/corrections/feed.atom", "/section/world/feed.json"])
def test_a_feed_names_its_hubs_and_itself_in_the_header(
    client: Client, frame: None, settings: Any, path: str
) -> None:
    SectionFactory(slug="world")
    assert "Link" not in client.get(path)
    settings.WEBSUB_HUBS = HUBS
    assert client.get(path)["Link"] == (
        f'<{HUBS[0]}>; rel="hub", <{HUBS[1]}>; rel="hub", <http://testserver{path}>; rel="self"'
    )


def test_a_feed_names_its_hubs_in_every_format(
    client: Client, frame: None, settings: Any, feed: Fetch
) -> None:
    settings.WEBSUB_HUBS = HUBS
    links = feed("/feed/").findall(f"{ATOM}link[@rel='hub']")
    assert [link.get("href") for link in links] == HUBS
    root = ET.fromstring(client.get("/feed.atom").content)  # noqa: S314 -- our own feed
    assert [link.get("href") for link in root.findall(f"{ATOM}link[@rel='hub']")] == HUBS
    assert client.get("/feed.json").json()["hubs"] == [{"type": "WebSub", "url": hub} for hub in HUBS]
    settings.WEBSUB_HUBS = []
    assert "hubs" not in client.get("/feed.json").json()


def test_whatever_stands_in_a_text_travels(feed: Fetch, ago: Ago) -> None:
    published(at=ago(days=1), body=body_with_everything(), dateline="VIENNA, 14 October")
    (item,) = feed("/feed/").findall("item")
    content = text(item, f"{CONTENT}encoded")
    for part in ("<table", "<blockquote", "<aside", "<img", "https://vimeo.com/12345", "Made by AI."):
        assert part in content, part
