"""nginx answers from copies of its own, and they are as true and as public as Newsroom's pages."""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import floor
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import ledger as ledgers
from articles.models import Change, Edition
from articles.publishing import publish
from articles.withdrawals import retract, take_down
from newsroom.pagecache import front
from newsroom.pagecache import nginx as copies
from newsroom.pagecache.explain import HEADER
from newsroom.pagecache.front import StartResponse
from newsroom.pagecache.nginx import Store
from newsroom.pagecache.wanted import Environ
from tests.conftest import Clock
from tests.factories import SectionFactory, approved, published, revise
from tests.nginx import PROGRAM, SHIPPED, age, free_port, nginx, shipped
from tests.pagecache.conftest import Site
from tests.pagecache.test_front import DECODED
from tests.pagecache.through import Through

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed (apt-get install nginx-light)"),
]

HIT = "nginx, hit"
AT_MOST = 30
KEY = "http://testserver/ plain system"


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int, int]]:
    """An nginx for all tests here: the folder of its copies, its port, and that of whom it asks."""
    folder, port, door = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    with nginx(folder, shipped(port, door, folder / "store"), port):
        yield folder / "store", port, door
    # Nothing that was done to its folder alarmed it.
    assert "[crit]" not in (folder / "nginx.log").read_text()


@pytest.fixture
def through(ports: tuple[Path, int, int], monkeypatch: pytest.MonkeyPatch) -> Iterator[Through]:
    store, port, door = ports
    site = Site(folder=store)
    monkeypatch.setattr(ledgers, "ledger", site.ledger)
    store_of(site).begin()
    made = Through(site, store, port, door)
    yield made
    made.close()


@pytest.fixture
def story() -> Edition:
    return published(headline="The dam holds", section=SectionFactory())


def store_of(site: Site) -> Store:
    assert site.store is not None
    return site.store


def keep(through: Through, path: str, **headers: str) -> None:
    """Let nginx have a copy."""
    through.get(path, **headers)
    assert through.get(path, **headers).state == HIT


# --- What nginx answers ---


def test_the_second_reader_never_reaches_newsroom(through: Through, story: Edition) -> None:
    path = story.get_absolute_url()
    first, second = through.get(path), through.get(path)
    assert (first.state, second.state) == ("miss", HIT)
    assert first.body == second.body == through.site.fresh(path).body
    assert through.asked == [path]
    assert not {"x-accel-expires", "surrogate-key", "x-keep-as"} & (set(first.headers) | set(second.headers))
    apart = ("x-cache", "date", "connection")
    one, two = ({k: v for k, v in answer.headers.items() if k not in apart} for answer in (first, second))
    assert one == two


def test_nginx_says_304_to_who_has_the_page(through: Through, story: Edition) -> None:
    path = story.get_absolute_url()
    etag = through.get(path, accept_encoding="br").headers["etag"]
    known = through.get(path, accept_encoding="br", if_none_match=f'"other", {etag}')
    assert (known.status, known.state, known.body, known.headers["etag"]) == ("304", HIT, b"", etag)
    assert through.get(path, accept_encoding="gzip", if_none_match=etag).status == "200"
    assert through.get(path, accept_encoding="br", if_none_match='"other"').status == "200"
    date = through.get("/feed/").headers["last-modified"]
    assert through.get("/feed/", if_modified_since=date).status == "304"


@pytest.mark.parametrize(
    ("accepted", "also", "encoding"),
    [
        ("gzip, deflate, br, zstd", "BR", "br"),
        ("gzip, zstd", "zstd,deflate", "zstd"),
        ("gzip, deflate", "gzip", "gzip"),
        ("identity", "brotli, x-br", None),
    ],
)
def test_readers_share_the_copy_in_their_encoding(
    through: Through, story: Edition, accepted: str, also: str, encoding: str | None
) -> None:
    path = story.get_absolute_url()
    keep(through, path, accept_encoding=accepted)
    answer = through.get(path, accept_encoding=also)
    assert (answer.state, answer.headers.get("content-encoding")) == (HIT, encoding)
    assert b"The dam holds" in DECODED[encoding](answer.body)


def test_light_and_dark_are_two_copies_and_other_cookies_none(through: Through, story: Edition) -> None:
    path = story.get_absolute_url()
    keep(through, path)
    keep(through, path, cookie="counter=1; theme=dark")
    plain, dark = through.get(path, cookie="counter=2"), through.get(path, cookie="theme=dark;a=b")
    assert (plain.state, dark.state) == (HIT, HIT)
    assert plain.body == through.site.fresh(path).body
    assert dark.body == through.site.fresh(path, cookie="theme=dark").body
    assert through.get(path, cookie="theme=<script>").body == plain.body


