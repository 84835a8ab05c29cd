"""What the desk's tests share."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from newsroom.models import CACHE_KEY, Publication


@pytest.fixture
def everything(admin_client: Client) -> Client:
    """Somebody who sees everything. The publication is held: its second may pass in the middle of a test."""
    cache.set(CACHE_KEY, Publication(pk=1), None)
    return admin_client
