"""Nobody loses what they typed: the browser keeps a copy until the story is saved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Section
from articles.revisions import snapshot
from tests.browser.steps import wait_until
from tests.conftest import MakeUser
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a password of the tests"
TYPED = "The river rose once more, and nobody had saved it."
NOTHING_KEPT = "!Object.keys(localStorage).some((name) => name.startsWith('newsroom-unsaved'))"

# As a second window would that holds the same text.
KEEP_TWICE = """() => {
  const name = Object.keys(localStorage).find((each) => each.startsWith("newsroom-unsaved"));
  localStorage.setItem(name.replace(/[^/]+$/, "f".repeat(32)), localStorage.getItem(name));
}"""


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """One browser of one machine, whoever sits before it."""
    made = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 1000})
    yield made
    made.close()


def sit_down(context: BrowserContext, live_server: LiveServer, name: str) -> None:
    """Let somebody be logged in in this browser."""
    client = Client()
    client.login(username=name, password=PASSWORD)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def log_in(page: Page, name: str) -> None:
    """Fill in the login page that stands in the way."""
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def type_everywhere(page: Page) -> None:
    page.get_by_label("Headline", exact=True).fill("The dam holds again")
    page.locator(".tiptap").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(TYPED)
    page.locator("#contributions-group .add-row a").click()
    page.locator("#contributions-group .select2-selection").last.click()
    page.locator(".select2-search__field").last.fill("Second")
    page.locator(".select2-results__option", has_text="Second Writer").first.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).first.click()


def test_a_session_that_ends_while_somebody_types_loses_nothing(
    context: BrowserContext, live_server: LiveServer, make_user: MakeUser
) -> None:
    make_user("desk", "Desk editor")
    make_user("other", "Desk editor")
    AuthorFactory(name="Second Writer")
    article = ArticleFactory()
    form = f"/admin/articles/article/{article.pk}/change/"
    sit_down(context, live_server, "desk")
    page = context.new_page()
    page.goto(form)
    expect(page.locator(".tiptap")).to_be_visible()
    type_everywhere(page)
    context.clear_cookies(name="sessionid")
    save(page)
    expect(page.locator("h1")).to_have_text("Log in")

    sit_down(context, live_server, "other")
    page.goto(form)
    expect(page.locator(".tiptap")).to_be_visible()
    expect(page.locator(".desk-offer")).to_have_count(0)

    context.clear_cookies(name="sessionid")
    page.goto(form)
    log_in(page, "desk")
    expect(page.locator(".desk-offer")).to_contain_text("that was not saved")
    page.get_by_role("button", name="Restore").click()
    expect(page.locator(".tiptap")).to_contain_text(TYPED)
    expect(page.get_by_label("Headline", exact=True)).to_have_value("The dam holds again")
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    article.refresh_from_db()
    names = [line.author.name for line in article.contributions.select_related("author")]
    assert (article.headline, TYPED in article.body, names[1:]) == (
        "The dam holds again",
        True,
        ["Second Writer"],
    )
    wait_until(page, NOTHING_KEPT)
    assert page.url.endswith(form)
    page.goto(form)
    expect(page.locator(".tiptap")).to_be_visible()
    expect(page.locator(".desk-offer")).to_have_count(0)


@pytest.mark.parametrize("is_new", [True, False], ids=["a new story", "a story there is"])
def test_what_is_typed_while_a_save_is_on_its_way_is_offered_afterwards(
    context: BrowserContext, live_server: LiveServer, make_user: MakeUser, is_new: bool
) -> None:
    make_user("desk", "Desk editor")
    form = "/admin/articles/article/add/"
    if not is_new:
        article = ArticleFactory()
        snapshot(article, by=None)
        form = f"/admin/articles/article/{article.pk}/change/"
    sit_down(context, live_server, "desk")
    page = context.new_page()

    def type_meanwhile(route: Route) -> None:
        if route.request.method == "POST":
            # Not key by key: the key that saves may still be held down.
            page.keyboard.insert_text("Floods")
        route.continue_()

    page.route(lambda address: address.endswith(("/change/", "/add/")), type_meanwhile)
    page.goto(form)
    page.get_by_label("Slugline").fill("RIVER-DAM")
    page.get_by_label("Kicker").focus()
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    assert Article.objects.values_list("slugline", "kicker").get() == ("RIVER-DAM", "")
    page.get_by_role("button", name="Restore").click()
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    assert Article.objects.values_list("slugline", "kicker").get() == ("RIVER-DAM", "Floods")
    wait_until(page, NOTHING_KEPT)


def test_a_new_story_that_was_not_saved_is_offered_and_can_be_discarded(
    context: BrowserContext, live_server: LiveServer, make_user: MakeUser
) -> None:
    make_user("desk", "Desk editor")
    section: Section = SectionFactory(name="World")
    sit_down(context, live_server, "desk")
    page = context.new_page()
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Slugline").fill("RIVER-DAM")
    page.get_by_label("Section").select_option(label=section.name)
    context.clear_cookies(name="sessionid")
    save(page)
    expect(page.locator("h1")).to_have_text("Log in")
    log_in(page, "desk")
    expect(page.locator(".desk-offer")).to_have_count(1)
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_label("Slugline")).to_have_value("RIVER-DAM")
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    assert Article.objects.values_list("slugline", "section").get() == ("RIVER-DAM", section.pk)
    wait_until(page, NOTHING_KEPT)

    page.goto("/admin/articles/article/add/")
    page.get_by_label("Slugline").fill("SECOND")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.evaluate(KEEP_TWICE)
    page.reload()
    expect(page.locator(".desk-offer")).to_have_count(1)
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".desk-offer")).to_have_count(0)
    wait_until(page, NOTHING_KEPT)


def test_a_copy_that_somebody_else_overtook_is_merged_and_saves_over_nobody(
    context: BrowserContext, live_server: LiveServer, make_user: MakeUser
) -> None:
    make_user("desk", "Desk editor")
    article = ArticleFactory()
    snapshot(article, by=None)
    form = f"/admin/articles/article/{article.pk}/change/"
    sit_down(context, live_server, "desk")
    page = context.new_page()
    page.goto(form)
    page.get_by_label("Kicker").fill("Floods")
    context.clear_cookies(name="sessionid")
    save(page)
    article.edit_version, article.kicker = 2, "Dams"
    article.save()
    snapshot(article, by=None)
    log_in(page, "desk")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".desk-offer del")).to_have_text("Dams")
    expect(page.locator(".desk-offer ins")).to_have_text("Floods")
    page.get_by_role("button", name="Restore").click()
    save(page)
    expect(page.locator("h1")).to_have_text("Merge two versions")
    page.get_by_label("As I have it").check()
    page.get_by_role("button", name="Save the merged story").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    assert Article.objects.get().kicker == "Floods"
    wait_until(page, NOTHING_KEPT)
