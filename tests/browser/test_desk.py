"""The article form in a real browser: what is saved, and what a correction asks."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from articles.models import Article, Section
from tests.browser.conftest import AsPerson
from tests.browser.steps import press, write_story
from tests.factories import AuthorFactory, PhotoFactory, SectionFactory, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEAD = "The river rose again on Tuesday, and the dam held."


@pytest.fixture
def section(transactional_db: None) -> Section:
    return SectionFactory(name="World")


def test_a_correction_is_asked_for_with_what_is_typed_and_readers_see_nothing_before(
    as_person: AsPerson, desk: User, section: Section, complaints: list[str]
) -> None:
    edition = published(headline="The dam holds as the river rises again", section=section)
    address = edition.get_absolute_url()
    reader, editor = as_person(None), as_person(desk)
    reader.goto(address)

    editor.goto(f"/admin/articles/article/{edition.article_id}/change/")
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
