"""What every test may use: people by role, a client for each, and a browser where there is one.

Articles, editions and the rest come from tests/factories.py.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timedelta
from typing import Any

import hypothesis
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from tests.listening import Listening, listening_server

MIGRATED_ROLES: dict[str, list[tuple[str, str]]] = {}
# A property holds however slow the machine is; a limit in milliseconds would be a test of the machine.
hypothesis.settings.register_profile("newsroom", deadline=None)
hypothesis.settings.load_profile("newsroom")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str:
    """Return the path of the system's Chromium (CHROMIUM names another one); "" when there is none."""
    candidates = (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES)
    return next((path for name in candidates if name and (path := shutil.which(name))), "")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the browser tests last, for they are slow and empty tables; without Chromium leave them out."""
    for_browser = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if not item.get_closest_marker("browser")]
    if find_chromium():
        items += for_browser
    elif for_browser:
        config.hook.pytest_deselected(items=for_browser)


def pytest_report_header() -> str:
    """Say which browser the run uses."""
    return f"chromium: {find_chromium() or 'none installed, so the browser tests are left out'}"


def _roles() -> dict[str, list[tuple[str, str]]]:
    """The roles as the migration made them: the permissions of each, as application and code name."""
    return {
        group.name: [(p.content_type.app_label, p.codename) for p in group.permissions.all()]
        for group in Group.objects.prefetch_related("permissions__content_type")
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the test database, and remember the roles its migrations made."""
    with django_db_blocker.unblock():
        MIGRATED_ROLES.update(_roles())


def _empties_tables(item: pytest.Item) -> bool:
    """A test with transactions of its own ends by emptying every table."""
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        fixtures & {"transactional_db", "live_server"}
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """Bring the roles back after a test that took them along; after the last one there is no database."""
    yield
    if nextitem is None or not _empties_tables(item):
        return
    with item.config.stash[blocking_manager_key].unblock():
        known = {
            (p.content_type.app_label, p.codename): p
            for p in Permission.objects.select_related("content_type")
        }
        for name, permissions in MIGRATED_ROLES.items():
            Group.objects.create(name=name).permissions.set([known[key] for key in permissions])


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the system's Chromium instead of one downloaded for the purpose."""
    return {**browser_type_launch_args, "executable_path": find_chromium()}


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    """Start every test with an empty cache: the publication and the rate limits live in it."""
    cache.clear()
    yield
    cache.clear()


type MakeUser = Callable[..., User]


@pytest.fixture
def make_user(db: None) -> MakeUser:
    """Return a function that makes a user of the desk with the given role ("" for none)."""

    def make(username: str, role: str = "", **fields: Any) -> User:
        user = User.objects.create_user(
            username, f"{username}@news.example", "a password of the tests", is_staff=True, **fields
        )
        if role:
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def contributor(make_user: MakeUser) -> User:
    """Write drafts of their own."""
    return make_user("contributor", "Contributor")


@pytest.fixture
def reporter(make_user: MakeUser) -> User:
    """Writes and submits."""
    return make_user("reporter", "Reporter")


@pytest.fixture
def desk(make_user: MakeUser) -> User:
    """Desk editor: assigns, approves, publishes."""
    return make_user("desk", "Desk editor")


@pytest.fixture
def copy_editor(make_user: MakeUser) -> User:
    """Copy editor: reads everything before it goes out."""
    return make_user("copy", "Copy editor")


@pytest.fixture
def standards(make_user: MakeUser) -> User:
    """Standards editor: corrections and retractions."""
    return make_user("standards", "Standards editor")


@pytest.fixture
def managing(make_user: MakeUser) -> User:
    """Managing editor: everything the newsroom may do."""
    return make_user("managing", "Managing editor")


@pytest.fixture
def outsider(db: None) -> User:
    """Has an account, and no place in the newsroom."""
    return User.objects.create_user("outsider", "outsider@news.example", "a password of the tests")


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """Return a function that gives a client logged in as somebody."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


class Clock:
    """The server's clock, which a test may put forward instead of waiting."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self._real = timezone.now
        self._stopped: datetime | None = None

    def now(self) -> datetime:
        """The time it shows."""
        return (self._stopped or self._real()) + self.ahead

    def stop(self) -> None:
        """Let it go on only when it is put forward."""
        self._stopped = self._real()

    def pass_time(self, time: timedelta) -> None:
        """Put it forward by that much."""
        self.ahead += time

    def put_to(self, moment: datetime) -> None:
        """Let it show that moment, and go on from there."""
        self.ahead = moment - (self._stopped or self._real())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Put the server's clock into the test's hands."""
    made = Clock()
    monkeypatch.setattr(timezone, "now", made.now)
    return made


@pytest.fixture
def listening() -> Iterator[Listening]:
    """A server that writes down what it is told."""
    with listening_server() as server:
        yield server
