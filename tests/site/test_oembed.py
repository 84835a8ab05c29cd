"""oEmbed: what another site is told of a story whose address somebody put in there."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils.http import int_to_base36

from articles.models import Change, Edition
from articles.publishing import publish
from articles.withdrawals import retract, take_down
from tests.factories import AuthorFactory, PhotoFactory, approved, later, published
from tests.site.reading import Ago

pytestmark = pytest.mark.django_db

type Ask = Callable[..., dict[str, Any]]
# https://oembed.com, section 2.3.4: the parameters of every response, by type, and what comes only together.
STRINGS = ("title", "author_name", "author_url", "provider_name", "provider_url", "thumbnail_url")
NUMBERS = ("cache_age", "thumbnail_width", "thumbnail_height")
TOGETHER = {"thumbnail_url", "thumbnail_width", "thumbnail_height"}


def address(edition: Edition) -> str:
    """The full address of a story's page."""
    return f"http://testserver{edition.get_absolute_url()}"


@pytest.fixture
def ask(client: Client, frame: None) -> Ask:
    """Return a function that asks about an address and holds the answer against the specification."""

    def fetch(url: str, **more: Any) -> dict[str, Any]:
        response = client.get("/oembed/", {"url": url, **more})
        assert (response.status_code, response["Content-Type"]) == (200, "application/json")
        found: dict[str, Any] = response.json()
        assert (found["type"], found["version"]) == ("link", "1.0")
        assert set(found) <= {"type", "version", *STRINGS, *NUMBERS}
        assert all(isinstance(found[name], str) for name in STRINGS if name in found)
        assert all(isinstance(found[name], int) for name in NUMBERS if name in found)
        assert TOGETHER & found.keys() in (set(), TOGETHER)
        return found

    return fetch


def test_a_story_is_a_link_with_what_a_card_needs(ask: Ask, ago: Ago) -> None:
    story = published(
        at=ago(days=1),
        headline="The river rises",
        authors=[AuthorFactory(name="Ada Writer", slug="ada")],
        lead_photo=PhotoFactory(),
    )
    found = ask(address(story))
    picture = found.pop("thumbnail_url")
    assert picture.startswith("http://testserver/media/")
    assert found == {
        "type": "link",
        "version": "1.0",
        "title": "The river rises",
        "author_name": "Ada Writer",
        "author_url": "http://testserver/author/ada/",
        "provider_name": "The Daily Test",
        "provider_url": "http://testserver/",
        "cache_age": 3600,
        "thumbnail_width": 1280,
        "thumbnail_height": 720,
    }


def test_no_picture_is_larger_than_was_asked_for(ask: Ask, ago: Ago) -> None:
    story = published(at=ago(days=1), lead_photo=PhotoFactory())
    for asked in ({"maxwidth": 800}, {"maxheight": 719}, {"maxwidth": 1279, "maxheight": 5000}):
        found = ask(address(story), **asked)
        assert found["thumbnail_width"] <= asked.get("maxwidth", 9999)
        assert found["thumbnail_height"] <= asked.get("maxheight", 9999)
    assert "thumbnail_url" not in ask(address(story), maxwidth=10)
    assert "thumbnail_url" not in ask(address(published(at=ago(days=1))))


def test_several_authors_are_named_and_none_has_the_link(ask: Ask, ago: Ago) -> None:
    two = [AuthorFactory(name="Ada"), AuthorFactory(name="Zoë")]
    found = ask(address(published(at=ago(days=1), authors=two)))
    assert (found["author_name"], "author_url" in found) == ("Ada and Zoë", False)


def test_xml_says_the_same(client: Client, ask: Ask, ago: Ago) -> None:
    story = published(at=ago(days=1), headline="Rise & <fall>\x0b", lead_photo=PhotoFactory())
    response = client.get("/oembed/", {"url": address(story), "format": "xml"})
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314 -- our own document
    told = {name: str(value).replace("\x0b", "") for name, value in ask(address(story)).items()}
    assert (root.tag, {child.tag: child.text for child in root}) == ("oembed", told)


def test_a_retracted_story_says_so(ask: Ask, ago: Ago) -> None:
    story = published(at=ago(days=1), headline="Made up")
    retract(story.article, by=None, note="None of it.")
    assert ask(address(story))["title"] == "Retracted: Made up"


def test_a_story_is_found_under_every_address_it_ever_had(ask: Ask, ago: Ago) -> None:
    first = published(at=ago(days=1), slug="first-slug", headline="First")
    first.article.slug, first.article.headline = "second-slug", "Second"
    first.article.save()
    second = publish(first.article, by=None, change=Change.MINOR)
    short = f"http://testserver/a/{int_to_base36(first.article_id)}/"
    for url in (address(first), address(second), short, address(second).replace("http:", "https:")):
        assert ask(url)["title"] == "Second", url


def test_what_is_no_live_story_of_ours_is_not_found(client: Client, ago: Ago) -> None:
    public = published(at=ago(days=1), slug="public")
    scheduled = publish(approved(slug="not-yet"), by=None, at=later())
    gone = published(at=ago(days=1), slug="gone")
    take_down(gone.article, by=None, reason="A court order.")
    next_slug = published(at=ago(days=1), slug="now")
    next_slug.article.slug = "then"
    next_slug.article.save()
    then = publish(next_slug.article, by=None, change=Change.UPDATE, note="More.", at=later())
    for url in (
        *map(address, (scheduled, gone, then)),
        f"http://elsewhere.example{public.get_absolute_url()}",
        f"ftp://testserver{public.get_absolute_url()}",
        public.get_absolute_url(),
        f"{address(public)}history/",
        "http://testserver/",
        "http://testserver/2026/13/40/public/",
        "http://testserver/a/!/",
        f"http://testserver/a/{'z' * 14}/",
        f"http://testserver/a/{'z' * 12}/",
        "http://testserver/no-such/",
        "http://[",
    ):
        assert client.get("/oembed/", {"url": url}).status_code == 404, url


def test_a_request_that_cannot_be_answered_says_why(client: Client, ago: Ago) -> None:
    url = address(published(at=ago(days=1)))
    assert client.get("/oembed/", {"url": url, "format": "yaml"}).status_code == 501
    for query in ({}, {"url": ""}, {"url": url, "maxwidth": "wide"}, {"url": url, "maxheight": "-1"}):
        response = client.get("/oembed/", query)
        assert (response.status_code, "whole numbers" in response.text) == (400, True)


def test_the_page_leads_to_both_formats(client: Client, frame: None, ask: Ask, ago: Ago) -> None:
    story = published(at=ago(days=1))
    html = client.get(story.get_absolute_url()).text
    links = dict(
        re.findall(r'<link rel="alternate" type="([^"]+oembed)" title="oEmbed" href="([^"]+)">', html)
    )
    query = urlencode({"url": address(story)})
    assert {kind: unescape(link) for kind, link in links.items()} == {
        "application/json+oembed": f"http://testserver/oembed/?{query}&format=json",
        "text/xml+oembed": f"http://testserver/oembed/?{query}&format=xml",
    }
    for link in links.values():
        assert client.get(unescape(link).removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("authors", [1, 3])
def test_it_costs_one_query(
    client: Client, frame: None, ago: Ago, django_assert_num_queries: Any, authors: int
) -> None:
    story = published(
        at=ago(days=1), authors=[AuthorFactory() for _ in range(authors)], lead_photo=PhotoFactory()
    )
    with django_assert_num_queries(1):
        assert client.get("/oembed/", {"url": address(story)}).status_code == 200
