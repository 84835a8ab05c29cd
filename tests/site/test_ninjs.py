"""ninjs: what another newsroom's system takes in, held against what the IPTC's schema allows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from articles.models import Change, Edition, Genre
from articles.publishing import publish
from articles.site.feeds import FEED_SIZE
from articles.site.ninjs import TRUST_INDICATORS
from articles.withdrawals import retract, take_down
from checks.schemas import NINJS, at_hand, json_validator
from newsroom.context import forget
from newsroom.models import PolicyPage, Publication
from tests.factories import (
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    published,
    revise,
)
from tests.site.ninjs_table import LEFT_OUT, PROPERTIES, problems
from tests.site.reading import Ago

pytestmark = pytest.mark.django_db

type Item = dict[str, Any]
type Fetch = Callable[[str], Item]

# The IPTC's own words, where somebody put them: SCHEMAS=folder, or what `make check-site` fetched.
TEXT = at_hand(NINJS)
SCHEMA = json_validator(NINJS, TEXT) if TEXT else None
WITH_THE_SCHEMA = pytest.mark.skipif(
    SCHEMA is None, reason=f"{NINJS} is not at hand; SCHEMAS=folder says where it lies"
)


def faults(item: Item) -> list[str]:
    """What is wrong with a document, by the table and, where it is at hand, by the schema."""
    return [*problems(item), *(error.message for error in (SCHEMA.iter_errors(item) if SCHEMA else ()))]


@pytest.fixture
def item(client: Client, frame: None) -> Fetch:
    """Return a function that fetches a ninjs document and holds it against the table and the schema."""

    def fetch(path: str) -> Item:
        response = client.get(path)
        assert (response.status_code, response["Content-Type"]) == (200, "application/json"), path
        found: Item = json.loads(response.content)
        assert faults(found) == []
        return found

    return fetch


def path_of(edition: Edition) -> str:
    """The address of a story's document."""
    return f"{edition.get_absolute_url()}ninjs.json"


def iso(at: datetime) -> str:
    """A moment as documents have it."""
    return localtime(at).isoformat(timespec="seconds")


