"""The pages in a real browser: they fit, they stay put, they obey their own policy and ask no third party."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Change, Genre, SourceKind
from articles.publishing import publish
from articles.renditions import make_renditions
from newsroom.models import Publication
from tests.factories import (
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    published,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
TABLE = f"<table><tbody><tr>{'<td>eleven hundred</td>' * 12}</tr></tbody></table>"
WIDTHS = (320, 390, 820, 1440)
FAILED = 400
# Adds up what moved without the reader's doing: https://web.dev/articles/cls.
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
# The links that something else lies over: pressing them would lead elsewhere.
COVERED = """() => [...document.querySelectorAll("a[href]")].filter(link => {
  link.scrollIntoView({block: "center", behavior: "instant"});
  const [first] = link.getClientRects();
  if (!first || !link.checkVisibility() || link.matches(".skip")) return false;
  const there = document.elementFromPoint(first.x + first.width / 2, first.y + first.height / 2);
  return there?.closest("a") !== link;
}).map(link => link.outerHTML)"""


@pytest.fixture
def stories(live_server: LiveServer) -> list[str]:
    """The addresses of a front page and of articles that show everything there is to show."""
    Publication.objects.create(name="Today Times Live", corrections_email="corrections@news.example")
    photo = PhotoFactory()
    make_renditions(photo)
    sections = [SectionFactory(name=name, slug=name.lower()) for name in ("World", "Economy", "Wissenschaft")]
    topic, outlet = TopicFactory(), OutletFactory(name=LONG_WORD)
    addresses = ["/"]
    for index, genre in enumerate((Genre.REPORT, Genre.OPINION, Genre.SPONSORED, Genre.ANALYSIS)):
        edition = published(
            at=timezone.now() - timedelta(hours=index + 1),
            headline=f"{LONG_WORD} {index}",
            standfirst=f"Das {LONG_WORD} gilt.",
            language="de",
            genre=genre,
            sponsor="Rivers Ltd" if genre == Genre.SPONSORED else "",
            body=f"<p>{LONG_WORD} {LONG_WORD}</p>{TABLE}<blockquote><p>{LONG_WORD}</p></blockquote>",
            section=sections[index % 3],
            lead_photo=photo,
            topics=[topic],
            authors=[AuthorFactory(name=f"Łucja {LONG_WORD}")],
            sources=[{"kind": SourceKind.BASED_ON, "outlet": outlet}],
        )
        article = Article.objects.get(pk=edition.article_id)
        article.body += "<p>Berichtigt.</p>"
        article.save()
        note = f"Das {LONG_WORD} gilt nicht."
        addresses.append(publish(article, by=None, change=Change.CORRECTION, note=note).get_absolute_url())
    return [f"{live_server.url}{address}" for address in addresses]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(page: Page, stories: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in stories:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == width, address


@pytest.mark.parametrize("width", [390, 1440])
def test_no_link_lies_over_another(page: Page, stories: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in stories:
        page.goto(address)
        assert page.evaluate(COVERED) == [], address


def test_no_page_breaks_the_policy_or_asks_a_third_party(page: Page, stories: list[str]) -> None:
    complaints: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(f"{request.failure} {request.url}"))
    page.on(
        "response",
        lambda response: (
            complaints.append(f"{response.status} {response.url}") if response.status >= FAILED else None
        ),
    )
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for address in stories:
        page.goto(address, wait_until="networkidle")
    assert complaints == []
    assert hosts == {urlsplit(stories[0]).netloc}


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_while_fonts_and_pictures_arrive(
    browser: Browser, stories: list[str], width: int
) -> None:
    for address in stories:
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        page.add_init_script(WATCH_SHIFTS)
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        # 0.1 is what search engines call good; fonts that fit their stand-ins leave far less.
        assert page.evaluate("window.shifted") < 0.01, address
        context.close()


def test_the_publications_own_faces_are_used(page: Page, stories: list[str]) -> None:
    page.goto(stories[1], wait_until="networkidle")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family.replaceAll('\"', ''))"
    )
    assert {"Piazzolla Variable", "STIX Two Text Variable", "Libre Franklin Variable"} <= set(loaded)


@pytest.mark.parametrize(("theme", "ground"), [("Light", "rgb(255, 255, 255)"), ("Dark", "rgb(16, 21, 24)")])
def test_the_theme_switch_beats_the_system(
    browser: Browser, stories: list[str], theme: str, ground: str
) -> None:
    context = browser.new_context(color_scheme="light" if theme == "Dark" else "dark")
    page = context.new_page()
    page.goto(stories[0])
    page.get_by_role("button", name=theme, exact=True).click()
    page.wait_for_selector("html[data-theme] body")
    page.wait_for_load_state()
    assert page.url == stories[0]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    context.close()


def test_a_keyboard_reaches_the_text_first(page: Page, stories: list[str]) -> None:
    page.goto(stories[1])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().height") > 0


def test_on_paper_who_and_when_stand_in_one_line_each_apart_from_its_label(
    page: Page, live_server: LiveServer
) -> None:
    edition = published(authors=[AuthorFactory(name="Ana Ruiz"), AuthorFactory(name="Bo Lund")])
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(media="print")
    page.goto(f"{live_server.url}{edition.get_absolute_url()}")
    rail = page.locator(".rail")
    gaps = rail.locator("dl > div:visible").evaluate_all(
        "rows => rows.map(row => ['dd a, dd time', 'dt'].map(part => row.querySelector(part)"
        "?.getClientRects()[0])).filter(([said]) => said).map(([said, label]) => said.left - label.right)"
    )
    assert len(gaps) == 2
    assert min(gaps) > 2
    comma = "getComputedStyle(document.querySelector('.rail .by li + li'), '::before').content"
    assert page.evaluate(comma) == '", "'
