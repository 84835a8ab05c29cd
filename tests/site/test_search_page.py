"""The search page: its excerpts, its pages, and what it says when nothing is found."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from articles.publishing import publish
from articles.search import BETWEEN, RANKED, START, STOP, excerpt
from articles.site.paging import PAGE_SIZE
from articles.withdrawals import retract
from tests.factories import AuthorFactory, SectionFactory, TopicFactory, published
from tests.site.reading import Ago, Read, headlines, link

pytestmark = pytest.mark.django_db


# --- Excerpts ---------------------------------------------------------------------------------------------


def test_the_hit_is_marked_in_the_excerpt(read: Read) -> None:
    published(headline="One", standfirst="A standfirst.", body="<p>The cautious otter swims.</p>")
    assert '<p class="card-dek">The cautious <mark>otter</mark> swims.</p>' in read("/search/", q="OTT")


def test_a_hit_in_the_standfirst_shows_the_standfirst(read: Read) -> None:
    published(headline="One", standfirst="An otter again.", body="<p>It swims.</p>")
    assert '<p class="card-dek">An <mark>otter</mark> again.</p>' in read("/search/", q="otter")


def test_a_hit_in_the_headline_alone_shows_the_standfirst(read: Read) -> None:
    published(headline="Otters return", standfirst="Read on.", body="<p>It swims.</p>")
    assert '<p class="card-dek">Read on.</p>' in read("/search/", q="otters")


def test_an_excerpt_holds_no_html_but_its_marks(read: Read) -> None:
    published(
        headline="A <b>headline</b>",
        standfirst="Read on.",
        body="<p>Write &lt;script&gt;alert(1)&lt;/script&gt; &amp; otter &lt;/mark&gt;, they said.</p>",
    )
    text = read("/search/", q="otter")
    excerpts = re.findall(r'<p class="card-dek">(.*?)</p>', text)
    assert len(excerpts) == 1
    assert re.findall(r"<[^>]*>", excerpts[0]) == ["<mark>", "</mark>"]
    assert "&amp; <mark>otter</mark> &lt;/mark&gt;" in excerpts[0]


def test_signs_that_mark_a_hit_are_dropped_from_the_copy(read: Read) -> None:
    published(standfirst="Read on.", headline="One", body=f"<p>An{START}otter{STOP}{BETWEEN}swims</p>")
    assert '<p class="card-dek">An <mark>otter</mark> swims …</p>' in read("/search/", q="otter")


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        (None, ""),
        (f"A standfirst.{BETWEEN}", "A standfirst."),
        (f"A standfirst.{BETWEEN}The body", "A standfirst."),
        (f"{BETWEEN}the body goes on", "… the body goes on …"),
        (f"S{BETWEEN}The sub-headline\nThe {START}text{STOP}.", "The sub-headline · The <mark>text</mark>."),
        (f"S{BETWEEN}{START}text{STOP}", "… <mark>text</mark> …"),
        (f"S{BETWEEN}“{START}Text{STOP}.”", "“<mark>Text</mark>.”"),
    ],
)
def test_an_excerpt_says_where_it_was_cut(marked: str | None, shown: str) -> None:
    assert excerpt(marked) == shown


# --- The page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize("sort", ["", "date"])
def test_a_search_costs_six_queries_however_many_hits(
    client: Client, frame: None, django_assert_num_queries: Any, more: int, sort: str
) -> None:
    for _ in range(1 + more):
        published(topics=[TopicFactory()])
    with django_assert_num_queries(4 if sort else 6):
        response = client.get("/search/", {"q": "river", "sort": sort})
    assert len(headlines(response.content.decode())) == 1 + more


def test_before_anything_is_typed_the_page_says_what_can_be(read: Read) -> None:
    published()
    text = read("/search/")
    assert "What are you looking for?" in text
    assert headlines(text) == []
    assert "What are you looking for?" in read("/search/", q=" ?! ")


def test_filters_without_words_lead_to_the_archive_filtered_alike(read: Read) -> None:
    published(section=SectionFactory(slug="world"))
    text = read("/search/", section="world", genre="report", sort="date")
    assert "Words are missing" in text
    assert 'href="/archive/?section=world&amp;genre=report"' in text


def test_no_hit_is_said_and_leads_on(read: Read) -> None:
    published(section=SectionFactory(slug="world"))
    text = read("/search/", q="unicorn <b>", section="world")
    assert "No story fits" in text
    assert 'href="/search/?q=unicorn%20%3Cb%3E"' in text
    assert 'value="unicorn &lt;b&gt;"' in text


def test_the_filters_are_those_of_the_archive(read: Read, ago: Ago) -> None:
    world, ada, rivers = SectionFactory(slug="world"), AuthorFactory(name="Ada"), TopicFactory(name="Rivers")
    wrong = published(
        at=ago(days=1), section=world, genre="analysis", authors=[ada], topics=[rivers], headline="The one"
    )
    published(at=ago(days=9), headline="Another")
    publish(wrong.article, by=None, change="correction", note="It was 7.", at=ago(hours=1), now=ago(hours=1))
    since = wrong.url_date.isoformat()
    narrowings = [
        {"section": "world"},
        {"genre": "analysis"},
        {"topic": "rivers"},
        {"author": "ada"},
        {"since": since},
        {"corrected": "on"},
        {"section": "world", "topic": "Rivers", "since": since, "until": since, "genre": "analysis"},
    ]
    for narrowing in narrowings:
        assert headlines(read("/search/", q="river", **narrowing)) == ["The one"], narrowing
        assert headlines(read("/search/", q="river", sort="date", **narrowing)) == ["The one"], narrowing
        assert headlines(read("/archive/", **narrowing)) == ["The one"], narrowing
    assert len(headlines(read("/search/", q="river"))) == 2
    assert headlines(read("/search/", q="river", until="2000-01-01")) == []


def offered(text: str) -> dict[str, list[tuple[str, str, int]]]:
    """The facets of a page: label, query string and number of each entry."""
    text = text[text.index('class="facets"') :]
    found = {}
    for label, entries in re.findall(r"<h2>([^<]*)</h2><ul>(.*?)</ul>", text[: text.index("</nav>")]):
        links = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a> <span class="n">(\d+)</span>', entries)
        found[label] = [(name, unescape(query), int(number)) for query, name, number in links]
    return found


def test_what_was_found_is_counted_by_what_it_is_of(read: Read, ago: Ago) -> None:
    world, home = (SectionFactory(name=name, slug=name.lower()) for name in ("World", "Home"))
    ada, bea, rivers = AuthorFactory(name="Ada"), AuthorFactory(name="Bea"), TopicFactory(name="Rivers")
    for number in range(3):
        published(at=ago(days=400 * number), section=world, authors=[ada], topics=[rivers] if number else [])
    published(section=home, genre="analysis", authors=[ada, bea])
    published(
        section=home, headline="Elsewhere", standfirst="Far off.", body="<p>Nothing.</p>", authors=[bea]
    )
    facets = offered(read("/search/", q="river"))
    assert facets["Section"] == [("World", "?q=river&section=world", 3), ("Home", "?q=river&section=home", 1)]
    assert [(name, number) for name, _query, number in facets["Author"]] == [("Ada", 4), ("Bea", 1)]
    assert [(name, number) for name, _query, number in facets["Kind of story"]] == [
        ("Report", 3),
        ("Analysis", 1),
    ]
    assert sum(number for _name, _query, number in facets["Year"]) == 4
    assert "Topic" not in facets


def test_a_facet_narrows_the_search_and_gives_way_again(read: Read) -> None:
    world, home = (SectionFactory(name=name, slug=name.lower()) for name in ("World", "Home"))
    published(section=world, headline="The one")
    published(section=home, headline="The other")
    [(_name, query, _number), *_rest] = [
        entry for entry in offered(read("/search/", q="river"))["Section"] if entry[0] == "World"
    ]
    narrowed = read(f"/search/{query}")
    assert headlines(narrowed) == ["The one"]
    assert offered(narrowed)["Section"] == [("World", "?q=river", 1)]


def test_a_name_typed_into_the_form_is_a_facet_that_was_chosen(read: Read) -> None:
    published(topics=[TopicFactory(name="Water Works", slug="water"), TopicFactory(name="Rail", slug="rail")])
    assert ("Water Works", "?q=river", 1) in offered(read("/search/", q="river", topic="water works"))[
        "Topic"
    ]


@pytest.mark.parametrize(
    "query",
    [{"q": "x" * 300}, {"q": "a\x00b"}, {"q": "a", "since": "yesterday"}, {"q": "a", "section": "nowhere"}],
)
def test_a_search_that_cannot_be_understood_says_so(read: Read, query: dict[str, str]) -> None:
    text = read("/search/", **query)
    assert "This could not be searched for" in text
    assert "\x00" not in text


def test_a_search_is_never_indexed_by_machines(read: Read) -> None:
    assert '<meta name="robots" content="noindex, follow">' in read("/search/", q="river")
    assert '<meta name="robots" content="noindex, follow">' in read("/search/")


def test_results_are_leafed_through_by_relevance_and_by_date(read: Read, now: datetime) -> None:
    for number in range(PAGE_SIZE + 1):
        published(at=now - timedelta(hours=number + 1), headline=f"Story {chr(97 + number)}")
    for sort in ({}, {"sort": "date"}):
        first = read("/search/", q="story", section="", **sort)
        older = link(first, "next")
        second = read(f"/search/{older}")
        seen = headlines(first) + headlines(second)
        assert len(headlines(second)) == 1, sort
        assert seen == [f"Story {chr(97 + number)}" for number in range(PAGE_SIZE + 1)], sort
        assert headlines(read(f"/search/{link(second, 'prev')}")) == headlines(first), sort
    assert "21 stories, the most relevant first" in read("/search/", q="story")


@pytest.mark.parametrize(
    "number", ["0", "-1", "2", "x", "²", "1.0", "", "9" * 400, str(RANKED // PAGE_SIZE + 1)]
)
def test_a_page_there_is_not_is_not_found(client: Client, frame: None, number: str) -> None:
    published()
    assert client.get("/search/", {"q": "river", "page": number}).status_code == 404


def test_a_cursor_that_is_none_is_not_found(client: Client, frame: None) -> None:
    assert client.get("/search/", {"q": "river", "sort": "date", "before": "x"}).status_code == 404


def test_the_search_is_offered_in_the_masthead_and_where_a_page_is_missing(
    client: Client, frame: None
) -> None:
    front = client.get("/").content.decode()
    assert '<a href="/search/">Search</a>' in front
    missing = client.get("/nothing/here/").content.decode()
    assert 'action="/search/"' in missing
    assert 'name="q" value=""' in missing
    assert '<a href="/search/" aria-current="page">Search</a>' in client.get("/search/").content.decode()


def test_a_retracted_story_shows_its_notice_instead_of_its_text(read: Read, ago: Ago) -> None:
    hoax = published(at=ago(hours=2), headline="The hoax", body="<p>Unicorns were seen.</p>")
    retract(hoax.article, by=None, note="Made up.")
    text = read("/search/", q="unicorns")
    assert headlines(text) == ["The hoax"]
    assert "Made up." in text
    assert "were seen" not in text
