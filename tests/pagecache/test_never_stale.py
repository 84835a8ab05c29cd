"""Whatever happens in a newsroom, a kept page is the page Django would make now."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from tests.conftest import Clock
from tests.pagecache.conftest import Site
from tests.pagecache.newsday import Newsday

pytestmark = pytest.mark.django_db

EVENTS, VISITS = 60, 8
SEED = 7


def test_a_day_at_random_never_shows_an_old_page(site: Site, clock: Clock) -> None:
    clock.stop()
    newsday = Newsday(Random(SEED), clock.pass_time)  # noqa: S311 - a day of news, no secret
    hits = 0
    for number in range(EVENTS):
        event = newsday.step()
        site.look()
        for path in newsday.visit(VISITS):
            kept, anew = site.get(path), site.fresh(path)
            where = (number, event, path, kept.state)
            assert (kept.status, kept.body) == (anew.status, anew.body), where
            hits += kept.state == "hit"
    assert hits > EVENTS / 2
    assert clock.ahead > timedelta(hours=1)
