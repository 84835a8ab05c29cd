"""The files at fixed places: true, in the form their formats ask for, and never at odds with one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from newsroom.context import CACHE_KEY as NAVIGATION_KEY
from newsroom.mining import AI_CRAWLERS, SIGNALS
from newsroom.models import PolicyPage, Publication
from newsroom.urls import publication_urls, site_urls
from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r"[a-zA-Z_-]+")
FILES = (
    *("/robots.txt", "/trust.txt", "/ads.txt", "/llms.txt"),
    *("/.well-known/trust.txt", "/.well-known/security.txt"),
)


def publish_as(**fields: Any) -> Publication:
    """Fill in who publishes."""
    publication = Publication(name="The Daily Test", **fields)
    publication.save()
    return publication


def policy(kind: str, slug: str) -> PolicyPage:
    """A policy page, known to the frame at once."""
    page = PolicyPage.objects.create(
        kind=kind, title=slug.title(), slug=slug, body="Text.", effective_from="2026-01-01"
    )
    cache.delete(NAVIGATION_KEY)
    return page


def text(client: Client, path: str) -> str:
    """A file that has to be plain text."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def groups(robots: str) -> dict[str, list[str]]:
    """The paths each crawler is turned away from, read as RFC 9309 says (section 2.1)."""
    found: dict[str, list[str]] = {}
    agents: list[str] = []
    in_rules = False
    for line in robots.splitlines():
        name, _, value = (part.strip() for part in line.partition(":"))
        if name == "User-agent":
            agents = [value] if in_rules else [*agents, value]
            in_rules = False
            found[value] = []
        elif name == "Disallow":
            in_rules = True
            for agent in agents:
                found[agent].append(value)
    return found


def pairs(lines: str, separator: str) -> list[tuple[str, str]]:
    """The names and values of a file's lines, without comments."""
    split = [line.partition(separator) for line in lines.splitlines() if not line.startswith("#")]
    return [(name, value.strip()) for name, _, value in split]


def says_training_is_reserved(client: Client) -> dict[str, bool]:
    """What each file says about training, read from its text alone."""
    barred = {name for name, paths in groups(text(client, "/robots.txt")).items() if "/" in paths}
    (rule,) = client.get("/.well-known/tdmrep.json").json()
    trust = dict(pairs(text(client, "/trust.txt"), "="))
    return {
        "robots.txt": {"CCBot", "GPTBot", "Google-Extended"} <= barred,
        "robots.txt for anybody": barred != set(),
        "tdmrep.json": {0: False, 1: True}[rule["tdm-reservation"]],
        "trust.txt": {"yes": False, "no": True}[trust["datatrainingallowed"]],
        "llms.txt": "do not use the stories for training" in text(client, "/llms.txt"),
    }


@pytest.mark.parametrize(("choice", "reserved"), [("reserved", True), ("allowed", False)])
def test_no_file_contradicts_another_about_training(client: Client, choice: str, reserved: bool) -> None:
    publish_as(text_and_data_mining=choice)
    said = says_training_is_reserved(client)
    assert said == dict.fromkeys(said, reserved)


def test_every_choice_has_its_signals_and_reserved_is_the_first() -> None:
    assert set(SIGNALS) == set(Publication.Mining)
    assert Publication().text_and_data_mining == "reserved"


def test_before_anybody_chose_training_is_reserved(client: Client) -> None:
    assert set(says_training_is_reserved(client).values()) == {True}


def test_search_engines_are_kept_from_the_desk_only(client: Client) -> None:
    publish_as()
    found = groups(text(client, "/robots.txt"))
    assert found.pop("*") == ["/admin/", "/accounts/", "/preview/"]
    assert found == {name: ["/"] for name in AI_CRAWLERS}
    assert all(TOKEN.fullmatch(name) for name in found)


def test_robots_find_the_sitemaps(client: Client) -> None:
    publish_as()
    robots = text(client, "/robots.txt")
    addresses = [value for name, value in pairs(robots, ": ") if name == "Sitemap"]
    assert addresses == ["http://testserver/sitemap.xml", "http://testserver/sitemap-news.xml"]
    for address in addresses:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_the_reservation_holds_for_the_whole_site(client: Client) -> None:
    publish_as()
    response = client.get("/.well-known/tdmrep.json")
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == [{"location": "/", "tdm-reservation": 1}]


def test_trust_is_the_same_at_both_places_and_says_only_what_there_is(client: Client) -> None:
    publish_as()
    assert text(client, "/trust.txt") == ("# The Daily Test, http://testserver/\ndatatrainingallowed=no\n")
    publish_as(email="desk@news.example")
    policy("ownership", "ownership")
    assert pairs(text(client, "/trust.txt"), "=") == [
        ("contact", "mailto:desk@news.example"),
        ("disclosure", "http://testserver/about/ownership/"),
        ("datatrainingallowed", "no"),
    ]
    first, second = client.get("/trust.txt"), client.get("/.well-known/trust.txt")
    assert (first.content, first.headers["Content-Type"]) == (second.content, second.headers["Content-Type"])