def test_a_story_is_an_item_with_everything_another_desk_needs(item: Fetch, ago: Ago) -> None:
    edition = published(
        at=ago(days=1),
        headline="The river rises",
        headline_short="River up",
        kicker="Floods",
        standfirst="Three villages.",
        key_points="It rose.",
        body='<p>It rose. <a href="#dam">See</a></p><h2>The dam</h2>',
        dateline="VIENNA, 14 October",
        how_we_reported="We went there.",
        ai_use="assisted",
        section=SectionFactory(name="World", slug="world", medtop_id="medtop:11000000"),
        authors=[AuthorFactory(name="Ada Writer")],
        topics=[
            TopicFactory(name="Water", slug="water"),
            TopicFactory(name="Dams", slug="dams", medtop_id="20000425"),
        ],
        sources=[
            {"kind": "based_on", "outlet": OutletFactory(name="Krone", url="https://krone.example/")},
            {"kind": "anonymous", "title": "An official"},
        ],
        lead_photo=PhotoFactory(alt="Brown water", caption="The river.", credit="A. Photographer"),
    )
    address = f"http://testserver{edition.get_absolute_url()}"
    found = item(path_of(edition))
    (picture,) = found.pop("associations")
    assert found == {
        "uri": f"urn:uuid:{edition.article.uid}",
        "standard": {
            "name": "ninjs",
            "version": "3.2",
            "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.2.json",
        },
        "type": "text",
        "representationType": "full",
        "version": "1",
        "firstCreated": iso(ago(days=1)),
        "versionCreated": iso(ago(days=1)),
        "pubStatus": "usable",
        "language": "en",
        "title": "The river rises",
        "headlines": [
            {"role": role, "contentType": "text/plain", "value": value}
            for role, value in (("main", "The river rises"), ("short", "River up"), ("kicker", "Floods"))
        ],
        "descriptions": [
            {"role": role, "contentType": "text/plain", "value": value}
            for role, value in (
                ("standfirst", "Three villages."),
                ("keypoints", "It rose."),
                ("methods", "We went there."),
            )
        ],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/html",
                "wordCount": edition.word_count,
                "value": '<p><span class="dl">VIENNA, 14 October</span> – It rose. '
                f'<a href="{address}#dam">See</a></p>\n<h2 id="the-dam">The dam</h2>',
            },
            {
                "role": "main",
                "contentType": "text/plain",
                "charCount": 41,
                "wordCount": edition.word_count,
                "value": "VIENNA, 14 October – It rose. See\nThe dam",
            },
        ],
        "by": "Ada Writer",
        "located": "Vienna",
        "subjects": [
            {
                "name": "World",
                "rel": "section",
                "uri": "http://cv.iptc.org/newscodes/mediatopic/11000000",
            },
            {"name": "Dams", "rel": "about", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000425"},
            {"name": "Water", "rel": "about", "uri": "http://testserver/topic/water/"},
        ],
        "genres": [
            {"name": "Report", "literal": "report", "uri": "http://cv.iptc.org/newscodes/genre/Current"}
        ],
        "infoSources": [{"name": "Krone", "role": "based_on", "uri": "https://krone.example/"}],
        "digitalSourceType": {
            "name": "Assisted (disclosed)",
            "uri": "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
        },
        "usageTerms": found["usageTerms"],
        "altIds": found["altIds"],
        "renditions": found["renditions"],
        "copyrightHolder": "The Daily Test",
        "copyrightNotice": f"© {edition.url_date.year} The Daily Test",
    }
    assert "Text and data mining is reserved" in found["usageTerms"]
    assert found["altIds"][0] == {"role": "address", "value": address}
    assert found["renditions"][0] == {"name": "web", "href": address, "contentType": "text/html"}
    assert (picture["type"], picture["by"]) == ("picture", "A. Photographer")
    assert [text["value"] for text in picture["descriptions"]] == ["The river.", "Brown water"]
    assert {size["name"] for size in picture["renditions"]} >= {"16x9", "3x2"}


def test_a_correction_is_the_next_version_under_the_same_name_with_its_note(item: Fetch, ago: Ago) -> None:
    first = published(at=ago(days=3))
    before = item(path_of(first))
    assert "edNote" not in before
    revise(first.article)
    publish(first.article, by=None, change="correction", note="It was 7.", at=ago(days=2), now=ago(days=2))
    revise(first.article, "<p>It fell, and rose.</p>")
    publish(first.article, by=None, change="minor", at=ago(days=1), now=ago(days=1))
    after = item(path_of(first))
    assert (after["uri"], before["version"], after["version"]) == (before["uri"], "1", "3")
    assert after["edNote"] == "Correction (2): It was 7."
    assert after["firstCreated"] == before["firstCreated"]
    assert after["versionCreated"] == iso(ago(days=1))


def test_a_retracted_story_is_cancelled_and_comes_without_its_text(item: Fetch, ago: Ago) -> None:
    story = published(at=ago(days=1))
    retract(story.article, by=None, note="Made up.", keep_text=True)
    found = item(path_of(story))
    assert (found["pubStatus"], found["edNote"]) == ("canceled", "Retraction (2): Made up.")
    assert "bodies" not in found
    (listed,) = item("/ninjs.json")["associations"]
    assert (listed["pubStatus"], "bodies" in listed) == ("canceled", False)


