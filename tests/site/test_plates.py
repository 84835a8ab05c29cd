"""A story's plate: printed as long as it is what would be set now, and set by whoever finds it missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation
from django.utils.timezone import localdate

from articles.models import Change, Edition, Plate, SourceKind
from articles.publishing import publish
from articles.site.prepared import Prepared
from articles.templatetags.newsroom_site import dated
from articles.withdrawals import take_down
from newsroom.models import PolicyPage, Publication
from newsroom.plating import plate_newest, set_plates
from tests.factories import (
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    published,
    revise,
)

pytestmark = pytest.mark.django_db

MARK = "<!-- printed from a plate -->"


@pytest.fixture
def story() -> Edition:
    """A story with everything a plate is set from, once corrected."""
    first = published(
        at=timezone.now() - timedelta(days=400),
        section=SectionFactory(name="Rivers"),
        authors=[AuthorFactory(name="Ada Example", bio_short="She writes."), AuthorFactory()],
        topics=[TopicFactory(name="dams"), TopicFactory(name="Zebras")],
        sources=[{"kind": SourceKind.ANONYMOUS}, {"kind": SourceKind.BASED_ON, "outlet": OutletFactory()}],
        lead_photo=PhotoFactory(),
    )
    article = first.article
    article.body = "<p>The river fell.</p>"
    article.save()
    return publish(article, by=None, change=Change.CORRECTION, note="It fell.")


def text_of(client: Client, edition: Edition) -> str:
    # The publication is looked up again after a second where nobody watches for changes.
    cache.clear()
    return client.get(edition.get_absolute_url()).text


def mark(edition: Edition) -> None:
    """Make it seen whether the plate is what readers get."""
    set_plates([edition.pk])
    plate = Plate.objects.get(edition=edition)
    plate.head += MARK
    plate.save()


def test_a_page_printed_from_its_plate_is_the_page_set_on_the_spot(client: Client, story: Edition) -> None:
    anew = text_of(client, story)
    mark(story)
    printed = text_of(client, story)
    assert MARK in printed
    assert printed.replace(MARK, "") == anew
    assert "More than a year old" in anew


def _rename_author(story: Edition) -> None:
    author = story.authors.get(name="Ada Example")
    author.name = "Ada Newname"
    author.save()


def _rename_topic(story: Edition) -> None:
    topic = story.topics.get(name="dams")
    topic.name = "weirs"
    topic.save()


def _rename_section(story: Edition) -> None:
    assert story.section is not None
    story.section.name = "Lakes"
    story.section.save()


def _move_focal_point(story: Edition) -> None:
    assert story.lead_photo is not None
    story.lead_photo.focal_x = 0.1
    story.lead_photo.save()


def _rename_publication(story: Edition) -> None:
    publication = Publication.current()
    publication.name = "The Other Paper"
    publication.save()


def _add_policy(story: Edition) -> None:
    PolicyPage.objects.create(
        kind="unnamed_sources", title="Sources", slug="sources", body="Rarely.", effective_from="2026-01-01"
    )


@pytest.mark.parametrize(
    "happen",
    [_rename_author, _rename_topic, _rename_section, _move_focal_point, _rename_publication, _add_policy],
)
def test_a_plate_is_not_printed_once_what_it_shows_has_changed(
    client: Client, story: Edition, happen: Callable[[Edition], None]
) -> None:
    mark(story)
    before = text_of(client, story)
    happen(story)
    after = text_of(client, story)
    assert MARK in before
    assert MARK not in after
    assert before.replace(MARK, "") != after
    assert set_plates([story.pk]) == 1
    assert text_of(client, story) == after


def test_a_plate_is_in_the_publications_language_whoever_sets_it(client: Client, story: Edition) -> None:
    anew = text_of(client, story)
    with translation.override("de"), timezone.override("Asia/Tokyo"):
        set_plates([story.pk])
    assert text_of(client, story) == anew


def test_the_minute_job_sets_the_newest_once_and_forgets_what_has_ended(story: Edition) -> None:
    now = timezone.now()
    assert [plate_newest(now), plate_newest(now)] == [1, 0]
    take_down(story.article, by=None, reason="A court", note="Gone.")
    plate_newest(timezone.now())
    assert not Plate.objects.exists()


def test_the_command_sets_everything_that_is_missing_or_old(
    story: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    published()
    call_command("plate_editions")
    assert "2 plates set." in capsys.readouterr().out
    _rename_author(story)
    call_command("plate_editions")
    assert "1 plates set." in capsys.readouterr().out


def _numbered(now: datetime, slug: str, keys: list[int]) -> QuerySet[Edition, tuple[int, datetime]]:
    return Edition.objects.live(now).filter(slug=slug, pk__in=keys).values_list("pk", "starts_at", named=True)


def test_a_prepared_query_answers_for_its_values_like_the_queryset() -> None:
    one, two = published(slug="one"), published(slug="two")
    ask = Prepared(_numbered)
    now = timezone.now()
    [row] = ask(now=now, slug="one", keys=[one.pk, two.pk])
    assert (row.pk, row.starts_at) == (one.pk, one.starts_at)
    assert [row.pk for row in ask(now=now, slug="two", keys=[two.pk, one.pk])] == [two.pk]
    assert ask(now=now, slug="two", keys=[one.pk]) == []
    assert ask(now=datetime(2000, 1, 1, tzinfo=UTC), slug="one", keys=[one.pk]) == []


def test_a_prepared_query_refuses_a_value_that_it_would_not_ask_with() -> None:
    ask = Prepared(lambda now, slug: Edition.objects.filter(slug=slug).values_list("pk", named=True))
    with pytest.raises(TypeError, match="now"):
        ask(now=timezone.now(), slug="one")


@pytest.mark.parametrize("later", [timedelta(hours=2), timedelta(days=30), timedelta(days=300)])
def test_the_card_on_a_plate_dates_itself_as_one_that_is_rendered_now(later: timedelta) -> None:
    at = datetime(2026, 5, 7, 14, 5, tzinfo=UTC)
    first = published(at=at, headline="It’s | <late>")
    hour = at + timedelta(hours=1)
    edition = publish(revise(first.article), by=None, change=Change.UPDATE, note="More.", at=hour, now=hour)
    card = {"edition": edition, "size": "brief", "level": 3}
    kept = render_to_string("site/parts/card.html", card | {"undated": True})
    now = render_to_string("site/parts/card.html", card | {"request": SimpleNamespace(now=at + later)})
    assert dated(kept, localdate(at + later)) == now
    assert "<!--" in kept
