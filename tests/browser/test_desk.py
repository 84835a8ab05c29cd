"""A story's way through the desk, in a real browser, each step by the right person."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Section
from tests.browser.conftest import AsPerson
from tests.browser.steps import confirm, press, write_story
from tests.factories import AuthorFactory, PhotoFactory, SectionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEAD = "The river rose again on Tuesday, and the dam held."


@pytest.fixture
def section(transactional_db: None) -> Section:
    return SectionFactory(name="World")


def test_a_story_from_the_first_line_to_its_correction(
    as_person: AsPerson, reporter: User, desk: User, section: Section, complaints: list[str]
) -> None:
    AuthorFactory(name="Rita Reyes", slug="rita-reyes", user=reporter)
    PhotoFactory()
    writer, editor = as_person(reporter), as_person(desk)

    write_story(writer, LEAD)
    article = Article.objects.get()
    form = f"/admin/articles/article/{article.pk}/change/"
    expect(writer.locator(".messagelist")).to_contain_text("Saved")
    expect(writer.locator(".tiptap")).to_contain_text(LEAD)
    expect(writer.get_by_role("button", name="Publish now")).to_have_count(0)
    confirm(writer, "Send to desk")
    expect(writer.locator(".desk-title .status")).to_have_text("In review")

    editor.goto(form)
    confirm(editor, "Send back", comment="Who says that the dam holds?")
    writer.goto(form)
    sent_back = writer.locator(".desk-notice", has_text="Sent back by")
    expect(sent_back).to_contain_text("Who says that the dam holds?")
    writer.locator(".tiptap").click()
    writer.keyboard.press("Control+End")
    writer.keyboard.type(" The mayor said so.")
    confirm(writer, "Send to desk")

    editor.goto(form)
    confirm(editor, "Approve")
    press(editor, "Publish now")
    expect(editor.locator(".desk-sentence")).to_contain_text("(Europe/Vienna)")
    press(editor, "Publish now")
    expect(editor.locator(".messagelist")).to_contain_text("Published.")

    article.refresh_from_db()
    assert article.latest_edition is not None
    address = article.latest_edition.get_absolute_url()
    reader = as_person(None)
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("The dam holds as the river rises again")
    expect(reader.locator("body")).to_contain_text("The mayor said so.")
    expect(reader.locator("body")).to_contain_text("Rita Reyes")

    editor.goto(form)
    editor.get_by_label("Headline", exact=True).fill("The dam holds as the lake rises again")
    press(editor, "Correct or update…")
    expect(editor.locator(".desk-difference del").first).to_have_text("river")
    editor.get_by_label("Correction: a fact was wrong.").check()
    note = editor.get_by_label("Public note")
    expect(note).to_have_value(
        "An earlier version of this article said [[what was wrong]]. In fact, [[what is right]]."
    )
    note.fill("An earlier headline spoke of the river. The lake has risen.")
    reader.reload()
    expect(reader.locator("h1")).to_have_text("The dam holds as the river rises again")
    press(editor, "Publish the change")
    expect(editor.locator(".desk-title .fact-corrected")).to_have_text("Corrected")
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("The dam holds as the lake rises again")
    expect(reader.locator("body")).to_contain_text("An earlier headline spoke of the river.")
    assert complaints == []


def test_two_people_in_one_story_lose_nothing(
    as_person: AsPerson, reporter: User, desk: User, section: Section, complaints: list[str]
) -> None:
    AuthorFactory(name="Rita Reyes", slug="rita-reyes", user=reporter)
    PhotoFactory()
    writer, editor = as_person(reporter), as_person(desk)
    write_story(writer, LEAD)
    expect(writer.locator(".messagelist")).to_contain_text("Saved")
    form = f"/admin/articles/article/{Article.objects.get().pk}/change/"
    editor.goto(form)
    writer.get_by_label("Kicker").fill("Floods")
    press(writer, "Save")
    expect(writer.locator(".messagelist")).to_contain_text("Saved")
    editor.get_by_label("Standfirst").fill("Typed by the desk at the same time.")
    press(editor, "Save")
    expect(editor.locator(".messagelist")).to_contain_text("Taken over from it: Kicker.")
    expect(editor.locator(".tiptap")).to_contain_text(LEAD)
    article = Article.objects.get()
    assert (article.standfirst, article.kicker) == ("Typed by the desk at the same time.", "Floods")
    assert [revision.snapshot["copy"]["kicker"] for revision in article.revisions.all()] == [
        "Floods",
        "Floods",
        "",
    ]
    assert complaints == []


def test_an_untouched_form_in_a_real_browser_saves_no_revision(
    as_person: AsPerson, reporter: User, section: Section
) -> None:
    AuthorFactory(name="Rita Reyes", slug="rita-reyes", user=reporter)
    PhotoFactory()
    writer = as_person(reporter)
    write_story(writer, LEAD)
    expect(writer.locator(".messagelist")).to_contain_text("Saved")
    press(writer, "Save")
    expect(writer.locator(".messagelist")).to_contain_text("Nothing had changed")
    assert Article.objects.get().revisions.count() == 1


def test_the_form_works_without_javascript(
    browser: Browser, live_server: LiveServer, desk: User, section: Section
) -> None:
    client = Client()
    client.force_login(desk)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Slugline").fill("PLAIN")
    page.get_by_label("Body").fill("<p>Typed without a script.</p>")
    press(page, "Save")
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    confirm(page, "Send to desk")
    expect(page.locator(".desk-title .status")).to_have_text("In review")
    context.close()
    article = Article.objects.get()
    assert (article.slugline, article.body) == ("PLAIN", "<p>Typed without a script.</p>")
