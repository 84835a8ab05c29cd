"""The checklist: what stops publication and what only deserves a second look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from articles.checklist import findings
from articles.models import Article, SourceKind
from tests.factories import ArticleFactory, AuthorFactory, OutletFactory, PhotoFactory

pytestmark = pytest.mark.django_db
LONG = "<p>" + "It rained for many days. " * 90 + "</p>"


def found(article: Article) -> list[tuple[str, bool]]:
    return [(finding.field, finding.blocks) for finding in findings(article, timezone.now())]


def complete(**fields: Any) -> Article:
    fields.setdefault("lead_photo", PhotoFactory())
    return ArticleFactory(**fields)


def test_a_complete_story_has_nothing_to_mend() -> None:
    assert found(complete()) == []


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"headline": " "}, ("headline", True)),
        ({"headline_is_working": True}, ("headline", True)),
        ({"headline": "x" * 111, "headline_short": "x", "headline_social": "x"}, ("headline", False)),
        ({"headline": "x" * 71, "headline_short": "x"}, ("headline_social", False)),
        ({"headline": "x" * 65}, ("headline_short", False)),
        ({"headline_seo": "x" * 61}, ("headline_seo", False)),
        ({"standfirst": "x" * 181}, ("standfirst", False)),
        ({"genre": "poem"}, ("genre", True)),
        ({"commissioned_length": 60}, ("commissioned_length", False)),
        ({"commissioned_length": 15}, None),
        ({"standfirst": ""}, ("standfirst", True)),
        ({"standfirst": "The level is TK metres."}, ("standfirst", True)),
        ({"section": None}, ("section", True)),
        ({"language": ""}, ("language", True)),
        ({"body": ""}, ("body", True)),
        ({"body": "<h2>First</h2><p>Then text.</p>"}, ("body", False)),
        ({"body": "<p>The mayor, [[name]], spoke.</p>"}, ("body", True)),
        ({"body": "<p>XXX people came.</p>"}, ("body", True)),
        ({"body": '<p><a href="http://localhost:8000/x">here</a></p>'}, ("body", True)),
        ({"body": "<p>It rained.</p><p>Source: Krone</p>"}, ("body", False)),
        ({"body": "<p>“It rained.</p>"}, ("body", False)),
        ({"body": LONG}, ("topics", False)),
        ({"genre": "sponsored"}, ("sponsor", True)),
        ({"genre": "sponsored", "sponsor": "A mill"}, None),
        ({"ai_use": "generated"}, ("ai_use", False)),
        ({"authors": []}, ("contributions", True)),
        ({"lead_photo": None}, ("lead_photo", False)),
    ],
)
def test_each_fault_is_found_in_its_field(fields: dict[str, Any], finding: tuple[str, bool] | None) -> None:
    assert found(complete(**fields)) == ([finding] if finding else [])


def test_an_embargo_blocks_before_its_end_and_not_at_it() -> None:
    end = timezone.now() + timedelta(hours=1)
    article = complete(embargo_until=end)
    assert [f.field for f in findings(article, end - timedelta(microseconds=1))] == ["embargo_until"]
    assert findings(article, end) == []


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        ({"alt": ""}, [("lead_photo", True)]),
        ({"alt": "", "decorative": True}, []),
        ({"credit": ""}, [("lead_photo", True)]),
        ({"rights_expire_on": localdate() - timedelta(days=1)}, [("lead_photo", True)]),
        ({"rights_expire_on": localdate()}, []),
    ],
)
def test_a_picture_needs_a_description_a_credit_and_a_licence(facts: dict[str, Any], finding: Any) -> None:
    assert found(complete(lead_photo=PhotoFactory(**facts))) == finding


def test_a_small_picture_is_a_warning() -> None:
    photo = PhotoFactory()
    photo.width = 900
    photo.save()
    assert found(complete(lead_photo=photo)) == [("lead_photo", False)]


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ({"kind": SourceKind.BASED_ON, "outlet": None}, [("sources", True)]),
        ({"kind": SourceKind.BASED_ON, "outlet": "Krone"}, [("sources", False)]),
        ({"kind": SourceKind.BASED_ON, "outlet": "Krone", "url": "https://example.org/1"}, []),
        ({"kind": SourceKind.ANONYMOUS}, [("sources", False)]),
        ({"kind": SourceKind.ANONYMOUS, "public_note": "She fears for her job."}, []),
        ({"kind": SourceKind.DOCUMENT, "title": "Register"}, []),
    ],
)
def test_a_source_is_named_linked_and_explained(source: dict[str, Any], finding: Any) -> None:
    if source.get("outlet"):
        source = {**source, "outlet": OutletFactory(name=source["outlet"])}
    assert found(complete(sources=[source])) == finding


def test_a_slugline_that_another_story_has_is_a_warning() -> None:
    complete(slugline="RIVER")
    assert found(complete(slugline="river")) == [("slugline", False)]


@pytest.mark.parametrize(
    ("slugline", "warns"),
    [
        ("PACT-EU-SECURITY", True),
        ("EU-SECURITY-PACTS", True),
        ("EU-SECURITY-PACT-2", False),
        ("EU-SUMMIT-PACT", False),
        ("", False),
    ],
)
def test_a_story_of_this_week_with_nearly_the_same_slugline_is_a_warning(slugline: str, warns: bool) -> None:
    complete(slugline="EU-SECURITY-PACT")
    assert found(complete(slugline=slugline)) == [("slugline", False)] * warns


def test_a_story_of_last_week_with_nearly_the_same_slugline_is_another_story() -> None:
    old = complete(slugline="EU-SECURITY-PACT")
    Article.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    assert found(complete(slugline="PACT-EU-SECURITY")) == []


@pytest.mark.parametrize(
    ("address", "blocks"),
    [
        ("https://news.example/2026/a/", None),
        ("mailto:desk@news.example", None),
        ("https://web.archive.example/2020/https://a.example/", None),
        ("http://127.0.0.1/x", True),
        ("http://10.1.2.3/x", True),
        ("http://[::1]/x", True),
        ("http://printer.local/x", True),
        ("https://news.example/preview/abc/", True),
        ("https://news.example/admin/articles/", True),
        ("https://https://news.example/", False),
        ("https://newsroom/x", False),
        ("https://news.example:99999/", False),
        ("https://news..example/", False),
        ("mailto:desk", False),
    ],
)
def test_a_link_leads_where_readers_can_go(address: str, blocks: bool | None) -> None:
    body = f'<p>It rained; <a href="{address}">read on</a>.</p>'
    assert found(complete(body=body)) == ([] if blocks is None else [("body", blocks)])


def test_the_address_of_a_source_is_looked_at_like_a_link() -> None:
    source = {"kind": SourceKind.DOCUMENT, "title": "Register", "url": "http://192.168.1.4/register.pdf"}
    assert found(complete(sources=[source])) == [("sources", True)]


def test_every_finding_leads_to_an_element_of_the_form(admin_client: Client) -> None:
    article = complete(
        headline="4 " + "x" * 110, slugline="RIVER", standfirst="", genre="sponsored", authors=[],
        body=LONG + "<p>Source: A</p><p>“A</p>", lead_photo=None, sources=[{"kind": "based_on"}],
        section=None, commissioned_length=5, ai_use="generated", headline_seo="x" * 99,
        embargo_until=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    complete(slugline="RIVER")
    article.sign_offs.create(desk="legal", state="required", at=timezone.now())
    article.legal_holds.create(reason="A letter.", placed_at=timezone.now())
    page = admin_client.get(reverse("admin:articles_article_change", args=[article.pk]))
    links = {item["url"] for item in page.context["findings"]}
    assert len(links) >= 18
    assert [link for link in links if f'id="{link[1:]}"' not in page.text] == []


def test_blockers_come_first() -> None:
    assert found(complete(lead_photo=None, standfirst="")) == [("standfirst", True), ("lead_photo", False)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_checklist_asks_the_same_few_questions_whatever_hangs_on_a_story(count: int) -> None:
    article = complete(
        body=LONG,
        authors=[AuthorFactory() for _n in range(count)],
        sources=[
            {"kind": "based_on", "outlet": OutletFactory(url="https://o.example")} for _n in range(count)
        ],
    )
    with CaptureQueriesContext(connection) as captured:
        findings(Article.objects.select_related("lead_photo").get(pk=article.pk), timezone.now())
    assert len(captured) == 9
