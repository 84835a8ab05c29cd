"""Do what has to be done once a minute: mails, news of scheduled stories, tidying up."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from newsroom.tick import tick

SAID = {
    "begun": "scheduled stories that began",
    "mail": "mails sent",
    "tidy": "old rows forgotten",
    "plates": "plates set",
    "pings": "addresses told to hubs and search engines",
    "pictures": "pictures finished",
    "embeds": "embeds that providers told of",
}

BEHIND = 10
"""How far it stands back where it goes on beside a server (nice(2): 19 at most)."""


class Command(BaseCommand):
    help = (
        "Send the desk's mails, tell writers of scheduled stories that began, tidy up. Run it every minute; "
        "running it twice at once does nothing twice. Stories appear and disappear on the minute without it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="go on, as long as the process lives that started this one; for where there is no cron",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["every"]:
            self._once()
            return
        # Readers and the desk come first, on a machine that serves them too.
        os.nice(BEHIND)
        parent = os.getppid()
        repeat(self._again, options["every"], lambda: os.getppid() == parent)

    def _once(self) -> None:
        report = tick()
        failed = []
        for name, result in report.items():
            if isinstance(result, str):
                failed.append(f"{name}: {result}")
            else:
                self.stdout.write(f"{result:>6}  {SAID[name]}")
        if failed:
            raise CommandError("; ".join(failed))

    def _again(self) -> None:
        close_old_connections()
        try:
            self._once()
        except (CommandError, DatabaseError) as error:
            # The next minute may be better: a mail server or a database comes back.
            self.stderr.write(f"tick: {error}")


def repeat(
    do: Callable[[], None],
    seconds: int,
    goes_on: Callable[[], bool],
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Do something once every so many seconds, as long as it goes on; that is looked at every second."""
    while goes_on():
        do()
        for _ in range(seconds):
            pause(1)
            if not goes_on():
                return
