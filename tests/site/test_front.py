"""The front page: editors first, the rest by itself, no story twice."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Change, Edition, Genre, Section
from articles.publishing import publish
from articles.withdrawals import retract, take_down
from newsroom.front import compose
from newsroom.models import FrontSlot
from tests.factories import PhotoFactory, SectionFactory, TopicFactory, approved, published

pytestmark = pytest.mark.django_db


def hours_ago(hours: float) -> datetime:
    """A moment in the past."""
    return timezone.now() - timedelta(hours=hours)


def corrected(edition: Edition, note: str) -> Edition:
    """The story with a correction."""
    article = Article.objects.get(pk=edition.article_id)
    article.body += "<p>Put right.</p>"
    article.save()
    return publish(article, by=None, change=Change.CORRECTION, note=note)


def main_of(client: Client) -> str:
    """The front page between its masthead and its footer."""
    html = client.get("/").content.decode()
    return html[html.index("<main") : html.index("</main>")]


@pytest.fixture
def sections() -> list[Section]:
    """Three sections."""
    return SectionFactory.create_batch(3)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_front_page_asks_the_database_ten_things_however_many_stories_there_are(
    client: Client, sections: list[Section], number: int
) -> None:
    photo = PhotoFactory()
    for index in range(number):
        edition = published(
            at=hours_ago(index + 1), section=sections[index % 3], lead_photo=photo, topics=[TopicFactory()]
        )
        if index % 3 == 0:
            FrontSlot.objects.create(position=index % 4 + 1, article_id=edition.article_id, photo=photo)
            corrected(edition, "Put right.")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    # Five of the page (slots, newest, sections, bands, notes); five of the frame, kept for a second.
    assert len(queries) == 10


def test_no_story_stands_on_the_page_twice(client: Client, sections: list[Section]) -> None:
    made = [published(at=hours_ago(index), section=sections[index % 3]) for index in range(1, 31)]
    for number, edition in enumerate(made[10:16]):
        FrontSlot.objects.create(
            section=sections[number % 3] if number % 2 else None,
            position=number % 4 + 1,
            article=edition.article,
        )
    links = re.findall(r'href="(/20[^"]+)"', main_of(client))
    assert len(links) == len(set(links))
    assert len(links) == 1 + 3 + 9 + 3 * 4


def test_what_an_editor_placed_comes_first_under_the_editors_words() -> None:
    newest, chosen = published(at=hours_ago(1)), published(at=hours_ago(30))
    photo = PhotoFactory()
    FrontSlot.objects.create(position=1, article_id=chosen.article_id, headline="Our words", photo=photo)
    front = compose(timezone.now())
    assert front.lead is not None
    assert (front.lead.edition, front.lead.headline, front.lead.photo) == (chosen, "Our words", photo)
    assert [story.edition for story in front.mid] == [newest]


def test_of_two_slots_for_one_place_the_newer_holds_the_older_slides_and_an_ended_one_is_gone() -> None:
    old, new, ended = (published(at=hours_ago(hours)) for hours in (3, 2, 1))
    FrontSlot.objects.create(position=1, article_id=old.article_id, starts_at=hours_ago(2))
    FrontSlot.objects.create(position=1, article_id=new.article_id, starts_at=hours_ago(1))
    FrontSlot.objects.create(
        position=1, article_id=ended.article_id, starts_at=hours_ago(0.9), ends_at=hours_ago(0.5)
    )
    front = compose(timezone.now())
    assert front.lead is not None
    assert [story.edition for story in [front.lead, *front.mid]] == [new, old, ended]
    assert [story.slot is None for story in front.mid] == [False, True]


def test_a_slot_whose_story_is_not_live_fills_itself() -> None:
    live = published(at=hours_ago(5))
    scheduled = publish(approved(), by=None, at=timezone.now() + timedelta(hours=1))
    FrontSlot.objects.create(position=1, article_id=scheduled.article_id)
    FrontSlot.objects.create(position=2, article=approved())
    front = compose(timezone.now())
    assert front.lead is not None
    assert front.lead.edition == live
    assert front.mid == []


def test_a_slot_in_a_band_has_its_place_there(sections: list[Section]) -> None:
    old = published(at=hours_ago(100), section=sections[1])
    for index in range(20):
        published(at=hours_ago(index + 1), section=sections[1])
    FrontSlot.objects.create(section=sections[1], position=2, article_id=old.article_id)
    (band,) = compose(timezone.now()).bands
    assert band.places[2].edition == old
    assert list(band.places) == [1, 2, 3, 4]


def test_a_story_placed_in_another_sections_band_stands_there_and_nowhere_else(
    sections: list[Section],
) -> None:
    guest = published(at=hours_ago(0.5), section=sections[0])
    for index in range(40):
        published(at=hours_ago(index + 1), section=sections[index % 2])
    FrontSlot.objects.create(section=sections[1], position=1, article_id=guest.article_id)
    front = compose(timezone.now())
    assert [band.stories[0].edition == guest for band in front.bands] == [False, True]
    assert [len(band.stories) for band in front.bands] == [4, 4]


def test_a_slot_holds_from_its_first_moment_to_its_last() -> None:
    newest, chosen = published(at=hours_ago(1)), published(at=hours_ago(30))
    begins, ends = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=2)
    FrontSlot.objects.create(position=1, article_id=chosen.article_id, starts_at=begins, ends_at=ends)
    instant = timedelta(microseconds=1)
    leads = [compose(moment).lead for moment in (begins - instant, begins, ends - instant, ends)]
    assert [lead and lead.edition for lead in leads] == [newest, chosen, chosen, newest]


def test_the_lead_is_the_newest_news_with_a_picture() -> None:
    published(at=hours_ago(1))
    pictured = published(at=hours_ago(2), lead_photo=PhotoFactory())
    opinion = published(at=hours_ago(3), genre=Genre.OPINION, lead_photo=PhotoFactory())
    analysis = published(at=hours_ago(4), genre=Genre.ANALYSIS, lead_photo=PhotoFactory())
    front = compose(timezone.now())
    assert front.lead is not None
    assert front.lead.edition == pictured
    assert [story.edition for story in front.mid][:2] == [analysis, opinion]


def test_paid_and_retracted_stories_never_rise_by_themselves() -> None:
    paid = published(at=hours_ago(1), genre=Genre.SPONSORED, sponsor="Rivers Ltd")
    withdrawn = published(at=hours_ago(2))
    retract(Article.objects.get(pk=withdrawn.article_id), by=None, note="Wrong.")
    front = compose(timezone.now())
    assert front.lead is None
    assert front.mid == []
    assert {edition.article_id for edition in front.running} == {paid.article_id, withdrawn.article_id}


def test_a_page_of_paid_and_retracted_stories_is_not_called_empty(client: Client) -> None:
    paid = published(genre=Genre.SPONSORED, sponsor="Rivers Ltd", section=SectionFactory())
    main = main_of(client)
    assert "Nothing has been published yet" not in main
    assert (
        f'<span class="genre" data-g="sponsored">Sponsored</span><a href="{paid.get_absolute_url()}"' in main
    )


@pytest.mark.parametrize("is_paid", [True, False])
def test_a_band_is_led_by_neither_a_paid_nor_a_retracted_story(
    sections: list[Section], is_paid: bool
) -> None:
    for index in range(14):
        published(at=hours_ago(index + 1), section=sections[0])
    news = [published(at=hours_ago(40 - index), section=sections[1]) for index in range(2)]
    for index in range(5):
        genre = {"genre": Genre.SPONSORED, "sponsor": "Rivers Ltd"} if is_paid else {}
        odd = published(at=hours_ago(25 - index), section=sections[1], lead_photo=PhotoFactory(), **genre)
        if not is_paid:
            retract(Article.objects.get(pk=odd.article_id), by=None, note="Wrong.")
    [band] = [band for band in compose(timezone.now()).bands if band.section == sections[1]]
    assert band.stories[0].edition == news[1]
    assert [story.edition.may_lead for story in band.stories] == [True, False, False, False]


def test_short_bands_share_a_line(sections: list[Section]) -> None:
    for index in range(20):
        published(at=hours_ago(index + 1), section=sections[0])
    published(at=hours_ago(50), section=sections[1])
    published(at=hours_ago(51), section=sections[2])
    assert [(band.section, band.half) for band in compose(timezone.now()).bands] == [
        (sections[0], False),
        (sections[1], True),
        (sections[2], True),
    ]


def test_the_strip_counts_the_week_and_names_the_newest_correction(client: Client) -> None:
    assert "this week" not in main_of(client)
    old, new = published(at=hours_ago(400)), published(at=hours_ago(2), headline="The river falls")
    article = Article.objects.get(pk=old.article_id)
    article.body = "<p>Once.</p>"
    article.save()
    at = timezone.now() - timedelta(days=8)
    publish(article, by=None, at=at, now=at, change=Change.CORRECTION, note="Long ago.")
    corrected(new, "It falls, and it does not rise.")
    strip = main_of(client)
    assert "1 correction or note this week." in strip
    assert "The river falls</a>: It falls, and it does not rise." in strip
    assert "Long ago." not in strip


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "2 corrections and notes this week."),
        ("de", "2 Korrekturen und Hinweise in dieser Woche."),
    ],
)
def test_the_strip_says_that_it_counts_notes_too(
    client: Client, settings: Any, language: str, words: str
) -> None:
    settings.LANGUAGE_CODE = language
    corrected(published(at=hours_ago(2)), "It falls.")
    retract(Article.objects.get(pk=published(at=hours_ago(2)).article_id), by=None, note="Made up.")
    assert words in main_of(client)


def test_the_strip_forgets_a_story_that_was_taken_down(client: Client) -> None:
    edition = corrected(published(at=hours_ago(2)), "It was wrong.")
    take_down(Article.objects.get(pk=edition.article_id), by=None, reason="A court ordered it.")
    assert "It was wrong." not in main_of(client)


def test_an_empty_front_page_says_so(client: Client) -> None:
    assert "Nothing has been published yet" in main_of(client)


def test_cards_say_in_a_word_what_changed(client: Client) -> None:
    corrected(published(at=hours_ago(2)), "It was wrong.")
    assert re.search(r'<span class="mark">Corrected <time datetime="[^"]+">', main_of(client))


def test_no_draft_and_no_scheduled_story_is_on_the_front_page(client: Client) -> None:
    approved(headline="Only approved")
    publish(approved(headline="Only scheduled"), by=None, at=timezone.now() + timedelta(minutes=1))
    main = main_of(client)
    assert "Only approved" not in main
    assert "Only scheduled" not in main
