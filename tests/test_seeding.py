"""The sample publication: a front page of today, every state of a story, and twice is once."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from articles.models import Article, Change, Edition, Event, Genre, Photo, Revision, Section
from articles.workflow import Status
from authors.models import Author
from newsroom.models import FrontSlot, PolicyPage, Publication
from newsroom.seeding import Seeds, moment

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """The moment of seeding. Once for the module, in a transaction of its own that is rolled back."""
    now = timezone.now()
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        list(Seeds(Path(settings.BASE_DIR) / "seeds", now).load())
        yield now
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-3h", "2026-11-22T10:00+01:00"),
        ("-35m", "2026-11-22T12:25+01:00"),
        ("+2d", "2026-11-24T13:00+01:00"),
        ("-2d 09:30", "2026-11-20T09:30+01:00"),
        ("2022-07-05 09:30", "2022-07-05T09:30+02:00"),
    ],
)
def test_a_plans_times_are_relative_or_fixed_and_in_the_newsrooms_zone(text: str, expected: str) -> None:
    assert moment(text, NOON) == datetime.fromisoformat(expected)


def test_the_publication_shows_every_state_a_story_can_be_in(seeded: datetime) -> None:
    assert Publication.current().name == "Today Times Live"
    assert {
        status for status, count in Counter(Article.objects.values_list("status", flat=True)).items()
    } == set(Status.values)
    changes = set(Edition.objects.values_list("change", flat=True))
    assert changes >= {
        "first",
        "minor",
        "update",
        "clarification",
        "correction",
        "editors_note",
        "retraction",
    }
    assert Edition.objects.pending(seeded).count() >= 2
    assert Article.objects.filter(embargo_until__gt=seeded).count() >= 1
    assert (Author.objects.count(), Author.objects.order_by("pk")[0].name) == (6, "Wayne Wickman")
    assert Article.objects.count() >= 30
    assert len(set(Article.objects.values_list("genre", flat=True)) & set(Genre.values)) >= 6
    assert min(PolicyPage.objects.count(), FrontSlot.objects.count(), Section.objects.count()) >= 5


def test_the_front_page_is_one_of_today(seeded: datetime) -> None:
    recent = Edition.objects.live(seeded).filter(first_published_at__gt=seeded - timedelta(hours=24))
    assert recent.count() >= 5


def test_every_picture_is_described_and_credited(seeded: datetime) -> None:
    assert list(Photo.objects.filter(alt="") | Photo.objects.filter(credit="")) == []
    assert Photo.objects.count() >= 18


def test_everything_went_through_the_importer_and_the_door(seeded: datetime) -> None:
    assert Article.objects.exclude(revisions__origin=Revision.Origin.IMPORT).count() == 0
    later = Edition.objects.exclude(change__in=[Change.FIRST, Change.RETRACTION])
    verbs = Counter(Event.objects.values_list("verb", flat=True))
    assert verbs["publish"] == Edition.objects.filter(change=Change.FIRST).count() + later.count()
    assert verbs["retract"] == Edition.objects.filter(change=Change.RETRACTION).count()
    assert Event.objects.filter(by=None).count() == 0


def test_the_story_asked_for_is_credited_and_dated(seeded: datetime) -> None:
    edition = Edition.objects.get(article__import_ref="seed:copy/kazakhstan-energy-offer.txt")
    assert edition.byline == "Wayne Wickman"
    assert [(source.kind, source.outlet) for source in edition.public_sources] == [("based_on", "Krone")]
    assert edition.get_absolute_url().startswith("/2022/07/05/")


def test_seeding_twice_changes_nothing_and_overwrites_nothing(seeded: datetime) -> None:
    article = Article.objects.filter(status=Status.DRAFT).first()
    assert article is not None
    article.headline = "Typed by an editor since"
    article.save()
    counts = [
        model.objects.count() for model in (Article, Edition, Photo, Author, Event, Revision, FrontSlot)
    ]
    list(Seeds(Path(settings.BASE_DIR) / "seeds", timezone.now()).load())
    article.refresh_from_db()
    assert article.headline == "Typed by an editor since"
    assert counts == [
        model.objects.count() for model in (Article, Edition, Photo, Author, Event, Revision, FrontSlot)
    ]


@pytest.mark.django_db
def test_a_folder_that_is_none_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be loaded"):
        call_command("seed", folder=tmp_path, stdout=io.StringIO())
