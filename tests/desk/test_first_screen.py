"""The desk's first screen: to each person what waits for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from articles.admin.facts import brief
from articles.models import (
    Article,
    Autosave,
    EditLock,
    ErrorReport,
    FollowUp,
    Note,
    Notice,
    Photo,
    RemovalRequest,
    SignOffDesk,
)
from articles.publishing import publish
from articles.revisions import snapshot
from articles.signoffs import hold, require, sign
from articles.withdrawals import propose_retraction
from articles.workflow import perform
from newsroom.hearing import note
from newsroom.models import CACHE_KEY, Heartbeat, Owner, Publication
from newsroom.tick import NAME
from tests.desk.pages import queries_of
from tests.desk.rows import ROWS
from tests.factories import ArticleFactory, PhotoFactory, UserFactory, approved, later, published, revise

type ClientFor = Callable[[User], Client]
type MakeUser = Callable[..., User]


@pytest.fixture(autouse=True)
def the_minute_job_runs(db: None) -> None:
    """Its silence is an alarm of its own."""
    Heartbeat.objects.create(name=NAME, finished_at=timezone.now())


@pytest.fixture
def told_who_publishes() -> None:
    """A publication of which everything that is owed stands in its form."""
    seat = {"legal_name": "Valley Post Ltd", "address": "1 Quay", "email": "desk@news.example"}
    Publication(**seat, registered_office="Port Example", management="Ada Muster").save()
    Owner.objects.create(publication_id=1, name="Ada Muster", share=100)


def lists(client: Client) -> dict[str, list[str]]:
    """What stands in each list that is not empty, by the list's name."""
    blocks = client.get("/admin/").context["blocks"]
    return {listing.name: [row.title for row in listing.rows] for block in blocks for listing in block.full}


def in_review(**fields: Any) -> Article:
    article: Article = ArticleFactory(**fields)
    perform(article, "submit", by=None)
    return article


def everything_waits(user: User) -> None:
    """A row for every list of the screen, several for most."""
    now = timezone.now()
    ROWS[ErrorReport](1)
    article = in_review(due_at=now, assignee=user)
    require(article, SignOffDesk.LEGAL, by=None)
    hold(ArticleFactory(), by=None, reason="A letter came.")
    ArticleFactory(embargo_until=now + timedelta(minutes=20))
    publish(approved(), by=None, at=later(2))
    draft = ArticleFactory(created_by=user)
    EditLock.objects.create(article=draft, user=UserFactory())
    Autosave.objects.create(key=f"{draft.pk:032}", user=user, article=draft, payload={})
    live = published(lead_photo=PhotoFactory(rights_expire_on=now.date() + timedelta(days=9)))
    Photo.objects.update(rights_expire_on=now.date() - timedelta(days=9))
    propose_retraction(live.article, by=UserFactory(role="Managing editor"), notice="Wrong.")
    for due in (now - timedelta(hours=1), now + timedelta(hours=1)):
        FollowUp.objects.create(article=live.article, kind="second_read", due_at=due)
    RemovalRequest.objects.create(article=live.article, ground="privacy", request="Please.")
    note = Note.objects.create(article=article, text="Look at this.")
    note.mentioned.add(user)
    Notice.objects.create(user=user, article=article, kind="assigned", text="Yours.")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    # The managing editor's also ask whether the imprint of a public site says who publishes it.
    ("role", "queries"),
    [("Contributor", 14), ("Reporter", 17), ("Desk editor", 24), ("Legal", 18), ("Managing editor", 27)],
)
def test_the_first_screen_takes_the_same_queries_whatever_waits(
    role: str, queries: int, count: int, make_user: MakeUser, client_for: ClientFor
) -> None:
    user = make_user("somebody", role)
    for _number in range(count):
        everything_waits(user)
    cache.set(CACHE_KEY, Publication(pk=1), None)
    assert queries_of(client_for(user), "/admin/") == queries


def test_the_first_screen_shows_what_waits_for_the_person(client_for: ClientFor, desk: User) -> None:
    in_review(headline="Waits for review")
    sent_back = in_review(headline="Was sent back", assignee=desk)
    perform(sent_back, "send_back", by=None, note="Who says so?")
    ArticleFactory(headline="Is being written", created_by=desk)
    publish(approved(headline="Appears later"), by=None, at=later(2))
    live = published(headline="Just appeared")
    ErrorReport.objects.create(article=live.article, edition=live, message="The dam is elsewhere.")
    assert lists(client_for(desk)) == {
        "reports": ["The dam is elsewhere."],
        "review": ["Waits for review"],
        "changes": ["Was sent back"],
        "today": ["Appears later"],
        "drafts": ["Is being written"],
        "published": ["Just appeared"],
    }