# --- How long ---


def correct(story: Edition) -> None:
    revise(story.article, "<p>The lake rose.</p>")
    publish(story.article, by=None, change=Change.CORRECTION, note="It was the lake.")


@pytest.mark.parametrize(
    "change",
    [
        correct,
        lambda story: retract(story.article, by=None, note="We were wrong.", keep_text=False),
        lambda story: take_down(story.article, by=None, reason="A court", note="Gone."),
    ],
)
def test_what_changes_is_gone_everywhere_and_nothing_else(
    through: Through, story: Edition, change: Callable[[Edition], None]
) -> None:
    apart = SectionFactory().get_absolute_url()
    assert story.section is not None
    pages = [story.get_absolute_url(), "/", story.section.get_absolute_url(), "/feed/", "/corrections/"]
    before = {}
    for path in [*pages, apart]:
        keep(through, path)
        keep(through, path, accept_encoding="br")
        before[path] = through.get(path).body
    change(story)
    through.site.look()
    changed = [path for path in pages if through.site.fresh(path).body != before[path]]
    assert len(changed) >= len(pages) - 1
    for path in changed:
        new = through.get(path)
        assert (new.state, new.body) == ("miss", through.site.fresh(path).body), path
        assert DECODED["br"](through.get(path, accept_encoding="br").body) == new.body
        assert through.get(path).state == HIT
    assert through.get(apart).state == HIT


def test_a_copy_of_what_memory_has_dropped_is_taken_away_all_the_same(
    through: Through, story: Edition
) -> None:
    path = story.get_absolute_url()
    keep(through, path)
    shelf = through.site.cache.shelf
    shelf.most_bytes = shelf._limits[False] = 1
    through.get("/")
    assert len(shelf) == 1
    correct(story)
    through.site.look()
    assert "The lake rose." in through.get(path).text


def test_an_answer_that_becomes_a_file_too_late_is_taken_away_at_the_next_round(
    through: Through, story: Edition, tmp_path: Path
) -> None:
    path = story.get_absolute_url()
    keep(through, path)
    [copy] = [file for file in through.store.glob("[0-9a-f]*") if any(file.read_bytes()[:16])]
    shutil.copy(copy, tmp_path)
    correct(story)
    through.site.look()
    shutil.move(tmp_path / copy.name, copy)
    assert "The lake rose." not in through.get(path).text
    store_of(through.site).round()
    assert "The lake rose." in through.get(path).text


