"""The section page: what it lists, in which order, and at what cost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.publishing import publish
from articles.site.paging import PAGE_SIZE, Cursor
from articles.withdrawals import retract
from tests.factories import AuthorFactory, PhotoFactory, SectionFactory, TopicFactory, UserFactory, published
from tests.site.reading import Ago, Read, headlines, link

pytestmark = pytest.mark.django_db

LONG = "nothing of this holds" + ", nothing of this holds" * 20


def test_a_section_lists_its_public_stories_newest_first(read: Read, ago: Ago) -> None:
    section, other = SectionFactory(), SectionFactory()
    published(at=ago(days=2), section=section, headline="The elder story")
    published(at=ago(days=1), section=section, headline="The younger story")
    published(at=ago(days=1), section=other, headline="A story from elsewhere")
    assert headlines(read(section.get_absolute_url())) == ["The younger story", "The elder story"]


def test_a_correction_does_not_move_a_story_up(read: Read, ago: Ago, now: datetime) -> None:
    section = SectionFactory()
    elder = published(at=ago(days=2), section=section, headline="The elder story")
    published(at=ago(days=1), section=section, headline="The younger story")
    publish(elder.article, by=None, change="correction", note="It rained on Monday.", now=now)
    assert headlines(read(section.get_absolute_url())) == ["The younger story", "The elder story"]


@pytest.mark.parametrize("is_paid", [True, False])
def test_neither_a_paid_nor_a_retracted_story_leads_a_section(
    client: Client, read: Read, ago: Ago, is_paid: bool
) -> None:
    section = SectionFactory()
    genre = {"genre": "sponsored", "sponsor": "Rivers Ltd"} if is_paid else {}
    odd = [published(at=ago(hours=1 + n), section=section, headline=f"Odd {n}", **genre) for n in range(6)]
    if not is_paid:
        for edition in odd:
            retract(edition.article, by=None, note="It was invented.")
    path = section.get_absolute_url()
    large = client.get(path).context["large"]
    assert large == []
    assert headlines(read(path)) == [f"Odd {n}" for n in range(6)]
    assert (
        read(path).count("Paid for by Rivers Ltd" if is_paid else '<span class="mark">Retracted</span>') == 6
    )
    published(at=ago(days=2), section=section, headline="The news")
    assert headlines(read(path)) == ["The news", *(f"Odd {n}" for n in range(6))]
    assert "card-lead" in read(path).partition("Odd 0")[0]


@pytest.mark.parametrize(
    ("notice", "shown"),
    [
        ("It was invented.\nAll of it.", "It was invented.<br>All of it."),
        (
            f"We have retracted this story, for its ranking compares what cannot be compared. Dr. Roe {LONG}",
            "We have retracted this story, for its ranking compares what cannot be compared. …",
        ),
        (
            f"Wir haben diesen Artikel am 5. November zurückgezogen, und zwar deshalb, weil {LONG}",
            "Wir haben diesen Artikel am 5. November zurückgezogen, und zwar deshalb, weil"
            " nothing of this holds" + ", nothing of this holds" * 3 + ", nothing…",
        ),
        ("誤" * 70 + "。" + "報" * 200, "誤" * 70 + "。 …"),
    ],
)
def test_a_card_has_the_beginning_of_a_long_notice_and_the_story_all_of_it(
    read: Read, ago: Ago, notice: str, shown: str
) -> None:
    section = SectionFactory()
    edition = published(at=ago(hours=1), section=section)
    retract(edition.article, by=None, note=notice)
    assert f'<p class="card-dek">{shown}</p>' in read(section.get_absolute_url())
    assert notice.replace("\n", "<br>") in read(edition.get_absolute_url())


def test_a_section_names_its_editors_and_leads_to_its_topics(read: Read, ago: Ago) -> None:
    section, user, unknown, former = SectionFactory(), UserFactory(), UserFactory(), UserFactory()
    section.editors.set([user, unknown, former])
    editor = AuthorFactory(name="Ines Editor", user=user)
    AuthorFactory(name="Not Seen", user=unknown)
    gone = AuthorFactory(name="Long Gone", user=former, left_on=ago(days=1).date())
    rivers, dams = TopicFactory(name="rivers"), TopicFactory(name="dams")
    published(at=ago(days=1), section=section, topics=[rivers], authors=[gone])
    published(at=ago(days=2), section=section, topics=[dams, rivers])
    published(at=ago(days=3), authors=[editor], topics=[TopicFactory(name="elsewhere")])
    head = read(section.get_absolute_url()).partition("</header>\n<div")[0]
    assert f'<a href="{editor.get_absolute_url()}"' in head
    assert "Not Seen" not in head
    assert "Long Gone" not in head
    assert head.index(rivers.get_absolute_url()) < head.index(dams.get_absolute_url())
    assert "elsewhere" not in head


def test_an_unknown_section_is_not_found(client: Client, frame: None) -> None:
    assert client.get("/section/nowhere/").status_code == 404


def test_a_section_without_a_story_says_so(read: Read) -> None:
    assert "Nothing here yet" in read(SectionFactory().get_absolute_url())


@pytest.mark.parametrize("stories", [1, 3])
def test_a_section_costs_four_queries_however_many_stories(
    client: Client, frame: None, ago: Ago, django_assert_num_queries: Any, stories: int
) -> None:
    section = SectionFactory()
    for number in range(stories):
        published(
            at=ago(days=number + 1), section=section, lead_photo=PhotoFactory(), topics=[TopicFactory()]
        )
    with django_assert_num_queries(4):
        assert client.get(section.get_absolute_url()).status_code == 200


def test_older_and_newer_lead_through_every_story_once(read: Read, now: datetime) -> None:
    section = SectionFactory()
    # Two at the same moment on each side of the fold: the key decides.
    for number in range(PAGE_SIZE + 3):
        published(at=now - timedelta(hours=number // 2 + 1), section=section, headline=f"Story {number:02}")
    path = section.get_absolute_url()
    first = read(path)
    assert len(headlines(first)) == PAGE_SIZE
    assert link(first, "prev") == ""
    second = read(path + link(first, "next"))
    assert link(second, "next") == ""
    seen = headlines(first) + headlines(second)
    assert sorted(seen) == [f"Story {number:02}" for number in range(PAGE_SIZE + 3)]
    assert headlines(read(path + link(second, "prev"))) == headlines(first)


def test_a_page_further_down_costs_no_more_than_the_first(
    client: Client, frame: None, now: datetime, django_assert_num_queries: Any
) -> None:
    section = SectionFactory()
    for number in range(3):
        published(at=now - timedelta(hours=number + 1), section=section)
    with django_assert_num_queries(3):
        client.get(section.get_absolute_url(), {"before": str(Cursor(now - timedelta(hours=1), 1))})


@pytest.mark.parametrize(
    "query",
    [
        "before=",
        "before=nonsense",
        "before=zzzzzzzzzzzz.1",
        "after=-zzzzzzzzzzzz.1",
        "before=1.zzzzzzzzzzzzz",
        "before=1.zzzzzzzzzzzz1",
        "before=1.1&after=1.1",
        "before=%00",
        "after=..",
    ],
)
def test_a_cursor_we_never_made_is_not_found_and_never_an_error(
    client: Client, frame: None, query: str
) -> None:
    section = SectionFactory()
    expected = 200 if query == "before=" else 404
    assert client.get(f"{section.get_absolute_url()}?{query}").status_code == expected


def test_a_cursor_survives_being_written_and_read(now: datetime) -> None:
    for at in (now, datetime.fromisoformat("1815-06-18T11:35:00.000001+00:00")):
        assert Cursor.parse(str(Cursor(at, 4711))) == Cursor(at, 4711)


def test_a_section_tells_machines_its_address_and_its_feed(read: Read) -> None:
    section = SectionFactory(slug="world", description="States and treaties.")
    text = read(section.get_absolute_url())
    assert '<link rel="canonical" href="http://testserver/section/world/">' in text
    assert f'href="{reverse("section_feed", args=["world"])}"' in text
    assert '<meta name="description" content="States and treaties.">' in text


def test_a_section_is_read_and_not_written_to(client: Client, frame: None) -> None:
    assert client.post(SectionFactory().get_absolute_url()).status_code == 405
