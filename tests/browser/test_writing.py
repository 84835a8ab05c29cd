"""The writing aids of the article form: what happens while somebody types, pastes and presses keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from articles import richtext
from articles.checklist.furniture import PLACEHOLDER
from articles.limits import graphemes
from articles.models import Article, Preferences
from tests.browser.conftest import AsPerson
from tests.browser.steps import wait_until
from tests.factories import ArticleFactory, SectionFactory, published
from tests.test_limits import COUNTED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/articles/article/add/"
BODY = ".field-body .tiptap"


def form(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def opened(page: Page, address: str = ADD) -> Page:
    """The page, once its editor and the aids stand."""
    page.goto(address)
    expect(page.locator("#writing-line")).to_be_visible()
    return page


def ask(page: Page, module: str, expression: str, argument: Any = None) -> Any:
    """What an expression about a module of the aids (`aid`) gives in the page."""
    load = f"const aid = await import('/static/desk/writing/{module}.js')"
    return page.evaluate(f"async (given) => {{ {load}; return ({expression}); }}", argument)


# --- Pure parts, by table ----------------------------------------------------------------------------------

EN, DE, FR, CH = "en", "de", "fr", "de-CH"
TYPED = [
    (EN, 'He said "yes".', "He said “yes”."),
    (EN, "It's the dogs' day", "It’s the dogs’ day"),
    (EN, "\"He said 'no' to us\"", "“He said ‘no’ to us”"),
    (EN, "back in the '90s again", "back in the ’90s again"),
    (EN, '("Why?")', "(“Why?”)"),
    (EN, "1990--1995", "1990–1995"),
    (EN, "wait---what", "wait—what"),
    (EN, "well...", "well…"),
    (EN, 'a 12" pipe', 'a 12" pipe'),
    (EN, "5 km away", "5\u00a0km away"),
    (EN, "5 kinds", "5 kinds"),
    (EN, "up 5 %.", "up 5\u00a0%."),
    (EN, 'see https://news.example/a--b"c', 'see https://news.example/a--b"c'),
    (EN, "x@news.example--", "x@news.example--"),
    (DE, '"Ja", sagte er.', "„Ja“, sagte er."),
    (DE, "\"Er sagte 'nein', nicht?\"", "„Er sagte ‚nein‘, nicht?“"),
    (DE, "Das war's.", "Das war’s."),
    (DE, "3 Mio. Euro", "3\u00a0Mio. Euro"),
    ("de-AT", '"Ja"', "„Ja“"),
    (CH, '"Ja"', "«Ja»"),
    (FR, 'Il dit "oui".', "Il dit «\u202foui\u202f»."),
    (FR, "l'eau", "l’eau"),
    (FR, "Quoi ? Oui : non", "Quoi\u202f? Oui\u00a0: non"),
    ("it", '"si"', "«si»"),
    ("pl", '"tak"', "„tak”"),
    ("sv", '"ja"', "”ja”"),
    ("pt-BR", '"sim"', "“sim”"),
    ("xx", '"yes"', "“yes”"),
]
AS_TYPED = """given.map(([language, text]) => {
  let made = "";
  for (const letter of text) {
    const change = aid.smarten(made, letter, language);
    made += letter;
    if (change) made = made.slice(0, made.length - change.back) + change.text;
  }
  return made;
})"""

# What the clipboard holds after copying from that program, and what of it is meant to survive.
PASTED = {
    path.stem: (path.read_text("utf-8"), path.with_suffix(".clean.html").read_text("utf-8").strip())
    for path in sorted((Path(__file__).parent / "pasted").glob("*.html"))
    if not path.stem.endswith(".clean")
}
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector(".field-body .tiptap").dispatchEvent(paste);
}"""
CHOSEN = """() => {
  const { value, selectionStart, selectionEnd } = document.activeElement;
  return value === undefined ? String(getSelection()) : value.slice(selectionStart, selectionEnd);
}"""


