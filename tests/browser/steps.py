"""What people do at the desk, step by step, in a real browser."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Error, Page

AT_MOST = 30
"""Seconds after which what has to become true in a page has not."""


def wait_until(page: Page, true: str, given: Any = None) -> None:
    """Wait until an expression is true in the page. Raises AssertionError when it does not become true.

    Playwright's own way lets the page evaluate text, and the desk's content policy refuses that.
    """
    until = time.monotonic() + AT_MOST
    while not _is_true(page, true, given):
        assert time.monotonic() < until, true
        page.wait_for_timeout(50)


def _is_true(page: Page, expression: str, given: Any) -> bool:
    try:
        return bool(page.evaluate(expression, given))
    except Error:
        # The page was just left for another.
        return False


def press(page: Page, button: str) -> None:
    """Press the first button of that name."""
    page.get_by_role("button", name=button, exact=True).first.click()


def confirm(page: Page, button: str, confirmation: str = "", **fields: str) -> None:
    """Press a button of the form, and confirm on its page with these fields filled in."""
    press(page, button)
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " ").capitalize(), exact=True).fill(text)
    press(page, confirmation or button)


def choose(page: Page, field: str, term: str) -> None:
    """Choose a row in an autocomplete field."""
    page.locator(f"[aria-labelledby~='select2-id_{field}-container']").click()
    page.locator(".select2-search__field").last.fill(term)
    page.locator(".select2-results__option", has_text=term).first.click()


def write_story(page: Page, lead: str) -> None:
    """Fill in a new story as a reporter does, and save it."""
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Slugline").fill("RIVER-DAM")
    page.get_by_label("Headline", exact=True).fill("The dam holds as the river rises again")
    page.get_by_label("Standfirst").fill("Three villages have been told to be ready for the night.")
    page.locator(".tiptap").click()
    page.keyboard.type(lead)
    page.get_by_label("Section").select_option(label="World")
    choose(page, "lead_photo", "The river in October")
    press(page, "Save")
