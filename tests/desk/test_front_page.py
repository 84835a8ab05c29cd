"""The front page at the desk: who may do what, what each button does, and two people at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from articles.models import Article
from articles.publishing import publish
from articles.withdrawals import take_down
from articles.workflow import NotPossible
from newsroom import placing
from newsroom.front import compose
from newsroom.front_log import newest_change
from newsroom.models import BreakingStrip, FrontChange, FrontSlot
from tests.conftest import MakeUser
from tests.desk.pages import queries_of
from tests.factories import ArticleFactory, PhotoFactory, SectionFactory, approved, later, published

pytestmark = pytest.mark.django_db

type ClientFor = Callable[[User], Client]
PAGE = "/admin/front/"
HOUR = timedelta(hours=1)


def ago(hours: float) -> datetime:
    """A moment in the past."""
    return timezone.now() - hours * HOUR


def put(article: Article, position: int = 1, **fields: Any) -> FrontSlot:
    """The story in a place, by way of the door."""
    slot = FrontSlot(article=article, position=position, **fields)
    return placing.place(slot, by=None, now=timezone.now(), seen=newest_change())


def four() -> list[FrontSlot]:
    """The top of the page, placed by hand from the first to the last."""
    return [put(published(at=ago(20 + place)).article, place) for place in range(1, 5)]


def top() -> list[int]:
    """The slots at the top, in order."""
    return [story.slot.pk for story in compose(timezone.now()).places.values() if story.slot]


def typed(moment: datetime) -> str:
    """A moment as a browser sends it."""
    return localtime(moment).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def producer(client_for: ClientFor, make_user: MakeUser) -> Client:
    """Somebody who makes the page."""
    return client_for(make_user("producer", "Producer", first_name="Pia", last_name="Placer"))


ROLES = {
    "Contributor": False,
    "Reporter": False,
    "Copy editor": False,
    "Fact-checker": False,
    "Legal": False,
    "Picture editor": False,
    "Standards editor": False,
    "Desk editor": True,
    "Producer": True,
    "Managing editor": True,
}


@pytest.mark.parametrize(("role", "may"), ROLES.items(), ids=list(ROLES))
def test_who_may_edit_the_page_by_button_by_address_and_by_a_crafted_request(
    client_for: ClientFor, make_user: MakeUser, role: str, may: bool
) -> None:
    client = client_for(make_user("somebody", role))
    slots, spare = four(), published(at=ago(1)).article
    button = "Edit the front page" in client.get("/admin/").text
    pages = [PAGE, f"{PAGE}preview/", f"{PAGE}place/", f"{PAGE}{slots[0].pk}/", f"{PAGE}breaking/"]
    opened = [client.get(page).status_code for page in pages]
    seen = {"seen": newest_change()}
    acts: list[tuple[str, dict[str, Any]]] = [
        (f"{PAGE}place/", {"article": spare.pk, "position": 1}),
        (f"{PAGE}{slots[0].pk}/", {"position": 1, "headline": "Other words"}),
        (f"{PAGE}{slots[0].pk}/move/", {"to": 2}),
        (f"{PAGE}{slots[0].pk}/pin/", {"pinned": "on"}),
        (f"{PAGE}{slots[0].pk}/remove/", {}),
        (f"{PAGE}breaking/", {"text": "The dam breaks", "ends_at": typed(later())}),
        (f"{PAGE}breaking/end/", {}),
    ]
    before = FrontChange.objects.count()
    answers = []
    for address, data in acts:
        seen["seen"] = newest_change()
        answers.append(client.post(address, {**data, **seen}).status_code)
    done = FrontChange.objects.count() - before
    assert (button, set(opened), set(answers), done) == (
        may,
        {200 if may else 403},
        {302 if may else 403},
        len(acts) if may else 0,
    )


def test_a_stranger_is_asked_to_log_in(client: Client) -> None:
    for address in (PAGE, f"{PAGE}preview/", f"{PAGE}place/"):
        assert "/accounts/login/" in client.get(address).headers["Location"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_and_its_form_cost_the_same_whatever_stands_there(everything: Client, count: int) -> None:
    sections = SectionFactory.create_batch(2)
    for number in range(count):
        photo = PhotoFactory()
        article = published(at=ago(number + 1), section=sections[number % 2], lead_photo=photo).article
        published(at=ago(number + 50), section=sections[number % 2])
        slot = put(article, number + 1, photo=photo, section=sections[0] if number == 1 else None)
        put(publish(approved(), by=None, at=later(2)).article, 1)
        FrontSlot.objects.create(article=ArticleFactory(), position=2, placed_by=User.objects.first())
        BreakingStrip.objects.create(text="Once", article=article, starts_at=ago(1), ends_at=later())
    # Session and person (2), changes, slots, strips, the newest, sections, bands, notes.
    assert queries_of(everything, PAGE) == 9
    # Session and person (2), the slot, its neighbours and which of them are live (2), pictures (2), changes.
    assert queries_of(everything, f"{PAGE}{slot.pk}/") == 8
    # Session and person (2), stories, pictures, changes.
    assert queries_of(everything, f"{PAGE}place/") == 5


def test_the_page_says_what_stands_where_who_placed_it_and_until_when(producer: Client) -> None:
    until = later(3)
    story = published(at=ago(30)).article
    published(at=ago(1), headline="The automatic story")
    producer.post(
        f"{PAGE}place/",
        {"article": story.pk, "position": 1, "headline": "Our words", "ends_at": typed(until), "seen": 0},
    )
    text = producer.get(PAGE).text
    lead = text[text.index('id="place-top-1"') : text.index('id="place-top-2"')]
    assert "Our words" in lead
    assert "Placed by Pia Placer" in lead
    assert f"until {localtime(until):%a %-d %b, %H:%M}" in lead
    beside = text[text.index('id="place-top-2"') : text.index('id="place-top-3"')]
    assert "The automatic story" in beside
    assert "Filled itself" in beside


def test_a_story_that_is_not_live_any_more_is_as_good_as_empty_and_the_page_says_so(producer: Client) -> None:
    slot = put(published(at=ago(3), headline="The dam holds").article)
    take_down(slot.article, by=None, reason="A court order.")
    text = producer.get(PAGE).text
    assert "Not live: readers cannot read the story" in text
    assert top() == []


def test_only_live_and_scheduled_stories_are_offered_and_taken(producer: Client) -> None:
    ArticleFactory(headline="The dam, a draft")
    live = published(at=ago(1), headline="The dam, in print").article
    scheduled = publish(approved(headline="The dam, tomorrow"), by=None, at=later(3)).article
    gone = published(at=ago(1), headline="The dam, taken down").article
    take_down(gone, by=None, reason="A court order.")
    asked = {"term": "dam", "app_label": "newsroom", "model_name": "frontslot", "field_name": "article"}
    answer = producer.get(reverse("admin:newsroom_frontslot_articles"), asked).json()
    assert {result["id"] for result in answer["results"]} == {str(live.pk), str(scheduled.pk)}
    refused = producer.post(f"{PAGE}place/", {"article": gone.pk, "position": 1, "seen": 0})
    assert list(refused.context["form"].errors) == ["article"]
    form = producer.get(f"{PAGE}place/").text
    assert "The dam, tomorrow" in form
    assert "a draft" not in form
    assert "taken down" not in form


def test_a_scheduled_story_is_placed_from_its_own_minute_on(producer: Client) -> None:
    standing = four()
    edition = publish(approved(headline="The dam, tomorrow"), by=None, at=later(3))
    data = {"article": edition.article_id, "position": 1, "seen": newest_change()}
    assert producer.post(f"{PAGE}place/", data).status_code == 302
    slot = FrontSlot.objects.get(article=edition.article)
    assert slot.starts_at == edition.starts_at
    text = producer.get(PAGE).text
    assert "The dam, tomorrow" in text[text.index("<h3>Later</h3>") :]
    instant = timedelta(microseconds=1)
    leads = [compose(moment).lead for moment in (slot.starts_at - instant, slot.starts_at)]
    assert [lead and lead.slot for lead in leads] == [standing[0], slot]


def test_up_and_down_move_a_story_past_its_neighbours_and_past_a_pin(producer: Client) -> None:
    first, second, third, fourth = (slot.pk for slot in four())
    producer.post(f"{PAGE}{second}/pin/", {"pinned": "on", "seen": newest_change()})
    buttons = producer.get(PAGE).context["columns"][0].rows
    assert [(row.up, row.down) for row in buttons] == [(None, 3), (1, 3), (1, 4), (3, None)]
    producer.post(f"{PAGE}{third}/move/", {"to": 1, "seen": newest_change()})
    assert top() == [third, second, first, fourth]
    answer = producer.post(f"{PAGE}{first}/move/", {"to": 2, "seen": newest_change()}, follow=True)
    assert "held by a pinned story" in answer.text
    assert top() == [third, second, first, fourth]


def test_nothing_is_placed_where_a_story_is_pinned(producer: Client) -> None:
    put(published(at=ago(30), headline="The pinned story").article, pinned=True)
    spare = published(at=ago(1)).article
    data = {"article": spare.pk, "position": 1, "seen": newest_change()}
    answer = producer.post(f"{PAGE}place/", data)
    assert "“The pinned story” is pinned there" in answer.context["form"].non_field_errors()[0]
    assert not FrontSlot.objects.filter(article=spare).exists()


def test_a_story_that_slid_keeps_its_way_back_when_only_its_headline_is_changed(producer: Client) -> None:
    below = put(published(at=ago(30)).article)
    put(published(at=ago(20)).article, ends_at=later())
    form = producer.get(f"{PAGE}{below.pk}/").context["form"]
    assert form["position"].value() == 2
    producer.post(f"{PAGE}{below.pk}/", {"position": 2, "headline": "Other", "seen": newest_change()})
    below.refresh_from_db()
    assert (below.position, below.headline) == (1, "Other")


def test_a_removed_story_stays_in_the_list_and_one_to_come_is_forgotten(producer: Client) -> None:
    now_there = put(published(at=ago(30)).article)
    to_come = put(published(at=ago(20)).article, starts_at=later())
    for slot in (now_there, to_come):
        producer.post(f"{PAGE}{slot.pk}/remove/", {"seen": newest_change()})
    assert list(FrontSlot.objects.values_list("pk", flat=True)) == [now_there.pk]
    assert top() == []
    over = producer.get(reverse("admin:newsroom_frontslot_changelist"), {"in_force": "over"})
    assert over.context["cl"].result_count == 1


def test_an_end_before_the_beginning_is_refused_at_its_field(producer: Client) -> None:
    data = {"article": published(at=ago(1)).article_id, "position": 1, "seen": 0}
    answer = producer.post(f"{PAGE}place/", {**data, "ends_at": typed(ago(1))})
    assert list(answer.context["form"].errors) == ["ends_at"]
    strip = producer.post(f"{PAGE}breaking/", {"text": "Once", "ends_at": typed(later(30)), "seen": 0})
    assert list(strip.context["form"].errors) == ["ends_at"]


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("move/", {"to": 9, "seen": 0}),
        ("move/", {"to": 1}),
        ("move/", {"to": 1, "seen": "99999999999999999999"}),
        ("pin/", {"seen": "x"}),
        ("remove/", {}),
    ],
)
def test_an_odd_request_changes_nothing_and_says_so(producer: Client, address: str, data: Any) -> None:
    slot = four()[2]
    before = newest_change()
    answer = producer.post(f"{PAGE}{slot.pk}/{address}", data, follow=True)
    assert "Nothing was done" in answer.text
    assert newest_change() == before
    assert producer.get(f"{PAGE}{slot.pk}/{address}").status_code == 405


@pytest.mark.parametrize("address", ["place/?place=5", "place/?place=x", "place/?section=nowhere", "987654/"])
def test_a_place_that_is_none_is_not_found(producer: Client, address: str) -> None:
    assert producer.get(f"{PAGE}{address}").status_code == 404


def test_every_change_is_logged_with_who_when_and_what(producer: Client) -> None:
    story = published(at=ago(3), headline="The dam holds").article
    producer.post(f"{PAGE}place/", {"article": story.pk, "position": 2, "seen": 0})
    slot = FrontSlot.objects.get()
    producer.post(f"{PAGE}{slot.pk}/move/", {"to": 1, "seen": 1})
    producer.post(f"{PAGE}{slot.pk}/", {"position": 1, "headline": "Our words", "seen": 2})
    producer.post(f"{PAGE}{slot.pk}/remove/", {"seen": 3})
    logged = FrontChange.objects.order_by("number")
    assert [(change.verb, change.what, change.by and change.by.username) for change in logged] == [
        ("placed", "The dam holds", "producer"),
        ("moved", "The dam holds", "producer"),
        ("changed", "Our words", "producer"),
        ("removed", "Our words", "producer"),
    ]
    assert logged[1].details["before"], logged[1].details["to"] == ({"place": 2}, {"place": 1})
    assert "Pia Placer moved “The dam holds”" in producer.get(PAGE).text


def test_a_change_on_an_old_page_is_refused_by_name_and_one_elsewhere_is_not(producer: Client) -> None:
    first, second = four()[:2]
    section = SectionFactory()
    band = put(published(at=ago(9), section=section).article, section=section)
    seen = newest_change()
    producer.post(f"{PAGE}{second.pk}/move/", {"to": 1, "seen": seen})
    late = producer.post(f"{PAGE}{first.pk}/remove/", {"seen": seen}, follow=True)
    assert "Pia Placer moved" in late.text
    assert "Nothing of yours was done" in late.text
    assert first.pk in top()
    elsewhere = producer.post(f"{PAGE}{band.pk}/remove/", {"seen": seen}, follow=True)
    assert "was removed" in elsewhere.text


def test_the_preview_is_private_and_shows_what_is_proposed_without_storing_it(producer: Client) -> None:
    four()
    spare = published(at=ago(50), headline="The spare story").article
    asked: dict[str, Any] = {"article": spare.pk, "position": 1, "headline": "Proposed words"}
    answer = producer.get(f"{PAGE}preview/", asked)
    main = answer.text[answer.text.index("<main") :]
    assert main.index("Proposed words") < main.index('class="front-mid"')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert not FrontSlot.objects.filter(article=spare).exists()
    form = producer.post(f"{PAGE}place/", {**asked, "preview": "1", "seen": newest_change()})
    assert "headline=Proposed+words" in form.text
    assert not FrontSlot.objects.filter(article=spare).exists()


@pytest.mark.parametrize("to", [1, 2, 4])
def test_the_preview_of_a_move_is_what_saving_it_gives(producer: Client, to: int) -> None:
    slots = four()
    asked = {"slot": slots[2].pk, "position": to}
    proposed = producer.get(f"{PAGE}preview/", asked).context["front"].places
    producer.post(f"{PAGE}{slots[2].pk}/", {"position": to, "seen": newest_change()})
    stored = compose(timezone.now()).places
    assert {place: story.slot for place, story in proposed.items()} == {
        place: story.slot for place, story in stored.items()
    }
    assert top()[to - 1] == slots[2].pk


def test_the_preview_of_a_time_to_come_shows_that_page_its_day_and_its_strip(producer: Client) -> None:
    at = (timezone.now() + 30 * HOUR).replace(second=0, microsecond=0)
    publish(approved(headline="The dam, tomorrow"), by=None, at=at)
    BreakingStrip.objects.create(text="It breaks tomorrow", starts_at=at, ends_at=at + HOUR)
    for moment, shown in ((at - timedelta(minutes=1), False), (at, True)):
        text = producer.get(f"{PAGE}preview/", {"at": typed(moment)}).text
        assert ("The dam, tomorrow" in text, "It breaks tomorrow" in text) == (shown, shown)
    assert f"{localtime(at):%-d %B %Y}" in text


@pytest.mark.parametrize(
    "asked", [{"at": "x"}, {"slot": "9" * 40, "position": 1}, {"section": "x", "position": 1}]
)
def test_an_odd_preview_shows_the_page_as_it_is(producer: Client, asked: dict[str, Any]) -> None:
    four()
    assert len(producer.get(f"{PAGE}preview/", asked).context["front"].places) == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_move_at_once_one_is_told_and_no_place_is_lost() -> None:
    slots = four()
    seen, gate = newest_change(), threading.Barrier(2)

    def move(pk: int, to: int) -> str:
        try:
            gate.wait()
            placing.move(pk, to, by=None, now=timezone.now(), seen=seen)
        except NotPossible:
            return "told"
        finally:
            connections.close_all()
        return "moved"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(move, (slots[3].pk, slots[2].pk), (1, 1)))
    assert sorted(answers) == ["moved", "told"]
    assert sorted(FrontSlot.objects.values_list("position", flat=True)) == [1, 2, 3, 4]
    assert top()[0] in {slots[3].pk, slots[2].pk}
    assert FrontChange.objects.count() == seen + 1


def test_looking_stores_nothing(producer: Client) -> None:
    four()
    with CaptureQueriesContext(connection) as queries:
        producer.get(PAGE)
        producer.get(f"{PAGE}preview/")
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
