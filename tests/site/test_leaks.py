"""No public address tells a word of what is not public: not before its time, not after, not ever.

Every story of the fixture carries a word of its own in everything an editor types. Every public address
is then fetched, those of the stories that are not public included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from articles.models import Article, Edition, Note, Section
from articles.publishing import publish
from articles.site import urls as site_urls
from articles.withdrawals import retract, take_down
from newsroom import urls as newsroom_urls
from newsroom.models import BreakingStrip, FrontSlot, PolicyPage
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    approved,
)
from tests.site.crawl import NOT_CRAWLED, SECRET, paths

pytestmark = pytest.mark.django_db


def typed(word: str) -> dict[str, Any]:
    """Every field an editor types, each with the word in it."""
    return {
        "headline": f"Headline {word}",
        "headline_short": f"Short {word}",
        "headline_seo": f"Search {word}",
        "headline_social": f"Social {word}",
        "kicker": f"Kicker {word}",
        "standfirst": f"Standfirst {word}",
        "key_points": f"Point {word}",
        "slug": f"story-{len(word)}-{sum(map(ord, word))}",
        "body": f"<p>Body {word}</p><h2>Sub {word}</h2>",
        "dateline": f"{word.upper()}, today",
        "how_we_reported": f"Method {word}",
        "slugline": f"SLUG-{word}",
    }


def complete(word: str) -> dict[str, Any]:
    """The same, with people, topics, sources and a picture that nobody else has."""
    mark = sum(map(ord, word))
    return typed(word) | {
        "authors": [AuthorFactory(name=f"Person {word}", slug=f"person-{mark}", bio=f"I am {word}.")],
        "topics": [TopicFactory(name=f"Topic {word}", slug=f"topic-{mark}", description=f"About {word}.")],
        "sources": [
            {"kind": "based_on", "outlet": OutletFactory(name=f"Outlet {word}"), "title": f"Title {word}"}
        ],
        "lead_photo": PhotoFactory(alt=f"Alt {word}", caption=f"Caption {word}", credit=f"Credit {word}"),
        "section": Section.objects.get(slug="world"),
    }


@pytest.fixture
def newsroom(db: None, now: datetime) -> None:
    """A story in every state that is not public, and a public one with everything that never is."""
    SectionFactory(name="World", slug="world")
    PolicyPage.objects.create(
        kind="ethics", title="Ethics", slug="ethics", body="Rules.", effective_from="2026-01-01"
    )
    hour = timedelta(hours=1)

    ArticleFactory(**complete("quaggadraft"))
    approved(**complete("quaggaapproved"))
    publish(approved(**complete("quaggascheduled")), by=None, at=now + hour)
    publish(approved(**complete("quaggaembargoed"), embargo_until=now + hour), by=None, at=now + hour)
    publish(
        approved(**complete("quaggaexpired")),
        by=None,
        at=now - 2 * hour,
        until=now - hour,
        now=now - 2 * hour,
    )

    removed = approved(**complete("quaggataken"))
    publish(removed, by=None, at=now - 2 * hour, now=now - 2 * hour)
    publish(removed, by=None, change="correction", note="quaggatakennote", at=now - hour, now=now - hour)
    take_down(removed, by=None, reason="quaggareason")

    emptied = approved(body="<p>quaggawithdrawn</p>", key_points="quaggawithdrawn")
    publish(emptied, by=None, at=now - 2 * hour, now=now - 2 * hour)
    emptied.body = "<p>quaggawithdrawn again</p>"
    emptied.save()
    publish(emptied, by=None, change="correction", note="It was 7.", at=now - hour, now=now - hour)
    retract(emptied, by=None, note="Made up.", keep_text=False)

    FrontSlot.objects.create(
        position=1, article=Article.objects.get(slugline="SLUG-quaggadraft"), headline="quaggaslot"
    )
    BreakingStrip.objects.create(text="quaggabreaking", starts_at=now + hour, ends_at=now + 2 * hour)
    BreakingStrip.objects.create(text="quaggabroken", starts_at=now - 2 * hour, ends_at=now - hour)
    BreakingStrip.objects.create(
        text="quaggalinked", article=removed, starts_at=now - hour, ends_at=now + 2 * hour
    )
    public(now - 2 * hour, now + hour)


def public(at: datetime, later: datetime) -> None:
    """A live story: its desk's notes, and the working copy and the edition that come next, are not public."""
    article = approved(
        headline="The public story",
        slug="the-public-story",
        section=Section.objects.get(slug="world"),
        slugline="quaggaslugline",
        sources=[{"kind": "document", "title": "A document", "internal_note": "quaggainternal"}],
        lead_photo=PhotoFactory(usage_note="quaggausage"),
        authors=[AuthorFactory(name="A Public Person", slug="a-public-person")],
        topics=[TopicFactory(name="A public matter", slug="a-public-matter")],
    )
    publish(article, by=None, at=at, now=at)
    Note.objects.create(article=article, text="quaggacomment")
    for name, value in typed("quaggapending").items():
        setattr(article, name, value)
    article.save()
    publish(article, by=None, change="update", note="quaggapendingnote", at=later)
    article.headline = "quaggaworkingcopy"
    article.save()


