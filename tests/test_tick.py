"""The job of every minute: what it does once, what it makes up for, and what never depends on it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Autosave, Edition, FollowUp, Notice, Preferences
from articles.notices import tell, tell_of
from articles.publishing import publish
from articles.workflow import perform
from newsroom.management.commands.tick import repeat
from newsroom.models import Heartbeat
from newsroom.tick import state, tick
from tests.conftest import MakeUser
from tests.desk.posting import typed
from tests.factories import ArticleFactory, AuthorFactory, approved, published, revise

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def wants(user: User, *kinds: str) -> None:
    Preferences.objects.create(user=user, mail_on=list(kinds))


def notices(user: User) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", "text"))


def test_the_desk_of_the_section_hears_of_a_story_that_waits(make_user: MakeUser, reporter: User) -> None:
    own, other = make_user("own", "Desk editor"), make_user("other", "Desk editor")
    article = ArticleFactory(slugline="RIVER")
    assert article.section is not None
    article.section.editors.add(own)
    tell_of(perform(article, "submit", by=reporter))
    assert notices(own) == [("review", "reporter sent “RIVER” to the desk.")]
    assert notices(other) == []


def test_every_writer_hears_that_a_story_came_back_and_not_why(desk: User, make_user: MakeUser) -> None:
    started, assigned, credited = (make_user(name, "Reporter") for name in ("one", "two", "three"))
    author = AuthorFactory(user=credited)
    article = ArticleFactory(created_by=started, assignee=assigned, authors=[author], slugline="RIVER")
    perform(article, "submit", by=None)
    tell_of(perform(article, "send_back", by=desk, note="Libel!"))
    assert {user.username for user in User.objects.filter(notices__kind="sent_back")} == {
        "one",
        "two",
        "three",
    }
    assert "Libel" not in str(notices(started))
    assert notices(desk) == []


def test_whoever_is_given_a_story_hears_of_it_once(client: Client, desk: User, reporter: User) -> None:
    article = ArticleFactory(slugline="RIVER")
    form = f"/admin/articles/article/{article.pk}/change/"
    client.force_login(desk)
    for _time in range(2):
        client.post(form, typed(client.get(form), assignee=reporter.pk))
    assert notices(reporter) == [("assigned", "desk assigned “RIVER” to you.")]


def test_nothing_is_mailed_that_nobody_asked_for(reporter: User, desk: User) -> None:
    article = ArticleFactory()
    tell([reporter, desk], article, Notice.Kind.SENT_BACK, "It came back.", by=None)
    tick()
    assert mail.outbox == []
    wants(reporter, "sent_back")
    tell([reporter, desk], article, Notice.Kind.SENT_BACK, "It came back.\nBcc: all@news.example", by=None)
    assert tick()["mail"] == 1
    [message] = mail.outbox
    assert message.to == ["reporter@news.example"]
    assert message.subject == "It came back. Bcc: all@news.example"
    assert f"/admin/articles/article/{article.pk}/change/" in message.body
    assert "/admin/preferences/" in message.body


def test_everybody_is_told_in_the_language_of_their_desk(make_user: MakeUser, reporter: User) -> None:
    german, english = make_user("german", "Desk editor"), make_user("english", "Desk editor")
    Preferences.objects.create(user=german, language="de", mail_on=["review"])
    article = ArticleFactory(slugline="RIVER")
    assert article.section is not None
    article.section.editors.add(german, english)
    tell_of(perform(article, "submit", by=reporter))
    assert notices(english) == [("review", "reporter sent “RIVER” to the desk.")]
    assert notices(german) == [("review", "reporter hat „RIVER“ an die Redaktion gegeben.")]
    tick()
    assert "Ändern können Sie das hier" in mail.outbox[0].body


def test_a_mail_goes_out_once_however_often_it_ticks(reporter: User) -> None:
    wants(reporter, "approved")
    for number in range(3):
        tell([reporter], ArticleFactory(), Notice.Kind.APPROVED, f"Approved {number}", by=None)
    assert [tick()["mail"], tick()["mail"]] == [1, 0]
    assert len(mail.outbox) == 1
    assert "Approved 2" in mail.outbox[0].body


def test_a_mail_that_another_process_has_taken_is_left_to_it_until_that_died(reporter: User) -> None:
    wants(reporter, "approved")
    tell([reporter], ArticleFactory(), Notice.Kind.APPROVED, "Approved", by=None)
    now = timezone.now()
    Notice.objects.update(claimed_at=now - timedelta(minutes=1))
    assert tick(now)["mail"] == 0
    assert tick(now + timedelta(minutes=10))["mail"] == 1


def test_a_mail_server_that_is_gone_loses_nothing(reporter: User, monkeypatch: pytest.MonkeyPatch) -> None:
    wants(reporter, "approved")
    tell([reporter], ArticleFactory(), Notice.Kind.APPROVED, "Approved", by=None)

    def refuse(*args: Any, **kwargs: Any) -> int:
        raise ConnectionRefusedError

    now = timezone.now()
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        assert tick(now)["mail"] == "Unsent: 1 mails were not sent, 0 were."
        assert state(now).sentence.startswith("The minute job runs, but not all of it works: mail (Unsent")
        for hour in range(1, 12):
            tick(now + hour * HOUR)
    assert tick(now + 12 * HOUR)["mail"] == 1
    assert state(now).alive


def test_news_of_the_day_before_yesterday_is_not_mailed(reporter: User) -> None:
    wants(reporter, "approved")
    tell([reporter], ArticleFactory(), Notice.Kind.APPROVED, "Approved", by=None)
    assert tick(timezone.now() + timedelta(days=2, minutes=1))["mail"] == 0


def test_an_address_no_server_takes_costs_the_others_nothing(
    make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [make_user(name, "Reporter") for name in ("bad", "good")]
    for user in people:
        wants(user, "approved")
    tell(people, ArticleFactory(), Notice.Kind.APPROVED, "Approved", by=None)
    send = mail.EmailMessage.send

    def refuse_one(message: mail.EmailMessage, *args: Any, **kwargs: Any) -> int:
        if message.to == ["bad@news.example"]:
            raise UnicodeEncodeError("ascii", "bad", 0, 1, "ordinal not in range")
        return send(message, *args, **kwargs)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse_one)
    assert tick()["mail"] == "Unsent: 1 mails were not sent, 1 were."
    assert [message.to for message in mail.outbox] == [["good@news.example"]]


def test_nobody_is_told_or_mailed_of_a_story_they_may_not_see(
    make_user: MakeUser, outsider: User, contributor: User
) -> None:
    without_role, moved_on = make_user("without"), make_user("moved", "Contributor")
    for user in (without_role, outsider, moved_on):
        wants(user, "approved")
    article = ArticleFactory(authors=[AuthorFactory(user=outsider)], assignee=moved_on, slugline="SECRET")
    assert article.section is not None
    article.section.editors.add(without_role)
    tell([without_role, outsider, moved_on], article, Notice.Kind.APPROVED, "SECRET", by=None)
    assert {notice.user for notice in Notice.objects.all()} == {moved_on}
    article.assignee = contributor
    article.save()
    assert tick()["mail"] == 0
    assert mail.outbox == []


def test_when_the_editors_of_a_section_have_left_the_other_approvers_hear_of_it(
    make_user: MakeUser, desk: User, reporter: User
) -> None:
    gone = make_user("gone", "Desk editor", is_active=False)
    article = ArticleFactory()
    assert article.section is not None
    article.section.editors.add(gone)
    tell_of(perform(article, "submit", by=reporter))
    assert [kind for kind, _text in notices(desk)] == ["review"]


def test_a_run_that_dies_halfway_leaves_the_news_to_the_next(
    reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick()
    soon = timezone.now() + HOUR
    for _story in range(2):
        publish(approved(created_by=reporter), by=None, at=soon)
    told: list[Any] = []

    def once(*args: Any, **kwargs: Any) -> None:
        if told:
            raise OSError("The disk is full.")
        told.append(args)
        tell(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr("newsroom.tick.tell", once)
        assert tick(soon)["begun"] == "OSError: The disk is full."
    assert notices(reporter) == []
    assert tick(soon + timedelta(minutes=1))["begun"] == 2


def test_writers_hear_once_that_a_scheduled_story_began(reporter: User) -> None:
    tick()
    article = approved(created_by=reporter, slugline="RIVER")
    soon = timezone.now() + HOUR
    publish(article, by=None, at=soon)
    assert tick(soon - timedelta(seconds=1))["begun"] == 0
    assert [tick(soon + timedelta(seconds=s))["begun"] for s in (0, 60, 120)] == [1, 0, 0]
    assert notices(reporter) == [("published", "“RIVER” is public now.")]


def test_a_story_that_began_while_the_job_was_dead_is_told_of_afterwards(reporter: User) -> None:
    tick()
    soon = timezone.now() + HOUR
    publish(approved(created_by=reporter), by=None, at=soon)
    assert tick(soon + timedelta(days=2))["begun"] == 1


def test_a_scheduled_correction_opens_its_follow_up_when_it_begins() -> None:
    tick()
    soon = timezone.now() + HOUR
    publish(revise(published().article), by=None, change="correction", note="It was nine.", at=soon)
    assert not FollowUp.objects.exists()
    tick(soon)
    assert FollowUp.objects.get().note == "It was nine."


def test_a_scheduled_story_is_live_on_the_minute_with_no_job_at_all() -> None:
    soon = timezone.now() + HOUR
    edition = publish(approved(), by=None, at=soon)
    assert not Edition.objects.live(soon - timedelta(microseconds=1)).exists()
    assert Edition.objects.live(soon).get() == edition
    assert not Heartbeat.objects.exists()


def test_what_nobody_comes_back_for_is_forgotten(reporter: User) -> None:
    now = timezone.now()
    for days in (1, 31):
        Autosave.objects.create(
            user=reporter, key=f"{days:032}", payload={}, saved_at=now - timedelta(days=days)
        )
    tick(now)
    assert Autosave.objects.count() == 1


def test_the_desk_says_when_the_job_is_dead(client: Client, managing: User) -> None:
    now = timezone.now()
    assert "never run" in state(now).sentence
    tick(now)
    assert state(now).alive
    assert not state(now + timedelta(minutes=10)).alive
    client.force_login(managing)
    assert "The minute job runs." in client.get("/admin/").text


def test_a_job_that_fails_is_reported_and_the_others_are_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(now: Any) -> int:
        raise ValueError("The disk is full")

    monkeypatch.setitem(tick.__globals__["JOBS"], "mail", fail)
    with pytest.raises(CommandError, match="mail: ValueError: The disk is full"):
        call_command("tick")
    assert "old rows forgotten" in capsys.readouterr().out
    assert Heartbeat.objects.get(name="tick").report["tidy"] == 0


def test_it_goes_on_every_minute_as_long_as_what_started_it_lives() -> None:
    done: list[int] = []
    seconds: list[float] = []
    repeat(lambda: done.append(len(seconds)), 60, lambda: len(seconds) < 150, seconds.append)
    assert done == [0, 60, 120]
    assert len(seconds) == 150


def test_a_person_chooses_what_is_mailed_and_sees_the_rest_at_the_desk(
    client: Client, reporter: User
) -> None:
    client.force_login(reporter)
    assert client.post("/admin/preferences/", {"mail_on": ["sent_back", "mentioned"]}).status_code == 302
    assert Preferences.objects.get(user=reporter).mail_on == ["sent_back", "mentioned"]
    assert client.post("/admin/preferences/", {"mail_on": ["nonsense"]}).status_code == 200
    tell(
        [reporter],
        ArticleFactory(created_by=reporter),
        Notice.Kind.APPROVED,
        "Somebody approved it.",
        by=None,
    )
    assert "Somebody approved it." in client.get("/admin/notices/").text
    assert "Somebody approved it." in client.get("/admin/").text
    client.post("/admin/notices/")
    assert Notice.objects.get().seen_at is not None
    assert "Somebody approved it." not in client.get("/admin/").text


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_instant_tell_and_mail_everything_once(make_user: MakeUser) -> None:
    tick()
    soon = timezone.now() + HOUR
    people = [make_user(f"writer{number}", "Reporter") for number in range(3)]
    for user in people:
        wants(user, "published")
        publish(approved(created_by=user), by=None, at=soon)
    reports: list[dict[str, int | str]] = []
    together = threading.Barrier(2)

    def run() -> None:
        together.wait()
        try:
            reports.append(tick(soon))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _run in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(str(report["begun"]) for report in reports) == ["0", "3"]
    tick(soon + timedelta(minutes=1))
    assert [len(notices(user)) for user in people] == [1, 1, 1]
    assert sorted(message.to[0] for message in mail.outbox) == [user.email for user in people]
