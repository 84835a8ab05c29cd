"""Two people type, save, take over, merge and lose their sessions in one story, in any order: no character is
lost, and none doubled."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from articles.models import Article
from articles.revisions import snapshot
from articles.richtext import plain
from tests.browser.conftest import AsPerson
from tests.browser.steps import press
from tests.browser.test_unsaved import log_in
from tests.conftest import MakeUser
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Who does what, in turn, and the paragraphs that come of it. The story begins as “One”, “Two”, “Three”.
# “type N x” adds x to the paragraph with the word N; “takes” is taking over; “back” logs in or reloads, and
# restores what was kept.
INTERLEAVINGS = {
    "two paragraphs": (
        "A type One a; B type Three b; A save; B save",
        ["One a", "Two", "Three b"],
    ),
    "the same words": (
        "A type Two x; B type Two x; A save; B save",
        ["One", "Two x", "Three"],
    ),
    "one paragraph, both wanted": (
        "A type One a; B type One b; B type Two c; A save; B save; B merge both",
        ["One a", "One b", "Two c", "Three"],
    ),
    "one paragraph, written by hand": (
        "B type One b; A type One a; A save; B save; B hand  and b; B merge",
        ["One a", "One b and b", "Two", "Three"],
    ),
    "a third save elsewhere while one merges": (
        "A type One a; B type One b; A save; B save; A type Three c; A save; B merge both",
        ["One a", "One b", "Two", "Three c"],
    ),
    "a third save that collides while one merges": (
        "A type One a; B type One b; A save; B save; A type One c; A save; B merge mine; B merge both",
        ["One a c", "One b", "Two", "Three"],
    ),
    "a session that ends before the save": (
        "A type One a; B type Two b; A expires; A save; B save; A back; A save",
        ["One a", "Two b", "Three"],
    ),
    "a session that ends on the merge page": (
        "A type One a; B type One b; A save; B save; B hand +b; B expires; B merge; B back; B save; B merge",
        ["One a", "One b+b", "Two", "Three"],
    ),
    "a story that is taken over": (
        "A type One a; B takes; B type One b; B type Two c; B save; A back; A save; A merge both",
        ["One b", "One a", "Two c", "Three"],
    ),
}


class Seat:
    """One person at one machine."""

    def __init__(self, page: Page, user: User, form: str) -> None:
        self.page, self.user, self.form = page, user, form
        page.on("dialog", lambda dialog: dialog.accept())
        self.open()

    def open(self) -> None:
        """Open the story, and wait until the editor stands."""
        self.page.goto(self.form)
        expect(self.page.locator(".field-body .tiptap")).to_be_visible()

    def type(self, word: str, text: str) -> None:
        """Type at the end of the paragraph that begins with the word."""
        paragraph = self.page.locator(".tiptap p", has_text=word).last
        paragraph.click()
        self.page.keyboard.press("End")
        self.page.keyboard.type(f" {text}")
        expect(paragraph).to_contain_text(text)

    def save(self) -> None:
        """Press Save; on to the form again, the merge page or the login."""
        with self.page.expect_navigation():
            press(self.page, "Save")

    def merge(self, take: str = "") -> None:
        """Decide every clash alike, unless it was decided by hand, and save."""
        expect(self.page.locator("h1")).to_have_text("Merge two versions")
        for radio in self.page.locator(f"input[type=radio][value={take}]").all() if take else []:
            radio.check()
        with self.page.expect_navigation():
            press(self.page, "Save the merged story")

    def hand(self, text: str) -> None:
        """Write on in the box of the first clash, which holds both wordings."""
        self.page.get_by_text("Write it by hand").first.click()
        editor = self.page.locator(".merge-hand .tiptap").first
        editor.locator("p").last.click()
        self.page.keyboard.press("End")
        self.page.keyboard.type(text)
        expect(self.page.locator("input[value=hand]").first).to_be_checked()

    def takes(self) -> None:
        """Take the story over from whoever types in it."""
        self.page.goto(self.form.replace("change/", "take-over/"))
        self.page.get_by_label("Reason").fill("Deadline")
        press(self.page, "Take over")
        expect(self.page.locator(".field-body .tiptap")).to_be_visible()

    def expires(self) -> None:
        """Be logged out without knowing it."""
        self.page.context.clear_cookies(name="sessionid")

    def back(self) -> None:
        """Come back to the story, and restore what was typed."""
        if self.page.locator("input[name=password]").count():
            log_in(self.page, self.user.username)
        else:
            self.page.goto(self.form)
        expect(self.page.locator(".field-body .tiptap")).to_be_visible()
        press(self.page, "Restore")


@pytest.mark.parametrize("name", INTERLEAVINGS)
def test_no_character_is_lost_and_none_is_doubled(
    name: str, as_person: AsPerson, make_user: MakeUser
) -> None:
    steps, paragraphs = INTERLEAVINGS[name]
    article = ArticleFactory(body="<p>One</p><p>Two</p><p>Three</p>")
    snapshot(article, by=None)
    form = f"/admin/articles/article/{article.pk}/change/"
    people = {who: make_user(who, "Desk editor") for who in "AB"}
    seats = {who: Seat(as_person(user), user, form) for who, user in people.items()}
    for step in steps.split("; "):
        who, does, *rest = step.split(" ", 2)
        given = rest[0].split(" ") if does == "type" else rest
        getattr(seats[who], does)(*given)
    for seat in seats.values():
        expect(seat.page.locator(".desk-offer")).to_have_count(0)
    assert plain(Article.objects.get().body).split("\n") == paragraphs
