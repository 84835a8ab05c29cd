"""The cache outside is told what is old, by tag, once, and again when it did not listen."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from articles.freshness import outdate
from articles.models import Outdated
from newsroom.pagecache import outside
from newsroom.pagecache.front import PageCache
from tests.conftest import Clock
from tests.factories import published
from tests.listening import Listening
from tests.pagecache.conftest import MIB, Site, ask, environ_of

pytestmark = pytest.mark.django_db


def test_varnish_is_told_by_xkey(listening: Listening) -> None:
    outdate(["story-1", "stories"])
    assert outside.tell_what_waits(outside.varnish(listening.url)) == 1
    [(method, path, headers, _body)] = listening.heard
    assert (method, path, headers["xkey"]) == ("PURGE", "/", "stories story-1")
    assert outside.tell_what_waits(outside.varnish(listening.url)) == 0


def test_fastly_is_told_by_surrogate_key(listening: Listening) -> None:
    outdate(["story-1"])
    outside.tell_what_waits(outside.fastly("abc", "secret", listening.url))
    [(method, path, headers, _body)] = listening.heard
    assert (method, path) == ("POST", "/service/abc/purge")
    assert (headers["fastly-key"], headers["surrogate-key"]) == ("secret", "story-1")


def test_cloudflare_is_told_by_cache_tag_a_few_at_a_time(listening: Listening) -> None:
    outdate([f"story-{number}" for number in range(40)])
    outside.tell_what_waits(outside.cloudflare("zone", "secret", listening.url))
    assert [path for _method, path, *_rest in listening.heard] == ["/client/v4/zones/zone/purge_cache"] * 2
    told = [tag for *_rest, body in listening.heard for tag in json.loads(body)["tags"]]
    assert sorted(told) == sorted(f"story-{number}" for number in range(40))
    assert listening.heard[0][2]["authorization"] == "Bearer secret"


def test_what_it_does_not_take_is_told_again(listening: Listening) -> None:
    outdate(["story-1"])
    listening.status = 503
    assert outside.tell_what_waits(outside.varnish(listening.url)) == 0
    listening.status = 200
    assert outside.tell_what_waits(outside.varnish(listening.url)) == 1
    assert Outdated.objects.filter(told_at__isnull=True).count() == 0


def test_what_another_process_may_have_handed_out_meanwhile_is_purged_again_once(
    listening: Listening, clock: Clock
) -> None:
    varnish = outside.varnish(listening.url)
    outdate(["story-1"])
    outside.tell_what_waits(varnish)
    outside.tell_what_waits(varnish)
    assert len(listening.heard) == 1
    clock.pass_time(timedelta(seconds=3))
    listening.status = 503
    outside.tell_what_waits(varnish)
    listening.status = 200
    for _ in range(2):
        outside.tell_what_waits(varnish)
    assert [headers["xkey"] for _method, _path, headers, _body in listening.heard] == ["story-1"] * 3


def test_a_cache_outside_gets_the_tags_the_age_and_a_day(site: Site, settings: Any) -> None:
    settings.OUTSIDE_CACHE = "cloudflare"
    cache = PageCache(
        site.django,
        most_bytes=MIB,
        watch=False,
        outside=outside.varnish("http://127.0.0.1"),
        book=site.ledger,
    )
    edition = published()
    headers = ask(cache, environ_of(edition.get_absolute_url())).headers
    assert f"story-{edition.article_id}" in headers["surrogate-key"].split()
    assert f"story-{edition.article_id}" in headers["cache-tag"].split(",")
    assert headers["age"] == "0"
    assert "s-maxage=1," not in headers["cache-control"]
