"""Whatever happens in a newsroom, a kept page is the page Django would make now."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from articles.site.feeds import FEED_SIZE, RETRACTED_FOR
from articles.withdrawals import retract
from tests.conftest import Clock
from tests.factories import SectionFactory, published
from tests.pagecache.conftest import Site
from tests.pagecache.newsday import Newsday

pytestmark = pytest.mark.django_db

EVENTS, VISITS = 60, 8
SEED = 11


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


def test_a_kept_feed_tells_of_a_retraction_at_once_and_for_thirty_days(site: Site, clock: Clock) -> None:
    clock.stop()
    old = published(at=clock.now() - timedelta(days=40), section=SectionFactory(slug="world")).article
    for _ in range(FEED_SIZE):
        published(section=old.section)
    site.look()
    feeds = ("/feed/", "/feed.json", "/section/world/feed.atom", "/ninjs.json", "/section/world/ninjs.json")
    assert [path for path in feeds if old.uid.urn in site.get(path).text] == []
    retract(old, by=None, note="We made it up.")
    site.look()
    assert [path for path in feeds if old.uid.urn in site.get(path).text] == [*feeds]
    clock.pass_time(RETRACTED_FOR - timedelta(microseconds=1))
    assert [path for path in feeds if old.uid.urn in site.get(path).text] == [*feeds]
    clock.pass_time(timedelta(microseconds=1))
    assert [path for path in feeds if old.uid.urn in site.get(path).text] == []
    assert [site.get(path).state for path in feeds] == ["hit"] * len(feeds)
