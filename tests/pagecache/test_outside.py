"""The cache outside is told what is old, by tag, once, and again when it did not listen."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from articles.freshness import outdate
from articles.models import Outdated
from newsroom.pagecache import outside
from newsroom.pagecache.front import PageCache
from tests.conftest import Clock
from tests.factories import published
from tests.pagecache.conftest import MIB, Site, ask, environ_of

pytestmark = pytest.mark.django_db


class Listening(HTTPServer):
    """A server that writes down what it is told; `status` is what it answers."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.heard: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Listening

    def _hear(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.heard.append((self.command, self.path, headers, body))
        self.send_response(self.server.status)
        self.end_headers()

    do_PURGE = do_POST = _hear  # noqa: N815 - the names http.server looks for

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""


@pytest.fixture
def listening() -> Iterator[Listening]:
    server = Listening()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


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
