"""The author page: the person in their own words, and their stories."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from articles.models import Contribution, Role
from articles.publishing import publish
from authors.models import Author, AuthorLink
from tests.factories import AuthorFactory, approved, picture_file, published
from tests.site.reading import Ago, Read, headlines, node

pytestmark = pytest.mark.django_db

BIO = 'I\'m Ada Writer, and I write about rivers.\n\nMy specialty is floods & "dams".'


@pytest.fixture
def ada() -> Author:
    author: Author = AuthorFactory(
        name="Ada Writer",
        slug="ada-writer",
        bio=BIO,
        job_title="River correspondent",
        specialties="floods, dams",
        languages="en, de",
        location="Vienna",
        disclosures="Owns a boat.",
        email_public="ada@news.example",
        fediverse_handle="@ada@social.example",
    )
    AuthorLink.objects.create(author=author, label="Website", url="https://ada.example/")
    return author


def test_the_bio_stands_as_it_was_written_in_its_paragraphs(read: Read, ago: Ago, ada: Author) -> None:
    published(at=ago(days=1), authors=[ada])
    text = read("/author/ada-writer/")
    assert "<p>I&#x27;m Ada Writer, and I write about rivers.</p>" in text
    assert "<p>My specialty is floods &amp; &quot;dams&quot;.</p>" in text


def test_the_page_says_who_the_author_is_and_how_to_reach_them(read: Read, ago: Ago, ada: Author) -> None:
    published(at=ago(days=1), authors=[ada])
    text = read("/author/ada-writer/")
    for words in ("River correspondent", "floods, dams", "English, German", "Vienna", "Owns a boat."):
        assert words in text
    assert 'href="mailto:ada@news.example"' in text
    assert '<a href="https://ada.example/" rel="me">Website</a>' in text


def test_an_author_has_the_stories_they_made_and_not_those_they_edited(
    read: Read, ago: Ago, ada: Author
) -> None:
    published(at=ago(days=2), authors=[ada], headline="Written by Ada")
    other = approved(headline="Edited by Ada")
    Contribution.objects.create(article=other, author=ada, role=Role.EDITOR, position=1)
    publish(other, by=None)
    text = read("/author/ada-writer/")
    assert headlines(text) == ["Written by Ada"]
    assert "1 story" in text


def test_a_story_with_two_credits_for_one_person_is_listed_once(read: Read, ago: Ago, ada: Author) -> None:
    article = approved(authors=[ada], headline="Words and pictures by Ada")
    Contribution.objects.create(article=article, author=ada, role=Role.PHOTOGRAPHER, position=1)
    publish(article, by=None)
    assert headlines(read("/author/ada-writer/")) == ["Words and pictures by Ada"]


def test_the_portrait_is_the_picture_of_the_card(read: Read, ago: Ago, ada: Author) -> None:
    published(at=ago(days=1), authors=[ada])
    assert "og:image" not in read("/author/ada-writer/")
    ada.portrait, ada.portrait_alt = picture_file(500, 500, "ada.jpg"), "Ada by the river"
    ada.save()
    html = read("/author/ada-writer/")
    pairs = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', html))
    assert pairs["og:image"].startswith("http://testserver/media/")
    assert (pairs["og:image:width"], pairs["og:image:alt"]) == ("400", "Ada by the river")
    assert f'src="{pairs["og:image"].removeprefix("http://testserver")}" width="400" height="400"' in html


def test_somebody_who_left_keeps_the_page_without_the_address(read: Read, ago: Ago, ada: Author) -> None:
    published(at=ago(days=1), authors=[ada])
    ada.left_on = date(2025, 3, 31)
    ada.save()
    text = read("/author/ada-writer/")
    assert 'Wrote for us until <time datetime="2025-03">March 2025</time>' in text
    assert "ada@news.example" not in text
    assert "worksFor" not in node(text, "ProfilePage")["mainEntity"]


def test_nobody_has_a_page_before_their_first_story_is_public(
    client: Client, frame: None, ada: Author
) -> None:
    approved(authors=[ada])
    assert client.get("/author/ada-writer/").status_code == 404
    assert client.get("/author/ada-writer/feed/").status_code == 404


@pytest.mark.parametrize("stories", [1, 3])
def test_an_author_page_costs_four_queries_however_many_stories(
    client: Client, frame: None, ago: Ago, ada: Author, django_assert_num_queries: Any, stories: int
) -> None:
    for number in range(stories):
        published(at=ago(days=number + 1), authors=[ada, AuthorFactory()])
    with django_assert_num_queries(4):
        assert client.get("/author/ada-writer/").status_code == 200


def test_machines_get_a_profile_page_about_a_person(read: Read, ago: Ago, ada: Author) -> None:
    published(at=ago(days=1), authors=[ada])
    assert node(read("/author/ada-writer/"), "ProfilePage") == {
        "@type": "ProfilePage",
        "@id": "http://testserver/author/ada-writer/#profile",
        "url": "http://testserver/author/ada-writer/",
        "mainEntity": {
            "@type": "Person",
            "name": "Ada Writer",
            "url": "http://testserver/author/ada-writer/",
            "jobTitle": "River correspondent",
            "alternateName": "@ada@social.example",
            "knowsAbout": ["floods", "dams"],
            "knowsLanguage": ["en", "de"],
            "workLocation": {"@type": "Place", "name": "Vienna"},
            "email": "ada@news.example",
            "worksFor": {
                "@type": "NewsMediaOrganization",
                "@id": "http://testserver/#publisher",
                "name": "The Daily Test",
                "url": "http://testserver/",
            },
            "description": "Ada Writer covers rivers.",
            "sameAs": ["https://ada.example/"],
        },
    }


def test_a_portrait_is_shown_with_its_description_and_credit(read: Read, ago: Ago, ada: Author) -> None:
    published(at=ago(days=1), authors=[ada])
    ada.portrait.save("ada.jpg", picture_file(400, 400), save=False)
    ada.portrait_alt, ada.portrait_credit = "Ada in a boat", "B. Photographer"
    ada.left_on = localdate()
    ada.save()
    text = read("/author/ada-writer/")
    assert 'alt="Ada in a boat"' in text
    assert "B. Photographer" in text
