"""What machines are told about a story: schema.org and OpenGraph, against what the standards ask for."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils.timezone import localtime

from articles.models import Contribution, Edition, Genre, Role
from articles.publishing import publish
from articles.site.metadata import reading_minutes
from articles.site.schema_org import TYPES, clipped, json_ld
from articles.withdrawals import retract
from tests.factories import (
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    approved,
    picture_file,
    published,
)
from tests.site.reading import Ago, Read, node, nodes

pytestmark = pytest.mark.django_db

KRONE = {"@type": "NewsMediaOrganization", "name": "Kronen Zeitung", "url": "https://krone.example/"}
PUBLISHER = {
    "@type": "NewsMediaOrganization",
    "@id": "http://testserver/#publisher",
    "name": "The Daily Test",
    "url": "http://testserver/",
}


def article_of(read: Read, edition: Edition) -> dict[str, Any]:
    """The story's own node on its page."""
    return nodes(read(edition.get_absolute_url()))[0]


def krone(**fields: Any) -> dict[str, Any]:
    """A source: the reporting of another outlet."""
    outlet = OutletFactory(name="Krone", full_name="Kronen Zeitung", url="https://krone.example/")
    return {"kind": "based_on", "outlet": outlet, **fields}


@override_settings(TIME_ZONE="Europe/Vienna")
def test_a_story_tells_machines_what_the_page_tells_people(read: Read, ago: Ago) -> None:
    edition = published(
        at=datetime.fromisoformat("2026-10-14T14:20:00+00:00"),
        headline="The river rises",
        headline_social="Look at the river",
        section=SectionFactory(name="World", slug="world"),
        topics=[TopicFactory(name="Water", slug="water")],
        authors=[AuthorFactory(name="Ada Writer", slug="ada", job_title="Reporter", specialties="rivers")],
        key_points="It rises.\nIt falls.",
        how_we_reported="We went there.",
        dateline="VIENNA, 14 October",
        lead_photo=PhotoFactory(
            file=picture_file(2000, 1500), caption="The river.", credit="A. Photographer"
        ),
    )
    address = f"http://testserver{edition.get_absolute_url()}"
    found = article_of(read, edition)
    pictures = found.pop("image")
    assert found == {
        "@type": ["NewsArticle", "ReportageNewsArticle"],
        "@id": f"{address}#article",
        "mainEntityOfPage": address,
        "url": address,
        "headline": "The river rises",
        "description": edition.standfirst,
        "abstract": "It rises.\nIt falls.",
        "genre": "Report",
        "articleSection": "World",
        "keywords": ["Water"],
        "about": [{"@type": "Thing", "name": "Water", "url": "http://testserver/topic/water/"}],
        "inLanguage": "en",
        "datePublished": "2026-10-14T16:20:00+02:00",
        "dateModified": "2026-10-14T16:20:00+02:00",
        "dateline": "VIENNA, 14 October",
        "locationCreated": {"@type": "Place", "name": "Vienna"},
        "isAccessibleForFree": True,
        "wordCount": 12,
        "timeRequired": "PT1M",
        "backstory": "We went there.",
        "publisher": PUBLISHER,
        "copyrightYear": 2026,
        "copyrightHolder": {"@id": "http://testserver/#publisher"},
        "copyrightNotice": "© 2026 The Daily Test",
        "author": [
            {
                "@type": "Person",
                "name": "Ada Writer",
                "url": "http://testserver/author/ada/",
                "jobTitle": "Reporter",
                "knowsAbout": ["rivers"],
            }
        ],
    }
    assert [(one["width"], one["height"]) for one in pictures] == [(1280, 720), (1280, 960), (1280, 1280)]
    assert len({one["contentUrl"] for one in pictures}) == len(pictures)
    for one in pictures:
        assert (one["@type"], one["caption"]) == ("ImageObject", "The river.")
        assert one["creditText"] == "A. Photographer"
        assert one["contentUrl"].startswith("http://testserver/media/")


def test_the_way_to_the_story_is_a_breadcrumb_list(read: Read, ago: Ago) -> None:
    edition = published(
        at=ago(days=1), headline="The river", section=SectionFactory(name="World", slug="world")
    )
    assert node(read(edition.get_absolute_url()), "BreadcrumbList")["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "The Daily Test", "item": "http://testserver/"},
        {"@type": "ListItem", "position": 2, "name": "World", "item": "http://testserver/section/world/"},
        {"@type": "ListItem", "position": 3, "name": "The river"},
    ]