def test_what_the_browser_counts_and_cleans_is_what_the_server_does(
    as_person: AsPerson, reporter: User, complaints: list[str]
) -> None:
    page = opened(as_person(reporter))
    texts = [text for text, _length in COUNTED]
    assert ask(page, "text", "given.map(aid.graphemes)", texts) == [graphemes(text) for text in texts]

    prose = [
        "TK",
        "the TK figure",
        "TKs",
        "xTK",
        "tktk, XXXX, XXL",
        "[[who]] and [[when]]",
        "ÄTK",
        "TK2",
        "[[ open",
        "shut ]]",
        "[x]",
    ]
    found = ask(page, "text", "given.map((text) => aid.placeholders(text).map((one) => one.text))", prose)
    assert found == [[match[0] for match in PLACEHOLDER.finditer(text)] for text in prose]

    words = ["", "Don’t stop", "5 km–long, snake_case", "Ünder-Über", "a . b"]
    assert ask(page, "text", "given.map(aid.countWords)", words) == [
        richtext.count_words(f"<p>{text}</p>") for text in words
    ]

    made = ask(page, "quotes", AS_TYPED, [[language, typed] for language, typed, _made in TYPED])
    assert made == [wanted for _language, _typed, wanted in TYPED]

    given = {name: html for name, (html, _clean) in PASTED.items()}
    cleaned = ask(
        page, "paste", "Object.fromEntries(Object.entries(given).map(([n, h]) => [n, aid.clean(h)]))", given
    )
    assert cleaned == {name: wanted for name, (_html, wanted) in PASTED.items()}
    for html in cleaned.values():
        assert richtext.sanitize(html).replace("\xa0", "&nbsp;") == html
    assert complaints == []


# --- While somebody types -----------------------------------------------------------------------------------


def test_counters_placeholders_and_previews_follow_what_is_typed(
    as_person: AsPerson, reporter: User, complaints: list[str]
) -> None:
    page = opened(as_person(reporter))
    headline, counter, live = (
        page.locator("#id_headline"),
        page.locator("#id_headline-counter"),
        page.locator("#writing-live"),
    )
    for text, state, words in (
        ("A dam", "short", "5; reads well from 40 to 90"),
        ("x" * 64, "fine", "64 of 90"),
        ("👍🏽" * 91, "long", "91 of 90; at most 120"),
        ("x" * 126, "over", "6 over; at most 120"),
    ):
        headline.fill(text)
        expect(counter).to_have_attribute("data-state", state)
        expect(counter).to_contain_text(words)
    expect(live).to_have_text("Headline: 6 over; at most 120")
    page.locator("#id_key_points").fill("One\nTwo two")
    expect(page.locator("#id_key_points-counter")).to_contain_text("Points: 2. The longest has 7 of 100")

    search = page.locator("[data-surface=search]")
    expect(search.locator("[data-title]")).to_have_text("x" * 126)
    expect(search.locator("[data-cut]")).to_be_visible()
    expect(search.locator("[data-uses]")).to_have_text("Takes: Headline, because Search headline is empty")
    page.locator("#id_headline_seo").fill("The dam holds")
    expect(search.locator("[data-title]")).to_have_text("The dam holds")
    expect(search.locator("[data-cut]")).to_be_hidden()
    expect(search.locator("[data-uses]")).to_have_text("Takes: Search headline")
    expect(page.locator("[data-surface=push] [data-title]")).to_have_text("x" * 126)

    headline.fill("The dam TK")
    page.locator("#id_commissioned_length").fill("4")
    page.locator(BODY).click()
    page.keyboard.type("One [[when]] and two XXX three.")
    expect(page.locator(".desk-placeholder")).to_have_text(["[[when]]", "XXX"])
    line = page.locator("#writing-line")
    expect(line.locator("[data-words]")).to_have_text("Words: 6 of 4")
    page.keyboard.press("Shift+Home")
    expect(line.locator("[data-selected]")).to_have_text("Selected: 6")
    onward = line.locator("[data-placeholders]")
    expect(onward).to_have_text("Placeholders: 3. Go to the next")
    for chosen in ("TK", "[[when]]", "XXX", "TK"):
        onward.click()
        wait_until(page, f"(wanted) => ({CHOSEN})() === wanted", chosen)
    assert complaints == []