def test_a_story_that_was_taken_down_is_gone_and_one_that_moved_leads_on(client: Client, ago: Ago) -> None:
    story = published(at=ago(days=1), slug="first-slug")
    story.article.slug = "second-slug"
    story.article.save()
    moved = publish(story.article, by=None, change=Change.MINOR)
    assert client.get(path_of(story)).headers["Location"] == path_of(moved)
    take_down(story.article, by=None, reason="A court order.")
    assert client.get(path_of(moved)).status_code == 410
    assert client.get("/ninjs.json").json().get("associations") is None
    assert client.get("/2026/10/14/never/ninjs.json").status_code == 404
    assert client.get("/2026/13/14/never/ninjs.json").status_code == 404


@pytest.mark.parametrize("genre", Genre.values)
def test_every_genre_makes_a_valid_item(item: Fetch, ago: Ago, genre: str) -> None:
    sponsor = "A Bank" if genre == Genre.SPONSORED else ""
    story = published(at=ago(days=1), genre=genre, sponsor=sponsor)
    assert item(path_of(story))["genres"][0]["literal"] == genre
    assert bool(item("/ninjs.json").get("associations")) == (genre != Genre.SPONSORED)


def test_agency_copy_belongs_to_the_agency(item: Fetch, ago: Ago) -> None:
    apa = OutletFactory(name="APA", full_name="Austria Presse Agentur")
    story = published(at=ago(days=1), genre="agency", sources=[{"kind": "agency", "outlet": apa}])
    assert item(path_of(story))["copyrightHolder"] == "Austria Presse Agentur"


def test_the_policies_there_are_stand_as_trust_indicators(item: Fetch, ago: Ago) -> None:
    assert set(TRUST_INDICATORS) < set(PolicyPage.Kind)
    story = published(at=ago(days=1))
    for kind in ("ethics", "imprint"):
        PolicyPage.objects.create(
            kind=kind, title=kind.title(), slug=kind, body="Rules.", effective_from="2026-01-01"
        )
    forget()
    assert item(path_of(story))["trustIndicators"] == [
        {
            "role": "http://cv.iptc.org/newscodes/trustindicator/ethicsPolicy",
            "title": "Ethics",
            "href": "http://testserver/about/ethics/",
        }
    ]


def test_a_list_holds_the_newest_stories_whole_and_no_more_than_a_feed(item: Fetch, ago: Ago) -> None:
    assert "associations" not in item("/ninjs.json")
    world = SectionFactory(name="World", slug="world")
    stories = [published(at=ago(hours=n), section=world) for n in range(FEED_SIZE + 1)]
    other = published(at=ago(minutes=1))
    found = item("/section/world/ninjs.json")
    assert (found["type"], found["title"]) == ("composite", "World – The Daily Test")
    names = [one["uri"] for one in found["associations"]]
    assert names == [story.article.uid.urn for story in stories[:FEED_SIZE]]
    assert all(one["bodies"] for one in found["associations"])
    everything = [one["uri"] for one in item("/ninjs.json")["associations"]]
    assert everything[:2] == [names[0], other.article.uid.urn]


def test_its_header_says_what_the_setting_says(client: Client, ago: Ago) -> None:
    story = published(at=ago(days=1))
    for choice, header in ((Publication.Mining.RESERVED, "1"), (Publication.Mining.ALLOWED, "0")):
        Publication(text_and_data_mining=choice).save()
        assert client.get(path_of(story))["tdm-reservation"] == header
        assert client.get("/ninjs.json")["tdm-reservation"] == header


