"""Goes through the boundaries of a marked newsroom and compares what is told with what is live."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import unquote

from django.core.cache import cache

from tests.conftest import Clock
from tests.site.crawl import SECRET, paths
from tests.site.marked import Marked

INSTANT = timedelta(microseconds=1)
COMPARISON = "history_diff"

type Fetch = Callable[[str], tuple[int, str]]


def crawl(fetch: Fetch) -> Iterator[tuple[str, str, str]]:
    """The name of each page, its address, and each mark in what it answers."""
    for name, addresses in paths().items():
        for address in dict.fromkeys(addresses):
            status, said = fetch(address)
            assert status in {200, 301, 302, 403, 404, 410}, (address, status)
            # A page may repeat the address it was asked for: where the form for its colours leads back to.
            said = unquote(unescape(said)).replace(unquote(address), "")
            yield from ((name, address, mark.lower()) for mark in SECRET.findall(said))


def wrong(newsroom: Marked, at: datetime, fetch: Fetch) -> dict[str, set[str]]:
    """What is told and should not be, with the addresses that tell it; what is missing, with none."""
    public, compared = newsroom.public(at), newsroom.compared(at)
    found: dict[str, set[str]] = {}
    told: set[str] = set()
    for name, address, mark in crawl(fetch):
        told.add(mark)
        if mark not in public and not (name == COMPARISON and mark in compared):
            found.setdefault(mark, set()).add(address)
    return found | {mark: set() for mark in public - told}


def go_through(newsroom: Marked, clock: Clock, fetch: Fetch, *, acted: Callable[[], object]) -> None:
    """Look at every address just before, at and just after what the clock and what people change."""
    # Between the two moments nothing changes, so what is just before the second is also just after the first.
    for at in (newsroom.turn - INSTANT, newsroom.turn, newsroom.acts - INSTANT):
        clock.put_to(at)
        cache.clear()
        assert (at, wrong(newsroom, at, fetch)) == (at, {})
    clock.put_to(newsroom.acts)
    cache.clear()
    newsroom.act()
    acted()
    for at in (newsroom.acts, newsroom.acts + INSTANT):
        clock.put_to(at)
        assert (at, wrong(newsroom, at, fetch)) == (at, {})
