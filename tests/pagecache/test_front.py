"""Readers are answered from memory, and never with a page that is not true any more."""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Callable
from datetime import timedelta

import brotli
import pytest
from django.utils import timezone

from articles.models import Change, Edition
from articles.publishing import publish
from articles.withdrawals import retract, take_down
from newsroom.models import Publication
from tests.conftest import Clock
from tests.factories import (
    AuthorFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
    approved,
    later,
    published,
    revise,
)
from tests.pagecache.conftest import Site

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

pytestmark = pytest.mark.django_db

DECODED: dict[str | None, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "zstd": zstd.decompress,
    "gzip": gzip.decompress,
    None: bytes,
}


@pytest.fixture
def story() -> Edition:
    return published(headline="The dam holds")


def test_the_second_reader_gets_the_same_page_from_memory(site: Site, story: Edition) -> None:
    first, second = (site.get(story.get_absolute_url()) for _ in range(2))
    assert (first.state, second.state) == ("miss", "hit")
    assert first.body == second.body == site.fresh(story.get_absolute_url()).body


def test_head_has_the_headers_of_get_and_no_body(site: Site, story: Edition) -> None:
    path = story.get_absolute_url()
    full, head = site.get(path), site.get(path, method="HEAD")
    assert head.body == b""
    assert head.headers | {"x-cache": "miss"} == full.headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("gzip, zstd", "zstd"),
        ("br;q=0.5, zstd", "zstd"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("", None),
        ("identity", None),
        ("*", "br"),
        ("gzip;q=nonsense", None),
    ],
)
def test_each_reader_gets_an_encoding_they_asked_for(
    site: Site, story: Edition, accepted: str, encoding: str | None
) -> None:
    for _ in range(2):
        answer = site.get(story.get_absolute_url(), accept_encoding=accepted)
        assert answer.headers.get("content-encoding") == encoding
        decoded = DECODED[encoding](answer.body)
        assert b"The dam holds" in decoded
        assert answer.headers["content-length"] == str(len(answer.body))


def test_a_known_page_is_answered_with_304(site: Site, story: Edition) -> None:
    path = story.get_absolute_url()
    etag = site.get(path, accept_encoding="br").headers["etag"]
    known = site.get(path, accept_encoding="br", if_none_match=f'"other", {etag}')
    assert (known.status, known.body, known.headers["etag"]) == ("304", b"", etag)
    other = site.get(path, accept_encoding="gzip", if_none_match=etag)
    assert other.status == "200"


def test_a_feed_reader_that_gives_back_the_date_is_answered_with_304(site: Site) -> None:
    story = published(at=timezone.now() - timedelta(hours=1))
    date = site.get("/feed/").headers["last-modified"]
    assert (site.get("/feed/", if_modified_since=date).status, site.get("/feed/").status) == ("304", "200")
    both = site.get("/feed/", if_modified_since=date, if_none_match='"other"')
    assert both.status == "200"
    assert site.get(story.get_absolute_url(), if_modified_since=date).status == "200"
    revise(story.article)
    publish(story.article, by=None, change="update", note="The river fell.")
    site.look()
    assert site.get("/feed/", if_modified_since=date).status == "200"


def test_what_the_cache_is_told_stays_inside(site: Site, story: Edition) -> None:
    for path in (story.get_absolute_url(), "/feed/", "/robots.txt"):
        for _ in range(2):
            headers = site.get(path).headers
            assert not {"x-newsroom-until", "surrogate-key"} & set(headers)


def test_a_correction_is_seen_everywhere_at_once(site: Site, story: Edition) -> None:
    pages = [story.get_absolute_url(), story.get_history_url(), "/feed/", "/corrections/"]
    for path in pages:
        site.get(path)
    revise(story.article, "<p>The lake rose.</p>")
    publish(story.article, by=None, change=Change.CORRECTION, note="It was the lake.")
    site.look()
    for path in pages:
        answer = site.get(path)
        assert (answer.state, "It was the lake." in answer.text) == ("miss", True), path


def test_the_first_story_of_a_sections_editor_names_them_on_its_page(site: Site) -> None:
    section, editor = SectionFactory(), AuthorFactory(name="Ada Writer", user=UserFactory())
    section.editors.set([editor.user])
    assert "Ada Writer" not in site.get(section.get_absolute_url()).text
    published(section=SectionFactory(), authors=[editor])
    site.look()
    assert "Ada Writer" in site.get(section.get_absolute_url()).text


