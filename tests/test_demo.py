"""The demo: accounts that are made once, files that stay private, and clear words when it cannot start."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import CommandError, call_command

from newsroom import demo

ROOT = Path(project.BASE_DIR)


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    """Keep what the demo writes in a folder of the test."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_there_is_one_account_for_each_role_and_an_administrator(db):
    accounts = demo.ensure_accounts()
    assert [(account.username, account.role) for account in accounts] == [
        ("contributor", "Contributor"),
        ("reporter", "Reporter"),
        ("desk", "Desk editor"),
        ("copy", "Copy editor"),
        ("facts", "Fact-checker"),
        ("legal", "Legal"),
        ("pictures", "Picture editor"),
        ("producer", "Producer"),
        ("standards", "Standards editor"),
        ("managing", "Managing editor"),
        ("admin", "Administrator"),
    ]
    for account in accounts:
        user = User.objects.get(username=account.username)
        assert user.check_password(account.password)
        assert user.is_staff
        assert user.is_superuser == (account.username == "admin")
        assert [group.name for group in user.groups.all()] == ([] if user.is_superuser else [account.role])
    assert len({account.password for account in accounts}) == 11


def test_the_second_run_shows_the_same_passwords_and_changes_nothing(db, data_folder):
    first = demo.ensure_accounts()
    hashes = list(User.objects.order_by("pk").values_list("password", flat=True))
    file = demo.accounts_path().read_text()
    assert demo.ensure_accounts() == first
    assert list(User.objects.order_by("pk").values_list("password", flat=True)) == hashes
    assert demo.accounts_path().read_text() == file


def test_a_changed_password_is_never_reset(db):
    demo.ensure_accounts()
    reporter = User.objects.get(username="reporter")
    reporter.set_password("chosen by the reporter")
    reporter.save()
    shown = {account.username: account.shown_password for account in demo.ensure_accounts()}
    reporter.refresh_from_db()
    assert reporter.check_password("chosen by the reporter")
    assert shown["reporter"] == "(changed)"
    assert [name for name, password in shown.items() if password == "(changed)"] == ["reporter"]


def test_a_password_stored_again_with_a_newer_hash_is_still_the_same(db):
    first = demo.ensure_accounts()
    admin = User.objects.get(username="admin")
    admin.set_password(first[-1].password)
    admin.save()
    assert demo.ensure_accounts() == first


def test_a_lost_password_file_resets_nothing(db):
    demo.ensure_accounts()
    demo.accounts_path().unlink()
    assert {account.shown_password for account in demo.ensure_accounts()} == {"(changed)"}


def test_an_account_that_seeding_made_without_a_password_gets_one(db):
    user = User.objects.create_user("reporter", is_staff=True)
    assert not user.has_usable_password()
    [account] = [account for account in demo.ensure_accounts() if account.username == "reporter"]
    user.refresh_from_db()
    assert user.check_password(account.password)
    assert [group.name for group in user.groups.all()] == ["Reporter"]


def test_the_passwords_are_readable_by_their_owner_only(db):
    demo.ensure_accounts()
    assert stat.S_IMODE(demo.accounts_path().stat().st_mode) == 0o600


def test_a_taken_port_is_named_with_a_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            demo.DemoError, match=rf"^Cannot listen on 127\.0\.0\.1, port {port} \(.*PORT={port + 1}$"
        ):
            demo.check_address("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("127.0.0.1", 0, "PORT is 0: choose a number from 1 to 65535."),
        ("127.0.0.1", 70000, "PORT is 70000: choose a number from 1 to 65535."),
        ("no-such-host.invalid", 8000, "HOST is no-such-host.invalid, which is no address of this machine."),
        ("192.0.2.1", 8000, "Cannot listen on 192.0.2.1, port 8000"),
    ],
)
def test_an_impossible_address_is_explained(host, port, words):
    with pytest.raises(demo.DemoError) as error:
        demo.check_address(host, port)
    assert str(error.value).startswith(words)


def test_the_command_says_it_without_a_traceback(db):
    with pytest.raises(CommandError, match=r"^PORT is 0: choose a number"):
        call_command("demo", port=0)


def test_the_notice_names_the_addresses_the_accounts_and_the_folder(settings, data_folder):
    settings.SITE_URL = "http://127.0.0.1:8000"
    accounts = [
        demo.DemoAccount("desk", "Desk editor", "abcd-efgh", is_changed=False),
        demo.DemoAccount("admin", "Administrator", "", is_changed=True),
    ]
    lines = [line.split() for line in demo.notice(accounts).splitlines() if line]
    assert lines == [
        ["Newsroom", "http://127.0.0.1:8000/"],
        ["The", "desk", "http://127.0.0.1:8000/admin/"],
        ["desk", "abcd-efgh", "Desk", "editor"],
        ["admin", "(changed)", "Administrator"],
        ["Everything", "it", "keeps", "is", "in", f"{data_folder}.", "Ctrl-C", "stops", "it."],
    ]


def test_static_files_are_collected_again_only_when_one_changed(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("body {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    said: list[str] = []
    demo.collect_static(said.append)
    demo.collect_static(said.append)
    assert said == ["Collecting static files."]
    assert (tmp_path / "static" / "site.css").read_text() == "body {}"
    (source / "site.css").write_text("body { margin: 0 }")
    demo.collect_static(said.append)
    assert said == ["Collecting static files."] * 2
    assert (tmp_path / "static" / "site.css").read_text() == "body { margin: 0 }"


def test_a_style_sheet_is_collected_in_one_piece(settings, tmp_path):
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "css/site.css").write_text('@import url("tokens.css");\nbody{color:var(--ink)}\n')
    (source / "fonts").mkdir()
    (source / "fonts/a.woff2").write_bytes(b"a face")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    whole = {"BACKEND": "newsroom.static_files.WholeStyleSheets"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": whole}
    for ink in ("#12181c", "#000"):
        face = "@font-face{src:url(../fonts/a.woff2)}"
        (source / "css/tokens.css").write_text(f":root{{--ink:{ink}}}\n{face}\n")
        demo.collect_static(lambda said: None)
        address = staticfiles_storage.url("css/site.css")
        served = tmp_path / "static" / address.removeprefix(settings.STATIC_URL)
        text = served.read_text()
        assert "@import" not in text
        assert text.index(f"--ink:{ink}") < text.index("body{")
        assert re.search(r"fonts/a\.[0-9a-f]{12}\.woff2", text)


def test_the_server_is_told_how_long_it_may_take_to_stop():
    command = demo.server_command("127.0.0.1", 8000)
    assert command[-1] == "newsroom.wsgi:application"
    assert command[command.index("--workers-kill-timeout") + 1] == "3"


def test_make_help_lists_every_target():
    targets = [
        line.split(":")[0]
        for line in (ROOT / "Makefile").read_text().splitlines()
        if line[:1].isalpha() and ":" in line and "=" not in line.split(":")[0]
    ]
    environment = {"PATH": os.environ["PATH"]}
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert [line.split()[1] for line in listed.splitlines()] == targets
