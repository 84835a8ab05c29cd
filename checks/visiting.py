"""The runner: opens pages at every width and in every theme, and says what is wrong with them.

It knows no page. `checks.desk` hands it the desk's; another list can hand it the site's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Response

CHROMIUM = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
# axe's names for the success criteria of WCAG 2.2 A and AA, and for what its makers hold to be good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# A phone, a desk's screen. 320 is a screen of 1280 enlarged to 400 % (WCAG 1.4.10): measured, not looked at.
WIDTHS = (1440, 390)
NARROWEST = 320
HEIGHT = 900
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Whether the page scrolls sideways, and what sticks out.
STICKS_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const seen = e => e.checkVisibility({visibilityProperty: true});
  const boxes = [...document.body.querySelectorAll("*")].filter(seen);
  const out = boxes.filter(e => e.getBoundingClientRect().right > wide + 1);
  // Without a box that sticks out it is a word that does.
  const flows = e => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX === "visible";
  const words = boxes.filter(flows);
  return (out.length ? out : words).slice(-3).map(e => e.outerHTML.slice(0, 120));
}"""
RUN_AXE = """async ([tags, skipped]) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
    rules: Object.fromEntries(skipped.map(rule => [rule, {enabled: false}]))});
  return found.violations.flatMap(v => v.nodes.map(n => [v.id, n.target.flat().join(" "), n.failureSummary]));
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page to look at: its address, and the status it has to answer with."""

    path: str
    status: int = HTTPStatus.OK
    name: str = ""
    """What kind of page it is, for reports that speak of kinds."""
    then: Callable[[Page], Response | None] | None = None
    """What a reader does there before it is looked at; gives the answer they get."""

    def open(self, page: Page) -> Response | None:
        """Go there, and do there what there is to do."""
        response = page.goto(self.path, wait_until="load")
        return self.then(page) if self.then else response


@dataclass(frozen=True, slots=True)
class Round:
    """What one person looks at. `cookies` are as Playwright takes them; none for a reader."""

    who: str
    stops: tuple[Stop, ...]
    cookies: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a page."""

    who: str
    path: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.path} ({self.who}, {self.where}): {self.what}"


@dataclass(slots=True)
class Visitor:
    """Goes round a site with a browser. `pictures` is where to keep one of each page, if anywhere; `skipped`
    are rules of axe that do not hold here."""

    browser: Browser
    base: str
    pictures: Path | None = None
    skipped: tuple[str, ...] = ()
    visited: int = 0
    _complaints: list[str] = field(default_factory=list)

    def go(self, rounds: Iterable[Round]) -> Iterator[Finding]:
        """Yield what is wrong, page by page."""
        for each in rounds:
            context = self.browser.new_context(base_url=self.base, reduced_motion="reduce")
            given: list[Any] = [{**cookie, "url": self.base} for cookie in each.cookies]
            context.add_cookies(given)
            page = context.new_page()
            page.on("console", partial(self._hear))
            page.on("pageerror", lambda error: self._complaints.append(str(error)))
            for stop in each.stops:
                yield from self._visit(each.who, stop, page)
            context.close()

    def _visit(self, who: str, stop: Stop, page: Page) -> Iterator[Finding]:
        self.visited += 1
        self._complaints.clear()
        response = stop.open(page)
        status = response.status if response else 0
        if status != stop.status:
            yield Finding(who, stop.path, "answer", f"{status} instead of {stop.status}")
        yield from (Finding(who, stop.path, "console", text) for text in self._complaints)
        # Handed in by the debugger, which the page's own policy does not bind.
        page.evaluate(AXE.read_text("utf-8"))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            yield from (Finding(who, stop.path, f"{width}", what) for what in sideways(page))
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)
                yield from self._axe(who, stop, page, f"{width} {theme}")
                self._keep(who, stop, page, f"{width}-{theme}")
        page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        yield from (Finding(who, stop.path, f"{NARROWEST}", what) for what in sideways(page))

    def _axe(self, who: str, stop: Stop, page: Page, where: str) -> Iterator[Finding]:
        found: list[list[str]] = page.evaluate(RUN_AXE, [TAGS, self.skipped])
        for rule, target, summary in found:
            yield Finding(who, stop.path, where, f"{rule} at {target}: {' '.join(summary.split())}")

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser reports the answer itself as an error; the status is looked at elsewhere.
        if message.type == "error" and "the server responded with a status" not in message.text:
            self._complaints.append(message.text)

    def _keep(self, who: str, stop: Stop, page: Page, look: str) -> None:
        if self.pictures is None:
            return
        name = stop.name or stop.path.strip("/").replace("/", "_").replace("?", "__") or "front"
        page.screenshot(path=self.pictures / f"{name[:120]}--{who}-{look}.png", full_page=True)


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways, if anything does."""
    return [f"scrolls sideways: {element}" for element in page.evaluate(STICKS_OUT)]
