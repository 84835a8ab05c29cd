"""The JSON-LD of every kind of page, held against the table in docs/standards.md."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client

from articles.models import Change, Contribution, Genre, Role
from articles.publishing import publish
from articles.site.schema_org import TYPES
from articles.withdrawals import retract
from authors.models import AuthorLink
from newsroom.context import forget
from newsroom.models import PolicyPage, Publication
from tests.factories import (
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    approved,
    picture_file,
    published,
    revise,
)
from tests.site.reading import Ago, nodes

pytestmark = pytest.mark.django_db

ARTICLES = {name for names in TYPES.values() for name in names}
ROW = re.compile(r"^\| ([A-Z][^|]+) \| ([^|]*)\| ([^|]*)\|$", re.MULTILINE)
NAME = re.compile(r"`([^`]+)`")
type Node = dict[str, Any]
type Row = tuple[set[str], set[str]]
# Pages with nothing to tell in schema.org's words.
SILENT = ("/archive/", "/search/?q=river", "/corrections/")


def table() -> dict[str, Row]:
    """What the documentation promises: by type the properties always there, and those where known."""
    text = (settings.BASE_DIR / "docs" / "standards.md").read_text()
    section = text.partition("## schema.org, type by type")[2].partition("\n## ")[0]
    return {
        name: (set(NAME.findall(always)), set(NAME.findall(known)))
        for names, always, known in ROW.findall(section)
        for name in names.split(", ")
    }


def every(value: Any) -> Iterator[Node]:
    """Every node inside, the deepest too; mere references are none."""
    if isinstance(value, list):
        for one in value:
            yield from every(one)
    elif isinstance(value, dict):
        if set(value) != {"@id"}:
            yield value
        for one in value.values():
            yield from every(one)


def row_of(node: Node) -> str:
    """The row of the table a node belongs to."""
    types = set(node["@type"] if isinstance(node["@type"], list) else [node["@type"]])
    if types & ARTICLES:
        return "NewsArticle and its kin" if "mainEntityOfPage" in node else "NewsArticle of others"
    (name,) = types
    return str(name)


def wrong(node: Node, rows: dict[str, Row]) -> list[str]:
    """What in a node is against the table."""
    name = row_of(node)
    if name not in rows:
        return [f"{name} is in no row"]
    always, known = rows[name]
    said = set(node) - {"@type", "@context"}
    empty = sorted(key for key, value in node.items() if value in ("", None, [], {}))
    return [
        *(f"{name} lacks {key}" for key in sorted(always - said)),
        *(f"{name} may have no {key}" for key in sorted(said - always - known)),
        *(f"{name} has an empty {key}" for key in empty),
    ]


@pytest.fixture
def full(ago: Ago) -> list[str]:
    """A publication with everything filled in; the paths of one page of each kind."""
    for kind in PolicyPage.Kind.values:
        PolicyPage.objects.create(
            kind=kind, title=kind, slug=kind, body="Rules.", effective_from="2026-01-01"
        )
    Publication(
        name="The Daily Test",
        tagline="Tests",
        legal_name="Test Ltd",
        address="1 Test Street",
        founded_on=date(2026, 1, 1),
        email="desk@news.example",
        phone="+43 1 1",
        corrections_email="corrections@news.example",
        logo=logo(),
    ).save()
    forget()
    ada = AuthorFactory(
        name="Ada",
        slug="ada",
        job_title="Reporter",
        bio_short="Covers rivers.",
        specialties="rivers",
        languages="en, de",
        location="Vienna",
        email_public="ada@news.example",
        fediverse_handle="@ada@social.example",
        portrait=picture_file(400, 400, "ada.jpg"),
    )
    apa = AuthorFactory(
        name="APA",
        slug="apa",
        affiliation="agency",
        email_public="office@apa.example",
        fediverse_handle="@apa@social.example",
        portrait=picture_file(400, 400, "apa.jpg"),
    )
    for author in (ada, apa):
        AuthorLink.objects.create(author=author, label="Website", url=f"https://{author.slug}.example/")
    helpers = [AuthorFactory() for _ in range(3)]
    article = approved(
        headline_short="River",
        kicker="Floods",
        key_points="It rose.",
        dateline="VIENNA, 14 October",
        how_we_reported="We went there.",
        section=SectionFactory(slug="world", name="World"),
        authors=[ada],
        topics=[TopicFactory(slug="water", medtop_id="medtop:20000425")],
        sources=[
            {
                "kind": "based_on",
                "outlet": OutletFactory(name="Krone", url="https://krone.example/"),
                "title": "Kanzler warnt",
                "url": "https://krone.example/1",
                "published_on": date(2026, 10, 1),
            },
            {"kind": "based_on", "outlet": OutletFactory(name="Other")},
            *(
                {
                    "kind": kind,
                    "title": kind,
                    "url": f"https://{kind}.example/",
                    "outlet": OutletFactory(),
                    "published_on": date(2026, 10, 1),
                }
                for kind in ("data", "document")
            ),
        ],
        lead_photo=PhotoFactory(
            copyright_notice="© Ada", taken_on=date(2026, 10, 1), digital_source_type="digitalCapture"
        ),
    )
    roles = (Role.EDITOR, Role.TRANSLATOR, Role.DATA)
    for position, (author, role) in enumerate(zip(helpers, roles, strict=True), 1):
        Contribution.objects.create(article=article, author=author, role=role, position=position)
    story = publish(article, by=None, at=ago(days=2), now=ago(days=2))
    revise(article)
    publish(article, by=None, change=Change.CORRECTION, note="It was 7.", at=ago(days=1), now=ago(days=1))
    german = published(at=ago(days=1), language="de", translation_of=article)
    agency = OutletFactory(name="APA", url="https://apa.example/")
    wired = published(
        at=ago(days=1),
        genre="agency",
        authors=[apa],
        sources=[{"kind": "agency", "outlet": agency}],
    )
    retracted = published(at=ago(days=1))
    retract(retracted.article, by=None, note="Made up.")
    genres = [
        published(at=ago(hours=5), genre=genre, sponsor="A Bank" if genre == Genre.SPONSORED else "")
        for genre in Genre.values
    ]
    stories = [story, german, wired, retracted, *genres]
    return [
        *("/", "/section/world/", "/topic/water/", "/author/ada/", "/author/apa/", "/about/ethics/"),
        *(edition.get_absolute_url() for edition in stories),
    ]


def logo() -> ContentFile[bytes]:
    """A logo that the publication's form would take."""
    return picture_file(600, 200, "logo.png")


