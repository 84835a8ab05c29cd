"""Fill an installation with the sample publication of seeds/."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.wire.parsed import Refused
from articles.workflow import NotPossible
from newsroom.seeding import SeedError, Seeds


class Command(BaseCommand):
    help = "Load the sample publication: sections, authors, stories in every state. Twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = settings.BASE_DIR / "seeds"
        parser.add_argument("--folder", type=Path, default=default, help="where the seeds lie")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for line in Seeds(options["folder"], timezone.now()).load():
                self.stdout.write(line)
        except (SeedError, Refused, NotPossible, OSError) as error:
            raise CommandError(f"The seeds cannot be loaded: {error}") from error
