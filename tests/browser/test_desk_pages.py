"""The desk in a real browser: passkeys, pickers and pages that fit, all under the content security policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Photo, Section
from tests.factories import PhotoFactory, SectionFactory, UserFactory, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a password of the tests"


@pytest.fixture
def editor(live_server: LiveServer) -> User:
    """Somebody who may do everything."""
    return User.objects.create_superuser("desk", "desk@news.example", PASSWORD)


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page whose console must stay empty: a refusal of the policy is an error there."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    # Browsers ask for an icon by themselves; that there is none is no page's fault.
    assert [line for line in said if "404" not in line] == []


def log_in(page: Page, live_server: LiveServer, leads_to: str = "/admin/") -> None:
    """Log in by password."""
    page.goto(f"{live_server.url}/accounts/login/?next={leads_to}")
    page.get_by_label("User name or e-mail").fill("desk")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"{live_server.url}{leads_to}")


def give_a_passkey_device(page: Page) -> None:
    """Plug in an authenticator that says yes: chromedevtools.github.io/devtools-protocol/tot/WebAuthn/."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "isUserVerified": True}
    yes = dict.fromkeys(("hasResidentKey", "hasUserVerification", "automaticPresenceSimulation"), True)
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options | yes})


def test_a_passkey_is_added_and_opens_the_desk_by_itself(
    quiet_page: Page, live_server: LiveServer, editor: User
) -> None:
    give_a_passkey_device(quiet_page)
    log_in(quiet_page, live_server)
    quiet_page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    quiet_page.get_by_label("Password").fill(PASSWORD)
    quiet_page.get_by_role("button", name="Confirm").click()
    quiet_page.get_by_label("Name").fill("Laptop")
    quiet_page.locator("[name=passwordless]").check()
    quiet_page.locator("#mfa_webauthn_add").click()
    expect(quiet_page.get_by_role("heading", name="Recovery Codes")).to_be_visible()

    quiet_page.context.clear_cookies()
    quiet_page.goto(f"{live_server.url}/accounts/login/?next=/admin/")
    quiet_page.get_by_role("button", name="Log in with a passkey").click()
    quiet_page.wait_for_url(f"{live_server.url}/admin/")
    expect(quiet_page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def test_a_refused_passkey_is_told_on_the_page(page: Page, live_server: LiveServer, editor: User) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")


def test_the_focal_point_follows_the_click_and_the_numbers(
    quiet_page: Page, live_server: LiveServer, editor: User
) -> None:
    photo: Photo = PhotoFactory()
    log_in(quiet_page, live_server, f"/admin/articles/photo/{photo.pk}/change/")
    image = quiet_page.locator(".focal img")
    box = image.bounding_box()
    assert box is not None
    image.click(position={"x": box["width"] / 4, "y": box["height"] / 2})
    across, down = (float(quiet_page.locator(f"#id_focal_{axis}").input_value()) for axis in "xy")
    assert (round(across, 2), round(down, 2)) == (0.25, 0.5)
    quiet_page.locator("#id_focal_x").fill("0.75")
    left = quiet_page.locator(".focal .point").evaluate("point => point.style.left")
    assert left == "75%"


def test_the_admins_own_pickers_work_under_the_policy(
    quiet_page: Page, live_server: LiveServer, editor: User
) -> None:
    published(slugline="DAM-LEVEL")
    log_in(quiet_page, live_server, "/admin/articles/note/add/")
    quiet_page.locator(".field-article .select2-selection").click()
    expect(quiet_page.locator(".select2-results__option", has_text="DAM-LEVEL")).to_be_visible()
    quiet_page.keyboard.press("Escape")
    quiet_page.goto(f"{live_server.url}/admin/newsroom/policypage/add/")
    quiet_page.locator("#calendarlink0").click()
    expect(quiet_page.locator("#calendarin0")).to_be_visible()

    section: Section = SectionFactory()
    UserFactory(username="ada")
    quiet_page.goto(f"{live_server.url}/admin/articles/section/{section.pk}/change/")
    quiet_page.locator("#id_editors_from").select_option(label="ada")
    quiet_page.locator(".selector-add").click()
    expect(quiet_page.locator("#id_editors_to option")).to_have_text(["ada"])


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_the_desk_fit_the_screen(
    quiet_page: Page, live_server: LiveServer, editor: User, width: int
) -> None:
    quiet_page.set_viewport_size({"width": width, "height": 844})
    photo: Photo = PhotoFactory(caption="Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz")
    edition = published(lead_photo=photo)
    log_in(quiet_page, live_server)
    over = {}
    for path in (
        "/admin/",
        "/admin/articles/edition/",
        f"/admin/articles/edition/{edition.pk}/change/",
        "/admin/articles/photo/",
        f"/admin/articles/photo/{photo.pk}/change/",
        "/admin/articles/photo/add/",
        f"/admin/auth/user/{editor.pk}/change/",
        "/accounts/2fa/",
    ):
        quiet_page.goto(f"{live_server.url}{path}")
        over[path] = quiet_page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert {path: wide for path, wide in over.items() if wide > 0} == {}