def test_who_asks_again_is_told_that_nothing_changed(client: Client, frame: None, ago: Ago) -> None:
    story = published(at=ago(days=1))
    for path in (path_of(story), "/ninjs.json"):
        etag = client.get(path)["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("stories", [1, 3])
def test_a_document_costs_two_queries_and_a_list_no_more(
    client: Client, frame: None, ago: Ago, django_assert_num_queries: Any, stories: int
) -> None:
    world = SectionFactory(slug="world")
    for number in range(stories):
        story = published(
            at=ago(days=2),
            section=world,
            topics=[TopicFactory() for _ in range(number + 1)],
            lead_photo=PhotoFactory(),
            sources=[{"kind": "based_on", "outlet": OutletFactory()} for _ in range(number + 1)],
        )
        revise(story.article)
        for _ in range(number + 1):
            publish(story.article, by=None, change="correction", note="It was 7.")
    for path, queries in ((path_of(story), 2), ("/ninjs.json", 2), ("/section/world/ninjs.json", 3)):
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200


def test_the_page_leads_to_its_document(client: Client, frame: None, ago: Ago) -> None:
    story = published(at=ago(days=1))
    link = f'<link rel="alternate" type="application/json" title="ninjs" href="{path_of(story)}">'
    assert link in client.get(story.get_absolute_url()).text


REFUSED: list[Item] = [
    {},
    {"uri": "no-scheme"},
    {"uri": "https://x.example/ü"},
    {"uri": "https://x.example/[1]"},
    {"uri": "https://x.example/100%"},
    {"uri": "urn:a", "pubstatus": "usable"},
    {"uri": "urn:a", "pubStatus": "retracted"},
    {"uri": "urn:a", "urgency": 10},
    {"uri": "urn:a", "version": 1},
    {"uri": "urn:a", "versionCreated": "2026-10-14T12:00:00"},
    {"uri": "urn:a", "versionCreated": "2026-W01-1T12:00:00Z"},
    {"uri": "urn:a", "headlines": [{"role": "main"}]},
    {"uri": "urn:a", "people": [{"contactInfo": [{"type": "phone"}]}]},
    {"uri": "urn:a", "rightsInfo": {"langId": "urn:b"}},
    {"uri": "urn:a", "renditions": [{"name": "web", "duration": True}]},
    {"uri": "urn:a", "associations": [{"uri": "urn:b"}]},
    {"uri": "urn:a", "name": "Only an association has one"},
]
TAKEN: list[Item] = [
    {"uri": "http://[::1]/a?b=c#d"},
    {"uri": "urn:a", "renditions": [{"name": "web", "resources": [{"role": "subtitles", "language": "de"}]}]},
    {"uri": "urn:a", "genres": [{"name": "Report", "uri": "whatever the schema takes"}]},
    {"uri": "urn:a", "rightsInfo": {"encodedRights": "All"}},
    {"uri": "urn:a", "places": [{"name": "Vienna", "contactInfo": [{"address": {"country": "Austria"}}]}]},
]


@pytest.mark.parametrize("bad", REFUSED)
def test_the_table_refuses_what_the_schema_refuses(bad: Item) -> None:
    assert problems(bad)


@pytest.mark.parametrize("good", TAKEN)
def test_the_table_takes_what_the_schema_takes(good: Item) -> None:
    assert problems(good) == []


@WITH_THE_SCHEMA
def test_the_schema_says_the_same_as_the_table() -> None:
    assert SCHEMA
    assert isinstance(SCHEMA.schema, dict)
    assert [bad for bad in REFUSED if SCHEMA.is_valid(bad)] == []
    assert [good for good in TAKEN if not SCHEMA.is_valid(good)] == []
    known = SCHEMA.schema["$defs"]["ninjsType"]["properties"]
    assert set(known) - LEFT_OUT == set(PROPERTIES)


def test_an_address_somebody_typed_leaves_as_a_uri(item: Fetch, ago: Ago) -> None:
    typed = {
        "https://krone.example/größe?a=[1]&b=100%#x#y": "https://krone.example/gr%C3%B6%C3%9Fe?a=%5B1%5D&b=100%25#x%23y",
        "https://[2606:4700::1111]:8000/%C3%B6": "https://[2606:4700::1111]:8000/%C3%B6",
    }
    sources = [{"kind": "document", "title": "A paper", "url": url} for url in typed]
    section = SectionFactory(medtop_id="medtop: 11000000")
    story = item(path_of(published(at=ago(days=1), sources=sources, section=section)))
    assert [source["uri"] for source in story["infoSources"]] == list(typed.values())
