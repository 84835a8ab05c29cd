"""Import copy as drafts: plain text or Markdown, from files, folders or standard input."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track
from rich.table import Table

from articles.wire.batch import Item, Order, entries, run
from articles.wire.load import Defaults
from articles.wire.parsers import FORMATS

RESULTS = ("created", "updated", "unchanged", "refused")


class Command(BaseCommand):
    help = (
        "Import copy as drafts (docs/copy-format.md). Exit status: 0 all in, 1 some refused, 2 nothing done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input"
        )
        parser.add_argument(
            "--format", default="auto", choices=["auto", *FORMATS], help="how to read the files"
        )
        parser.add_argument("--section", default="", help="section of stories that name none")
        parser.add_argument("--author", default="", help="byline of stories that name nobody")
        parser.add_argument(
            "--by", default="", metavar="USERNAME", help="the account the revisions are logged under"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish what was never public and passes the checklist"
        )
        parser.add_argument("--dry-run", action="store_true", help="check everything, keep nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = entries(options["paths"])
        order = Order(
            by=_person(options["by"]),
            format=options["format"],
            defaults=Defaults(section=options["section"], author=options["author"]),
            publish=options["publish"],
            dry_run=options["dry_run"],
        )
        items: Iterable[Item] = run(batch, order, sys.stdin.buffer)
        if sys.stderr.isatty() and not options["json"]:
            items = track(items, total=len(batch), description="Importing", console=Console(stderr=True))
        done = list(items)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(done, dry_run=order.dry_run), ensure_ascii=False, indent=2))
        else:
            _print(done, _console(self.stdout), dry_run=order.dry_run)
        if status := _exit_status(done):
            sys.exit(status)


def _console(out: Any) -> Console:
    """Where the report goes: the terminal's width, or wide enough for a log."""
    return Console(file=out, width=None if sys.stdout.isatty() else 160, markup=False, emoji=False)


def _person(username: str) -> Any:
    if not username:
        return None
    found = get_user_model().objects.filter(username=username).first()
    if found is None:
        raise CommandError(f"There is no account “{username}”.", returncode=2)
    return found


def _exit_status(items: list[Item]) -> int:
    """0 all in, 1 some refused (or not published as asked), 2 nothing done."""
    if all(item.result == "refused" for item in items):
        return 2
    return 0 if all(item.is_complete for item in items) else 1


def _counts(items: list[Item]) -> dict[str, int]:
    counted = Counter(item.result for item in items)
    return {result: counted[result] for result in RESULTS}


def _as_json(items: list[Item], *, dry_run: bool) -> dict[str, object]:
    return {"dry_run": dry_run, **_counts(items), "items": [item.as_dict() for item in items]}


def _print(items: list[Item], console: Console, *, dry_run: bool) -> None:
    table = Table("File", "Result", "Headline", "Notes", box=None, pad_edge=False, header_style="bold")
    for item in items:
        notes = [f"{item.field}: {note}" if item.result == "refused" else note for note in item.notes]
        result = f"{item.result}, published" if item.published else item.result
        table.add_row(item.name, result, item.headline, "\n".join(notes))
    if items:
        console.print(table)
    summary = ", ".join(f"{count} {result}" for result, count in _counts(items).items())
    console.print(f"{summary}." if items else "No copy found.", highlight=False)
    if dry_run:
        console.print("Dry run: nothing was kept.", highlight=False)