def test_publishing_outdates_the_pages_that_change_and_no_other(site: Site) -> None:
    section, other = SectionFactory(), SectionFactory()
    topic, elsewhere = TopicFactory(), TopicFactory()
    day = timezone.now() - timedelta(days=400)
    first = published(section=section, topics=[topic])
    apart = published(section=other, topics=[elsewhere], at=day)
    longer_ago = published(section=other, topics=[elsewhere], at=day - timedelta(days=400))
    changing = [section.get_absolute_url(), topic.get_absolute_url(), "/feed/", first.get_absolute_url()]
    staying = [
        other.get_absolute_url(),
        elsewhere.get_absolute_url(),
        apart.get_absolute_url(),
        longer_ago.get_absolute_url(),
        f"/{longer_ago.url_date:%Y/%m/%d}/",
        "/robots.txt",
    ]
    for path in changing + staying:
        assert site.get(path).status == "200", path
    published(section=section, topics=[topic])
    site.look()
    assert [site.get(path).state for path in changing] == ["miss"] * 4
    assert [site.get(path).state for path in staying] == ["hit"] * 6


def test_a_scheduled_story_appears_on_the_minute_with_nobody_telling(site: Site, clock: Clock) -> None:
    section = SectionFactory()
    published(section=section)
    at = later(3).replace(second=0, microsecond=0)
    edition = publish(approved(section=section, headline="The lock opens"), by=None, at=at)
    paths = [section.get_absolute_url(), "/feed/"]
    clock.stop()
    clock.put_to(at - timedelta(milliseconds=900))
    assert not any("The lock opens" in site.get(path).text for path in paths)
    clock.put_to(at - timedelta(milliseconds=1))
    assert [site.get(path).state for path in paths] == ["hit", "hit"]
    clock.put_to(at)
    assert all("The lock opens" in site.get(path).text for path in paths)
    assert site.get(edition.get_absolute_url()).status == "200"


def test_a_story_that_ends_is_gone_on_the_minute(site: Site, clock: Clock) -> None:
    until = later(2)
    edition = publish(approved(), by=None, until=until)
    path = edition.get_absolute_url()
    assert site.get(path).status == "200"
    clock.put_to(until)
    assert site.get(path).status == "410"


def test_a_page_says_another_day_after_midnight(site: Site, story: Edition, clock: Clock) -> None:
    path = story.get_absolute_url()
    site.get(path)
    clock.put_to(timezone.now() + timedelta(days=1))
    assert site.get(path).state == "miss"


@pytest.mark.parametrize("withdraw", ["retract", "take down"])
def test_a_withdrawn_page_bridges_no_gap(site: Site, story: Edition, withdraw: str) -> None:
    path = story.get_absolute_url()
    site.get(path)
    if withdraw == "retract":
        retract(story.article, by=None, note="We were wrong.", keep_text=False)
    else:
        take_down(story.article, by=None, reason="A court")
    site.look()
    assert len(site.cache.shelf) == 0
    assert site.get(path).status == ("200" if withdraw == "retract" else "410")


def test_a_page_made_while_its_story_changed_is_not_kept(site: Site, story: Edition) -> None:
    path = story.get_absolute_url()
    django = site.cache.application

    def overtaken(environ, start_response):
        body = list(django(environ, start_response))
        revise(story.article, "<p>The lake rose.</p>")
        publish(story.article, by=None, change=Change.UPDATE, note="With the lake.")
        site.look()
        return body

    site.cache.application = overtaken
    site.get(path)
    site.cache.application = django
    answer = site.get(path)
    assert (answer.state, "With the lake." in answer.text) == ("miss", True)


def test_the_last_good_page_is_sent_when_django_fails(site: Site, story: Edition) -> None:
    path = story.get_absolute_url()
    good = site.get(path)
    revise(story.article, "<p>The lake rose.</p>")
    publish(story.article, by=None, change=Change.UPDATE, note="With the lake.")
    site.look()

    def failing(environ, start_response):
        start_response("500 Internal Server Error", [("Content-Type", "text/html")])
        return [b"failed"]

    site.cache.application = failing
    answer = site.get(path)
    assert (answer.status, answer.state, answer.body) == ("200", "stale, the server failed", good.body)
    assert site.get("/feed/").status == "500"


def test_pages_with_queries_never_push_out_the_others(db: None) -> None:
    site = Site(most_bytes=200_000)
    story = published()
    site.get(story.get_absolute_url())
    for number in range(40):
        site.get(f"/archive/?since=2026-01-{number % 28 + 1:02}&n={number}")
    assert site.cache.shelf.bytes < 200_000
    assert site.get(story.get_absolute_url()).state == "hit"


def test_another_colour_outdates_pages_plates_and_the_stylesheet(site: Site, story: Edition) -> None:
    path = story.get_absolute_url()
    Publication(link_light="#7a3200").save()
    site.look()
    before = site.get(path).text
    (sheet,) = re.findall(r"/look-\w+\.css", before)
    assert [site.get(sheet).state for _ in range(2)] == ["miss", "hit"]
    assert "immutable" in site.get(sheet).headers["cache-control"]
    Publication(link_light="#5a2a00").save()
    site.look()
    after = site.get(path)
    assert (after.state, sheet in after.text) == ("miss", False)
    assert after.body == site.fresh(path).body
    assert "#5a2a00" in site.get(sheet).text