def read(client: Client, path: str) -> list[Node]:
    """Every node of a page."""
    response = client.get(path)
    assert response.status_code == 200, path
    return list(every(nodes(response.text)))


def test_every_node_of_every_page_says_what_the_table_promises(
    client: Client, frame: None, full: list[str]
) -> None:
    rows = table()
    assert len(rows) > 15
    seen: dict[str, set[str]] = defaultdict(set)
    for path in full:
        found = read(client, path)
        assert found, path
        for node in found:
            assert wrong(node, rows) == [], path
            seen[row_of(node)] |= set(node)
    unused = {(name, key) for name, (always, known) in rows.items() for key in (always | known) - seen[name]}
    assert unused == set(), "the table promises what no page says"


def test_a_bare_page_says_what_always_has_to_be_said(client: Client, frame: None, ago: Ago) -> None:
    bare = published(
        at=ago(days=1),
        section=SectionFactory(slug="world"),
        authors=[AuthorFactory(slug="ada", bio_short="")],
    )
    rows = table()
    for path in ("/", "/section/world/", "/author/ada/", bare.get_absolute_url()):
        assert [wrong(node, rows) for node in read(client, path) if wrong(node, rows)] == [], path


@pytest.mark.parametrize("path", SILENT)
def test_a_page_that_is_only_a_list_tells_machines_nothing_of_its_own(
    client: Client, frame: None, ago: Ago, path: str
) -> None:
    published(at=ago(days=1))
    assert read(client, path) == []


def test_moments_have_their_offset_and_headlines_fit(client: Client, frame: None, ago: Ago) -> None:
    story = published(at=ago(days=1), headline="word " * 21)
    article = next(node for node in read(client, story.get_absolute_url()) if "mainEntityOfPage" in node)
    for name in ("datePublished", "dateModified"):
        assert datetime.fromisoformat(article[name]).tzinfo is not None
    assert len(article["headline"]) <= 110


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ({"@type": "Place"}, "Place lacks name"),
        ({"@type": "Place", "name": "Vienna", "geo": 1}, "Place may have no geo"),
        ({"@type": "Place", "name": ""}, "Place has an empty name"),
        ({"@type": "Recipe", "name": "Soup"}, "Recipe is in no row"),
    ],
)
def test_the_table_finds_what_is_wrong(node: Node, said: str) -> None:
    assert said in wrong(node, table())
