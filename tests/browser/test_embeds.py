"""Embeds in a real browser: nothing is asked of anybody before the reader does, and the editor's dialog."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from articles.figures import embed_of
from articles.models import Article, Embed
from tests.browser.conftest import AsPerson
from tests.elsewhere import elsewhere
from tests.factories import ArticleFactory, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOCIAL = "https://mastodon.social"


def page_with_embed() -> str:
    """The address of a public story with a post in it."""
    address = f"{SOCIAL}/@rosa/11"
    facts = {"provider": "mastodon", "author": "Rosa", "text": "The dam holds.", "player": f"{address}/embed"}
    Embed.objects.create(address=address, fetched_at=timezone.now(), **facts)
    body = f"<p>The river rose again on Tuesday.</p>{embed_of(address)}<p>It fell.</p>"
    return published(body=body).get_absolute_url()


def foreign(page: Page) -> list[str]:
    """The addresses outside the site that the page asks from now on; each answered with a little page."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body="<p>The post itself</p>")

    page.context.route(lambda url: "127.0.0.1" not in url and "localhost" not in url, answer)
    return asked


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_is_loaded_from_elsewhere_until_the_reader_asks_for_it(
    browser: Browser, live_server: Any, scripts: bool
) -> None:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 800}, java_script_enabled=scripts
    )
    page = context.new_page()
    asked = foreign(page)
    page.goto(page_with_embed())
    page.locator(".embed").scroll_into_view_if_needed()
    page.get_by_text("Show it here").click()
    expect(page.locator(".embed iframe")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.get_by_role("link", name="Load it from Mastodon").click()
    expect(page.frame_locator(".embed iframe").get_by_text("The post itself")).to_be_visible()
    assert asked == [f"{SOCIAL}/@rosa/11/embed"]
    context.close()


def test_a_frame_of_anybody_else_is_refused_by_the_browser(as_person: AsPerson) -> None:
    page = as_person(None)
    asked = foreign(page)
    page.goto(page_with_embed())
    page.evaluate("document.querySelector('.embed iframe').src = 'https://evil.example/'")
    page.wait_for_load_state("networkidle")
    assert asked == []


def test_the_dialog_puts_a_post_into_the_text_and_the_save_keeps_it(
    as_person: AsPerson, desk: User, settings: Any, complaints: list[str]
) -> None:
    article: Article = ArticleFactory(body="<p>The river rose again on Tuesday.</p>")
    with elsewhere() as server:
        settings.MASTODON_SERVERS, settings.EMBED_INSIDE = [server.address], ["127.0.0.1"]
        address = server.post(7, "The dam holds.")
        page = as_person(desk)
        page.goto(f"/admin/articles/article/{article.pk}/change/")
        page.locator(".field-body .tiptap p").first.click()
        page.keyboard.press("End")
        page.get_by_role("button", name="Embed…").click()
        page.get_by_label("Its address").fill("https://news.example/film")
        page.get_by_role("button", name="Put it into the text").click()
        expect(page.locator("#desk-embed [role=status]")).to_contain_text("Not a page that can be embedded")
        page.get_by_label("Its address").fill(address)
        page.get_by_role("button", name="Put it into the text").click()
        expect(page.locator(".tiptap figure[data-embed]")).to_contain_text(address)
        expect(page.locator("#writing-live")).to_contain_text("The dam holds.")
        page.get_by_role("button", name="Save", exact=True).first.click()
        page.wait_for_load_state()
        assert len(server.asked) == 1
    article.refresh_from_db()
    assert article.body == f"<p>The river rose again on Tuesday.</p>{embed_of(address)}"
    assert [text for text in complaints if "400" not in text] == []
