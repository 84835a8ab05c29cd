"""Planning in a real browser, by keyboard alone, and pages that fit the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate, localtime
from playwright.sync_api import Page, expect

from articles.models import Article
from articles.publishing import publish
from tests.browser.conftest import AsPerson
from tests.factories import ArticleFactory, approved, later, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CALENDAR = "/admin/articles/article/calendar/"
BOARD = "/admin/articles/article/board/"
MOST_TABS = 200
FOCUSED = """() => {
  const at = document.activeElement;
  return [at.id, at.textContent.trim().replace(/\\s+/g, " "), getComputedStyle(at).outlineStyle];
}"""


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on the control with that id (#id) or text; it must be seen there."""
    for _step in range(MOST_TABS):
        page.keyboard.press("Tab")
        name, text, outline = page.evaluate(FOCUSED)
        if wanted in (f"#{name}", text):
            assert outline != "none", f"no focus to be seen on {wanted}"
            return
    pytest.fail(f"{wanted} is not reached by Tab")


def go(page: Page, wanted: str) -> None:
    """Follow the link, or press the button."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_story_is_planned_moved_and_found_by_keyboard_alone(
    managing: User, as_person: AsPerson, complaints: list[str]
) -> None:
    page = as_person(managing)
    monday = localdate() + timedelta(days=7 - localdate().weekday())
    page.goto("/admin/")
    go(page, "Calendar")
    go(page, "Next week →")
    go(page, f"+ StoryStart a story for {monday:%A}, {monday.day} {monday:%B}")
    tab_to(page, "#id_slugline")
    page.keyboard.type("DAM-LEVEL")
    go(page, "Save")
    article = Article.objects.get(slugline="DAM-LEVEL")
    assert article.publish_at is not None
    assert f"{localtime(article.publish_at):%Y-%m-%d %H:%M}" == f"{monday} 12:00"

    go(page, "Calendar")
    go(page, "Next week →")
    go(page, "Move… DAM-LEVEL, Planned 12:00")
    tab_to(page, "#id_publish_at")
    tuesday = monday + timedelta(days=1)
    # As the browser's field takes it: month, day and year, then the hour with its half of the day.
    page.keyboard.type(f"{tuesday:%m%d%Y}")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("0630PM")
    go(page, "Move the plan")
    expect(page.get_by_text("DAM-LEVEL is planned for Tuesday")).to_be_visible()
    entry = page.locator(f"#day-{tuesday} .entry")
    expect(entry).to_contain_text("18:30 Planned")
    assert article.revisions.count() == 2

    go(page, "DAM-LEVEL")
    expect(page.locator("#id_slugline")).to_have_value("DAM-LEVEL")
    go(page, "Board")
    go(page, "Spike: DAM-LEVEL")
    expect(page.get_by_role("heading", name="Spike")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_the_calendar_and_the_board_fit_the_screen(managing: User, as_person: AsPerson, width: int) -> None:
    long = "RINDFLEISCHETIKETTIERUNGSUEBERWACHUNG"
    ArticleFactory(slugline=long, headline=long.title(), due_at=later(1), publish_at=later(-1), urgency=1)
    publish(approved(slugline=long, embargo_until=later(1)), by=None, at=later(2))
    published()
    page = as_person(managing)
    page.set_viewport_size({"width": width, "height": 844})
    over = {}
    for address in (*(f"{CALENDAR}?view={view}" for view in ("day", "week", "month")), BOARD):
        page.goto(address)
        over[address] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert {address: wide for address, wide in over.items() if wide > 0} == {}
