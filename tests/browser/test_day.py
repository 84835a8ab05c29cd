"""The stories of a day at the desk, each step by the right person in a browser of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.timezone import localtime
from playwright.sync_api import Page, expect

from articles.models import Article, Edition, ErrorReport, Section
from tests.browser.conftest import AsPerson
from tests.browser.steps import confirm, press, write_story
from tests.conftest import Clock, MakeUser
from tests.factories import AuthorFactory, PhotoFactory, SectionFactory, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEAD = "The river rose again on the eve, and the dam held."
WRONG, RIGHT = "The dam was built in 1957.", "The dam was built in 1975."
NOTE = "An earlier version of this article said that the dam was built in 1957. It was built in 1975."
NOTICE = "We cannot stand by this story: its only witness was not there. — Stella Ruiz, standards editor"


@pytest.fixture
def section(transactional_db: None) -> Section:
    return SectionFactory(name="World")


@pytest.fixture
def mistaken(section: Section) -> Edition:
    """A public story with a mistake in its second paragraph."""
    body = f"<p>{LEAD}</p><p>{WRONG}</p><p>Nobody was hurt.</p>"
    return published(headline="The dam holds", body=body, section=section, slugline="RIVER-DAM")


def form_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def typed_moment(moment: datetime) -> str:
    """A moment as the browser's field for a date with a time holds it."""
    return localtime(moment, ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%dT%H:%M")


def schedule(page: Page, article: Article, at: datetime) -> None:
    """Give the story to the public at that minute."""
    page.goto(form_of(article))
    press(page, "Schedule…")
    page.get_by_label("Publish at").fill(typed_moment(at))
    # The moment is spelled out once, then confirmed.
    press(page, "Schedule")
    expect(page.locator(".desk-sentence")).to_contain_text("(Europe/Vienna)")
    press(page, "Schedule")
    expect(page.locator(".desk-title .status")).to_have_text("Scheduled")


def texts(page: Page, *addresses: str) -> list[str]:
    """What a reader is answered at these addresses."""
    return [page.request.get(address).text() for address in addresses]


def test_from_the_reporters_first_line_to_the_page_on_the_minute(
    as_person: AsPerson,
    clock: Clock,
    reporter: User,
    desk: User,
    managing: User,
    section: Section,
    complaints: list[str],
) -> None:
    AuthorFactory(name="Rita Reyes", slug="rita-reyes", user=reporter)
    PhotoFactory()
    writer, editor, chief, reader = (as_person(person) for person in (reporter, desk, managing, None))

    write_story(writer, LEAD)
    expect(writer.locator(".messagelist")).to_contain_text("Saved")
    article = Article.objects.get()
    confirm(writer, "Send to desk")
    editor.goto(form_of(article))
    confirm(editor, "Send back", comment="Who says that the dam holds?")
    writer.goto("/admin/")
    writer.get_by_role("link", name="desk sent “RIVER-DAM” back to you.").click()
    expect(writer.locator(".desk-notice", has_text="Who says that the dam holds?")).to_be_visible()
    writer.locator(".tiptap").click()
    writer.keyboard.press("Control+End")
    writer.keyboard.type(" The mayor said so.")
    confirm(writer, "Send to desk")
    editor.goto(form_of(article))
    confirm(editor, "Approve")

    at = (clock.now() + timedelta(hours=5)).replace(second=0, microsecond=0)
    schedule(chief, article, at)
    edition = Edition.objects.get()
    assert edition.starts_at == at
    address = edition.get_absolute_url()
    # It stands still: a slow machine must not get from one moment to the other by itself.
    clock.stop()
    clock.put_to(at - timedelta(seconds=2))
    assert reader.request.get(address).status == 404
    assert "The dam holds" not in "".join(texts(reader, "/", "/feed/", "/sitemap-news.xml"))
    clock.put_to(at)
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("The dam holds as the river rises again")
    expect(reader.locator("body")).to_contain_text("The mayor said so.")
    assert all("The dam holds" in text for text in texts(reader, "/", "/feed/", "/sitemap-news.xml"))
    assert complaints == []


def test_a_readers_report_ends_as_a_correction_that_every_page_tells(
    as_person: AsPerson, standards: User, mistaken: Edition, complaints: list[str]
) -> None:
    reader, editor = as_person(None), as_person(standards)
    address = mistaken.get_absolute_url()

    reader.goto(address)
    reader.get_by_role("link", name="Report an error").first.click()
    reader.get_by_label("What is wrong?").fill("The dam is from 1975. I worked there.")
    reader.get_by_role("button", name="Send to the desk").click()
    expect(reader.get_by_role("status")).to_contain_text("The desk has your report")

    editor.goto("/admin/")
    editor.get_by_role("link", name="The dam is from 1975. I worked there.", exact=True).click()
    editor.get_by_role("link", name="Correct or update the story…").click()
    report_page = editor.url
    editor.goto(form_of(mistaken.article))
    editor.locator(".tiptap p", has_text=WRONG).click(click_count=3)
    editor.keyboard.type(RIGHT)
    press(editor, "Save")
    expect(editor.locator(".messagelist")).to_contain_text("Saved")
    editor.goto(report_page)
    editor.get_by_label("Correction: a fact was wrong.").check()
    editor.get_by_label("Public note").fill(NOTE)
    press(editor, "Publish the change")
    expect(editor.locator(".desk-title .fact-corrected")).to_have_text("Corrected")
    answered = ErrorReport.objects.get()
    assert answered.answered_by == standards
    assert answered.answered_with == mistaken.article.editions.get(number=2)

    told = texts(reader, address, f"{address}history/", "/corrections/", "/corrections/feed/", "/feed/")
    assert [NOTE in text for text in told[:4]] == [True] * 4
    assert [(RIGHT in text, WRONG in text) for text in (told[0], told[4])] == [(True, False)] * 2
    reader.goto(address)
    expect(reader.locator("p.changed, .changed p", has_text=RIGHT)).to_have_count(1)
    assert complaints == []


def test_a_retraction_takes_a_lawyer_and_a_second_person(
    as_person: AsPerson, make_user: MakeUser, managing: User, mistaken: Edition, complaints: list[str]
) -> None:
    lawyer, chief, reader = as_person(make_user("lawyer", "Legal")), as_person(managing), as_person(None)
    address = mistaken.get_absolute_url()

    lawyer.goto(form_of(mistaken.article))
    lawyer.get_by_role("link", name="Propose a retraction…").click()
    lawyer.get_by_label("Notice", exact=True).fill(NOTICE)
    press(lawyer, "Propose a retraction")
    expect(lawyer.locator(".messagelist")).to_contain_text("Somebody else has to confirm")
    lawyer.goto(f"/admin/articles/article/{mistaken.article.pk}/do/retract/")
    expect(lawyer.locator("body")).to_contain_text("You proposed this retraction")
    assert NOTICE not in reader.request.get(address).text()

    chief.goto(form_of(mistaken.article))
    press(chief, "Confirm the retraction…")
    expect(chief.locator(".desk-sentence")).to_contain_text(NOTICE)
    press(chief, "Confirm the retraction")
    expect(chief.locator(".messagelist")).to_contain_text("Retracted.")
    reader.goto(address)
    expect(reader.get_by_text(NOTICE)).to_be_visible()
    told = texts(reader, f"{address}history/", "/corrections/", "/corrections/feed/")
    assert [NOTICE in text for text in told] == [True] * 3
    assert "Retracted" in reader.request.get("/feed/").text()
    assert complaints == []
