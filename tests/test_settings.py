"""What an installation refuses to start without, and what follows from the address it is given."""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.exceptions import ImproperlyConfigured
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from newsroom.health import MIGRATED

KEY = "a-key-of-the-tests-that-is-long-enough-0123456789-abcdef"

type LoadSettings = Callable[..., dict[str, Any]]


@pytest.fixture
def load(tmp_path: Path) -> LoadSettings:
    """Return a function that reads the settings file in an environment of nothing but what it is given."""

    def run(**environment: str) -> dict[str, Any]:
        environment = {"DATA_DIR": str(tmp_path / "data"), **environment}
        with mock.patch.dict(os.environ, environment, clear=True):
            return runpy.run_path(str(settings.BASE_DIR / "newsroom" / "settings.py"))

    return run


def test_without_a_secret_key_nothing_starts(load):
    with pytest.raises(ImproperlyConfigured, match=r"^Set SECRET_KEY: "):
        load(SITE_URL="https://news.example")


def test_without_an_address_nothing_starts(load):
    with pytest.raises(ImproperlyConfigured, match=r"^Set SITE_URL to the public address .* \(now: ''\)\.$"):
        load(SECRET_KEY=KEY)


@pytest.mark.parametrize(
    "address",
    [
        *("news.example", "ftp://news.example", "https://news.example/path", "https://"),
        *("https://zeitung-müller.example", "https://news example", "https://me@news.example"),
    ],
)
def test_an_address_that_is_no_scheme_and_host_is_refused(load, address):
    with pytest.raises(ImproperlyConfigured, match=r"^Set SITE_URL "):
        load(SECRET_KEY=KEY, SITE_URL=address)


def test_development_needs_nothing(load):
    values = load(DEBUG="true")
    assert values["SITE_URL"] == "http://127.0.0.1:8000"
    assert values["ALLOWED_HOSTS"] == ["127.0.0.1", "127.0.0.1", "localhost", "[::1]"]


def test_an_https_address_brings_everything_https_needs(load):
    values = load(SECRET_KEY=KEY, SITE_URL="https://news.example/")
    assert values["SITE_URL"] == "https://news.example"
    assert values["ALLOWED_HOSTS"] == ["news.example"]
    assert values["SECURE_SSL_REDIRECT"] is True
    assert values["SECURE_HSTS_SECONDS"] == 31536000
    assert values["SESSION_COOKIE_SECURE"] is True
    assert values["CSRF_COOKIE_SECURE"] is True
    assert values["DEBUG"] is False


def test_a_plain_http_address_promises_no_https(load):
    values = load(SECRET_KEY=KEY, SITE_URL="http://news.example:8080")
    assert values["ALLOWED_HOSTS"] == ["news.example"]
    assert values["SECURE_SSL_REDIRECT"] is False
    assert values["SECURE_HSTS_SECONDS"] == 0
    assert values["SESSION_COOKIE_SECURE"] is False


def test_a_proxy_is_believed_only_when_there_is_one(load):
    alone = load(SECRET_KEY=KEY, SITE_URL="https://news.example")
    behind = load(SECRET_KEY=KEY, SITE_URL="https://news.example", BEHIND_PROXY="true")
    assert alone["SECURE_PROXY_SSL_HEADER"] is None
    assert alone["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert behind["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_the_embedded_database_lives_in_the_data_folder_whatever_it_is_called(load, tmp_path):
    folder = tmp_path / "50% + more # data"
    values = load(DEBUG="true", DATA_DIR=str(folder))
    database = values["DATABASES"]["default"]
    assert database["NAME"] == folder / "newsroom.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert folder.is_dir()
    assert values["MEDIA_ROOT"] == folder / "media"


def test_a_data_folder_that_cannot_be_made_is_named(load, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match=r"^DATA_DIR is .*/file/data, and it cannot be made: "):
        load(DEBUG="true", DATA_DIR=str(tmp_path / "file" / "data"))


def test_postgresql_keeps_its_connections(load):
    values = load(DEBUG="true", DATABASE_URL="postgres://somebody:s%23cret@db.example:5433/news")
    database = values["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "news")
    assert (database["USER"], database["PASSWORD"]) == ("somebody", "s#cret")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)


@pytest.mark.parametrize(
    ("address", "mailer"),
    [
        ("consolemail://", {"BACKEND": "django.core.mail.backends.console.EmailBackend", "OPTIONS": {}}),
        (
            "smtp+tls://desk%40news.example:secret@mail.example:587",
            {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {
                    "host": "mail.example",
                    "port": 587,
                    "username": "desk@news.example",
                    "password": "secret",
                    "use_tls": True,
                    "use_ssl": False,
                    "timeout": 20,
                },
            },
        ),
        (
            "filemail:///var/mail/newsroom",
            {
                "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "OPTIONS": {"file_path": "/var/mail/newsroom"},
            },
        ),
    ],
)
def test_the_mail_server_is_one_address(load, address, mailer):
    assert load(DEBUG="true", MAILER=address)["MAILERS"] == {"default": mailer}


def test_an_unknown_log_format_is_refused(load):
    with pytest.raises(ImproperlyConfigured, match=r"^Set LOG_FORMAT to console or json "):
        load(DEBUG="true", LOG_FORMAT="xml")


def test_the_environment_wins_over_the_file(load, tmp_path):
    file = tmp_path / "newsroom.env"
    file.write_text(f"SECRET_KEY={KEY}\nSITE_URL=https://from-the-file.example\n")
    from_file = load(NEWSROOM_ENV_FILE=str(file))
    from_both = load(NEWSROOM_ENV_FILE=str(file), SITE_URL="https://from-outside.example")
    assert (from_file["SECRET_KEY"], from_file["SITE_URL"]) == (KEY, "https://from-the-file.example")
    assert from_both["SITE_URL"] == "https://from-outside.example"


def test_a_missing_environment_file_is_named(load, tmp_path):
    with pytest.raises(
        ImproperlyConfigured, match=r"^NEWSROOM_ENV_FILE names .*/missing\.env, and there is no such"
    ):
        load(NEWSROOM_ENV_FILE=str(tmp_path / "missing.env"))


def test_every_answer_forbids_foreign_and_inline_content(client, db):
    policy = client.get(reverse("health_live")).headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


def test_health_names_every_part(client, db):
    answer = client.get(reverse("health"))
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "checks": {"database": "ok", "migrations": "ok", "media": "ok"}}


