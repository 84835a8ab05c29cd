"""The imprint and the page about ownership: made from fields, showing what is filled in and no more."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from newsroom.context import CACHE_KEY as NAVIGATION_KEY
from newsroom.context import navigation
from newsroom.house import OWNERSHIP, missing, policy_pages
from newsroom.models import Owner, PolicyPage, Publication, PublicMoney, Revenue
from newsroom.trust import report
from tests.site.reading import Read

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(frame: None) -> Publication:
    """A publication that has said who it is and who owns it."""
    publication = Publication.current()
    publication.legal_name, publication.legal_form = "Test Verein", "Association"
    publication.address, publication.email = "Gasse 1\n1010 Wien", "desk@news.example"
    publication.management = "Ada Chair, chair\nBo Till, treasurer"
    publication.responsible_person = "Ada Chair"
    publication.registered_office = "Wien"
    publication.save()
    Owner.objects.create(
        publication=publication, name="Ada Chair", share="50.50", held="beneficial", through="A Ltd"
    )
    Owner.objects.create(
        publication=publication, name="Town of Test", share=None, is_public_body=True, position=1
    )
    Revenue.objects.create(publication=publication, kind="readers", band="100", note="3,000 members.")
    PublicMoney.objects.create(publication=publication, year=2025, kind="advertising", amount="12400.5")
    PublicMoney.objects.create(publication=publication, year=2024, kind="third_country", amount=0)
    cache.clear()
    return publication


def test_without_a_word_about_it_there_is_no_imprint_and_no_link_to_one(client: Client, frame: None) -> None:
    assert client.get("/about/imprint/").status_code == client.get("/about/ownership/").status_code == 404
    assert navigation()["policies"] == []


def test_the_imprint_shows_what_is_filled_in_and_nothing_else(client: Client, house: Publication) -> None:
    text = client.get("/about/imprint/").content.decode()
    for words in ("Test Verein", "Gasse 1", "1010 Wien", "Bo Till, treasurer", "mailto:desk@news.example"):
        assert words in text
    assert "Press council" not in text
    assert 'href="/about/imprint/"' in client.get("/").content.decode()
    assert "/about/imprint/" in client.get("/sitemap-pages.xml").content.decode()


def test_ownership_names_owners_money_and_public_money(client: Client, house: Publication) -> None:
    text = " ".join(client.get("/about/ownership/").content.decode().split())
    for words in (
        "<b>Ada Chair</b>, 50.50 %, As beneficial owner (A Ltd).",
        "<b>Town of Test</b>, Directly, a public body.",
        "<b>Subscriptions and membership</b>, over 50 %. 3,000 members.",
        "<b>2025</b>, State advertising: 12,400.50 EUR.",
        "<b>2024</b>, Advertising by public bodies of third countries: 0.00 EUR.",
    ):
        assert words in text
    assert "disclosure=http://testserver/about/ownership/" in client.get("/trust.txt").content.decode()
    assert '"ownershipFundingInfo":"http://testserver/about/ownership/"' in text.replace('": "', '":"')


def test_a_text_stands_below_the_facts_at_the_one_address(client: Client, house: Publication) -> None:
    PolicyPage.objects.create(
        kind="imprint",
        title="Impressum",
        slug="impressum",
        body="Gegendarstellung.",
        effective_from="2026-01-01",
    )
    answer = client.get("/about/impressum/")
    assert (answer.status_code, answer["Location"]) == (301, "/about/imprint/")
    text = client.get("/about/imprint/").content.decode()
    assert text.index(">Test Verein<") < text.index("<p>Gegendarstellung.</p>")
    assert "<h1>Impressum</h1>" in text
    with pytest.raises(ValidationError, match="slug"):
        PolicyPage(
            kind="ethics", title="E", slug="imprint", body="b", effective_from="2026-01-01"
        ).full_clean()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_about_ownership_costs_four_queries(
    client: Client, frame: None, django_assert_num_queries: Any, count: int
) -> None:
    publication = Publication.current()
    for number in range(count):
        Owner.objects.create(publication=publication, name=f"Owner {number}")
    cache.delete(NAVIGATION_KEY)
    cache.set(NAVIGATION_KEY, navigation(), 60)
    with django_assert_num_queries(4):
        assert client.get("/about/ownership/").status_code == 200


def test_the_report_counts_the_clauses_that_readers_find_answered(house: Publication) -> None:
    answers = {answer.clause.number: answer for answer in report(house, policy_pages())}
    assert len(answers) == 18
    found = {number: answer.paths for number, answer in answers.items() if answer.paths}
    assert found == {
        1: ["/about/imprint/"],
        **{number: ["/about/ownership/"] for number in (4, 5, 6, 8)},
    }
    assert [str(words) for words in answers[9].wanting] == ["page “Ethics”"]
    assert [str(words) for words in answers[7].wanting] == ["editor in chief"]
    PolicyPage.objects.create(kind="ethics", title="E", slug="e", body="b", effective_from="2026-01-01")
    assert report(house, policy_pages())[8].paths == ["/about/e/"]
    assert [str(label) for label in missing(house, OWNERSHIP)] == ["Other media companies of the owners"]


def test_the_command_prints_every_clause_and_what_is_empty(house: Publication) -> None:
    said = io.StringIO()
    call_command("trust_report", stdout=said)
    lines = said.getvalue().splitlines()
    assert len(lines) == 18 + 1 + 2
    assert "5 of 17 clauses have a page." in lines
    assert lines[-1].startswith("Ownership and funding: empty: Other media")


def test_the_managing_editor_sees_what_is_missing_and_a_reporter_does_not(
    client_for: Any, managing: User, reporter: User, house: Publication
) -> None:
    text = client_for(managing).get(reverse("desk_trust")).content.decode()
    assert "Press council" in text
    assert "/about/ownership/" in text
    assert client_for(reporter).get(reverse("desk_trust")).status_code == 403
    assert Client().get(reverse("desk_trust")).status_code == 302


def test_the_managing_editor_may_fill_in_the_rows(client_for: Any, managing: User, read: Read) -> None:
    text = client_for(managing).get(reverse("admin:newsroom_publication_change", args=[1])).content.decode()
    for prefix in ("owners", "revenues", "public_money"):
        assert f'name="{prefix}-0-position"' in text or f'name="{prefix}-0-year"' in text
