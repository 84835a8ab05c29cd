"""What the browser tests share: a window for each person, and what their browsers complained about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

type AsPerson = Callable[[User | None], Page]


@pytest.fixture
def complaints() -> list[str]:
    """What the browsers complained about: violations of the content policy, errors in scripts."""
    return []


@pytest.fixture
def as_person(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[AsPerson]:
    """A function that opens a browser in which that person is logged in; None is a reader."""
    contexts = []

    def open_for(user: User | None) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 1000})
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda message: complaints.append(message.text) if _is_complaint(message) else None
        )
        return page

    yield open_for
    for context in contexts:
        context.close()


def _is_complaint(message: object) -> bool:
    kind, text = getattr(message, "type", ""), getattr(message, "text", "")
    return kind == "error" and "404" not in text
