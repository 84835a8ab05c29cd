"""Do what has to be done once a minute: mails, news of scheduled stories, tidying up."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.tick import tick

SAID = {
    "begun": "scheduled stories that began",
    "mail": "mails sent",
    "tidy": "old rows forgotten",
    "plates": "plates set",
    "pings": "addresses told to hubs and search engines",
    "embeds": "embeds that providers told of",
}


class Command(BaseCommand):
    help = (
        "Send the desk's mails, tell writers of scheduled stories that began, tidy up. Run it every minute; "
        "running it twice at once does nothing twice. Stories appear and disappear on the minute without it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        report = tick()
        failed = []
        for name, result in report.items():
            if isinstance(result, str):
                failed.append(f"{name}: {result}")
            else:
                self.stdout.write(f"{result:>6}  {SAID[name]}")
        if failed:
            raise CommandError("; ".join(failed))
