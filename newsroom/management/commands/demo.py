"""Serve a Newsroom to try out; `make demo` calls this."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from newsroom import demo


class Command(BaseCommand):
    help = "Prepare database, accounts and sample stories, then serve them with the production server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on")
        parser.add_argument("--prepare-only", action="store_true", help="do everything but serve")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo.check_address(options["host"], options["port"])
            accounts = demo.prepare(self.stdout.write)
        except demo.DemoError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(demo.notice(accounts))
        if options["prepare_only"]:
            return
        connections.close_all()
        sys.stdout.flush()
        # It ends with the server, which will be the process that started it.
        subprocess.Popen(demo.minute_command(), stdout=subprocess.DEVNULL)  # noqa: S603
        command = demo.server_command(options["host"], options["port"])
        # The server takes the place of this process: Ctrl-C and SIGTERM reach it and nobody in between.
        os.execv(command[0], command)  # noqa: S606 no shell, and our own arguments