def test_health_says_which_part_is_missing(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "gone" / "media"
    answer = client.get(reverse("health"))
    assert answer.status_code == 503
    assert answer.json()["checks"]["media"] == "folder missing"
    assert client.get(reverse("health_live")).json() == {"status": "ok"}


def test_the_migrations_are_read_until_they_have_all_run_and_never_again(
    client, db, django_assert_num_queries
):
    MIGRATED.clear()
    client.get(reverse("health"))
    assert sorted(MIGRATED) == ["default"]
    with django_assert_num_queries(1):
        assert client.get(reverse("health")).json()["checks"]["migrations"] == "ok"


def test_missing_migrations_are_counted_and_asked_for_again(client, db):
    MIGRATED.clear()
    MigrationRecorder.Migration.objects.filter(app="redirects").delete()
    states = [client.get(reverse("health")).json()["checks"]["migrations"] for _time in range(2)]
    assert states == ["2 to apply", "2 to apply"]


def test_an_address_of_an_older_site_leads_on(client, db):
    Redirect.objects.create(site_id=1, old_path="/old/story.html?id=7", new_path="/archive/")
    Redirect.objects.create(site_id=1, old_path="/old/gone.html", new_path="")
    answer = client.get("/old/story.html?id=7")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/archive/")
    assert client.get("/old/gone.html").status_code == 410
    assert client.get("/old/story.html").status_code == 404


def test_browsers_that_guess_where_the_icon_is_find_it(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/icon.svg")


def test_nobody_signs_up(client, db):
    answer = client.post(reverse("account_signup"), {"username": "me", "email": "me@news.example"})
    assert answer.status_code == 200
    assert "account/signup_closed.html" in [template.name for template in answer.templates]


def test_the_desk_sends_strangers_to_the_login_and_back(client, db):
    login = client.get(reverse("admin:login"), {"next": "/admin/"})
    assert login.status_code == 302
    assert login.headers["Location"] == f"{reverse('account_login')}?next=%2Fadmin%2F"


@pytest.mark.parametrize("name", ["reporter", "reporter@news.example"])
def test_people_log_in_by_name_or_address(client, reporter, name):
    answer = client.post(reverse("account_login"), {"login": name, "password": "a password of the tests"})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(reporter.pk)


def test_an_account_without_a_place_in_the_newsroom_stays_outside_the_desk(client_for, outsider):
    assert client_for(outsider).get(reverse("admin:login"), {"next": "/admin/"}).status_code == 403


def test_an_uploaded_file_is_served_and_may_be_kept_for_a_day(client, db, settings):
    settings.MEDIA_ROOT.mkdir(exist_ok=True)
    (settings.MEDIA_ROOT / "note.txt").write_text("a picture, say")
    answer = client.get("/media/note.txt")
    assert b"".join(answer.streaming_content) == b"a picture, say"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_nothing_outside_the_folder_of_pictures_is_served(client, db):
    assert client.get("/media/../test.sqlite3").status_code == 400
    assert client.get("/media/").status_code == 404


@pytest.mark.parametrize(
    "hubs", ["hub.example", "https://hub.example,ftp://other.example", "https://a b/", "https://"]
)
def test_a_hub_that_is_no_full_address_is_refused(load, hubs):
    with pytest.raises(ImproperlyConfigured, match=r"^WEBSUB_HUBS needs full addresses"):
        load(DEBUG="true", WEBSUB_HUBS=hubs)


@pytest.mark.parametrize("key", ["short", "x" * 129, "with_an_underscore", "with a space", "key-with-ü"])
def test_a_key_that_indexnow_would_refuse_is_refused(load, key):
    with pytest.raises(
        ImproperlyConfigured, match=r"^Set INDEXNOW_KEY to 8 to 128 letters, figures or hyphens"
    ):
        load(DEBUG="true", INDEXNOW_KEY=key)


def test_nobody_is_told_unless_named(load):
    values = load(DEBUG="true")
    assert (values["WEBSUB_HUBS"], values["INDEXNOW_KEY"]) == ([], "")
    values = load(
        DEBUG="true", WEBSUB_HUBS="https://a.example/,https://b.example/hub", INDEXNOW_KEY="x" * 128
    )
    assert values["WEBSUB_HUBS"] == ["https://a.example/", "https://b.example/hub"]


def test_a_folder_for_nginx_is_named_whole_and_needs_kept_pages(load):
    assert load(DEBUG="true")["NGINX_STORE"] == ""
    assert load(DEBUG="true", NGINX_STORE="/var/cache/nginx/newsroom")["NGINX_STORE"] != ""
    with pytest.raises(
        ImproperlyConfigured, match=r"^Set NGINX_STORE to the whole path .* \(now: 'copies'\)\.$"
    ):
        load(DEBUG="true", NGINX_STORE="copies")
    with pytest.raises(
        ImproperlyConfigured, match=r"^NGINX_STORE needs kept pages: set PAGE_CACHE_MB above 0"
    ):
        load(DEBUG="true", NGINX_STORE="/var/cache/nginx/newsroom", PAGE_CACHE_MB="0")
