"""Processes of their own: one serves, another publishes; and a database that goes away and comes back."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from articles.freshness import outdate
from articles.ledger import Ledger
from articles.models import Change, Outdated
from articles.publishing import publish
from newsroom.pagecache import watcher
from newsroom.pagecache.watcher import Watcher
from tests.conftest import Clock
from tests.factories import published, revise
from tests.nginx import PROGRAM, free_port, nginx, shipped
from tests.pagecache.conftest import Site

AT_MOST = 180
"""Seconds after which a process that does not do its part has failed."""


def wait_until(true: Callable[[], object]) -> None:
    """Ask again and again. Raises AssertionError when it does not become true."""
    until = time.monotonic() + AT_MOST
    while not true():
        assert time.monotonic() < until


def address_of_database() -> str:
    """The test's own database, as a process of its own finds it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


@contextmanager
def server(folder: Path, **more: str) -> Iterator[int]:
    """The real server with a process that serves the test's database; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DEBUG": "true",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "CRITICAL",
        "DATA_DIR": str(folder),
        "DATABASE_URL": address_of_database(),
        **more,
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--log-level", "critical", "--workers-kill-timeout", "3", "newsroom.wsgi:application"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment) as started:
        try:
            yield port
        finally:
            started.terminate()


def ask(port: int, path: str) -> tuple[str | None, str]:
    """What the cache says, and the page; nothing while nobody answers."""
    reader = HTTPConnection("127.0.0.1", port, timeout=AT_MOST)
    try:
        reader.request("GET", path)
        answer = reader.getresponse()
        return answer.headers["X-Cache"], answer.read().decode()
    except OSError:
        return None, ""
    finally:
        reader.close()


@pytest.mark.django_db(transaction=True)
def test_what_one_process_publishes_another_one_shows(tmp_path: Path) -> None:
    edition = published(headline="The dam holds")
    path = edition.get_absolute_url()
    with server(tmp_path) as port:
        wait_until(lambda: ask(port, path)[0] == "hit")
        revise(edition.article, "<p>The lake rose.</p>")
        publish(edition.article, by=None, change=Change.UPDATE, note="With the lake.")
        wait_until(lambda: "The lake rose." in ask(port, path)[1])
        wait_until(lambda: ask(port, path)[0] == "hit")


@pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed (apt-get install nginx-light)")
@pytest.mark.django_db(transaction=True)
def test_what_one_process_publishes_nginx_shows_and_it_keeps_no_copy_of_a_process_that_ended(
    tmp_path: Path,
) -> None:
    edition = published(headline="The dam holds")
    path, port, store = edition.get_absolute_url(), free_port(), tmp_path / "store"
    store.mkdir()
    with server(tmp_path, NGINX_STORE=str(store)) as door, nginx(tmp_path, shipped(port, door, store), port):
        wait_until(lambda: ask(port, path)[0] == "nginx, hit")
        revise(edition.article, "<p>The lake rose.</p>")
        publish(edition.article, by=None, change=Change.UPDATE, note="With the lake.")
        wait_until(lambda: "The lake rose." in ask(port, path)[1])
        wait_until(lambda: ask(port, path)[0] == "nginx, hit")
    assert any(any(copy.read_bytes()[:16]) for copy in store.glob("[0-9a-f]*"))
    with server(tmp_path, NGINX_STORE=str(store)) as door:
        wait_until(lambda: ask(door, "/health/live/")[1])
        assert not any(any(copy.read_bytes()[:16]) for copy in store.glob("[0-9a-f]*"))


@pytest.mark.django_db(transaction=True)
def test_postgresql_wakes_the_watcher_again_after_its_connection_broke(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if connection.vendor != "postgresql":
        # Not by a mark: a test that empties tables has to begin before it can end.
        pytest.skip("only PostgreSQL wakes")
    # So long that only being woken ends it.
    monkeypatch.setattr(watcher, "AT_LEAST", AT_MOST * 2)
    ledger = Ledger()
    ledger.look()
    stamp, watching = ledger.stamp, Watcher(ledger)

    def two_rounds() -> None:
        try:
            watching.look_when_woken()
            watching.look_when_woken()
        finally:
            connection.close()

    def listening() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%%' AND state = 'idle'")
            return [pid for (pid,) in cursor.fetchall()]

    thread = threading.Thread(target=two_rounds)
    thread.start()
    wait_until(listening)
    [broken] = listening()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [broken])
    wait_until(lambda: set(listening()) - {broken})
    outdate(["section-1"])
    thread.join(AT_MOST)
    assert not thread.is_alive()
    assert not ledger.is_good(["section-1"], stamp)


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_gone_the_last_good_page_is_sent_and_says_so(site: Site, clock: Clock) -> None:
    path = published(headline="The dam holds").get_absolute_url()
    good = site.get(path)
    name, away = Outdated._meta.db_table, "gone"
    with connection.schema_editor() as tables:
        tables.alter_db_table(Outdated, name, away)
    try:
        clock.put_to(timezone.now() + timedelta(seconds=2))
        for _ in range(3):
            answer = site.get(path)
            assert (answer.status, answer.state, answer.body) == ("200", "hit, unverified", good.body)
    finally:
        with connection.schema_editor() as tables:
            tables.alter_db_table(Outdated, away, name)
    site.look()
    assert site.get(path).state == "hit"


@pytest.mark.django_db
def test_no_reader_waits_for_a_thread_that_hangs_in_the_database(site: Site, clock: Clock) -> None:
    path = published(headline="The dam holds").get_absolute_url()
    site.get(path)
    hangs, may_go = threading.Event(), threading.Event()

    def hang() -> None:
        with site.ledger._lock:
            hangs.set()
            may_go.wait(AT_MOST)

    thread = threading.Thread(target=hang)
    thread.start()
    hangs.wait(AT_MOST)
    clock.put_to(timezone.now() + timedelta(seconds=2))
    assert site.get(path).state == "hit, unverified"
    may_go.set()
    thread.join()
    site.look()
    assert site.get(path).state == "hit"