@pytest.mark.parametrize("genre", Genre.values)
def test_every_genre_has_its_type(read: Read, ago: Ago, genre: str) -> None:
    sponsor = "A Bank" if genre == Genre.SPONSORED else ""
    edition = published(at=ago(days=1), genre=genre, sponsor=sponsor)
    assert article_of(read, edition)["@type"] == TYPES[genre]
    assert ("NewsArticle" in TYPES[genre]) == (
        genre not in {Genre.SPONSORED, Genre.SATIRE, Genre.CALLOUT, Genre.LIVE}
    )


def test_a_story_on_the_reporting_of_others_names_them_as_basis_and_never_as_employer(
    read: Read, ago: Ago
) -> None:
    edition = published(at=ago(days=1), sources=[krone(title="Kanzler warnt", url="https://krone.example/1")])
    found = article_of(read, edition)
    work = {
        "@type": "NewsArticle",
        "headline": "Kanzler warnt",
        "url": "https://krone.example/1",
        "publisher": KRONE,
    }
    assert (found["isBasedOn"], found["citation"]) == ([work], [work])
    assert "sourceOrganization" not in found
    assert found["@type"] == ["NewsArticle"]


def test_a_basis_without_an_address_is_named_in_words(read: Read, ago: Ago) -> None:
    edition = published(at=ago(days=1), sources=[krone()])
    found = article_of(read, edition)
    assert found["isBasedOn"] == [
        {"@type": "NewsArticle", "name": "Reporting by Kronen Zeitung", "publisher": KRONE}
    ]
    assert found["citation"] == ["Kronen Zeitung"]


def test_reporting_that_we_confirmed_is_reportage(read: Read, ago: Ago) -> None:
    edition = published(at=ago(days=1), sources=[krone(independently_confirmed=True)])
    assert article_of(read, edition)["@type"] == ["NewsArticle", "ReportageNewsArticle"]
    edition = published(at=ago(days=1), sources=[krone_again(), {"kind": "document", "title": "The minutes"}])
    found = article_of(read, edition)
    assert found["@type"] == ["NewsArticle", "ReportageNewsArticle"]
    assert found["citation"] == ["Another Outlet", "The minutes"]


def krone_again() -> dict[str, Any]:
    """A second outlet, unconfirmed."""
    return {"kind": "based_on", "outlet": OutletFactory(name="Another Outlet")}


def test_agency_copy_belongs_to_the_agency(read: Read, ago: Ago) -> None:
    outlet = OutletFactory(name="APA", url="https://apa.example/")
    edition = published(
        at=ago(days=1),
        genre="agency",
        authors=[AuthorFactory(name="APA", slug="apa", affiliation="agency")],
        sources=[{"kind": "agency", "outlet": outlet}],
    )
    found = article_of(read, edition)
    agency = {"@type": "Organization", "name": "APA", "url": "https://apa.example/"}
    assert found["sourceOrganization"] == [agency]
    assert found["author"] == [
        {"@type": "Organization", "name": "APA", "url": "http://testserver/author/apa/"}
    ]
    assert not {"isBasedOn", "citation", "copyrightHolder"} & found.keys()


def test_an_unnamed_source_is_told_to_no_machine(read: Read, ago: Ago) -> None:
    edition = published(
        at=ago(days=1),
        sources=[{"kind": "anonymous", "title": "An official", "public_note": "Fears for the job."}],
    )
    assert "citation" not in article_of(read, edition)


def test_those_who_helped_stand_under_what_they_did(read: Read, ago: Ago) -> None:
    article = approved()
    for position, (name, role) in enumerate(
        (("Ed", Role.EDITOR), ("Tr", Role.TRANSLATOR), ("Da", Role.DATA)), 1
    ):
        Contribution.objects.create(
            article=article, author=AuthorFactory(name=name, slug=name.lower()), role=role, position=position
        )
    found = article_of(read, publish(article, by=None))
    assert [len(found["author"]), found["editor"][0]["name"], found["translator"][0]["name"]] == [
        1,
        "Ed",
        "Tr",
    ]
    assert found["contributor"][0]["name"] == "Da"