def test_alarms_stand_first_and_only_when_there_is_one(
    client_for: ClientFor, managing: User, told_who_publishes: None
) -> None:
    client = client_for(managing)
    assert "alarms" not in [block.name for block in client.get("/admin/").context["blocks"]]
    held: Article = ArticleFactory(headline="Is held")
    hold(held, by=None, reason="A letter came.")
    soon = timezone.now() + timedelta(minutes=20)
    ArticleFactory(headline="Embargo ends unapproved", embargo_until=soon)
    approved(headline="Embargo ends approved", embargo_until=soon)
    live = published(headline="Was urgent", lead_photo=PhotoFactory())
    assert live.lead_photo is not None
    live.lead_photo.rights_expire_on = timezone.localdate() - timedelta(days=1)
    live.lead_photo.save()
    FollowUp.objects.create(article=live.article, kind="second_read", due_at=later(-1))
    propose_retraction(live.article, by=UserFactory(role="Standards editor"), notice="Wrong.")
    first = client.get("/admin/").context["blocks"][0]
    assert (first.name, first.is_alarm) == ("alarms", True)
    assert {listing.name: [row.title for row in listing.rows] for listing in first.full} == {
        "holds": ["Is held"],
        "late": ["Was urgent"],
        "embargoes": ["Embargo ends unapproved"],
        "licences": ["Was urgent"],
        "retractions": ["Was urgent"],
    }


def test_a_dead_minute_job_is_an_alarm_for_those_who_review(
    client_for: ClientFor, desk: User, reporter: User
) -> None:
    Heartbeat.objects.update(finished_at=timezone.now() - timedelta(hours=1))
    first = client_for(desk).get("/admin/").context["blocks"][0]
    assert (first.name, "last ran 1" in first.said) == ("alarms", True)
    assert client_for(reporter).get("/admin/").context["blocks"][0].name != "alarms"


def test_an_empty_imprint_of_a_public_site_is_an_alarm_for_those_who_can_fill_it_in(
    client_for: ClientFor, managing: User, desk: User
) -> None:
    client = client_for(managing)
    assert "imprint" not in lists(client)
    published()
    [listing] = client.get("/admin/").context["blocks"][0].full
    assert [(row.title, row.details[0].text, row.url) for row in listing.rows] == [
        (
            "Imprint",
            "empty: Media owner and publisher, Address, E-mail",
            "/admin/newsroom/publication/1/change/",
        ),
        (
            "Ownership and funding",
            "empty: Registered office, Management, Owners",
            "/admin/newsroom/publication/1/change/",
        ),
    ]
    assert client.get(listing.rows[0].url).status_code == 200
    assert "imprint" not in lists(client_for(desk))


def test_an_imprint_that_says_who_publishes_is_no_alarm(
    client_for: ClientFor, managing: User, told_who_publishes: None
) -> None:
    published()
    client = client_for(managing)
    assert "imprint" not in lists(client)
    Owner.objects.all().delete()
    assert lists(client)["imprint"] == ["Ownership and funding"]


def test_a_hub_that_hears_nothing_is_an_alarm_with_since_when_and_what_it_said(
    client_for: ClientFor, desk: User, reporter: User, settings: Any
) -> None:
    settings.WEBSUB_HUBS = ["https://hub.example/", "https://other.example/"]
    since = timezone.now() - timedelta(minutes=16)
    note({"https://hub.example/": "HTTP 503", "https://other.example/": ""}, {}, since)
    cache.set(CACHE_KEY, Publication(pk=1), None)
    editor = client_for(desk)
    page = editor.get("/admin/")
    [listing] = page.context["blocks"][0].full
    assert [(row.title, [detail.text for detail in row.details][:2]) for row in listing.rows] == [
        ("hub.example", [f"has taken nothing since {brief(since)}", "HTTP 503"])
    ]
    figures = {figure.label: figure.value for figure in page.context["blocks"][-1].content}
    assert figures["Hubs and search engines"] == "do not hear us: hub.example"
    with_hubs = queries_of(editor, "/admin/")
    assert "hearing" not in lists(client_for(reporter))
    settings.WEBSUB_HUBS = []
    assert queries_of(editor, "/admin/") == with_hubs - 1


def test_why_there_is_a_hold_is_told_to_those_who_may_hold(
    client_for: ClientFor, managing: User, reporter: User
) -> None:
    hold(ArticleFactory(headline="Is held"), by=None, reason="A letter of the other side came.")
    told, untold = (client_for(user).get("/admin/").text for user in (managing, reporter))
    assert ("Is held" in told, "other side" in told) == (True, True)
    assert ("Is held" in untold, "other side" in untold) == (True, False)