def test_typography_is_made_while_typing_and_one_undo_takes_it_back(
    as_person: AsPerson, reporter: User, complaints: list[str]
) -> None:
    page = opened(as_person(reporter))
    body, kicker = page.locator(BODY), page.locator("#id_kicker")
    body.click()
    page.keyboard.type('She said "')
    expect(body).to_have_text("She said “")
    page.keyboard.press("Control+z")
    expect(body).to_have_text('She said "')
    page.keyboard.type('yes" -- 5 km.')
    expect(body).to_have_text('She said "yes” – 5\u00a0km.')
    page.locator("#id_language").fill("de")
    kicker.click()
    page.keyboard.type('"Ja"')
    expect(kicker).to_have_value("„Ja“")
    page.keyboard.press("Control+z")
    expect(kicker).to_have_value('„Ja"')
    page.locator("#id_slugline").click()
    page.keyboard.type('A"B')
    expect(page.locator("#id_slugline")).to_have_value('A"B')

    Preferences.objects.create(user=reporter, smart_quotes=False)
    page.on("dialog", lambda dialog: dialog.accept())
    opened(page)
    kicker.click()
    page.keyboard.type('"No"')
    expect(kicker).to_have_value('"No"')
    assert complaints == []


def test_what_is_pasted_is_saved_as_it_was_cleaned(
    as_person: AsPerson, reporter: User, complaints: list[str]
) -> None:
    page = opened(as_person(reporter))
    page.locator("#id_headline").fill("Pasted")
    page.locator(BODY).click()
    page.evaluate(PASTE, PASTED["google-docs-links-and-notes"][0])
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    assert Article.objects.get().body == PASTED["google-docs-links-and-notes"][1]
    assert complaints == []


# --- Keys ---------------------------------------------------------------------------------------------------


def test_keys_do_what_the_buttons_do(as_person: AsPerson, managing: User, complaints: list[str]) -> None:
    edition = published(headline="The old dam burst")
    article = ArticleFactory(created_by=managing)
    page = opened(as_person(managing), form(article))
    body = page.locator(BODY)

    page.keyboard.press("Control+/")
    expect(page.locator("#desk-keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#desk-keys")).to_be_hidden()

    body.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Shift+Period")
    expect(body.locator("blockquote")).to_have_text("Nobody was hurt.")
    page.keyboard.press("Control+k")
    page.locator("#desk-link-words").fill("old dam")
    expect(page.get_by_role("option")).to_contain_text(["The old dam burst"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(body.locator("blockquote a")).to_have_attribute(
        "href", f"http://testserver{edition.get_absolute_url()}"
    )
    expect(body).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("#desk-link")).to_be_visible()
    page.keyboard.press("Escape")
    expect(body).to_be_focused()

    with page.context.expect_page() as beside:
        page.keyboard.press("Control+Shift+P")
    assert beside.value.url.endswith(f"/{article.pk}/preview/")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/{article.pk}/do/submit/")
    article.refresh_from_db()
    assert "<blockquote>" in article.body
    assert article.status == "draft"
    assert complaints == []


def test_single_letters_walk_the_list_and_can_be_switched_off(
    as_person: AsPerson, managing: User, complaints: list[str]
) -> None:
    SectionFactory()
    first, second = (ArticleFactory(headline=name) for name in ("Newer", "Older"))
    Article.objects.filter(pk=second.pk).update(updated_at="2026-01-01T00:00:00Z")
    page = as_person(managing)
    page.goto("/admin/")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/admin/articles/article/*")
    for key, row in (("j", 0), ("j", 1), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(page.locator("#result_list tbody tr").nth(row).locator("th a")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("#result_list .action-select").first).to_be_checked()
    page.keyboard.press("/")
    search = page.locator("#searchbar")
    expect(search).to_be_focused()
    page.keyboard.type("gdjx")
    expect(search).to_have_value("gdjx")

    Preferences.objects.create(user=managing, single_keys=False, shortcuts=False)
    page.goto(form(first))
    expect(page.locator("#writing-line")).to_be_visible()
    for key in ("g", "d", "Control+/", "Control+Shift+P"):
        page.keyboard.press(key)
    expect(page.locator("#desk-keys")).to_be_hidden()
    assert page.url.endswith(form(first))
    assert len(page.context.pages) == 1
    page.get_by_role("link", name="Keys").click()
    expect(page.locator("#desk-keys")).to_be_visible()
    assert complaints == []
