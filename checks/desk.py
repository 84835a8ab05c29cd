"""Every page of the desk, looked at by the role it is made for.

`bin/check-desk` runs it beside a demo that is thrown away, whose address is in SITE_URL:

python -m checks.desk [--pictures FOLDER] [--only WORD]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
# Playwright runs a loop of its own, which Django would take for a server that must not wait for its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from checks import desk_pages, staging  # noqa: E402  # models can be imported only now
from checks.visiting import CHROMIUM, Finding, Visitor  # noqa: E402

# Good practice that Django's own tables of lines break: the column of an object's name has no heading.
SKIPPED = ("empty-table-header",)


def look(address: str, pictures: Path | None, only: str) -> Iterator[Finding]:
    """Go round the desk and yield what is wrong."""
    staging.stage()
    rounds = desk_pages.rounds(only)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=CHROMIUM)
        visitor = Visitor(browser, address, pictures, SKIPPED)
        yield from visitor.go(rounds)
        browser.close()
    sys.stdout.write(f"{visitor.visited} pages at two widths in two themes.\n")


def main() -> int:
    """Print what is wrong; 1 when anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path, help="keep a picture of each page in this folder")
    parser.add_argument("--only", default="", help="only addresses that contain this")
    given = parser.parse_args()
    if given.pictures:
        given.pictures.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for finding in look(os.environ["SITE_URL"], given.pictures, given.only):
        wrong += 1
        sys.stdout.write(f"{finding}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{wrong} findings.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
