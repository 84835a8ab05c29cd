"""What the tests of the public pages share: a warm frame, and moments to publish at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from newsroom.context import CACHE_KEY as NAVIGATION_KEY
from newsroom.context import STRIPS_KEY, navigation
from newsroom.models import CACHE_KEY as PUBLICATION_KEY
from newsroom.models import Publication

A_DAY = 24 * 3600


@pytest.fixture
def now() -> datetime:
    """The moment the test began."""
    return timezone.now()


@pytest.fixture
def ago(now: datetime) -> Callable[..., datetime]:
    """Return a function: that long before now."""
    return lambda **length: now - timedelta(**length)


@pytest.fixture
def frame(db: None) -> None:
    """Fill in what the frame of every page needs and keeps: its queries are not the page's."""
    Publication(name="The Daily Test", tagline="Tests, on the record").save()
    cache.set(PUBLICATION_KEY, Publication.current(), A_DAY)
    cache.set(NAVIGATION_KEY, navigation(), A_DAY)
    cache.set(STRIPS_KEY, [], A_DAY)


@pytest.fixture
def read(client: Client, frame: None) -> Callable[..., str]:
    """Return a function that fetches a page and gives its text; another status than 200 is a failure."""

    def fetch(path: str, **query: Any) -> str:
        response = client.get(path, query)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()

    return fetch