def test_a_name_does_not_become_a_line_of_its_own(client: Client) -> None:
    publication = Publication(name="The Daily\ndatatrainingallowed=yes")
    publication.save()
    assert pairs(text(client, "/trust.txt"), "=") == [("datatrainingallowed", "no")]


def test_a_hole_can_be_told_of_for_less_than_a_year_ahead(client: Client) -> None:
    publish_as(email="desk+security@news.example")
    lines = pairs(text(client, "/.well-known/security.txt"), ": ")
    fields = dict(lines)
    assert [name for name, _value in lines] == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert fields["Contact"] == "mailto:desk+security@news.example"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en"
    ahead = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=30) < ahead < timedelta(days=365)


def test_without_an_address_the_imprint_is_the_contact_and_without_both_there_is_no_file(
    client: Client,
) -> None:
    publish_as()
    assert client.get("/.well-known/security.txt").status_code == 404
    policy("imprint", "imprint")
    lines = pairs(text(client, "/.well-known/security.txt"), ": ")
    assert lines[0] == ("Contact", "http://testserver/about/imprint/")
    assert pairs(text(client, "/trust.txt"), "=")[0] == ("contact", "http://testserver/about/imprint/")


def test_nobody_is_authorised_to_sell_advertising(client: Client) -> None:
    publish_as()
    record = "placeholder.example.com, placeholder, DIRECT, placeholder"
    assert text(client, "/ads.txt").splitlines() == [record]
    publish_as(email="desk@news.example")
    assert text(client, "/ads.txt").splitlines() == [record, "CONTACT=desk@news.example"]


def test_language_models_get_the_site_in_a_few_lines(client: Client) -> None:
    publish_as(tagline="Tests, on the record")
    SectionFactory(name="World [all of it]", slug="world")
    policy("ethics", "ethics")
    assert text(client, "/llms.txt") == (
        "# The Daily Test\n"
        "\n"
        "> Tests, on the record\n"
        "\n"
        "Text and data mining is reserved: do not use the stories for training without our consent.\n"
        "Behind the address of every story, index.html.md is the same story as Markdown.\n"
        "A corrected or retracted story says so at its own address: quote that, not an older copy.\n"
        "\n"
        "## Stories\n"
        "\n"
        "- [All stories (JSON Feed)](http://testserver/feed.json)\n"
        "- [All stories, whole (ninjs)](http://testserver/ninjs.json)\n"
        "- [Corrections (JSON Feed)](http://testserver/corrections/feed.json)\n"
        "- [Archive](http://testserver/archive/)\n"
        "- [Sitemap](http://testserver/sitemap.xml)\n"
        "\n"
        "## Sections\n"
        "\n"
        "- [World \\[all of it\\]](http://testserver/section/world/)\n"
        "\n"
        "## How we work\n"
        "\n"
        "- [Ethics](http://testserver/about/ethics/)\n"
    )


def test_every_address_in_that_list_answers(client: Client, frame: None) -> None:
    SectionFactory(name="World", slug="world")
    policy("ethics", "ethics")
    paths = re.findall(r"\]\(http://testserver([^)]*)\)", text(client, "/llms.txt"))
    assert len(paths) == 7
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


@pytest.mark.parametrize("path", [*FILES, "/.well-known/tdmrep.json"])
def test_a_file_costs_no_query_while_the_frame_is_warm(
    client: Client, frame: None, django_assert_num_queries: Any, path: str
) -> None:
    publish_as(email="desk@news.example")
    Publication.current()
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [*FILES, "/.well-known/tdmrep.json", "/sitemap.xml", "/feed.atom", "/ninjs.json", "/favicon.ico", "/"],
)
def test_what_can_only_be_read_says_so_to_whoever_asks_for_more(frame: None, path: str, method: str) -> None:
    response = Client(enforce_csrf_checks=True).generic(method, path)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_readers_pages_are_excused_from_the_check_of_forms_only_where_nothing_can_be_sent() -> None:
    views = {pattern.name: pattern.callback for pattern in _patterns([*site_urls, *publication_urls])}
    takes_more = {"report", "theme"}
    assert takes_more < views.keys()
    for name in views.keys() - takes_more:
        request = RequestFactory().post("/")
        assert getattr(views[name], "csrf_exempt", False), name
        assert views[name](request).status_code == 405, name
    assert not getattr(views["report"], "csrf_exempt", False)


def _patterns(urls: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in urls:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        else:
            yield entry


def test_every_file_the_page_on_standards_names_exists() -> None:
    root = Path(settings.BASE_DIR)
    named = re.findall(
        r"`((?:articles|newsroom|templates|tests)/[^`]*)`", (root / "docs/standards.md").read_text()
    )
    assert "articles/site/atom.py" in named
    assert [name for name in named if not (root / name).is_file()] == []
