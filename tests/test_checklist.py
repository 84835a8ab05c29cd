"""The checklist: what stops publication and what only deserves a second look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from articles.checklist import findings
from articles.models import Article, SourceKind
from tests.factories import ArticleFactory, OutletFactory, PhotoFactory

pytestmark = pytest.mark.django_db
LONG = "<p>" + "word " * 450 + "</p>"


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
        ({"headline": "x" * 111}, ("headline", False)),
        ({"headline": "4 villages wait"}, ("headline", False)),
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
        ({"ai_use": "generated"}, ("ai_use", False)),
        ({"authors": []}, ("contributions", True)),
        ({"lead_photo": None}, ("lead_photo", False)),
    ],
)
def test_each_fault_is_found_in_its_field(fields: dict[str, Any], finding: tuple[str, bool]) -> None:
    assert found(complete(**fields)) == [finding]


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


def test_blockers_come_first() -> None:
    assert found(complete(lead_photo=None, standfirst="")) == [("standfirst", True), ("lead_photo", False)]
