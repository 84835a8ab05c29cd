"""A running Newsroom to try out: accounts, static files, sample stories, and the production server.

Everything here is safe to run again: what exists is kept, what is missing is made.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import socket
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import transaction

from articles.models import Article
from newsroom import health
from newsroom.seeding import CAST

ADMINISTRATOR = "admin"
# Without letters and digits that look alike: people type these from a terminal.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
ACCOUNTS_NOTE = "# Made by `make demo`: name, password, mark (tells whether the password is still this one)."
# Seconds the server waits for its workers when it stops. Without a limit, a stop asked for while the workers
# are starting is forgotten and the server stays (docs/operators.md has the measurement).
STOP_LIMIT_SECONDS = 3
HIGHEST_PORT = 65535

type Say = Callable[[str], object]


class DemoError(Exception):
    """The demo cannot start; the message is a sentence for the person who asked for it."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account: its role in words, and the password it was made with, "" when that is not known."""

    username: str
    role: str
    password: str
    is_changed: bool

    @property
    def shown_password(self) -> str:
        """The password to print; somebody who chose their own knows it already."""
        return "(changed)" if self.is_changed else self.password


def accounts_path() -> Path:
    """Where the passwords of the demo accounts are kept, readable by their owner only."""
    return Path(settings.DATA_DIR) / "demo-accounts.txt"


def _new_password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def _mark(user: User) -> str:
    """A fingerprint of the stored hash: comparing it is quick, checking nine passwords takes seconds."""
    return hashlib.sha256(user.password.encode()).hexdigest()[:16]


def _read_accounts() -> dict[str, tuple[str, str]]:
    """Return password and mark by user name, as the last run left them."""
    path = accounts_path()
    if not path.is_file():
        return {}
    known = {}
    for line in path.read_text("utf-8").splitlines():
        match line.split():
            case [name, password, mark] if not line.startswith("#"):
                known[name] = (password, mark)
    return known


def _write_accounts(known: dict[str, tuple[str, str]]) -> None:
    """Replace the file in one move, so that an interrupted run cannot leave half of it."""
    path = accounts_path()
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    lines = [ACCOUNTS_NOTE, *(f"{name} {password} {mark}" for name, (password, mark) in known.items())]
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    new.replace(path)


def _ensure_account(username: str, role: str, known: dict[str, tuple[str, str]]) -> DemoAccount:
    """Make one account if there is none, and note it in `known`; a password somebody chose stays."""
    is_administrator = username == ADMINISTRATOR
    user, _created = User.objects.get_or_create(
        username=username,
        defaults={
            "email": f"{username}@newsroom.example",
            "is_staff": True,
            "is_superuser": is_administrator,
            "password": "",
        },
    )
    if not user.password or not user.has_usable_password():
        password = _new_password()
        user.set_password(password)
        user.save()
        if not is_administrator:
            user.groups.add(Group.objects.get(name=role))
        known[username] = (password, _mark(user))
        return DemoAccount(username, role, password, is_changed=False)
    password, mark = known.get(username, ("", ""))
    # A login may store the same password with a newer hash: then only asking tells.
    is_same = bool(password) and (mark == _mark(user) or user.check_password(password))
    if is_same:
        known[username] = (password, _mark(user))
    return DemoAccount(username, role, password, is_changed=not is_same)


@transaction.atomic
def ensure_accounts() -> list[DemoAccount]:
    """Make the demo accounts that are missing, one for each role and an administrator.

    Returns all of them. A password that somebody changed is never reset, and comes back as changed.
    """
    known = _read_accounts()
    before = dict(known)
    roles = {**CAST, ADMINISTRATOR: "Administrator"}
    accounts = [_ensure_account(username, role, known) for username, role in roles.items()]
    if known != before:
        _write_accounts(known)
    return accounts


def check_address(host: str, port: int) -> None:
    """Raise DemoError, with what to do about it, when nobody can listen on this address."""
    if not 1 <= port <= HIGHEST_PORT:
        raise DemoError(f"PORT is {port}: choose a number from 1 to {HIGHEST_PORT}.")
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise DemoError(f"HOST is {host}, which is no address of this machine.") from error
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen()
        except OSError as error:
            raise DemoError(
                f"Cannot listen on {host}, port {port} ({error.strerror}). "
                f"Choose another port: make demo PORT={port % HIGHEST_PORT + 1}"
            ) from error


def static_fingerprint() -> str:
    """A fingerprint of every static file of the project and its libraries: path, size, time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static(say: Say) -> None:
    """Collect and compress the static files when one of them changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = static_fingerprint()
    if stamp.is_file() and stamp.read_text("utf-8") == fingerprint:
        return
    say("Collecting static files.")
    # Cleared first: Django leaves a file alone that looks older than its copy, whatever is in it.
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint, "utf-8")


def seed(say: Say) -> None:
    """Load the sample stories into a publication that has none, or whose seeding was interrupted."""
    unfinished = Path(settings.DATA_DIR) / "seeding"
    if Article.objects.exists() and not unfinished.exists():
        return
    say("Loading the sample stories.")
    unfinished.touch()
    call_command("seed", verbosity=0, stdout=io.StringIO())
    unfinished.unlink()


def prepare(say: Say) -> list[DemoAccount]:
    """Bring database, static files, accounts and stories up to date; return the accounts."""
    if health.migrations_state() != health.OK:
        say("Preparing the database.")
        call_command("migrate", interactive=False, verbosity=0)
    # Compressing files and making pictures are most of the first start; both leave the other a core.
    with ThreadPoolExecutor(max_workers=1) as beside:
        static = beside.submit(collect_static, say)
        accounts = ensure_accounts()
        seed(say)
        static.result()
    return accounts


def notice(accounts: list[DemoAccount]) -> str:
    """What the person at the terminal needs to know, as a few lines of text."""
    rows = [f"    {account.username:<12} {account.shown_password:<20} {account.role}" for account in accounts]
    return "\n".join(
        [
            "",
            f"  Newsroom   {settings.SITE_URL}/",
            f"  The desk   {settings.SITE_URL}/admin/",
            "",
            *rows,
            "",
            f"  Everything it keeps is in {settings.DATA_DIR}. Ctrl-C stops it.",
            "",
        ]
    )


def minute_command() -> list[str]:
    """The command line of the minute job, which nothing else runs here."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "tick", "--every", "60"]


def server_command(host: str, port: int) -> list[str]:
    """The command line of the production server, for one process with a few threads."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--respawn-failed-workers"),
        *("--workers-kill-timeout", str(STOP_LIMIT_SECONDS), "--log-level", "warning"),
        settings.WSGI_APPLICATION.replace(".application", ":application"),
    ]