def test_every_public_note_is_a_comment_and_a_retraction_a_status(read: Read, ago: Ago) -> None:
    first = published(at=ago(days=3))
    publish(first.article, by=None, change="correction", note="It was 7.", at=ago(days=2), now=ago(days=2))
    corrected = publish(
        first.article, by=None, change="update", note="It stopped.", at=ago(days=1), now=ago(days=1)
    )
    found = article_of(read, corrected)
    comment = {
        "@type": "CorrectionComment",
        "text": "It was 7.",
        "datePublished": localtime(ago(days=2)).isoformat(timespec="seconds"),
    }
    assert found["correction"] == [comment]
    assert found["dateModified"] == localtime(ago(days=1)).isoformat(timespec="seconds")
    assert "creativeWorkStatus" not in found
    found = article_of(read, retract(first.article, by=None, note="Made up."))
    assert (found["creativeWorkStatus"], found["correction"]) == ("Retracted", [comment])


def test_a_retracted_story_is_shared_and_listed_as_one(read: Read, ago: Ago) -> None:
    first = published(at=ago(days=3), headline="Seven towns flooded", standfirst="All seven.")
    html = read(retract(first.article, by=None, note="It was\nmade up.").get_absolute_url())
    assert "<title>Retracted: Seven towns flooded – " in html
    assert '<meta property="og:title" content="Retracted: Seven towns flooded">' in html
    assert '<meta name="description" content="It was made up.">' in html
    assert '<meta property="og:description" content="It was made up.">' in html


def test_no_text_can_close_the_script_it_stands_in(read: Read, ago: Ago) -> None:
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    edition = published(at=ago(days=1), headline=evil, standfirst=evil, how_we_reported=evil)
    html = read(edition.get_absolute_url())
    assert "<script>alert" not in html
    assert html.count("</script>") == 1
    assert article_of(read, edition)["backstory"] == evil
    assert json.loads(json_ld({"a": evil})) == {"a": evil}


def test_a_long_headline_is_cut_after_a_word() -> None:
    assert clipped("word " * 30, 110) == "word " * 20 + "word…"
    assert len(clipped("x" * 200, 110)) == 110
    assert clipped("short", 110) == "short"


def test_open_graph_has_the_social_headline_and_the_picture(read: Read, ago: Ago) -> None:
    edition = published(
        at=ago(days=1),
        headline_social="Look at the river",
        language="en-GB",
        canonical_url="https://elsewhere.example/river/",
        topics=[TopicFactory(name="Water")],
        section=SectionFactory(name="World"),
        authors=[AuthorFactory(name="Ada", slug="ada", fediverse_handle="@ada@social.example")],
        lead_photo=PhotoFactory(alt="Brown water"),
    )
    html = read(edition.get_absolute_url())
    pairs = re.findall(r'<meta property="([^"]+)" content="([^"]*)">', html)
    picture = dict(pairs)["og:image"]
    assert picture.startswith("http://testserver/media/")
    assert pairs == [
        ("og:type", "article"),
        ("og:title", "Look at the river"),
        ("og:description", edition.standfirst),
        ("og:url", "https://elsewhere.example/river/"),
        ("og:site_name", "The Daily Test"),
        ("og:locale", "en_GB"),
        ("og:image", picture),
        ("og:image:type", "image/jpeg"),
        ("og:image:width", "1280"),
        ("og:image:height", "720"),
        ("og:image:alt", "Brown water"),
        ("article:published_time", localtime(edition.starts_at).isoformat(timespec="seconds")),
        ("article:modified_time", localtime(edition.starts_at).isoformat(timespec="seconds")),
        ("article:author", "http://testserver/author/ada/"),
        ("article:section", "World"),
        ("article:tag", "Water"),
    ]
    assert '<link rel="canonical" href="https://elsewhere.example/river/">' in html
    assert '<meta name="fediverse:creator" content="@ada@social.example">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html


@pytest.mark.parametrize(
    ("words", "language", "minutes"), [(0, "en", 1), (2200, "en", 10), (2000, "de-AT", 10)]
)
def test_reading_time_knows_that_german_words_are_longer(words: int, language: str, minutes: int) -> None:
    assert reading_minutes(words, language) == minutes


def test_dates_carry_the_offset_of_their_season(read: Read) -> None:
    winter = published(at=datetime.fromisoformat("2026-01-14T12:00:00+00:00"))
    with override_settings(TIME_ZONE="Europe/Vienna"):
        assert article_of(read, winter)["datePublished"] == "2026-01-14T13:00:00+01:00"
    assert winter.starts_at.utcoffset() == timedelta(0)
