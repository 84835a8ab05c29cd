"""A section, a topic or a person gets another slug: what readers have of the old one leads on."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.redirects.models import Redirect
from django.test import Client
from django.urls import reverse

from articles.moved import lead_on
from tests.desk.posting import typed
from tests.factories import AuthorFactory, SectionFactory, TopicFactory, published

pytestmark = pytest.mark.django_db


def rename(desk: Client, row: Any, slug: str) -> None:
    """Give a row another slug, on its form at the desk."""
    path = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    answer = desk.post(path, typed(desk.get(path), f"{row._meta.model_name}_form", slug=slug))
    assert answer.status_code == 302, answer.context["adminform"].errors


@pytest.mark.parametrize("kind", ["section", "topic", "author"])
def test_the_old_address_and_its_feeds_lead_to_the_new_one(everything: Client, kind: str) -> None:
    section, topic, author = (make(slug="before") for make in (SectionFactory, TopicFactory, AuthorFactory))
    published(section=section, topics=[topic], authors=[author])
    rename(everything, {"section": section, "topic": topic, "author": author}[kind], "after")
    for ending in ("", "feed/", "feed.atom", "feed.json"):
        answer = Client().get(f"/{kind}/before/{ending}")
        assert (answer.status_code, answer["Location"]) == (301, f"/{kind}/after/{ending}")
        assert Client().get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("make", [TopicFactory, AuthorFactory])
def test_the_name_of_what_no_reader_knew_leads_nowhere(everything: Client, make: Any) -> None:
    rename(everything, make(slug="before"), "after")
    assert not Redirect.objects.exists()


def test_an_address_that_moves_twice_or_back_leads_there_at_once(client: Client) -> None:
    SectionFactory(slug="three")
    lead_on("/section/one/", "/section/two/")
    lead_on("/section/two/", "/section/three/")
    assert client.get("/section/one/")["Location"] == "/section/three/"
    lead_on("/section/three/", "/section/one/")
    assert not Redirect.objects.filter(old_path="/section/one/").exists()
    assert client.get("/section/two/")["Location"] == "/section/one/"


@pytest.mark.parametrize("target", ["/a/", "/a/?page=2", "/b/", "/b/?page=2"])
def test_a_redirect_that_would_lead_readers_round_in_a_circle_is_refused(
    everything: Client, target: str
) -> None:
    Redirect.objects.create(site_id=1, old_path="/b/", new_path="/c/")
    Redirect.objects.create(site_id=1, old_path="/c/", new_path="/a/")
    path = reverse("admin:redirects_redirect_add")
    answer = everything.post(path, {"old_path": "/a/", "new_path": target})
    assert "circle" in str(answer.context["adminform"].errors["new_path"])
    assert not Redirect.objects.filter(old_path="/a/").exists()


@pytest.mark.parametrize("target", ["", "/b/", "https://elsewhere.example/a/"])
def test_a_redirect_may_lead_anywhere_else_by_any_number_of_steps(everything: Client, target: str) -> None:
    Redirect.objects.create(site_id=1, old_path="/b/", new_path="/c/")
    row = Redirect.objects.create(site_id=1, old_path="/a/", new_path="/d/")
    path = reverse("admin:redirects_redirect_change", args=[row.pk])
    assert everything.post(path, {"old_path": "/a/", "new_path": target}).status_code == 302
    assert Redirect.objects.get(pk=row.pk).new_path == target
