"""Every kind of page readers meet, looked at by the checkers of others and by our own.

`bin/check-site` runs it beside a demo that is thrown away, whose address is in SITE_URL:

python -m checks.site [--only WORD] [--skip CHECK ...] [--pictures FOLDER]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

import django
from playwright.sync_api import Browser, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
# Playwright runs a loop of its own, which Django would take for a server that must not wait for its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from checks import lighthouse, markup, site_pages, site_staging, standards  # noqa: E402  # models can be imported only now
from checks.promises import Promises  # noqa: E402
from checks.visiting import CHROMIUM, Round, Stop, Visitor  # noqa: E402

HTML, AXE, OWN, LIGHTHOUSE, SCHEMAS = "html", "axe", "own", "lighthouse", "schemas"
CHECKS = (HTML, AXE, OWN, LIGHTHOUSE, SCHEMAS)
BROKEN = 400


@dataclass(slots=True)
class Report:
    """One line for each page and check, and what is wrong below it."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    """Checks that could not be made here."""
    begun: float = field(default_factory=time.monotonic)
    speaking: Lock = field(default_factory=Lock)

    def line(self, check: str, name: str, wrong: Iterable[str], said: str = "") -> None:
        """Say how a check ended."""
        found = list(wrong)
        first = f"{'WRONG' if found else 'ok':<6}{check:<11}{name:<38}{said}".rstrip()
        # Two checks speak at once.
        with self.speaking:
            self.passed, self.failed = self.passed + (not found), self.failed + bool(found)
            sys.stdout.writelines(
                f"{each}\n" for each in [first, *(f"      {x}" for x in dict.fromkeys(found))]
            )
            sys.stdout.flush()

    def not_held(self, check: str, name: str, why: str) -> None:
        """Say that a check could not be made here; it neither passed nor failed."""
        with self.speaking:
            self.skipped += 1
            sys.stdout.write(f"{'–':<6}{check:<11}{name:<38}{why}\n")
            sys.stdout.flush()

    def end(self) -> int:
        """The last line; returns the exit status."""
        seconds = time.monotonic() - self.begun
        counted = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        sys.stdout.write(f"{counted}, in {seconds:.0f} s.\n")
        return 1 if self.failed else 0


def look(base: str, stops: list[Stop], checks: set[str], pictures: Path | None, report: Report) -> None:
    """Go through the pages: two browsers side by side, then Lighthouse alone, because it measures."""
    with ThreadPoolExecutor(max_workers=2) as both, tempfile.TemporaryDirectory() as folder:
        going = [both.submit(_own, base, stops, checks, Path(folder), report)]
        if AXE in checks:
            going.append(both.submit(_axe, base, stops, pictures, report))
        for each in going:
            each.result()
    if LIGHTHOUSE in checks:
        _lighthouse(base, stops, report)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=CHROMIUM)
        yield browser
        browser.close()


def _own(base: str, stops: list[Stop], checks: set[str], folder: Path, report: Report) -> None:
    """Our own promises; the HTML they met goes to the HTML checker."""
    with _browser() as browser:
        promises = Promises(browser, base, folder)
        for stop in stops:
            wrong = list(promises.check(stop))
            if OWN in checks:
                report.line(OWN, stop.name, wrong, promises.said.get(stop.name, ""))
    if OWN in checks:
        report.line(OWN, f"{len(promises.links)} links between pages", _broken(base, promises.links))
    if HTML in checks:
        errors = markup.errors(folder)
        for stop in stops:
            report.line(HTML, stop.name, errors.get(stop.name, ()))


def _schemas(base: str, only: str, report: Report) -> None:
    """Files for machines against the schemas of others, where these are to be had."""
    for outcome in standards.outcomes(base):
        if only not in outcome.name:
            continue
        if outcome.wrong is None:
            report.not_held(SCHEMAS, outcome.name, outcome.said)
        else:
            report.line(SCHEMAS, outcome.name, outcome.wrong, outcome.said)


def _axe(base: str, stops: list[Stop], pictures: Path | None, report: Report) -> None:
    with _browser() as browser:
        visitor = Visitor(browser, base, pictures)
        for stop in stops:
            looks: dict[str, list[str]] = {}
            for finding in visitor.go([Round("a reader", (stop,))]):
                looks.setdefault(finding.what, []).append(finding.where)
            report.line(AXE, stop.name, [f"{', '.join(where)}: {what}" for what, where in looks.items()])


def _lighthouse(base: str, stops: list[Stop], report: Report) -> None:
    for stop in stops:
        if stop.name not in site_pages.MEASURED:
            continue
        wanted = [name for name in lighthouse.CATEGORIES if stop.name != site_pages.UNLISTED or name != "seo"]
        marks = lighthouse.measure(base + stop.path, tuple(wanted))
        full = all(marks.of(name) == lighthouse.FULL for name in wanted)
        report.line(LIGHTHOUSE, stop.name, [] if full else [str(marks), *marks.lost], str(marks))


def _broken(base: str, links: set[str]) -> Iterable[str]:
    """The links that lead nowhere."""
    address = urlsplit(base)
    for url in sorted(links):
        connection = HTTPConnection(address.hostname or "", address.port, timeout=20)
        parts = urlsplit(url)
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        status = connection.getresponse().status
        connection.close()
        if status >= BROKEN:
            yield f"{url.removeprefix(base)} answers {status}"


def main() -> int:
    """Print what each check says of each page; 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only pages and files whose name contains this")
    parser.add_argument("--skip", action="append", choices=CHECKS, default=[], help="leave this check out")
    parser.add_argument("--pictures", type=Path, help="keep a picture of each page in this folder")
    given = parser.parse_args()
    if given.pictures:
        given.pictures.mkdir(parents=True, exist_ok=True)
    site_staging.stage()
    stops = [stop for stop in site_pages.stops() if given.only in stop.name]
    report, checks = Report(), set(CHECKS) - set(given.skip)
    if SCHEMAS in checks:
        _schemas(os.environ["SITE_URL"], given.only, report)
    look(os.environ["SITE_URL"], stops, checks, given.pictures, report)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