def test_a_contributor_sees_nothing_of_other_peoples_stories(
    client_for: ClientFor, contributor: User
) -> None:
    other = UserFactory()
    everything_waits(other)
    everything_waits(UserFactory())
    assert lists(client_for(contributor)) == {}


def test_a_follow_up_in_time_is_due_and_a_late_one_an_alarm(client_for: ClientFor, desk: User) -> None:
    article = published(headline="Corrected").article
    for hours in (-1, 1):
        FollowUp.objects.create(article=article, kind="tell_others", due_at=later(hours))
    found = lists(client_for(desk))
    assert (found["late"], found["follow-ups"]) == (["Corrected"], ["Corrected"])


def test_removal_requests_are_for_those_who_handle_them(
    client_for: ClientFor, desk: User, standards: User
) -> None:
    RemovalRequest.objects.create(article=published().article, ground="privacy", request="My name.")
    assert "removals" not in lists(client_for(desk))
    assert "removals" in lists(client_for(standards))


def test_a_sign_off_waits_for_those_who_may_give_it(client_for: ClientFor, make_user: MakeUser) -> None:
    asked, stale = in_review(headline="Asked for"), in_review(headline="Gone stale")
    require(asked, SignOffDesk.LEGAL, by=None)
    sign(stale, SignOffDesk.LEGAL, by=None)
    lawyer = client_for(make_user("lawyer", "Legal"))
    assert lists(lawyer)["sign-offs"] == ["Asked for"]
    snapshot(revise(stale), by=None)
    assert lists(lawyer)["sign-offs"] == ["Asked for", "Gone stale"]
    assert "sign-offs" not in lists(client_for(make_user("checker", "Fact-checker")))


def test_notes_that_name_me_and_news_wait_until_they_are_dealt_with(
    client_for: ClientFor, reporter: User
) -> None:
    note = Note.objects.create(article=ArticleFactory(), text="Is this the right dam?")
    note.mentioned.add(reporter)
    Notice.objects.create(user=reporter, article=note.article, kind="assigned", text="Assigned to you.")
    client = client_for(reporter)
    assert lists(client) == {"mentions": ["Is this the right dam?"], "notices": ["Assigned to you."]}
    Note.objects.update(resolved_at=timezone.now())
    Notice.objects.update(seen_at=timezone.now())
    assert lists(client) == {}


def test_the_time_line_is_one_list_in_order_with_now_in_it(client_for: ClientFor, desk: User) -> None:
    now = timezone.localtime()
    minutes = {name: now + timedelta(minutes=ahead) for name, ahead in (("a", 10), ("b", 20), ("c", 30))}
    ArticleFactory(headline="Due", due_at=minutes["b"])
    in_review(headline="Planned", publish_at=minutes["c"], embargo_until=minutes["a"])
    publish(approved(headline="Goes out"), by=None, at=now + timedelta(minutes=40))
    late = now - timedelta(minutes=1)
    ArticleFactory(headline="Late", due_at=late)
    published(headline="Was due and is done", due_at=late)
    block = next(b for b in client_for(desk).get("/admin/").context["blocks"] if b.name == "today")
    marks = [(mark.row.title, mark.word) if mark.row else "now" for mark in block.content.marks]
    before = [("Late", "Due"), "now"] if late.date() == now.date() else ["now"]
    assert marks == [
        *before,
        ("Planned", "Embargo ends"),
        ("Due", "Due"),
        ("Planned", "Planned"),
        ("Goes out", "Scheduled"),
    ]


def test_much_that_is_late_leaves_room_for_what_comes(client_for: ClientFor, desk: User) -> None:
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for number in range(9):
        ArticleFactory(headline=f"Late {number}", due_at=midnight + (now - midnight) * number / 10)
    ArticleFactory(headline="Comes", due_at=now + timedelta(minutes=5))
    block = next(b for b in client_for(desk).get("/admin/").context["blocks"] if b.name == "today")
    titles = [row.title for row in block.listings[0].rows]
    assert (titles, block.count) == (["Late 6", "Late 7", "Late 8", "Comes"], 10)


def test_my_drafts_say_what_is_unsaved_and_who_has_them_open(
    client_for: ClientFor, reporter: User, desk: User
) -> None:
    draft = ArticleFactory(created_by=reporter)
    snapshot(draft, by=reporter)
    Autosave.objects.create(key="0" * 32, user=reporter, article=draft, payload={})
    EditLock.objects.create(article=draft, user=desk)
    text = client_for(reporter).get("/admin/").text
    assert all(said in text for said in ("unsaved text", "open at desk", "words"))
    assert "unsaved text" not in client_for(desk).get("/admin/").text


