"""The Atom feeds, against what RFC 4287 asks of a feed and of an entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from articles.publishing import publish
from articles.withdrawals import retract, take_down
from tests.factories import AuthorFactory, PhotoFactory, SectionFactory, TopicFactory, published
from tests.site.formats import (
    assert_language,
    assert_moment,
    assert_ours,
    assert_travels,
    body_with_everything,
)
from tests.site.reading import Ago, Read

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ONCE_IN_A_FEED = ("id", "title", "updated", "subtitle")
ONCE_IN_AN_ENTRY = ("id", "title", "updated", "published", "summary", "content")

# What RFC 4287 lets stand in a feed, an entry and a person; of these, what may stand there several times.
IN_A_FEED = {*ONCE_IN_A_FEED, "author", "link", "entry"}
IN_AN_ENTRY = {*ONCE_IN_AN_ENTRY, "author", "link", "category"}
IN_A_PERSON = {"name", "uri"}
# Attributes: all that an element has to have and may have, beside the language. Others have none.
ATTRIBUTES: dict[str, set[str]] = {
    f"{ATOM}category": {"term"},
    f"{ATOM}summary": {"type"},
    f"{ATOM}content": {"type"},
    f"{MEDIA}content": {"url", "medium", "type", "width", "height"},
    f"{MEDIA}description": {"type"},
}
HOLDS_ELEMENTS = {f"{ATOM}{name}" for name in ("feed", "entry", "author")} | {f"{MEDIA}content"}

type Fetch = Callable[[str], ET.Element]


def text(element: ET.Element, name: str) -> str:
    """The text of a child that is there once."""
    (child,) = element.findall(f"{ATOM}{name}")
    return child.text or ""


def moment(element: ET.Element, name: str) -> datetime:
    """The moment such a child holds."""
    return datetime.fromisoformat(text(element, name))


def assert_known(element: ET.Element, names: set[str]) -> None:
    """Check that no Atom element stands there but these; other vocabularies may."""
    said = {child.tag.removeprefix(ATOM) for child in element if child.tag.startswith(ATOM)}
    assert said - names == set()


def assert_persons_and_texts(element: ET.Element) -> None:
    """Check the constructs of section 3: a person has one name, a text its type, a category its term."""
    for person in element.findall(f"{ATOM}author"):
        assert_known(person, IN_A_PERSON)
        assert text(person, "name")
        assert_ours(text(person, "uri"))
    for name in ("title", "subtitle", "summary", "content"):
        assert all(
            child.get("type", "text") in {"text", "html"} for child in element.findall(f"{ATOM}{name}")
        )
    assert all(child.get("term") for child in element.findall(f"{ATOM}category"))


def assert_follows_rfc_4287(feed: ET.Element) -> None:
    """Check the structure of a feed: sections 4.1.1, 4.1.2 and the elements they name."""
    assert feed.tag == f"{ATOM}feed"
    assert_known(feed, IN_A_FEED)
    assert_persons_and_texts(feed)
    for name in ONCE_IN_A_FEED:
        assert text(feed, name), name
    for element in feed.iter():
        attributes = set(element.attrib) - {LANG}
        if element.tag == f"{ATOM}link":
            assert {"href", "rel"} <= attributes <= {"href", "rel", "type"}
        else:
            assert attributes == ATTRIBUTES.get(element.tag, set()), element.tag
        assert_language(element.get(LANG, "en"))
        # HTML is text of the type html, escaped, never elements.
        assert element.tag in HOLDS_ELEMENTS or len(element) == 0, element.tag
    links = {link.get("rel", ""): link.get("href", "") for link in feed.findall(f"{ATOM}link")}
    assert sorted(links) == ["alternate", "self"]
    assert text(feed, "id") == links["self"]
    assert len(feed.findall(f"{ATOM}author")) == 1
    ids = []
    for entry in feed.findall(f"{ATOM}entry"):
        assert_known(entry, IN_AN_ENTRY)
        assert_persons_and_texts(entry)
        for name in ONCE_IN_AN_ENTRY:
            assert text(entry, name), name
        for name in ("updated", "published"):
            assert_moment(text(entry, name))
        assert_travels(text(entry, "content"))
        (link,) = entry.findall(f"{ATOM}link")
        assert (link.get("rel"), link.get("type")) == ("alternate", "text/html")
        assert_ours(link.get("href") or "")
        assert text(entry, "id").startswith("urn:uuid:")
        ids.append(text(entry, "id"))
    assert len(set(ids)) == len(ids)
    assert_moment(text(feed, "updated"))


@pytest.fixture
def feed(client: Client, frame: None) -> Fetch:
    """Return a function that fetches a feed, checks its structure and gives its root."""

    def fetch(path: str) -> ET.Element:
        response = client.get(path)
        assert (response.status_code, response.headers["Content-Type"]) == (
            200,
            "application/atom+xml; charset=utf-8",
        )
        root = ET.fromstring(response.content)  # noqa: S314 -- our own feed
        assert_follows_rfc_4287(root)
        assert text(root, "id") == f"http://testserver{path}"
        return root

    return fetch


def entries(feed: ET.Element) -> list[ET.Element]:
    """The entries, in order."""
    return feed.findall(f"{ATOM}entry")


def titles(feed: ET.Element) -> list[str]:
    """Their titles."""
    return [text(entry, "title") for entry in entries(feed)]


def test_a_story_is_an_entry_with_everything_a_reader_needs(feed: Fetch, ago: Ago) -> None:
    edition = published(
        at=ago(days=1),
        section=SectionFactory(name="World"),
        headline="The river & the dam",
        standfirst="Three villages <must> be ready.",
        language="de",
        body='<p>It rose. <a href="/corrections/?a=1&amp;b=2">See</a></p>',
        authors=[AuthorFactory(name="Zoë Zander", slug="zoe"), AuthorFactory(name="Ada Writer", slug="ada")],
        topics=[TopicFactory(name="Water"), TopicFactory(name="Dams")],
        lead_photo=PhotoFactory(credit="A. Photographer"),
    )
    (entry,) = entries(feed("/feed.atom"))
    assert text(entry, "title") == "The river & the dam"
    assert text(entry, "summary") == "Three villages <must> be ready."
    assert text(entry, "id") == f"urn:uuid:{edition.article.uid}"
    assert entry.get(LANG) == "de"
    assert moment(entry, "published") == moment(entry, "updated") == ago(days=1)
    assert [(text(author, "name"), text(author, "uri")) for author in entry.findall(f"{ATOM}author")] == [
        ("Zoë Zander", "http://testserver/author/zoe/"),
        ("Ada Writer", "http://testserver/author/ada/"),
    ]
    terms = [category.get("term") for category in entry.findall(f"{ATOM}category")]
    assert terms == ["World", "Dams", "Water"]
    (content,) = entry.findall(f"{ATOM}content")
    assert content.get("type") == "html"
    assert content.text == ('<p>It rose. <a href="http://testserver/corrections/?a=1&amp;b=2">See</a></p>')
    (picture,) = entry.findall(f"{MEDIA}content")
    assert (picture.get("url") or "").startswith("http://testserver/media/")
    assert [credit.text for credit in picture.findall(f"{MEDIA}credit")] == ["A. Photographer"]


def test_the_feed_says_what_it_is_whose_it_is_and_where(feed: Fetch, ago: Ago) -> None:
    published(at=ago(days=1), section=SectionFactory(name="World", slug="world", description="States."))
    root = feed("/section/world/feed.atom")
    assert (text(root, "title"), text(root, "subtitle")) == ("World – The Daily Test", "States.")
    assert text(root, "id") == "http://testserver/section/world/feed.atom"
    assert root.get(LANG) == "en"
    (author,) = root.findall(f"{ATOM}author")
    assert (text(author, "name"), text(author, "uri")) == ("The Daily Test", "http://testserver/")


def test_a_correction_keeps_the_name_moves_updated_and_heads_the_text(feed: Fetch, ago: Ago) -> None:
    article = published(at=ago(days=2), headline="Four villages", body="<p>Four.</p>").article
    (before,) = entries(feed("/feed.atom"))
    article.headline, article.slug, article.body = "Three villages", "three-villages", "<p>Three.</p>"
    article.save()
    at = ago(days=1)
    publish(article, by=None, change="correction", note="It was <three>.", at=at, now=at)
    (after,) = entries(feed("/feed.atom"))
    assert text(after, "id") == text(before, "id")
    assert text(after, "published") == text(before, "published")
    assert moment(after, "updated") == at
    assert text(after, "content").startswith("<p><strong>Correction, ")
    assert ':</strong> It was &lt;three&gt;.</p><p class="changed">Three.</p>' in text(after, "content")


def test_a_minor_change_is_no_update(feed: Fetch, ago: Ago) -> None:
    article = published(at=ago(days=2)).article
    article.kicker = "Water"
    article.save()
    publish(article, by=None, change="minor", at=ago(days=1), now=ago(days=1))
    (entry,) = entries(feed("/feed.atom"))
    assert moment(entry, "updated") == ago(days=2)


def test_a_retracted_story_stays_with_the_notice(feed: Fetch, ago: Ago) -> None:
    edition = published(at=ago(days=2), headline="Invented", body="<p>Nothing of it is true.</p>")
    retract(edition.article, by=None, note="We made it up.", keep_text=False)
    (entry,) = entries(feed("/feed.atom"))
    assert (text(entry, "title"), text(entry, "summary")) == ("Retracted: Invented", "We made it up.")
    assert "We made it up." in text(entry, "content")
    assert "Nothing of it is true." not in text(entry, "content")


def test_each_feed_carries_its_own_stories_and_none_that_was_paid_for(feed: Fetch, ago: Ago) -> None:
    world, ada, rivers = SectionFactory(slug="world"), AuthorFactory(slug="ada"), TopicFactory(slug="rivers")
    published(at=ago(days=1), section=world, headline="In the section")
    published(at=ago(days=2), authors=[ada], headline="By the author")
    published(at=ago(days=3), topics=[rivers], headline="On the topic")
    paid = {"genre": "sponsored", "sponsor": "A Bank"}
    published(at=ago(days=4), section=world, authors=[ada], topics=[rivers], **paid)
    assert titles(feed("/feed.atom")) == ["In the section", "By the author", "On the topic"]
    assert titles(feed("/section/world/feed.atom")) == ["In the section"]
    assert titles(feed("/author/ada/feed.atom")) == ["By the author"]
    assert titles(feed("/topic/rivers/feed.atom")) == ["On the topic"]


def test_the_corrections_feed_names_each_change_once(feed: Fetch, ago: Ago) -> None:
    article = published(at=ago(days=3), headline="Three villages").article
    publish(article, by=None, change="correction", note="It was three.", at=ago(days=2), now=ago(days=2))
    publish(article, by=None, change="clarification", note="On the Danube.", at=ago(days=1), now=ago(days=1))
    assert titles(feed("/corrections/feed.atom")) == [
        "Clarification: Three villages",
        "Correction: Three villages",
    ]


def test_a_pasted_control_character_does_not_cost_the_feed(feed: Fetch, ago: Ago) -> None:
    published(at=ago(days=1), headline="A line\x0bbroken", authors=[AuthorFactory(name="Ada\x0bWriter")])
    assert titles(feed("/feed.atom")) == ["A linebroken"]


def test_a_feed_without_a_story_is_a_feed_and_does_not_change_by_the_minute(
    client: Client, frame: None
) -> None:
    SectionFactory(slug="world", description="States.")
    for path in ("/feed.atom", "/section/world/feed.atom", "/corrections/feed.atom"):
        first, second = client.get(path), client.get(path)
        assert (first.status_code, first.content) == (200, second.content)
        assert_follows_rfc_4287(ET.fromstring(first.content))  # noqa: S314 -- our own feed


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.json"])
def test_a_program_that_knows_the_feed_is_told_so(client: Client, frame: None, ago: Ago, path: str) -> None:
    edition = published(at=ago(days=1))
    first = client.get(path)
    by_tag = {"If-None-Match": first.headers["ETag"]}
    by_date = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get(path, headers=by_tag).status_code == 304
    assert client.get(path, headers=by_date).status_code == 304
    take_down(edition.article, by=None, reason="Danger.")
    assert client.get(path, headers=by_tag).status_code == 200


@pytest.mark.parametrize("ending", ["feed.atom", "feed.json"])
@pytest.mark.parametrize(
    ("page", "queries"),
    [("/", 2), ("/section/world/", 3), ("/author/ada/", 3), ("/topic/rivers/", 3), ("/corrections/", 2)],
)
@pytest.mark.parametrize("stories", [1, 3])
def test_a_feed_costs_the_same_however_many_stories(
    client: Client,
    frame: None,
    ago: Ago,
    django_assert_num_queries: Any,
    ending: str,
    page: str,
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
        assert client.get(f"{page}{ending}").status_code == 200


@pytest.mark.parametrize("ending", ["feed.atom", "feed.json"])
@pytest.mark.parametrize("page", ["/section/nowhere/", "/topic/nothing/", "/author/nobody/"])
def test_a_feed_of_nothing_is_not_found(client: Client, frame: None, page: str, ending: str) -> None:
    assert client.get(f"{page}{ending}").status_code == 404


def test_a_page_names_its_feeds_in_every_format(read: Read, ago: Ago) -> None:
    published(at=ago(days=1), section=SectionFactory(name="World", slug="world"))
    found = re.findall(
        r'<link rel="alternate" type="([^"]*)" title="([^"]*)" href="([^"]*)">', read("/section/world/")
    )
    formats = (("rss+xml", "/"), ("atom+xml", ".atom"), ("feed+json", ".json"))
    assert sorted(found) == sorted(
        (f"application/{kind}", title, f"{path}{ending}")
        for title, path in (("The Daily Test", "/feed"), ("World – The Daily Test", "/section/world/feed"))
        for kind, ending in formats
    )
    for _kind, _title, path in found:
        read(path)


def test_whatever_stands_in_a_text_travels(feed: Fetch, ago: Ago) -> None:
    published(at=ago(days=1), body=body_with_everything(), dateline="VIENNA, 14 October")
    (entry,) = entries(feed("/feed.atom"))
    content = text(entry, "content")
    for part in ("<table", "<blockquote", "<aside", "<img", "https://vimeo.com/12345", "Made by AI."):
        assert part in content, part
