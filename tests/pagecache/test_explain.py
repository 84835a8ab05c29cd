"""Why is this page old? People who may publish are told, in a header and on a page of the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.freshness import outdate
from articles.models import Change, Edition
from articles.publishing import publish
from newsroom.pagecache import front
from newsroom.pagecache.explain import HEADER
from tests.conftest import Clock
from tests.factories import published, revise
from tests.pagecache.conftest import Site

pytestmark = pytest.mark.django_db

type LogIn = Callable[[User], Client]


@pytest.fixture
def serving(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site whose page cache is the one of this process."""
    monkeypatch.setattr(front, "serving", [site.cache])
    return site


@pytest.fixture
def story() -> Edition:
    return published(headline="The dam holds")


def correct(story: Edition, site: Site) -> None:
    revise(story.article, "<p>The lake rose.</p>")
    publish(story.article, by=None, change=Change.CORRECTION, note="It was the lake.")
    site.look()


def asked(client: Client, path: str) -> str:
    return client.get(reverse("desk_kept_pages"), {"path": path}).content.decode()


def cookie_of(client: Client) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_a_header_tells_who_may_publish_what_readers_get(
    serving: Site, story: Edition, client_for: LogIn, desk: User
) -> None:
    path, cookie = story.get_absolute_url(), cookie_of(client_for(desk))

    def told() -> str:
        answer = serving.get(path, cookie=cookie)
        assert answer.state == ""
        return answer.headers[HEADER.lower()]

    assert told().startswith("absent; from ")
    serving.get(path)
    kept = told()
    assert kept.startswith("kept; made ")
    assert f"story-{story.article_id}" in kept
    correct(story, serving)
    old = told()
    assert old.startswith("old; made ")
    assert "last outdated " in old


def test_readers_and_writers_get_no_such_header(
    serving: Site, story: Edition, client_for: LogIn, reporter: User
) -> None:
    for headers in ({}, {"cookie": cookie_of(client_for(reporter))}):
        answer = serving.get(story.get_absolute_url(), **headers)
        assert (answer.status, HEADER.lower() in answer.headers) == ("200", False)


def test_the_desk_says_in_words_what_lies_in_memory(
    serving: Site, story: Edition, client_for: LogIn, desk: User, clock: Clock
) -> None:
    path, cookie = story.get_absolute_url(), cookie_of(client_for(desk))

    def asked(address: str) -> str:
        return serving.get(f"{reverse('desk_kept_pages')}?{urlencode({'path': address})}", cookie=cookie).text

    assert "Not in memory" in asked(path)
    for _ in range(3):
        serving.get(path, cookie="theme=dark")
        serving.get(path)
    kept = asked(f"https://news.example{path}?utm_source=letter")
    assert kept.count("readers get it from there") == 2
    assert "keeps no pages" not in kept
    assert "8.0\xa0MB" in kept
    assert reverse("admin:articles_article_change", args=[story.article_id]) in kept
    correct(story, serving)
    assert "out of date" in asked(path)
    serving.get(path)
    clock.put_to(timezone.now() + timedelta(days=2))
    assert "past its time" in asked(path)
    assert "Never kept" in asked("/admin/")


def test_the_desk_page_costs_the_same_however_much_happened(
    serving: Site, client_for: LogIn, desk: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_for(desk)
    outdate(["stories", "section-1"])
    asked(client, "/")
    for rows in (1, 3):
        for number in range(rows):
            outdate([f"story-{number}", "stories"])
        # Session, person with preferences, groups' and own permissions, the record.
        with django_assert_num_queries(5):
            assert "any story" in asked(client, "/")


def test_only_who_may_publish_sees_it(client_for: LogIn, reporter: User, outsider: User, desk: User) -> None:
    address = reverse("desk_kept_pages")
    assert client_for(desk).get(address).status_code == 200
    assert client_for(reporter).get(address).status_code == 403
    for client in (Client(), client_for(outsider)):
        assert client.get(address).status_code == 302
    assert client_for(desk).post(address).status_code == 405


def test_a_process_that_keeps_nothing_says_so(
    client_for: LogIn, desk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "serving", [])
    assert "keeps no pages" in asked(client_for(desk), "/")
