"""Exactly what is live and not one word more: just before, at and just after whatever changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.test import Client

from tests.conftest import Clock
from tests.pagecache.conftest import Site
from tests.site import marked
from tests.site.crawl import SECRET, paths
from tests.site.marked import Marked

pytestmark = pytest.mark.django_db
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
            said = unquote(said).replace(address, "")
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
    for at in (newsroom.start, newsroom.turn - INSTANT, newsroom.turn, newsroom.acts - INSTANT):
        clock.put_to(at)
        assert wrong(newsroom, at, fetch) == {}, at - newsroom.turn
    clock.put_to(newsroom.acts)
    newsroom.act()
    acted()
    for at in (newsroom.acts, newsroom.acts + INSTANT):
        clock.put_to(at)
        assert wrong(newsroom, at, fetch) == {}, at - newsroom.acts


def test_every_address_shows_exactly_what_is_live(client: Client, clock: Clock) -> None:
    clock.stop()

    def fetch(address: str) -> tuple[int, str]:
        answer = client.get(address)
        return answer.status_code, answer.content.decode() + str(answer.headers)

    go_through(Marked(clock.now()), clock, fetch, acted=lambda: None)


def test_kept_pages_show_exactly_what_is_live(site: Site, clock: Clock) -> None:
    clock.stop()
    site.look()
    hits = []

    def fetch(address: str) -> tuple[int, str]:
        answer = site.get(address)
        hits.append(answer.state == "hit")
        return int(answer.status), answer.text + str(answer.headers)

    newsroom = Marked(clock.now())
    site.look()
    go_through(newsroom, clock, fetch, acted=site.look)
    assert sum(hits) > len(hits) / 3


def test_every_model_is_public_or_marked() -> None:
    """A new model has to say whether its words are for readers."""
    ours = {
        model._meta.label
        for label in ("articles", "authors", "newsroom")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not model.__name__.startswith("Historical")
    }
    private = {model._meta.label for model in marked.private_models()} - {"auth.User"}
    assert ours == marked.PUBLIC | marked.WORDLESS | private
