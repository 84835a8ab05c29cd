"""What this site promises of its own, measured in the browser: docs/standards.md has the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from checks.visiting import HEIGHT, NARROWEST, WIDTHS, Stop, sideways

KB = 1000
FIRST_VIEW, WORDS_AND_LOOK = 120 * KB, 14 * KB
"""The most an article's first view may weigh without its pictures, and its HTML and CSS alone."""
WORDS_ALONE = 15 * KB
"""The most a page of the text edition may weigh, all of it."""
ENLARGED = 1280 // 2
"""What is left of a screen of 1280 at 200 %."""
TWICE = 32
"""The browser's own size of type, doubled."""
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  const add = list => { for (const each of list) sum += each.value; };
  const seen = new PerformanceObserver(list => add(list.getEntries()));
  seen.observe({type: "layout-shift", buffered: true});
  setTimeout(() => { add(seen.takeRecords()); done(sum); }, 50);
})"""
SCRIPTS = """() => [...document.scripts].filter(s => s.type !== "application/ld+json")
  .map(s => s.outerHTML.slice(0, 120))"""
HEADINGS = """() => [...document.querySelectorAll("h1")].map(e => e.textContent.trim().slice(0, 80))"""
FRAGMENTS = """() => [...document.querySelectorAll("a[href^='#']")].map(a => a.getAttribute("href").slice(1))
  .filter(id => !document.getElementById(id))"""
LINKS = """() => [...document.querySelectorAll("a[href]:not([href^='#'])")].map(a => a.href)"""


# Without slots: Playwright keeps something of its own beside a listener.
@dataclass
class Load:
    """What came over the wire for one page."""

    origin: str
    bytes_by_kind: dict[str, int] = field(default_factory=dict)
    """What went over the wire, headers included."""
    bodies: dict[str, int] = field(default_factory=dict)
    """The same without headers: what is left of a file after compression."""
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _kinds: dict[str, str] = field(default_factory=dict)
    _headers: dict[str, int] = field(default_factory=dict)

    def watch(self, context: BrowserContext, page: Page) -> None:
        """Listen to everything the page asks for, and to what the browser says about it."""
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.responseReceived", self._began)
        wire.on("Network.loadingFinished", self._ended)
        page.on("console", self._said)

    def _asked(self, event: dict) -> None:
        url = event["request"]["url"]
        self._kinds[event["requestId"]] = event.get("type", "Other")
        if (
            not url.startswith(("data:", "blob:"))
            and "{0.scheme}://{0.netloc}".format(urlsplit(url)) != self.origin
        ):
            self.foreign.append(url)

    def _began(self, event: dict) -> None:
        self._headers[event["requestId"]] = int(event["response"]["encodedDataLength"])

    def _ended(self, event: dict) -> None:
        request, size = event["requestId"], int(event["encodedDataLength"])
        kind = self._kinds.get(request, "Other")
        self.bytes_by_kind[kind] = self.bytes_by_kind.get(kind, 0) + size
        self.bodies[kind] = self.bodies.get(kind, 0) + size - self._headers.get(request, 0)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status" not in message.text:
            self.complaints.append(message.text)

    def of(self, *kinds: str) -> int:
        """Bytes of these kinds together, headers included."""
        return sum(self.bytes_by_kind.get(kind, 0) for kind in kinds)

    @property
    def without_pictures(self) -> int:
        """Bytes of everything but pictures."""
        return sum(size for kind, size in self.bytes_by_kind.items() if kind != "Image")


@dataclass(slots=True)
class Promises:
    """Opens each page as a reader does who was never here, and keeps its HTML for the HTML checker."""

    browser: Browser
    base: str
    sources: Path
    links: set[str] = field(default_factory=set)
    said: dict[str, str] = field(default_factory=dict)
    """What was measured of a page, in words, by the page's name."""

    def check(self, stop: Stop) -> Iterator[str]:
        """Yield what breaks a promise."""
        for width in WIDTHS:
            context = self.browser.new_context(
                base_url=self.base, viewport={"width": width, "height": HEIGHT}, reduced_motion="reduce"
            )
            page = context.new_page()
            load = Load(self.base)
            load.watch(context, page)
            response = stop.open(page)
            if width == WIDTHS[0]:
                yield from self._answer(stop, response)
            page.wait_for_load_state("networkidle")
            shift = page.evaluate(SHIFTS)
            if shift:
                yield f"{width}: things move while it loads, by {shift:.4f}"
            yield from (f"{width}: asks somebody else: {url}" for url in load.foreign)
            yield from (f"{width}: {text}" for text in load.complaints)
            if load.of("Script"):
                yield f"{width}: loads a script"
            if width == WIDTHS[-1]:
                yield from self._weight(stop, load)
                yield from self._inside(page)
            context.close()

    def _answer(self, stop: Stop, response: Response | None) -> Iterator[str]:
        status = response.status if response else 0
        if status != stop.status:
            yield f"answers {status} instead of {stop.status}"
        (self.sources / f"{stop.name}.html").write_text(response.text() if response else "", encoding="utf-8")

    def _weight(self, stop: Stop, load: Load) -> Iterator[str]:
        words = load.bodies.get("Document", 0) + load.bodies.get("Stylesheet", 0)
        all_of_it = load.without_pictures
        self.said[stop.name] = f"{words / KB:.1f} kB HTML and CSS, {all_of_it / KB:.1f} kB with fonts"
        if stop.name.startswith("text") and load.of(*load.bytes_by_kind) > WORDS_ALONE:
            yield f"the page weighs {load.of(*load.bytes_by_kind):,} bytes, more than {WORDS_ALONE:,}"
        if stop.name.startswith("article"):
            if words > WORDS_AND_LOOK:
                yield f"HTML and CSS weigh {words:,} bytes, more than {WORDS_AND_LOOK:,}"
            if all_of_it > FIRST_VIEW:
                yield f"the first view weighs {all_of_it:,} bytes without pictures, more than {FIRST_VIEW:,}"

    def _inside(self, page: Page) -> Iterator[str]:
        yield from (f"has a script: {each}" for each in page.evaluate(SCRIPTS))
        headings = page.evaluate(HEADINGS)
        if len(headings) != 1:
            yield f"has {len(headings)} headings of the first rank: {headings}"
        yield from (f"leads to #{each}, which is not there" for each in page.evaluate(FRAGMENTS))
        self.links.update(
            url.partition("#")[0] for url in page.evaluate(LINKS) if url.startswith(f"{self.base}/")
        )
        for width in (ENLARGED, NARROWEST):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            yield from (f"{width}: {what}" for what in sideways(page))
        page.set_viewport_size({"width": ENLARGED * 2, "height": HEIGHT})
        page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": TWICE}})
        yield from (f"type at 200 %: {what}" for what in sideways(page))