def leaks(client: Client) -> Iterator[tuple[str, str]]:
    """Address and word of everything that should not have been there."""
    for addresses in paths().values():
        for address in dict.fromkeys(addresses):
            response = client.get(address)
            assert response.status_code in {200, 301, 302, 403, 404, 410}, (address, response.status_code)
            said = response.content.decode() + str(response.headers)
            yield from ((address, word) for word in SECRET.findall(said))


def test_no_address_tells_a_word_that_is_not_public(client: Client, frame: None, newsroom: None) -> None:
    assert list(leaks(client)) == []


def test_the_public_story_is_everywhere_it_should_be(client: Client, frame: None, newsroom: None) -> None:
    """What the first test does not find, it could not have found on an empty page."""
    for address in (
        "/",
        "/section/world/",
        "/topic/a-public-matter/",
        "/author/a-public-person/",
        "/archive/",
        "/search/?q=public",
        "/feed/",
        "/feed.atom",
        "/feed.json",
        "/ninjs.json",
        "/section/world/ninjs.json",
        "/sitemap-news.xml",
    ):
        assert "The public story" in client.get(address).content.decode(), address
    answers = {
        edition.article.slugline: client.get(edition.get_absolute_url()).status_code
        for edition in Edition.objects.select_related("article")
    }
    assert answers["SLUG-quaggascheduled"] == 404
    assert answers["SLUG-quaggaembargoed"] == 404
    assert answers["SLUG-quaggaexpired"] == 410
    assert answers["SLUG-quaggataken"] == 410


def test_every_public_address_is_crawled(frame: None, newsroom: None) -> None:
    """A new page has to be added to this crawl before it can be shipped."""
    patterns = [*site_urls.urlpatterns, *newsroom_urls.publication_urls]
    named = {pattern.name for pattern in patterns if isinstance(pattern, URLPattern)}
    crawled = {name for name, addresses in paths().items() if addresses}
    assert named - NOT_CRAWLED == crawled


type SetClock = Callable[[datetime], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Return a function that stops the clock at a moment."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/section/world/", "/archive/", "/search/?q=headline", "/search/?q=body&sort=date"),
        *("/feed/", "/feed.atom", "/feed.json", "/section/world/feed/", "/ninjs.json"),
        "/sitemap-news.xml",
    ],
)
def test_a_story_is_public_from_its_first_moment_to_its_last(
    client: Client, frame: None, now: datetime, set_clock: SetClock, address: str
) -> None:
    SectionFactory(name="World", slug="world")
    begins, ends = now + timedelta(hours=1), now + timedelta(hours=2)
    publish(approved(**complete("quaggatimed")), by=None, at=begins, until=ends)
    instant = timedelta(microseconds=1)
    seen = []
    for moment in (begins - instant, begins, ends - instant, ends):
        set_clock(moment)
        seen.append(bool(SECRET.search(client.get(address).content.decode())))
    assert seen == [False, True, True, False]
