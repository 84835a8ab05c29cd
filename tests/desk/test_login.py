"""The way into the desk: who gets in, who does not, and pages that keep the content security policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.core import mail
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from newsroom.models import Publication
from tests.desk.pages import address, name_of
from tests.desk.rows import ROWS

type ClientFor = Callable[[User], Client]

PASSWORD = "a password of the tests"
ENTRANCE = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
]
OWN_ACCOUNT = [
    "account_change_password",
    "account_email",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]


def log_in(client: Client, login: str, password: str = PASSWORD, **fields: str) -> str:
    """Post the login form; return where it leads, or an empty string when it says no."""
    response = client.post(reverse("account_login"), {"login": login, "password": password, **fields})
    return response.headers.get("Location", "")


def log_in_and_confirm(client: Client, login: str) -> None:
    """Log in, and give the password once more, as changes to the ways in demand."""
    log_in(client, login)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_the_desk_leads_to_the_login_and_back_again(client: Client, desk: User) -> None:
    chain = client.get("/admin/articles/photo/?q=dam", follow=True).redirect_chain
    page = "/accounts/login/?next=%2Fadmin%2Farticles%2Fphoto%2F%3Fq%3Ddam"
    assert chain[-1] == (page, 302)
    assert log_in(client, "desk", next="/admin/articles/photo/?q=dam") == "/admin/articles/photo/?q=dam"


@pytest.mark.parametrize("login", ["desk", "desk@news.example"])
def test_the_user_name_opens_and_so_does_the_address(client: Client, desk: User, login: str) -> None:
    assert log_in(client, login) == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client, desk: User) -> None:
    answers = [
        client.post(reverse("account_login"), {"login": login, "password": "wrong"})
        .context["form"]
        .errors.as_text()
        for login in ("desk", "nobody")
    ]
    assert (
        answers[0]
        == answers[1]
        == "* __all__\n  * The username and/or password you specified are not correct."
    )


def test_guessing_is_stopped_even_with_the_right_password(client: Client, desk: User) -> None:
    for _guess in range(5):
        log_in(client, "desk", "wrong")
    assert log_in(client, "desk") == ""


def test_an_account_without_a_place_in_the_newsroom_stays_outside(
    client_for: ClientFor, outsider: User
) -> None:
    assert client_for(outsider).get("/admin/", follow=True).status_code == 403


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    page = client.get(reverse("account_signup"))
    client.post(
        reverse("account_signup"),
        {"username": "ada", "email": "ada@news.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert ("Sign-up is closed" in page.text, User.objects.exists()) == (True, False)


def test_the_login_page_offers_no_sign_up(client: Client, db: None) -> None:
    assert reverse("account_signup") not in client.get(reverse("account_login")).text


def test_a_second_factor_is_asked_for(client: Client, desk: User) -> None:
    TOTP.activate(desk, generate_totp_secret())
    codes = RecoveryCodes.activate(desk).get_unused_codes()
    assert log_in(client, "desk") == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302
    response = client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert (response.headers["Location"], client.get("/admin/").status_code) == ("/admin/", 200)


def test_a_forgotten_password_is_set_anew_by_letter(client: Client, desk: User) -> None:
    client.post(reverse("account_reset_password"), {"email": desk.email})
    [letter] = mail.outbox
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", str(letter.body))
    assert link is not None
    form = client.get(link[1], follow=True)
    client.post(
        form.request["PATH_INFO"], {"password1": "quite another one", "password2": "quite another one"}
    )
    assert [log_in(Client(), "desk"), log_in(Client(), "desk", "quite another one")] == ["", "/admin/"]


def test_the_recovery_codes_are_shown_to_their_owner_after_the_password(client: Client, desk: User) -> None:
    TOTP.activate(desk, generate_totp_secret())
    codes = RecoveryCodes.activate(desk).get_unused_codes()
    log_in(client, "desk")
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 302
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_view_recovery_codes")).text
    assert [code in page for code in codes] == [False, *[True] * (len(codes) - 1)]


class _Policy(HTMLParser):
    """Collects what a content security policy without 'unsafe-inline' would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.refused += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" and "nonce" not in given:
            self.refused.append("style")
        data = given.get("type") == "application/json"
        if tag == "script" and not data and not {"src", "nonce"} & set(given):
            self.refused.append("script")

    handle_startendtag = handle_starttag


def refused_in(html: str) -> list[str]:
    """The parts of a page that the policy would refuse."""
    parser = _Policy()
    parser.feed(html)
    return parser.refused


def test_the_policy_refuses_what_stands_in_the_page_itself() -> None:
    page = '<p style="x" onclick="y"><script>z</script><style>q</style><script nonce="n">a</script>'
    assert refused_in(page) == ["p style", "p onclick", "script", "style"]


@pytest.mark.parametrize("name", ENTRANCE)
def test_the_entrance_is_kept_out_of_search_engines_and_inside_the_policy(
    client: Client, db: None, name: str
) -> None:
    Publication.objects.create(name="The Valley Post")
    response = client.get(reverse(name))
    facts = (
        response.status_code,
        'content="noindex, nofollow"' in response.text,
        "The Valley Post" in response.text,
    )
    assert (facts, refused_in(response.text)) == ((200, True, True), [])


@pytest.mark.parametrize("name", OWN_ACCOUNT)
def test_the_pages_of_the_own_account_open_inside_the_policy(client: Client, desk: User, name: str) -> None:
    log_in_and_confirm(client, "desk")
    response = client.get(reverse(name))
    facts = (response.status_code, 'content="noindex, nofollow"' in response.text)
    assert (facts, refused_in(response.text)) == ((200, True), [])


def desk_pages(model: type[Model]) -> Iterator[str]:
    """The addresses of every page of a model that has one row."""
    row = ROWS[model](1)[0]
    for page in ("changelist", "add"):
        yield address(model, page)
    for page in ("change", "history", "delete"):
        yield address(model, page, row.pk)


@pytest.mark.parametrize("model", list(ROWS), ids=name_of)
def test_the_pages_of_the_desk_keep_inside_the_policy(admin_client: Client, model: type[Model]) -> None:
    pages = [admin_client.get(url) for url in desk_pages(model)]
    shown = [page for page in pages if page.status_code == 200]
    assert [refused_in(page.text) for page in shown] == [[] for _page in shown]
    assert {'content="NONE,NOARCHIVE"' in page.text for page in shown} == {True}
