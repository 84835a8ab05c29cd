"""What every page shares: the masthead, the footer, the reader's theme, and the pages for errors."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client

from newsroom.models import PolicyPage, Publication
from tests.factories import SectionFactory, published


@pytest.mark.django_db
def test_the_frame_names_the_publication_its_sections_and_its_policies(client: Client) -> None:
    Publication.objects.create(name="Today Times", tagline="The day, on record", email="desk@news.example")
    SectionFactory(name="Europe", slug="europe")
    day = date(2026, 1, 1)
    PolicyPage.objects.create(kind="ethics", title="Ethics", slug="ethics", body="x", effective_from=day)
    html = client.get("/").content.decode()
    assert "<title>Today Times – The day, on record</title>" in html
    assert html.count('<a href="/section/europe/"') == 2
    assert '<a href="/about/ethics/">Ethics</a>' in html
    assert '<a href="mailto:desk@news.example">desk@news.example</a>' in html


@pytest.mark.django_db
def test_the_section_of_a_story_is_marked_in_the_navigation(client: Client) -> None:
    edition = published(section=SectionFactory(name="Europe", slug="europe"))
    html = client.get(edition.get_absolute_url()).content.decode()
    assert '<a href="/section/europe/" aria-current="true">Europe</a>' in html


@pytest.mark.django_db
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_readers_theme_is_remembered_without_a_script(client: Client, theme: str) -> None:
    response = client.post("/theme/", {"theme": theme, "next": "/corrections/"})
    assert (response.status_code, response["Location"]) == (303, "/corrections/")
    response = client.get("/")
    assert f'<html lang="en" data-theme="{theme}">' in response.content.decode()
    assert "Cookie" in response["Vary"]
    client.post("/theme/", {"theme": "auto"})
    assert '<html lang="en">' in client.get("/").content.decode()


@pytest.mark.django_db
def test_an_unknown_theme_in_the_cookie_is_ignored(client: Client) -> None:
    client.cookies["theme"] = '"><script>'
    assert '<html lang="en">' in client.get("/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_theme_switch_never_sends_a_reader_elsewhere(client: Client, target: str) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": target})
    assert response["Location"] == "/"


def test_a_theme_that_does_not_exist_is_refused(client: Client) -> None:
    assert client.post("/theme/", {"theme": "pink"}).status_code == 400
    assert client.get("/theme/").status_code == 405


@pytest.mark.django_db
def test_a_page_that_is_not_there_shows_the_latest_stories(client: Client) -> None:
    published(headline="The newest story")
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert "The newest story" in response.content.decode()


def test_the_page_for_our_own_failure_asks_the_database_nothing() -> None:
    assert "Something broke on our side" in render_to_string("500.html")


@pytest.mark.django_db
def test_no_public_page_carries_a_style_or_a_script_in_its_elements(client: Client) -> None:
    for path in ("/", published().get_absolute_url(), "/nothing/"):
        html = client.get(path).content.decode()
        assert " style=" not in html
        assert " onclick=" not in html
        assert "<style" not in html
        assert html.count("<script") == html.count('<script type="application/ld+json">')
