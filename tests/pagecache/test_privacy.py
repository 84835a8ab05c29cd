"""Nothing private gets into the cache, and nobody can put a page of their making into it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Edition
from tests.factories import ArticleFactory, published
from tests.pagecache.conftest import Site, ask, environ_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def path() -> str:
    return published(headline="The dam holds").get_absolute_url()


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": f"{settings.SESSION_COOKIE_NAME}=abc"},
        {"cookie": f"theme=dark; {settings.CSRF_COOKIE_NAME}=abc"},
        {"authorization": "Basic abc"},
        {"method": "POST"},
        {"method": "PUT"},
        {"content_length": "3"},
        {"transfer_encoding": "chunked"},
        {"script_name": "/elsewhere"},
        {"host": "evil.example"},
        {"host": "testserver, evil.example"},
        {"host": ""},
        {"cookie": "x" * 5000},
    ],
)
def test_a_request_of_somebodys_own_goes_past_the_cache(
    site: Site, path: str, headers: dict[str, str]
) -> None:
    site.get(path)
    answer = site.get(path, **headers)
    assert answer.state == ""
    assert len(site.cache.shelf) == 1


def test_the_desk_its_previews_and_its_files_are_never_kept(
    site: Site, client_for: Callable[[User], Client], managing: User
) -> None:
    article = ArticleFactory()
    session = client_for(managing).cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
    for address in (
        reverse("admin:index"),
        reverse("admin:articles_article_change", args=[article.pk]),
        reverse("preview", args=[article.pk]),
        "/accounts/login/",
        "/health/",
    ):
        site.get(address, cookie=cookie)
        site.get(address)
    assert len(site.cache.shelf) == 0


def test_a_form_that_sets_a_cookie_is_never_kept(site: Site, path: str) -> None:
    answers = [site.get(f"{path}report/") for _ in range(2)]
    assert all("set-cookie" in answer.headers for answer in answers)
    assert len(site.cache.shelf) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"x_forwarded_host": "evil.example"},
        {"x_forwarded_proto": "https"},
        {"x_forwarded_prefix": "/evil"},
        {"x_original_url": "/evil/"},
        {"x_rewrite_url": "/evil/"},
        {"x_http_method_override": "POST"},
        {"accept_language": "de"},
        {"accept": "application/json"},
        {"referer": "https://evil.example/"},
        {"user_agent": "evil<script>"},
        {"range": "bytes=0-10"},
        {"if_modified_since": "Wed, 21 Oct 2099 07:28:00 GMT"},
        {"cookie": "theme=<script>"},
        {"cookie": "somebody=else"},
        {"origin": "https://evil.example"},
        {"forwarded": "host=evil.example"},
    ],
)
def test_what_is_not_in_the_key_changes_no_byte(site: Site, path: str, headers: dict[str, str]) -> None:
    for address in (path, "/feed/", "/", "/archive/?genre=opinion"):
        clean = site.fresh(address).body
        assert site.get(address, **headers).body == clean, address
        assert site.get(address).body == clean, address


@pytest.mark.parametrize(
    "trick",
    ["//evil.example{}", "{}?", "{}?x=<script>", "/.{}", "{}%2e%2e/", "{};a=b", "{}\\..\\", "/%00{}", "{}#x"],
)
def test_tricks_with_the_path_answer_only_for_themselves(site: Site, path: str, trick: str) -> None:
    site.get(trick.format(path))
    assert site.get(path).body == site.fresh(path).body


def test_light_and_dark_are_two_pages(site: Site, path: str) -> None:
    plain, dark = site.get(path), site.get(path, cookie="theme=dark")
    assert plain.body != dark.body
    assert site.get(path, cookie="a=b; theme=dark").body == dark.body
    assert site.get(path, cookie="theme=sepia").body == plain.body


def test_newsletters_that_count_share_one_page(site: Site, path: str) -> None:
    site.get(path)
    counted = site.get(f"{path}?utm_source=letter&fbclid=abc")
    assert counted.state == "hit"
    archive = site.get("/archive/?genre=opinion&utm_source=letter")
    assert (archive.state, "utm_source" in archive.text) == ("miss", False)
    assert site.get("/archive/?genre=opinion").state == "hit"


def test_a_page_nobody_vouches_for_is_not_kept(site: Site) -> None:
    for address in ("/no-such-page/", "/theme/", "/a/zzzz/"):
        site.get(address)
    assert len(site.cache.shelf) == 0


def test_http_gets_no_page_of_an_https_site(site: Site, path: str, settings) -> None:
    site.get(path)
    doorman = site.cache._doorman
    doorman.is_https, doorman.proxy_says = True, ("HTTP_X_FORWARDED_PROTO", "https")
    assert doorman.key_of(environ_of(path)) is None
    assert doorman.key_of(environ_of(path, x_forwarded_proto="https")) is not None


def test_the_quick_way_in_asks_for_the_same_proofs(site: Site, path: str) -> None:
    for _ in range(3):
        site.get(path)
    assert site.cache.shelf.quick
    for headers in ({"method": "POST"}, {"authorization": "Basic abc"}, {"content_length": "3"}):
        assert ask(site.cache, environ_of(path, **headers)).state == ""
    assert Edition.objects.count() == 1
