"""Set the plates of everything that is public."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from newsroom.plating import plate_all


class Command(BaseCommand):
    help = "Set every plate that is missing or old: after an upgrade, or after many stories came in at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--after", type=int, default=0, help="go on after the edition with this key")

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for last, number in plate_all(timezone.now(), after=options["after"]):
            total += number
            if number:
                self.stdout.write(f"{total} plates set; --after {last} goes on from here")
        self.stdout.write(f"{total} plates set.")
