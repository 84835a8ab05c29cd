"""Take the documentation’s pictures from a running demo: python docs/screenshots/take.py URL NAME PASSWORD.

Needs the development requirements and the system's Chromium. Writes WebP files beside itself.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1440, 1000
DESK_PAGES = {
    "list": "/admin/articles/article/",
    "calendar": "/admin/articles/article/calendar/?view=week",
    "board": "/admin/articles/article/board/",
    "front-desk": "/admin/front/",
}


# Another paper: its drawing, its green, its face of headlines.
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 260 60">'
    '<path fill="#14532d" d="M0 0h60v60H0zM70 0h60v60H70zM140 0h60v60h-60zM210 0h50v14h-50zM210 23h50v14h-50z'
    'M210 46h50v14h-50z"/><path fill="#fff" d="M12 13h36v9H35v26H25V22H12zM82 13h36v9h-13v26H95V22H82z'
    'M154 13h10v26h24v9h-34z"/></svg>'
)
LOOK = {"link_light": "#14532d", "mark_light": "#9a3412", "font_head": "stix"}
AS_IT_CAME = {"link_light": "", "mark_light": "", "font_head": "piazzolla"}


def shoot(page: Page, address: str, name: str) -> None:
    """One screen of a page, as a reader with a wide window sees it first."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    Image.open(io.BytesIO(page.screenshot())).save(HERE / f"{name}.webp", quality=82, method=6)


def shoot_merge(page: Page, site: str) -> None:
    """Two windows of one story, both changed: what the second one is asked. Nothing of it is kept."""
    page.goto(f"{site}/admin/articles/article/?status__exact=draft")
    page.goto(f"{site}{page.locator('#result_list tbody a[href*=change]').first.get_attribute('href')}")
    other = page.context.new_page()
    other.goto(page.url)
    for window, words in ((other, "ferry sails until midnight"), (page, "ferry sails all night")):
        window.get_by_label("Standfirst").fill(f"From Monday the {words}, the harbour office says.")
        window.get_by_role("button", name="Save", exact=True).first.click()
        window.wait_for_load_state("networkidle")
    Image.open(io.BytesIO(page.screenshot())).save(HERE / "merge.webp", quality=82, method=6)


def shoot_theming(page: Page, site: str) -> None:
    """The front page with a logo, colours and faces of its own; afterwards it looks as it came."""
    form = f"{site}/admin/newsroom/publication/1/change/"
    page.goto(form)
    page.locator("[name=logo]").set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": LOGO.encode()}
    )
    _dress(page, LOOK)
    shoot(page, f"{site}/", "theming")
    page.goto(form)
    page.locator("[name=logo-clear]").check()
    _dress(page, AS_IT_CAME)


def _dress(page: Page, look: dict[str, str]) -> None:
    for field, value in look.items():
        given = page.locator(f"[name={field}]")
        if field.startswith("font"):
            given.select_option(value)
        else:
            given.fill(value)
    page.locator("[name=_save]").first.click()
    page.wait_for_load_state("networkidle")


def log_in(page: Page, site: str, username: str, password: str) -> None:
    """Log in to the desk."""
    page.goto(f"{site}/admin/")
    page.get_by_label("Username or email").or_(page.locator("[name=login]")).first.fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("form[action*=login] button[type=submit], form button[type=submit]").first.click()
    page.wait_for_url(f"{site}/admin/**")


def main(site: str, username: str, password: str) -> None:
    """Take them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()
        shoot(page, f"{site}/", "front")
        page.goto(f"{site}/corrections/")
        story = page.locator("main a[href^='/20']").first.get_attribute("href") or "/"
        shoot(page, f"{site}{story.partition('#')[0]}", "article")
        log_in(page, site, username, password)
        shoot(page, f"{site}/admin/", "desk")
        for name, address in DESK_PAGES.items():
            shoot(page, f"{site}{address}", name)
        page.goto(f"{site}/admin/articles/article/")
        page.goto(f"{site}{page.locator('#result_list tbody a[href*=change]').first.get_attribute('href')}")
        page.wait_for_load_state("networkidle")
        shoot(page, page.url, "form")
        shoot_merge(page, site)
        shoot_theming(page, site)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
