"""Embeds in a real browser: nothing is asked of anybody before the reader does, and the editor's dialog."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from articles.figures import PhotoMark, embed_of
from articles.models import Article, Embed
from articles.renditions import WHOLE, make_renditions, picture
from tests.browser.conftest import AsPerson
from tests.elsewhere import elsewhere
from tests.factories import ArticleFactory, PhotoFactory, published

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


def test_a_picture_of_ours_is_chosen_for_the_text_and_changed_there(
    as_person: AsPerson, desk: User, complaints: list[str]
) -> None:
    photo = PhotoFactory(caption="The dam at noon.")
    make_renditions(photo)
    make_renditions(PhotoFactory(caption="Something else."))
    article: Article = ArticleFactory(body="<p>The river rose again on Tuesday.</p>")
    page = as_person(desk)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator(".field-body .tiptap p").first.click()
    page.keyboard.press("End")
    page.get_by_role("button", name="Picture…").click()
    page.locator("#desk-picture-words").fill("dam noon")
    expect(page.locator("#desk-picture [type=radio]")).to_have_count(1)
    page.get_by_role("radio", name="The dam at noon.").check()
    page.get_by_label("How it stands").select_option("side")
    page.locator("#desk-picture").get_by_role("button", name="Put it into the text").click()
    expect(page.locator(".tiptap figure[data-photo] img")).to_be_visible()
    page.locator(".tiptap figure[data-photo]").dblclick()
    expect(page.get_by_label("How it stands")).to_have_value("side")
    page.get_by_label("Cover it, and say why").fill("Shows high water.")
    page.locator("#desk-picture").get_by_role("button", name="Put it into the text").click()
    expect(page.locator(".tiptap figure[data-photo]")).to_contain_text("covered: Shows high water.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_load_state()
    article.refresh_from_db()
    mark = PhotoMark(photo.pk, "side", "Shows high water.")
    assert article.body == f"<p>The river rose again on Tuesday.</p>{mark}"
    assert photo.file.storage.exists(picture(photo, WHOLE).src.removeprefix("/media/"))
    assert complaints == []


def test_a_fact_box_and_a_pull_quote_are_put_around_paragraphs_and_off_again(
    as_person: AsPerson, desk: User, complaints: list[str]
) -> None:
    article: Article = ArticleFactory(body="<p>The river rose.</p><p>Nobody was hurt.</p>")
    page = as_person(desk)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator(".field-body .tiptap p").first.click()
    box, quote = (page.get_by_role("button", name=name) for name in ("Fact box", "Pull quote"))
    box.click()
    expect(box).to_have_attribute("aria-pressed", "true")
    page.locator(".field-body .tiptap p").last.click()
    expect(box).to_have_attribute("aria-pressed", "false")
    quote.click()
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_load_state()
    article.refresh_from_db()
    assert article.body == (
        '<aside><p>The river rose.</p></aside><blockquote class="pull"><p>Nobody was hurt.</p></blockquote>'
    )
    page.locator(".field-body .tiptap aside p").click()
    box.click()
    expect(page.locator(".field-body .tiptap aside")).to_have_count(0)
    assert complaints == []
