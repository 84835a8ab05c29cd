"""The publication about itself: its rules as pages, and itself as a node."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from newsroom.context import forget
from newsroom.models import PolicyPage, Publication
from newsroom.organisation import organisation_node, website_node
from tests.site.reading import node

pytestmark = pytest.mark.django_db

PUBLISHER = {
    "@type": "NewsMediaOrganization",
    "@id": "http://testserver/#publisher",
    "name": "The Daily Test",
    "url": "http://testserver/",
}


def test_the_publication_promises_only_what_it_has_a_page_for(db: None) -> None:
    publication = Publication(
        name="The Daily Test", legal_name="Test Ltd", corrections_email="c@news.example"
    )
    assert organisation_node(publication, []) == {
        **PUBLISHER,
        "legalName": "Test Ltd",
        "contactPoint": [{"@type": "ContactPoint", "contactType": "corrections", "email": "c@news.example"}],
    }
    ethics = PolicyPage(kind="ethics", slug="our-rules")
    found = organisation_node(publication, [ethics])
    assert found["ethicsPolicy"] == found["publishingPrinciples"] == "http://testserver/about/our-rules/"
    assert "correctionsPolicy" not in found


def test_the_site_tells_its_name(db: None) -> None:
    assert website_node(Publication(name="The Daily Test"), "en") == {
        "@type": "WebSite",
        "@id": "http://testserver/#website",
        "name": "The Daily Test",
        "url": "http://testserver/",
        "inLanguage": "en",
        "publisher": {"@id": "http://testserver/#publisher"},
    }


def test_a_policy_is_markdown_without_html_and_names_the_publisher(client: Client, frame: None) -> None:
    page = PolicyPage.objects.create(
        kind="corrections",
        title="Corrections",
        slug="rules",
        body="We **mend**.\n\n<script>alert(1)</script>\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        effective_from="2026-01-02",
    )
    forget()
    html = client.get(page.get_absolute_url()).content.decode()
    assert "<p>We <strong>mend</strong>.</p>" in html
    assert "<script>alert" not in html
    assert "<table>" in html
    assert "2 January 2026" in html
    assert '<meta name="description" content="We mend.">' in html
    assert node(html, "NewsMediaOrganization")["correctionsPolicy"] == "http://testserver/about/rules/"
    assert client.get("/about/nothing/").status_code == 404


def test_a_policy_page_costs_one_query(client: Client, frame: None, django_assert_num_queries: Any) -> None:
    for kind in ("ethics", "ai", "imprint"):
        PolicyPage.objects.create(kind=kind, title=kind, slug=kind, body="Text.", effective_from="2026-01-02")
    with django_assert_num_queries(1):
        assert client.get("/about/ai/").status_code == 200
