"""The front page edited in a real browser: placed, previewed, moved by keyboard and by hand; the strip."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.timezone import localtime
from playwright.sync_api import Page, expect

from tests.browser.conftest import AsPerson
from tests.browser.steps import choose, press
from tests.conftest import Clock, MakeUser
from tests.factories import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)


@pytest.fixture
def producer(make_user: MakeUser) -> User:
    """Makes the page."""
    return make_user("producer", "Producer")


def lead(page: Page) -> str:
    """The headline of the lead as a reader gets it."""
    page.goto("/")
    return page.locator(".front-lead .hl").inner_text()


def places(page: Page) -> list[str]:
    """The headlines at the top, as the desk shows them."""
    return (
        page.locator("#place-top-1, #place-top-2, #place-top-3").locator(".front-headline").all_inner_texts()
    )


def test_a_producer_places_a_story_sees_it_before_anybody_and_moves_it_by_keyboard(
    as_person: AsPerson, producer: User, complaints: list[str]
) -> None:
    for hours, name in ((1, "bridge"), (2, "harbour"), (40, "lighthouse")):
        published(at=timezone.now() - hours * HOUR, headline=f"The {name} stands", slugline=name.upper())
    desk, reader = as_person(producer), as_person(None)
    desk.goto("/admin/front/place/?place=1")
    choose(desk, "article", "lighthouse")
    desk.get_by_label("Headline").fill("Light over the water")
    preview = desk.frame_locator(".front-window iframe")
    expect(preview.locator(".front-lead .hl")).to_have_text("Light over the water")
    assert lead(reader) == "The bridge stands"
    press(desk, "Place it")
    assert lead(reader) == "Light over the water"

    desk.get_by_role("button", name="Down: Light over the water").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("The story was moved.")).to_be_visible()
    assert places(desk) == ["The bridge stands", "Light over the water", "The harbour stands"]
    expect(desk.frame_locator(".front-window iframe").locator(".front-lead .hl")).to_have_text(
        "The bridge stands"
    )
    desk.drag_and_drop("#place-top-2", "#place-top-3")
    expect(desk.get_by_text("The story was moved.")).to_be_visible()
    expect(desk.locator("#place-top-3 .front-headline")).to_have_text("Light over the water")
    assert complaints == []


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_page_and_its_forms_fit_the_screen_and_every_target_is_large_enough(
    as_person: AsPerson, producer: User, width: int
) -> None:
    long = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    published(headline=f"{long} gilt")
    desk = as_person(producer)
    desk.set_viewport_size({"width": width, "height": 844})
    for address in ("/admin/front/", "/admin/front/place/", "/admin/front/breaking/"):
        desk.goto(address)
        assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        targets = "[...document.querySelectorAll('.front-acts a, .front-acts button')]"
        small = f"{targets}.filter(one => one.getBoundingClientRect().height < 24).length"
        assert desk.evaluate(small) == 0, address


def test_the_breaking_strip_stands_over_every_page_until_its_minute(
    as_person: AsPerson, producer: User, clock: Clock, complaints: list[str]
) -> None:
    story = published(at=timezone.now() - HOUR, headline="The dam breaks", slugline="DAM-BREAKS")
    desk, reader = as_person(producer), as_person(None)
    desk.goto("/admin/front/breaking/")
    desk.get_by_label("Text").fill("The dam has broken")
    choose(desk, "article", "DAM-BREAKS")
    press(desk, "Set the strip")
    expect(desk.get_by_text("The dam has broken").first).to_be_visible()
    strip = reader.get_by_role("complementary", name="Breaking news")
    reader.goto("/corrections/")
    expect(strip).to_have_text("Breaking The dam has broken")
    strip.get_by_role("link").click()
    expect(reader.get_by_role("heading", name="The dam breaks").first).to_be_visible()

    ends = localtime(story.starts_at) + 2 * HOUR + timedelta(minutes=1)
    clock.put_to(ends + timedelta(minutes=1))
    reader.goto("/corrections/")
    expect(strip).to_have_count(0)
    assert complaints == []
