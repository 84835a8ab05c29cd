"""Bring the search index up to date: write what is missing, or everything again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.indexing import rebuild


class Command(BaseCommand):
    help = (
        "Index what is public or scheduled and forget the rest (docs/operators.md). May run at any time, "
        "and be stopped at any time: readers and editors never wait for it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="write every entry again, not only the missing ones"
        )
        parser.add_argument(
            "--after", type=int, default=0, metavar="KEY", help="go on after the last key a stopped run named"
        )
        parser.add_argument("--batch", type=int, default=500, help="editions in one transaction (500)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError("A batch holds one edition at least.")
        indexed = forgotten = 0
        for step in rebuild(batch=options["batch"], after=options["after"], anew=options["rebuild"]):
            indexed += step.indexed
            forgotten += step.forgotten
            if options["verbosity"] > 1:
                self.stdout.write(f"up to {step.last}: {indexed} indexed, {forgotten} forgotten")
        self.stdout.write(f"{indexed} indexed, {forgotten} forgotten.")
