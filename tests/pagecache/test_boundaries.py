"""Kept pages tell exactly what is live, too: just before, at and just after whatever changes it."""

from __future__ import annotations

import pytest

from tests.conftest import Clock
from tests.pagecache.conftest import Site
from tests.site.boundaries import go_through
from tests.site.marked import Marked

pytestmark = pytest.mark.django_db


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
    # Most of the others are previews and addresses of nothing, which nobody keeps.
    assert sum(hits) > len(hits) / 5