def test_a_page_that_is_outdated_while_it_is_made_is_not_handed_over(
    through: Through, story: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, path = through.site, story.get_absolute_url()

    def slow(environ: Environ, start_response: StartResponse) -> list[bytes]:
        made = [b"".join(site.django(environ, start_response))]
        correct(story)
        site.look()
        return made

    monkeypatch.setattr(site.cache, "application", slow)
    assert through.get(path).state == "miss"
    monkeypatch.setattr(site.cache, "application", site.django)
    assert "The lake rose." in through.get(path).text


def test_rounds_end_when_everything_must_have_arrived(
    through: Through, story: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, now = store_of(through.site), time.monotonic()
    correct(story)
    through.site.look()
    monkeypatch.setattr(time, "monotonic", lambda: now + AT_MOST)
    store.round()
    monkeypatch.undo()
    keep(through, "/")
    store.round()
    assert through.get("/").state == HIT


def test_a_page_is_handed_over_until_the_last_whole_second_before_it_changes(
    through: Through, story: Edition, clock: Clock
) -> None:
    clock.stop()
    site = through.site

    def handed_over() -> str | None:
        return site.get("/", x_keep_as=KEY).headers.get("x-accel-expires")

    now = timezone.now()
    assert handed_over() == f"@{floor(now.timestamp() + 60) - 1}"
    publish(approved(), by=None, at=now + timedelta(seconds=20.5))
    site.look()
    assert handed_over() == f"@{floor(now.timestamp() + 20.5) - 1}"
    clock.pass_time(timedelta(seconds=20))
    site.look()
    assert handed_over() is None
    clock.pass_time(timedelta(seconds=1))
    site.look()
    assert handed_over() is not None


def test_no_copy_is_sent_after_its_moment(through: Through) -> None:
    moment = timezone.now() + timedelta(seconds=2.5)
    publish(approved(), by=None, at=moment)
    keep(through, "/")
    until = time.monotonic() + AT_MOST
    while True:
        asked_at = time.time()
        answer = through.get("/")
        if answer.state != HIT:
            break
        assert asked_at < moment.timestamp()
        assert time.monotonic() < until


def test_while_the_database_is_gone_nginx_is_given_nothing(
    through: Through, story: Edition, clock: Clock
) -> None:
    path = story.get_absolute_url()
    through.site.get(path)
    clock.put_to(timezone.now() + timedelta(seconds=2))
    through.site.ledger.is_blind = True
    through.site.ledger.look = lambda **_: False  # type: ignore[method-assign]
    answers = [through.get(path) for _ in range(2)]
    assert [answer.state for answer in answers] == ["hit, unverified"] * 2


def test_a_server_that_is_gone_is_stood_in_for(through: Through, story: Edition) -> None:
    path = story.get_absolute_url()
    keep(through, path)
    age(through.store, 100)
    through.close()
    answer = through.get(path)
    assert (answer.status, answer.state) == ("200", "nginx, stale, the server is gone")
    assert through.get("/").status == "502"
    age(through.store, 3700)
    assert through.get(path).status == "502"


@pytest.mark.parametrize("status", ["404 Not Found", "500 Internal Server Error", "503 Service Unavailable"])
def test_what_the_server_says_counts_for_more_than_a_copy(
    through: Through, story: Edition, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = story.get_absolute_url()
    keep(through, path)
    age(through.store, 100)

    def answer(environ, start_response):
        start_response(status, [("Content-Length", "0")])
        return []

    monkeypatch.setattr(through.site, "cache", answer)
    assert through.get(path).status == status[:3]


# --- What is nobody else's business ---

WORDS = "a" * 300


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": f"{settings.SESSION_COOKIE_NAME}=abc"},
        {"cookie": f"theme=dark; {settings.CSRF_COOKIE_NAME}=abc"},
        {"cookie": "messages=abc"},
        {"authorization": "Basic abc"},
        {"accept_encoding": "br;q=0, gzip"},
        {"accept_encoding": "*"},
        {"method": "POST"},
        {"method": "OPTIONS"},
        {"host": "evil.example"},
        {"body": "x=1"},
    ],
)
def test_a_request_of_somebodys_own_goes_past_the_copies(
    through: Through, story: Edition, headers: dict[str, str]
) -> None:
    path = story.get_absolute_url()
    for _ in range(2):
        through.get(path, **headers, x_keep_as=KEY)
    assert (len(through.asked), through.copies()) == (2, 0)
    keep(through, path)
    assert through.get(path, **headers).state != HIT


@pytest.mark.parametrize(
    "trick",
    [
        "/{}",
        "{}?",
        "{}?utm_source=letter",
        "/.{}",
        "/x/..{}",
        "{}%2e/",
        "{};a=b",
        "{}//",
        "/%32026{}",
        "{}" + WORDS,
        "{}:80/",
        "http://testserver{}?",
    ],
)
def test_only_an_address_as_we_write_it_has_a_copy(through: Through, story: Edition, trick: str) -> None:
    path = story.get_absolute_url()
    for _ in range(2):
        assert through.get(trick.format(path)).state != HIT
    assert through.copies() == 0
    keep(through, path)
    assert through.get(path).body == through.site.fresh(path).body


@pytest.mark.parametrize(
    "headers",
    [
        {"range": "bytes=0-10"},
        {"if_none_match": "*"},
        {"if_modified_since": "Wed, 21 Oct 2099 07:28:00 GMT"},
        {"method": "HEAD"},
        {"x_forwarded_host": "evil.example"},
        {"x_forwarded_proto": "https"},
        {"x_original_url": "/evil/"},
        {"x_http_method_override": "POST"},
        {"accept_language": "de"},
        {"user_agent": "evil<script>"},
        {"cookie": "theme=<script>"},
        {"cookie": "x" * 5000},
        {"x_accel_expires": "@9999999999"},
        {"x_keep_as": KEY},
    ],
)
def test_no_reader_can_spoil_a_copy(through: Through, story: Edition, headers: dict[str, str]) -> None:
    for path in (story.get_absolute_url(), "/feed/", "/"):
        through.get(path, **headers)
        answer = through.get(path)
        assert (answer.status, answer.body) == ("200", through.site.fresh(path).body), path


def test_what_newsroom_does_not_keep_nginx_does_not_either(through: Through, story: Edition) -> None:
    for path in (
        f"{story.get_absolute_url()}report/",
        "/no-such-page/",
        "/admin/login/",
        "/health/",
        f"{story.get_absolute_url()}".rstrip("/"),
    ):
        for _ in range(2):
            assert not through.get(path).state.startswith("nginx"), path
    assert through.copies() == 0


def test_the_configuration_names_the_cookies_of_a_session() -> None:
    text = SHIPPED.read_text()
    assert f'"~{settings.SESSION_COOKIE_NAME}|{settings.CSRF_COOKIE_NAME}|messages" past;' in text


# --- Whose store it is ---


def test_a_process_that_begins_empties_the_store(through: Through, story: Edition) -> None:
    keep(through, story.get_absolute_url())
    Store(through.store, through.site.ledger).begin()
    assert through.copies() == 0
    assert through.get(story.get_absolute_url()).state == "hit"


@contextmanager
def another_process(store: Path) -> Iterator[None]:
    """What is seen of another process that shares the store, while it lives."""
    with (store / "temp" / "1.alive").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_what_a_process_that_ended_had_handed_over_is_taken_away(through: Through, story: Edition) -> None:
    store = store_of(through.site)
    with another_process(through.store):
        keep(through, story.get_absolute_url())
        store._again.clear()
        store.round()
        assert through.copies() == 1
    store.round()
    assert through.copies() == 0
    store._again.clear()
    keep(through, story.get_absolute_url())
    store.round()
    assert through.copies() == 1


def test_a_store_that_cannot_be_used_is_given_nothing_until_it_can(
    site: Site, story: Edition, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    site.cache.store = store = Store(tmp_path / "missing", site.ledger)
    for _ in range(3):
        store.round()
        assert "x-accel-expires" not in site.get("/", x_keep_as=KEY).headers
    assert caplog.text.count("NGINX_STORE cannot be used") == 1
    (tmp_path / "missing").mkdir()
    store.round()
    assert "x-accel-expires" in site.get("/", x_keep_as=KEY).headers


def test_more_than_can_be_noted_is_not_handed_over(
    through: Through, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(copies, "MOST_NOTED", 1)
    keep(through, "/")
    assert [through.get("/feed/").state for _ in range(2)] == ["miss", "hit"]
    clock.pass_time(timedelta(minutes=4))
    through.get("/feed/")
    assert through.get("/feed/").state == HIT


def test_without_the_setting_nothing_is_said_to_nginx(site: Site, story: Edition) -> None:
    for path in (story.get_absolute_url(), "/"):
        for _ in range(2):
            assert "x-accel-expires" not in site.get(path, x_keep_as=KEY).headers


def test_only_whole_answers_are_handed_over(through: Through, story: Edition) -> None:
    etag = through.site.get("/").headers["etag"]
    for headers in ({"if_none_match": etag}, {"method": "HEAD"}):
        assert "x-accel-expires" not in through.site.get("/", x_keep_as=KEY, **headers).headers
    assert "x-accel-expires" in through.site.get("/", x_keep_as=KEY).headers


# --- Why is this page old? ---


def test_the_desk_says_until_when_nginx_may_have_a_copy(
    through: Through,
    story: Edition,
    client_for: Callable[[User], Client],
    desk: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(front, "serving", [through.site.cache])
    client, path = client_for(desk), story.get_absolute_url()
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    def told() -> tuple[str, str]:
        page = through.get(f"{reverse('desk_kept_pages')}?path={path}", cookie=cookie)
        return through.get(path, cookie=cookie).headers[HEADER.lower()], page.text

    header, page = told()
    assert "at nginx" not in header
    assert "Copy at nginx until" in page
    keep(through, path)
    header, page = told()
    assert "; at nginx until 20" in header
    assert "let nginx keep</th><td>1</td>" in page
    correct(story)
    through.site.look()
    header, page = told()
    assert "at nginx" not in header
    assert "let nginx keep</th><td>0</td>" in page


def test_the_desk_alarms_when_the_store_cannot_be_used(
    site: Site,
    client_for: Callable[[User], Client],
    desk: User,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(front, "serving", [site.cache])
    page = client_for(desk).get(reverse("desk_kept_pages")).content.decode()
    assert "nginx" not in page
    site.cache.store = Store(tmp_path / "missing", site.ledger)
    page = client_for(desk).get(reverse("desk_kept_pages")).content.decode()
    assert "none: the folder of NGINX_STORE cannot be used" in page