def test_somebody_silent_for_long_edits_no_more(client_for: ClientFor, desk: User, reporter: User) -> None:
    lock = EditLock.objects.create(article=ArticleFactory(headline="Open"), user=reporter)
    client = client_for(desk)
    assert lists(client) == {"editing": ["Open"]}
    EditLock.objects.filter(pk=lock.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=2))
    assert lists(client) == {}


@pytest.mark.parametrize(("drafts", "counted"), [(10, "10"), (21, "20+")])
def test_the_first_screen_counts_what_it_does_not_show(
    drafts: int, counted: str, client_for: ClientFor, reporter: User
) -> None:
    for number in range(drafts):
        Article.objects.create(created_by=reporter, headline=f"Draft {number}")
    ArticleFactory()
    response = client_for(reporter).get("/admin/")
    block = next(block for block in response.context["blocks"] if block.name == "drafts")
    assert (len(block.listings[0].rows), block.counted, f"All {counted}" in response.text) == (
        5,
        counted,
        True,
    )


def test_a_desk_editor_is_asked_to_review_the_own_sections_only(client_for: ClientFor, desk: User) -> None:
    own, foreign = ArticleFactory(), ArticleFactory()
    assert own.section is not None
    assert foreign.section is not None
    own.section.editors.add(desk)
    foreign.section.editors.add(User.objects.create_user("somebody"))
    for article in (own, foreign):
        perform(article, "submit", by=None)
    assert lists(client_for(desk))["review"] == [own.headline]


def test_an_account_without_a_role_is_told_so(client_for: ClientFor, make_user: MakeUser) -> None:
    response = client_for(make_user("nobody")).get("/admin/")
    assert "has no role yet" in response.text


def test_only_what_puts_something_right_is_red(client_for: ClientFor, desk: User) -> None:
    hours = [timezone.now() - timedelta(hours=ago) for ago in (3, 2, 1)]
    article = published(at=hours[0]).article
    for at, change in zip(hours[1:], ("correction", "minor"), strict=True):
        Article.objects.filter(pk=article.pk).update(kicker=change)
        article.refresh_from_db()
        publish(article, by=None, at=at, now=at, change=change, note="The dam is elsewhere.")
    blocks = client_for(desk).get("/admin/").context["blocks"]
    rows = next(block for block in blocks if block.name == "published").listings[0].rows
    assert [[detail.text for detail in row.details if detail.kind == "changed"] for row in rows] == [
        ["Corrected"],
        ["Correction"],
        [],
    ]


def test_what_went_out_leads_to_its_page_and_to_putting_it_right(
    client_for: ClientFor, desk: User, reporter: User
) -> None:
    edition = published()
    change = f"/admin/articles/article/{edition.article_id}/do/change/"
    for user, may in ((desk, True), (reporter, False)):
        text = client_for(user).get("/admin/").text
        assert (edition.get_absolute_url() in text, change in text) == (True, may)


def test_the_health_of_the_desk_is_for_those_who_review(
    client_for: ClientFor, desk: User, reporter: User
) -> None:
    published(sources=[])
    Article.objects.create(headline="Old")
    Article.objects.update(updated_at=timezone.now() - timedelta(days=15))
    blocks = client_for(desk).get("/admin/").context["blocks"]
    figures = {figure.label: figure.value for figure in blocks[-1].content}
    assert figures["First published today"].startswith("1 (Section ")
    assert figures["This week’s stories without a source"] == "1"
    assert figures["Drafts nobody touched for 14 days"] == "1"
    assert "health" not in [block.name for block in client_for(reporter).get("/admin/").context["blocks"]]


@pytest.mark.parametrize("role", ["Desk editor", "Managing editor", "Legal", "Reporter"])
def test_every_link_of_the_first_screen_leads_somewhere(
    role: str, make_user: MakeUser, client_for: ClientFor
) -> None:
    user = make_user("somebody", role)
    for _number in range(9):
        everything_waits(user)
    client = client_for(user)
    blocks = client.get("/admin/").context["blocks"]
    urls = {listing.all_url for block in blocks for listing in block.full if listing.all_url}
    urls |= {row.url for block in blocks for listing in block.full for row in listing.rows[:1]}
    answers = {url: client.get(url).status_code for url in urls}
    assert [url for url, status in answers.items() if status != 200] == []
