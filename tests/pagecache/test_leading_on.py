"""Where an address of before leads is kept like a page, and dropped like one."""

from __future__ import annotations

import pytest
from django.contrib.redirects.models import Redirect

from articles.moved import lead_on
from articles.publishing import publish
from tests.factories import TopicFactory, approved, published
from tests.pagecache.conftest import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(db: None) -> None:
    """A topic that has another slug than before."""
    published(topics=[TopicFactory(slug="now")])
    lead_on("/topic/before/", "/topic/now/")


@pytest.mark.parametrize("address", ["/topic/before/?before=1kq2.9", "/archive/?topic=before"])
def test_where_an_address_leads_is_kept_until_it_leads_elsewhere(
    site: Site, moved: None, address: str
) -> None:
    first, second = site.get(address), site.get(address)
    assert (first.state, second.state, second.status) == ("miss", "hit", "301")
    lead_on("/topic/now/", "/topic/then/")
    site.look()
    assert site.get(address).headers["location"] == first.headers["location"].replace("now", "then")


def test_a_way_that_is_kept_ends_when_something_stands_there(site: Site, moved: None) -> None:
    address = "/topic/before/?utm=1"
    assert [site.get(address).status, site.get(address).state] == ["301", "hit"]
    publish(approved(topics=[TopicFactory(slug="before")]), by=None)
    site.look()
    assert site.get(address).status == "200"


def test_an_empty_list_that_is_kept_leads_on_as_soon_as_there_is_a_way(site: Site, moved: None) -> None:
    address = "/archive/?topic=ancient"
    assert [site.get(address).status, site.get(address).state] == ["200", "hit"]
    Redirect.objects.create(site_id=1, old_path="/topic/ancient/", new_path="/topic/now/")
    site.look()
    assert site.get(address).headers["location"] == "/archive/?topic=now"
