"""The desk's pages other than the article's: that each opens, in a fixed number of queries, for whom it should."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from newsroom.models import CACHE_KEY, Publication
from tests.desk.rows import ROWS

# Queries of the list and of the form, the session and the person included (2).
QUERIES: dict[str, tuple[int, int]] = {}


@pytest.fixture
def superuser_client(admin_client: Client) -> Client:
    """Somebody who sees everything; the publication is held for the test, whose clock may pass a second."""
    cache.set(CACHE_KEY, Publication(pk=1), None)
    return admin_client


def address(model: type[Model], page: str, *args: object) -> str:
    """The address of a page of the model at the desk."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queries_of(client: Client, url: str) -> int:
    """How many queries a page takes once caches that live as long as the process are warm."""
    client.get(url)
    with CaptureQueriesContext(connection, ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", list(ROWS), ids=lambda model: model._meta.label)
def test_queries(superuser_client, model, count):
    rows = ROWS[model](count)
    n = 0 if model is Publication else queries_of(superuser_client, address(model, "changelist"))
    print("COUNT", model._meta.label, count, n, queries_of(superuser_client, address(model, "change", rows[0].pk)))
