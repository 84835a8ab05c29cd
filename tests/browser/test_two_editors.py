"""Two people before one story: each knows of the other, and nobody loses a word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.test_unsaved import sit_down
from tests.conftest import MakeUser
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two(browser: Browser, live_server: LiveServer, make_user: MakeUser) -> Iterator[tuple[Page, Page]]:
    """The windows of two people at two machines."""
    contexts = []
    for name, role in (("ada", "Desk editor"), ("bo", "Copy editor")):
        make_user(name, role)
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 1000})
        sit_down(context, live_server, name)
        contexts.append(context)
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


def look(page: Page) -> None:
    """Come back to the window: it gives a sign of life at once."""
    page.evaluate("dispatchEvent(new Event('focus'))")


def test_a_story_changes_hands_and_what_was_typed_is_kept(two: tuple[Page, Page]) -> None:
    ada, bo = two
    article = ArticleFactory(headline="The river rises")
    form = f"/admin/articles/article/{article.pk}/change/"
    with ada.expect_response("**/presence/"):
        ada.goto(form)
    ada.get_by_label("Headline", exact=True).fill("Ada has typed this")
    with bo.expect_response("**/presence/"):
        bo.goto(form)
    expect(bo.get_by_text("ada has been editing since")).to_be_visible()
    with bo.expect_response("**/presence/"):
        bo.get_by_role("button", name="Ask to hand over").click()
    look(ada)
    expect(ada.get_by_text("bo asks you to hand the story over.")).to_be_visible()
    bo.get_by_role("link", name="Take over…").first.click()
    bo.get_by_label("Reason").fill("Deadline")
    bo.get_by_role("button", name="Take over").click()
    expect(bo.get_by_text("The story is yours now.")).to_be_visible()
    look(bo)
    look(ada)
    expect(ada.get_by_text("bo has taken the story over.")).to_be_visible()
    expect(ada.get_by_role("button", name="Save", exact=True).first).to_be_disabled()
    bo.get_by_label("Headline", exact=True).fill("Bo has saved this")
    bo.get_by_role("button", name="Save", exact=True).first.click()
    expect(bo.get_by_text("Saved ")).not_to_have_count(0)
    ada.on("dialog", lambda dialog: dialog.accept())
    ada.goto(form)
    expect(ada.get_by_label("Headline", exact=True)).to_have_value("Bo has saved this")
    ada.get_by_role("button", name="Restore").click()
    expect(ada.get_by_label("Headline", exact=True)).to_have_value("Ada has typed this")
    assert Article.objects.get(pk=article.pk).headline == "Bo has saved this"
