"""No public address tells a word of what is not public: not before its time, not after, not ever.

Every story of the fixture carries a word of its own in everything an editor types. Every public address
is then fetched, those of the stories that are not public included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.http import int_to_base36, urlencode

from articles.models import Article, Edition, Note, Section, Topic
from articles.publishing import publish
from articles.site import urls as site_urls
from articles.site.addresses import text_path
from articles.withdrawals import retract, take_down
from authors.models import Author
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

pytestmark = pytest.mark.django_db

# An animal that no story of ours is about; what follows it says which story leaked.
SECRET = re.compile(r"quagga[a-z]+", re.IGNORECASE)
# Addresses that answer nothing but a POST, or lead to a file.
NOT_CRAWLED = frozenset({"theme", "favicon", "look"})
WITHOUT_ARGUMENTS = (
    *("front", "archive", "search", "corrections", "text"),
    *("feed", "feed_atom", "feed_json"),
    *("corrections_feed", "corrections_feed_atom", "corrections_feed_json"),
    *("sitemap", "sitemap_pages", "sitemap_news"),
    "ninjs",
    *("robots", "trust", "well_known_trust", "security", "tdmrep", "ads", "llms"),
)


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


def paths() -> dict[str, list[str]]:
    """Every address of every named page, for every row there is, public or not."""
    editions = list(Edition.objects.all())
    days = sorted({edition.url_date for edition in editions})
    articles = list(Article.objects.values_list("pk", flat=True))
    slugs = {
        "section": Section.objects.values_list("slug", flat=True),
        "topic": Topic.objects.values_list("slug", flat=True),
        "author": Author.objects.values_list("slug", flat=True),
    }
    found = {name: [reverse(name)] for name in WITHOUT_ARGUMENTS}
    found["archive"] += [
        f"/archive/?{query}" for query in ("corrected=on", "section=world", "until=2099-01-01")
    ]
    # The page repeats what was typed, so it is asked for beginnings and for words beside the secret ones.
    found["search"] += [
        f"/search/?q={words}&sort={sort}"
        for words, sort in product(("quagg", "headline", "point", "story", "the", "it+was"), ("", "date"))
    ]
    found["corrections"] += ["/corrections/?section=world", "/corrections/?kind=correction"]
    for name, suffix in product(slugs, ("", "_feed", "_feed_atom", "_feed_json")):
        found[f"{name}{suffix}"] = [reverse(f"{name}{suffix}", args=[slug]) for slug in slugs[name]]
    found["section_ninjs"] = [reverse("section_ninjs", args=[slug]) for slug in slugs["section"]]
    found["article_ninjs"] = [f"{edition.get_absolute_url()}ninjs.json" for edition in editions]
    found["article_markdown"] = [f"{edition.get_absolute_url()}index.html.md" for edition in editions]
    found["short_link"] = [reverse("short_link", args=[int_to_base36(pk)]) for pk in articles]
    found["oembed"] = [
        f"/oembed/?{urlencode({'url': f'http://testserver{path}', 'format': name})}"
        for path in [*(edition.get_absolute_url() for edition in editions), *found["short_link"]]
        for name in ("json", "xml")
    ]
    found["indexnow_key"] = [reverse("indexnow_key", args=["a-key-of-nobody"])]
    found["article"] = [edition.get_absolute_url() for edition in editions]
    found["text_story"] = [text_path(edition) for edition in editions]
    found["history"] = [edition.get_history_url() for edition in editions]
    found["history_diff"] = [f"{path}{number}/" for path in found["history"] for number in range(1, 5)]
    found["preview"] = [reverse("preview", args=[pk]) for pk in articles]
    found["preview_cards"] = [reverse("preview_cards", args=[pk]) for pk in articles]
    # Nobody signed these; what a real link shows is told in tests/desk/test_preview_links.py.
    found["shared_preview"] = [reverse("shared_preview", args=[f"{pk}:x"]) for pk in articles]
    found["report"] = [f"{edition.get_absolute_url()}report/" for edition in editions]
    found["policy"] = [reverse("policy", args=["ethics"])]
    found["archive_year"] = [reverse("archive_year", args=[day.year]) for day in days]
    found["archive_month"] = [reverse("archive_month", args=[day.year, day.month]) for day in days]
    months = sorted({(day.year, day.month) for day in days})
    found["sitemap_month"] = [reverse("sitemap_month", args=month) for month in months]
    found["sitemap_month"] += [reverse("sitemap_month", args=[*month, 2]) for month in months]
    found["archive_day"] = [reverse("archive_day", args=[day.year, day.month, day.day]) for day in days]
    return found


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
