"""The desk with a keyboard, enlarged, and in a browser that runs no scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import AsPerson
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What has the focus, whether something else lies over its middle, and how its focus is shown.
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
  const tops = [box.y + 2, box.y + box.height / 2, box.bottom - 2].filter(y => y > 0 && y < innerHeight);
  const above = tops.map(y => document.elementFromPoint(x, y)).filter(Boolean);
  const seen = above.some(at => e.contains(at) || at.contains(e));
  const style = getComputedStyle(e);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const name = `${e.tagName}#${e.id} ${(e.textContent || "").trim().slice(0, 30)}`;
  return [name, seen, ring];
}"""


@pytest.fixture
def managing() -> User:
    user: User = UserFactory(username="managing", is_staff=True)
    user.groups.add(Group.objects.get(name="Managing editor"))
    return user


def test_the_keyboard_goes_through_the_whole_form_and_is_always_seen(
    as_person: AsPerson, managing: User
) -> None:
    article = ArticleFactory(lead_photo=PhotoFactory(), sources=[{"outlet": OutletFactory()}])
    page = as_person(managing)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(reverse("admin:articles_article_change", args=[article.pk]), wait_until="networkidle")
    hidden, ringless, reached = walk(page)
    assert hidden == []
    assert ringless == []
    for field in ("id_slugline", "id_headline", "id_sources-0-title", "id_embargo_until", "id_comment"):
        assert field in reached, field


def walk(page: Page) -> tuple[list[str], list[str], str]:
    """Press Tab to the end of the page: what was covered, what showed no ring, and all that was reached."""
    hidden, ringless, reached = [], [], []
    for _press in range(250):
        page.keyboard.press("Tab")
        at: list[Any] | None = page.evaluate(FOCUS)
        if at is None:
            break
        name, seen, ring = at
        reached.append(name)
        if not seen:
            hidden.append(name)
        if not ring:
            ringless.append(name)
    return hidden, ringless, "\n".join(reached)


def test_without_scripts_a_story_is_written_sourced_illustrated_and_sent_to_the_desk(
    browser: Browser, live_server: LiveServer, managing: User
) -> None:
    AuthorFactory(name="Rita Reyes")
    OutletFactory(name="Krone")
    PhotoFactory(caption="The bridge at noon")
    SectionFactory(name="Europe")
    client = Client()
    client.force_login(managing)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(reverse("admin:articles_article_add"))
    page.get_by_role("link", name="The form without them").click()
    page.locator("#id_slugline").fill("BRIDGE-NOON")
    page.locator("#id_headline").fill("The bridge opens at noon, a day before anybody thought")
    page.locator("#id_body").fill("<p>It opens.</p><h2>Nobody minds</h2><p>Everybody crosses it.</p>")
    page.locator("#id_contributions-0-author").select_option(label="Rita Reyes")
    page.locator("#id_sources-1-outlet").select_option(label="Krone")
    page.locator("#id_lead_photo").select_option(label="The bridge at noon")
    page.locator("#id_section").select_option(label="Europe")
    page.locator("#id_topics").fill("Bridges, Rivers")
    page.locator('.desk-head button[value="submit"], .desk-head button[name="_continue"]').first.click()
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    page.locator('.desk-head button[value="submit"]').click()
    page.get_by_role("button", name="Send to desk").click()
    expect(page.locator(".desk-head .status")).to_have_text(re.compile("In review"))
    article = Article.objects.get()
    assert article.body == "<p>It opens.</p><h2>Nobody minds</h2><p>Everybody crosses it.</p>"
    assert [str(line.author) for line in article.contributions.all()] == ["Rita Reyes"]
    assert [str(source.outlet) for source in article.sources.all()] == ["Krone"]
    assert article.lead_photo is not None
    assert sorted(article.topics.names()) == ["Bridges", "Rivers"]
    context.close()


def test_what_scripts_put_in_place_of_a_field_has_the_name_of_the_field(
    as_person: AsPerson, managing: User
) -> None:
    page = as_person(managing)
    page.goto(reverse("admin:articles_article_change", args=[ArticleFactory(lead_photo=None).pk]))
    expect(page.get_by_role("combobox", name="Lead picture")).to_be_visible()
    expect(page.get_by_role("textbox", name="Body")).to_be_visible()
    page.get_by_role("button", name="Add another Name").click()
    expect(page.get_by_role("combobox", name="Author")).to_have_count(2)
