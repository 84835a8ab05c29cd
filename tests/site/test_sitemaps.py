"""The sitemaps: every public address once, against the structure their schemas ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime

from articles.models import Edition
from articles.publishing import publish
from articles.site import sitemaps
from articles.site.sitemaps import NEWS_SIZE, Place
from articles.withdrawals import retract, take_down
from newsroom.context import forget
from newsroom.models import PolicyPage
from tests.factories import AuthorFactory, SectionFactory, TopicFactory, approved, published
from tests.site.reading import Ago

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
URI = re.compile(r"[!#$%&'()*+,/:;=?@\[\]~\w.-]+", re.ASCII)
LANGUAGE = re.compile(r"zh-cn|zh-tw|[a-z]{2,3}")
OCTOBER = datetime.fromisoformat("2024-10-14T12:00:00+00:00")
NOVEMBER = datetime.fromisoformat("2024-11-02T12:00:00+00:00")
NO_NEWS = {"/": ""}
"""What the news sitemap holds without news: an address, as its schema asks, and no news of it."""

type Fetch = Callable[[str], ET.Element]


def children(element: ET.Element) -> dict[str, str]:
    """The names and texts of the children, each there once, in order."""
    found = {child.tag: child.text or "" for child in element}
    assert len(found) == len(element)
    return found


def assert_follows_the_schemas(root: ET.Element) -> None:
    """Check what sitemap.xsd, siteindex.xsd and sitemap-news.xsd of version 0.9 ask for.

    A `url` and a `sitemap` hold `loc` and then, at most once, `lastmod`; `news` holds `publication`
    (`name`, `language`), `publication_date` and `title` in that order.
    """
    entry = {f"{SITEMAP}urlset": f"{SITEMAP}url", f"{SITEMAP}sitemapindex": f"{SITEMAP}sitemap"}[root.tag]
    assert 1 <= len(root) <= sitemaps.FILE_SIZE
    assert not any(element.attrib for element in root.iter())
    for element in root:
        assert element.tag == entry
        assert not (element.text or "").strip()
        found = children(element)
        names = [name for name in found if name != f"{NEWS}news"]
        assert names in ([f"{SITEMAP}loc"], [f"{SITEMAP}loc", f"{SITEMAP}lastmod"])
        assert found[f"{SITEMAP}loc"].startswith("http://testserver/")
        assert 12 <= len(found[f"{SITEMAP}loc"]) <= 2048
        assert URI.fullmatch(found[f"{SITEMAP}loc"])
        assert MOMENT.fullmatch(found.get(f"{SITEMAP}lastmod", "2026-01-01T00:00:00+00:00"))
        for news in element.findall(f"{NEWS}news"):
            parts = children(news)
            assert list(parts) == [f"{NEWS}publication", f"{NEWS}publication_date", f"{NEWS}title"]
            assert MOMENT.fullmatch(parts[f"{NEWS}publication_date"])
            publication = children(news[0])
            assert list(publication) == [f"{NEWS}name", f"{NEWS}language"]
            assert LANGUAGE.fullmatch(publication[f"{NEWS}language"])


@pytest.fixture
def sitemap(client: Client, frame: None) -> Fetch:
    """Return a function that fetches a sitemap, checks its structure and gives its root."""

    def fetch(path: str) -> ET.Element:
        response = client.get(path)
        assert (response.status_code, response.headers["Content-Type"]) == (
            200,
            "application/xml; charset=utf-8",
        )
        root = ET.fromstring(response.content)  # noqa: S314 -- our own sitemap
        assert_follows_the_schemas(root)
        return root

    return fetch


def places(root: ET.Element) -> dict[str, str]:
    """The paths in a file with the moment of their last change, in order."""
    rows = [children(entry) for entry in root]
    paths = [row[f"{SITEMAP}loc"].removeprefix("http://testserver") for row in rows]
    assert len(set(paths)) == len(paths)
    return {path: row.get(f"{SITEMAP}lastmod", "") for path, row in zip(paths, rows, strict=True)}


def iso(at: datetime) -> str:
    """A moment as the sitemaps write it."""
    return localtime(at).isoformat(timespec="seconds")


def corrected(edition: Edition, at: datetime) -> Edition:
    """The edition that corrects it at that moment."""
    return publish(edition.article, by=None, change="correction", note="It was 7.", at=at, now=at)


def test_the_index_names_a_file_for_each_month_with_its_last_change(sitemap: Fetch) -> None:
    corrected(published(at=OCTOBER), NOVEMBER + timedelta(days=1))
    published(at=OCTOBER + timedelta(days=1))
    published(at=NOVEMBER)
    assert places(sitemap("/sitemap.xml")) == {
        "/sitemap-pages.xml": "",
        "/sitemap-2024-11.xml": iso(NOVEMBER),
        "/sitemap-2024-10.xml": iso(NOVEMBER + timedelta(days=1)),
    }


def test_a_month_holds_its_stories_with_their_last_significant_change(sitemap: Fetch) -> None:
    first = published(at=OCTOBER)
    corrected(first, NOVEMBER)
    second = published(at=OCTOBER + timedelta(days=1))
    second.article.kicker = "Water"
    second.article.save()
    publish(second.article, by=None, change="minor", at=NOVEMBER, now=NOVEMBER)
    published(at=NOVEMBER)
    assert places(sitemap("/sitemap-2024-10.xml")) == {
        first.get_absolute_url(): iso(NOVEMBER),
        second.get_absolute_url(): iso(OCTOBER + timedelta(days=1)),
    }


def test_a_month_too_large_for_a_file_is_split_by_number(frame: None) -> None:
    editions = [published(at=OCTOBER + timedelta(hours=number)) for number in range(5)]
    now = timezone.now()
    files = [place.path for place in sitemaps.monthly_files(now, size=2)]
    assert files == ["/sitemap-2024-10.xml", "/sitemap-2024-10-2.xml", "/sitemap-2024-10-3.xml"]
    held = [
        place.path
        for number in (1, 2, 3, 4)
        for place in sitemaps.stories_of_month(date(2024, 10, 1), number, now, size=2)
    ]
    assert held == [edition.get_absolute_url() for edition in editions]


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-2024-09.xml",
        "/sitemap-2024-10-2.xml",
        "/sitemap-2024-10-0.xml",
        "/sitemap-2024-10-99999999999999999999.xml",
        "/sitemap-2024-13.xml",
        "/sitemap-0000-01.xml",
        "/sitemap-9999-12.xml",
        "/sitemap-2024-9.xml",
    ],
)
def test_a_file_the_index_does_not_name_is_not_found(client: Client, frame: None, path: str) -> None:
    published(at=OCTOBER)
    assert client.get(path).status_code == 404


def test_what_is_not_public_is_in_no_file(sitemap: Fetch, client: Client) -> None:
    approved()
    publish(approved(), by=None, at=timezone.now() + timedelta(days=40))
    take_down(published(at=OCTOBER).article, by=None, reason="Danger.")
    assert places(sitemap("/sitemap.xml")) == {"/sitemap-pages.xml": ""}
    assert client.get("/sitemap-2024-10.xml").status_code == 404
    assert list(places(sitemap("/sitemap-pages.xml"))) == ["/", "/archive/", "/corrections/"]
    assert places(sitemap("/sitemap-news.xml")) == NO_NEWS


def test_a_story_whose_canonical_address_is_elsewhere_is_left_to_it(sitemap: Fetch, ago: Ago) -> None:
    published(at=ago(hours=1), canonical_url="https://other.example/story")
    assert places(sitemap("/sitemap.xml")) == {"/sitemap-pages.xml": ""}
    assert places(sitemap("/sitemap-news.xml")) == NO_NEWS


def test_the_pages_that_stay_are_in_one_file(sitemap: Fetch) -> None:
    PolicyPage.objects.create(
        kind="ethics", title="Ethics", slug="ethics", body="Rules.", effective_from="2026-01-01"
    )
    SectionFactory(slug="empty")
    world, ada, water = SectionFactory(slug="world"), AuthorFactory(slug="ada"), TopicFactory(slug="water")
    corrected(published(at=OCTOBER, section=world, authors=[ada], topics=[water]), NOVEMBER)
    published(at=OCTOBER + timedelta(days=1), section=world, authors=[ada], topics=[water])
    approved(section=world, authors=[AuthorFactory(slug="unknown")], topics=[TopicFactory(slug="secret")])
    forget()
    assert places(sitemap("/sitemap-pages.xml")) == {
        "/": "",
        "/archive/": "",
        "/corrections/": "",
        "/about/ethics/": "",
        "/section/world/": iso(NOVEMBER),
        "/topic/water/": iso(NOVEMBER),
        "/author/ada/": iso(NOVEMBER),
    }


def test_the_news_of_two_days_is_named_by_headline_and_first_publication(sitemap: Fetch, ago: Ago) -> None:
    edition = published(at=ago(hours=47), headline="The river & the dam", language="pt-BR")
    corrected(edition, ago(hours=1))
    published(at=ago(hours=49))
    (entry,) = sitemap("/sitemap-news.xml")
    assert children(entry)[f"{SITEMAP}loc"] == f"http://testserver{edition.get_absolute_url()}"
    (news,) = entry.findall(f"{NEWS}news")
    assert children(news[0]) == {f"{NEWS}name": "The Daily Test", f"{NEWS}language": "pt"}
    assert children(news)[f"{NEWS}title"] == "The river & the dam"
    assert children(news)[f"{NEWS}publication_date"] == iso(ago(hours=47))


def test_what_was_paid_for_retracted_or_taken_down_is_no_news(sitemap: Fetch, ago: Ago) -> None:
    stays = published(at=ago(hours=1))
    published(at=ago(hours=2), genre="sponsored", sponsor="A Bank")
    retract(published(at=ago(hours=3)).article, by=None, note="We made it up.")
    take_down(published(at=ago(hours=4)).article, by=None, reason="Danger.")
    assert list(places(sitemap("/sitemap-news.xml"))) == [stays.get_absolute_url()]


def test_the_news_sitemap_holds_the_newest_and_no_more(frame: None, ago: Ago) -> None:
    newest = published(at=ago(hours=1))
    rows = Edition.objects.filter(pk=newest.pk).values(
        *(field.attname for field in Edition._meta.concrete_fields if field.name not in {"id", "article"})
    )[0]
    older = rows | {"first_published_at": ago(hours=2)}
    # One story over the limit; publishing a thousand by the door would take minutes.
    Edition.objects.bulk_create(
        Edition(**older | {"slug": f"story-{number}"}, article_id=approved_pk)
        for number, approved_pk in enumerate(_article_keys(NEWS_SIZE))
    )
    found = sitemaps.latest_news(timezone.now())
    assert len(found) == NEWS_SIZE
    assert found[0] == newest


def _article_keys(count: int) -> list[int]:
    """That many articles, made at once."""
    model = Edition._meta.get_field("article").related_model
    like = approved()
    fields = {
        field.attname: getattr(like, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in {"id", "uid", "slug", "slugline"}
    }
    made = model._default_manager.bulk_create(
        model(**fields, slug=f"story-{number}", slugline=f"STORY-{number}") for number in range(count)
    )
    return [article.pk for article in made]


@pytest.mark.parametrize(
    ("tag", "language"), [("en", "en"), ("de-AT", "de"), ("zh-TW", "zh-tw"), ("zh-HK", "zh")]
)
def test_a_language_is_written_as_news_sitemaps_want_it(tag: str, language: str) -> None:
    assert sitemaps.news_language(tag) == language


def test_what_xml_reserves_is_escaped() -> None:
    assert Place("/search/?a=1&b=2").xml("url") == (
        "<url><loc>http://testserver/search/?a=1&amp;b=2</loc></url>"
    )


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/sitemap.xml", 1),
        ("/sitemap-2024-10.xml", 1),
        ("/sitemap-pages.xml", 6),
        ("/sitemap-news.xml", 1),
    ],
)
@pytest.mark.parametrize("stories", [1, 4])
def test_a_sitemap_costs_the_same_however_many_stories(
    client: Client,
    frame: None,
    ago: Ago,
    django_assert_num_queries: Any,
    path: str,
    queries: int,
    stories: int,
) -> None:
    for number in range(stories):
        published(at=OCTOBER + timedelta(hours=number), topics=[TopicFactory()])
        published(at=ago(hours=number))
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_a_crawler_that_knows_the_file_is_told_so(client: Client, frame: None) -> None:
    published(at=OCTOBER)
    for path in ("/sitemap.xml", "/sitemap-2024-10.xml", "/sitemap-pages.xml", "/sitemap-news.xml"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
