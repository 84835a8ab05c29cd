"""Readers report an error: a plain form, straight into the desk's queue."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import ErrorReport
from articles.publishing import publish
from articles.withdrawals import take_down
from tests.factories import published, revise

pytestmark = pytest.mark.django_db


def test_a_readers_report_is_in_the_desks_queue_with_what_they_had_before_them(client: Client) -> None:
    edition = published()
    page = client.get(edition.get_absolute_url()).content.decode()
    address = f"{edition.get_absolute_url()}report/"
    assert f'href="{address}"' in page
    response = client.post(
        address, {"message": "It was nine, not eight.", "name": "Ada", "email": "ada@news.example"}
    )
    assert response.status_code == 302
    assert "The desk has your report" in client.get(response["Location"]).content.decode()
    report = ErrorReport.objects.get()
    assert (report.article_id, report.edition, report.outcome) == (edition.article_id, edition, "waiting")
    assert (report.message, report.name, report.email) == (
        "It was nine, not eight.",
        "Ada",
        "ada@news.example",
    )


@pytest.mark.parametrize(
    ("field", "value"), [("message", " "), ("message", "x" * 4001), ("email", "nobody"), ("name", "x" * 121)]
)
def test_what_cannot_be_taken_is_said_at_its_field_and_kept(client: Client, field: str, value: str) -> None:
    address = f"{published().get_absolute_url()}report/"
    response = client.post(address, {"message": "It was nine.", field: value})
    assert list(response.context["form"].errors) == [field]
    assert not ErrorReport.objects.exists()


def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(client: Client) -> None:
    address = f"{published().get_absolute_url()}report/"
    assert client.post(address, {"message": "Buy now", "website": "https://spam.example"}).status_code == 302
    assert not ErrorReport.objects.exists()


def test_one_address_cannot_flood_the_desk(client: Client) -> None:
    address = f"{published().get_absolute_url()}report/"
    answers = [client.post(address, {"message": f"Report {n}"}).status_code for n in range(7)]
    assert answers == [302, 302, 302, 302, 302, 429, 429]
    assert ErrorReport.objects.count() == 5
    assert client.post(address, {"message": "Another"}, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_a_story_that_moved_while_its_reader_wrote_takes_the_report(client: Client) -> None:
    first = published()
    address = f"{first.get_absolute_url()}report/"
    first.article.slug = "another-address"
    moved = publish(revise(first.article), by=None, change="update", note="It fell.")
    assert moved.get_absolute_url() not in address
    assert client.post(address, {"message": "It was nine."}).status_code == 302
    assert ErrorReport.objects.get().edition == moved


def test_only_a_live_story_takes_reports(client: Client) -> None:
    coming, gone = published(at=None), published()
    take_down(gone.article, by=None, reason="Order.")
    assert client.get(f"{coming.get_absolute_url()}report/").status_code == 200
    for address in (gone.get_absolute_url(), "/2026/11/22/nothing/", "/2026/02/31/nothing/"):
        assert client.post(f"{address}report/", {"message": "Wrong."}).status_code == 404


def test_the_form_is_kept_by_no_cache_and_found_by_no_search_engine(client: Client) -> None:
    response = client.get(f"{published().get_absolute_url()}report/")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_a_form_without_its_token_is_refused() -> None:
    address = f"{published().get_absolute_url()}report/"
    assert Client(enforce_csrf_checks=True).post(address, {"message": "Wrong."}).status_code == 403
