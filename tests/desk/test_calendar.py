"""The planning calendar: what stands on which day, for whom, and at which cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, make_aware

from articles.admin.planning.days import Period, begins, clock, clocks_change
from articles.models import Article, Section
from articles.publishing import publish
from articles.workflow import perform
from tests.desk.pages import queries_of
from tests.factories import ArticleFactory, SectionFactory, approved, later, published, revise

type ClientFor = Callable[[User], Client]
CALENDAR = "/admin/articles/article/calendar/"
# Far ahead, so that nothing planned for these days is late; 25 and 31 October end and begin nothing.
THURSDAY = date(2037, 11, 26)


def at(day: date, clock: str) -> datetime:
    """A time of a day on the newsroom's clock."""
    return make_aware(datetime.fromisoformat(f"{day.isoformat()}T{clock}"))


def ask(client: Client, **query: Any) -> Any:
    response = client.get(CALENDAR, {"day": THURSDAY.isoformat(), **query})
    assert response.status_code == 200
    return response


def shown(response: Any) -> dict[date, list[str]]:
    """What stands on each day that is not empty: kind and slugline."""
    return {
        day.date: [f"{entry.kind} {entry.article.slugline}" for entry in day.entries]
        for day in response.context["days"]
        if day.entries
    }


def test_each_kind_stands_at_its_moment_under_its_own_word(everything: Client) -> None:
    ArticleFactory(slugline="PLAN", publish_at=at(THURSDAY, "18:00"))
    ArticleFactory(slugline="COPY", due_at=at(THURSDAY, "12:00"))
    ArticleFactory(slugline="SECRET", embargo_until=at(THURSDAY, "06:00"))
    publish(approved(slugline="READY"), by=None, at=at(THURSDAY, "09:00"), until=at(THURSDAY, "21:00"))
    response = ask(everything, view="day")
    assert shown(response) == {
        THURSDAY: ["embargoed SECRET", "scheduled READY", "due COPY", "planned PLAN", "expires READY"]
    }
    page = response.content.decode()
    assert all(word in page for word in ("Embargo ends", "Scheduled", "Due", "Planned", "Disappears"))
    assert "Thursday, 26 November 2037" in page
    assert "Europe/Vienna time" in page


def test_a_scheduled_change_to_a_public_story_says_what_it_changes(everything: Client) -> None:
    article = Article.objects.get(pk=published(slugline="DAM").article_id)
    publish(revise(article), by=None, at=at(THURSDAY, "09:00"), change="correction", note="It was two.")
    response = ask(everything, view="day")
    # That the running edition ends when the next begins is no disappearance.
    assert shown(response) == {THURSDAY: ["scheduled DAM"]}
    assert "<b>Correction</b>" in response.content.decode()


def test_a_plan_that_came_true_to_the_minute_is_said_once(everything: Client) -> None:
    moment = at(THURSDAY, "09:00")
    publish(approved(slugline="READY", publish_at=moment), by=None, at=moment)
    assert shown(ask(everything)) == {THURSDAY: ["scheduled READY"]}


def test_what_is_spiked_is_planned_for_nothing(everything: Client) -> None:
    perform(ArticleFactory(due_at=at(THURSDAY, "12:00")), "spike", by=None, note="No story.")
    assert shown(ask(everything)) == {}


@pytest.mark.parametrize(
    ("view", "first", "last"),
    [
        ("day", THURSDAY, THURSDAY),
        ("week", date(2037, 11, 23), date(2037, 11, 29)),
        ("month", date(2037, 10, 26), date(2037, 12, 6)),
    ],
)
def test_a_period_holds_its_first_and_its_last_minute_and_no_more(
    view: str, first: date, last: date, everything: Client
) -> None:
    for slugline, moment in {
        "BEFORE": begins(first) - timedelta(seconds=1),
        "FIRST": begins(first),
        "LAST": begins(last + timedelta(days=1)) - timedelta(seconds=1),
        "AFTER": begins(last + timedelta(days=1)),
    }.items():
        ArticleFactory(slugline=slugline, due_at=moment)
    found = shown(ask(everything, view=view))
    assert [found[day][position] for day, position in ((first, 0), (last, -1))] == ["due FIRST", "due LAST"]
    assert sum(map(len, found.values())) == 2


@pytest.mark.parametrize(
    ("day", "hours", "said"),
    [
        (date(2026, 3, 29), 23, "Clocks go forward: 23 hours"),
        (date(2026, 10, 25), 25, "Clocks go back: 25 hours"),
        (date(2026, 10, 26), 24, ""),
    ],
)
def test_the_days_on_which_the_clocks_change_are_whole(day: date, hours: int, said: str) -> None:
    period = Period("day", day)
    assert period.end.timestamp() - period.start.timestamp() == hours * 3600
    assert clocks_change(day) == said


def test_the_hour_that_comes_twice_says_which_one_is_meant(everything: Client) -> None:
    summer, winter = (datetime.fromisoformat(f"2037-10-25T{hour}:30+00:00") for hour in ("00", "01"))
    ArticleFactory(slugline="ONE", due_at=summer)
    ArticleFactory(slugline="TWO", due_at=winter)
    response = ask(everything, view="day", day="2037-10-25")
    assert shown(response) == {date(2037, 10, 25): ["due ONE", "due TWO"]}
    [day] = response.context["days"]
    assert [entry.clock for entry in day.entries] == ["02:30 CEST", "02:30 CET"]
    assert clock(at(THURSDAY, "02:30")) == "02:30"


def test_before_today_and_after_lead_around_and_keep_what_was_chosen(everything: Client) -> None:
    section = SectionFactory()
    query = {"section": section.pk, "kind": "due"}
    chosen = f"section={section.pk}&kind=due"
    today = localdate().isoformat()
    for view, before, after in (
        ("day", "2037-11-25", "2037-11-27"),
        ("week", "2037-11-19", "2037-12-03"),
        ("month", "2037-10-01", "2037-12-01"),
    ):
        around = ask(everything, view=view, **query).context["around"]
        assert [url for _label, url, _here in around] == [
            f"{CALENDAR}?view={view}&day={day}&{chosen}" for day in (before, today, after)
        ]


def test_nothing_asked_shows_this_week_and_today(everything: Client) -> None:
    response = everything.get(CALENDAR)
    assert response.context["period"] == Period("week", localdate())
    assert [day.date for day in response.context["days"] if day.is_today] == [localdate()]


@pytest.mark.parametrize("day", ["2026-02-31", "yesterday", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_shows_today_and_says_so(day: str, everything: Client) -> None:
    response = everything.get(CALENDAR, {"day": day, "view": "year"})
    assert response.context["period"] == Period("week", localdate())
    assert f"“{day}” is no day" in response.content.decode()
    assert "There is no view “year”" in response.content.decode()


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
@pytest.mark.parametrize("view", ["day", "week", "month"])
def test_the_calendar_ends_without_a_crash(view: str, day: str, everything: Client) -> None:
    around = ask(everything, view=view, day=day).context["around"]
    assert [bool(url) for _label, url, _here in around].count(False) == 1


def test_a_full_day_says_how_many_more_and_leads_to_them(everything: Client) -> None:
    for hour in range(12):
        ArticleFactory(slugline=f"S{hour}", due_at=at(THURSDAY, f"{hour:02}:00"))
    for view, rows in (("week", 8), ("month", 3)):
        response = ask(everything, view=view)
        [day] = [day for day in response.context["days"] if day.entries]
        assert (len(day.entries), day.more) == (rows, 12 - rows)
        assert f"{12 - rows} more" in response.content.decode()
        assert len(shown(everything.get(day.url))[THURSDAY]) == 12


def test_a_crowded_day_goes_on_page_by_page(everything: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        __import__("articles.admin.planning.calendar_page", fromlist=["SHOWN"]).SHOWN, "day", 2
    )
    for hour in range(5):
        ArticleFactory(slugline=f"S{hour}", due_at=at(THURSDAY, f"{hour:02}:00"))
    response, seen = ask(everything, view="day"), []
    while True:
        seen += shown(response)[THURSDAY]
        if not response.context["later_url"]:
            break
        response = everything.get(response.context["later_url"])
    assert seen == [f"due S{hour}" for hour in range(5)]
    assert shown(ask(everything, view="day", p="99")) == shown(response)


def test_filters_narrow_by_section_assignee_mine_and_kind(
    everything: Client, admin_user: User, desk: User
) -> None:
    section = SectionFactory()
    moment = at(THURSDAY, "12:00")
    ArticleFactory(slugline="SECTION", due_at=moment, section=section)
    ArticleFactory(slugline="PERSON", due_at=moment, assignee=desk)
    ArticleFactory(slugline="MINE", publish_at=moment, created_by=admin_user)
    publish(approved(slugline="READY", section=section), by=None, at=moment)
    found = {
        name: shown(ask(everything, **{name: value})).get(THURSDAY)
        for name, value in (
            ("section", section.pk),
            ("assignee", desk.pk),
            ("mine", "on"),
            ("kind", "planned"),
        )
    }
    assert found == {
        "section": ["due SECTION", "scheduled READY"],
        "assignee": ["due PERSON"],
        "mine": ["planned MINE"],
        "kind": ["planned MINE"],
    }


def test_a_filter_that_cannot_be_is_named_and_left_out(everything: Client) -> None:
    ArticleFactory(slugline="COPY", due_at=at(THURSDAY, "12:00"))
    response = ask(everything, section="99999999999999999999", assignee="x", kind="lunch")
    assert shown(response) == {THURSDAY: ["due COPY"]}
    assert set(response.context["form"].errors) == {"section", "assignee", "kind"}


def test_what_is_late_is_said_on_its_day_and_above(everything: Client) -> None:
    ArticleFactory(slugline="LATE", due_at=timezone.now() - timedelta(minutes=5))
    ArticleFactory(slugline="OLD", publish_at=timezone.now() - timedelta(days=20))
    ArticleFactory(slugline="FORGOTTEN", due_at=timezone.now() - timedelta(days=90))
    ArticleFactory(slugline="AHEAD", due_at=later(48))
    published(slugline="OUT", publish_at=timezone.now() - timedelta(days=20))
    response = everything.get(CALENDAR, {"view": "day", "day": localdate(later(-5 / 60)).isoformat()})
    assert [article.slugline for article in response.context["late"]] == ["LATE", "OLD"]
    [late] = [entry for day in response.context["days"] for entry in day.entries if entry.is_late]
    assert late.article.slugline == "LATE"
    assert "(late)" in response.content.decode()


def test_a_plan_that_came_true_is_out_and_not_late(everything: Client) -> None:
    before = timezone.now() - timedelta(hours=3)
    published(publish_at=before)
    response = everything.get(CALENDAR, {"view": "day", "day": localdate(before).isoformat()})
    [entry] = [entry for day in response.context["days"] for entry in day.entries]
    assert (entry.is_out, entry.is_late) == (True, False)


def test_a_contributor_sees_their_own_and_nobody_elses(client_for: ClientFor, contributor: User) -> None:
    moment = at(THURSDAY, "12:00")
    for slugline, who in (("OWN", contributor), ("FOREIGN", None)):
        ArticleFactory(slugline=slugline, due_at=moment, created_by=who)
        publish(approved(slugline=f"{slugline}-READY", created_by=who), by=None, at=moment)
        ArticleFactory(slugline=f"{slugline}-LATE", due_at=later(-1), created_by=who)
    response = ask(client_for(contributor))
    assert shown(response) == {THURSDAY: ["due OWN", "scheduled OWN-READY"]}
    assert "FOREIGN" not in response.content.decode()
    assert [article.slugline for article in response.context["late"]] == ["OWN-LATE"]


def test_somebody_without_a_place_at_the_desk_gets_neither_page(
    client_for: ClientFor, outsider: User
) -> None:
    outsider.is_staff = True
    outsider.save()
    client = client_for(outsider)
    for name in ("calendar", "board"):
        assert client.get(reverse(f"admin:articles_article_{name}")).status_code == 403


def test_a_foreign_sections_entry_opens_but_does_not_move(
    client_for: ClientFor, desk: User, managing: User
) -> None:
    foreign: Section = SectionFactory()
    foreign.editors.add(managing)
    own: Section = SectionFactory()
    own.editors.add(desk)
    for slugline, section in (("OWN", own), ("FOREIGN", foreign)):
        ArticleFactory(slugline=slugline, due_at=at(THURSDAY, "12:00"), section=section)
        publish(approved(slugline=f"{slugline}-READY", section=section), by=None, at=at(THURSDAY, "13:00"))
    [day] = [day for day in ask(client_for(desk)).context["days"] if day.entries]
    assert {entry.article.slugline: entry.verb for entry in day.entries} == {
        "OWN": "move",
        "OWN-READY": "reschedule",
        "FOREIGN": "",
        "FOREIGN-READY": "",
    }


def test_a_reporter_moves_a_plan_and_reschedules_nothing(client_for: ClientFor, reporter: User) -> None:
    ArticleFactory(slugline="OWN", due_at=at(THURSDAY, "12:00"), created_by=reporter)
    publish(approved(slugline="READY", created_by=reporter), by=None, at=at(THURSDAY, "13:00"))
    [day] = [day for day in ask(client_for(reporter)).context["days"] if day.entries]
    assert {entry.article.slugline: entry.verb for entry in day.entries} == {"OWN": "move", "READY": ""}


def test_a_story_is_started_on_a_day(everything: Client) -> None:
    section = SectionFactory()
    response = ask(everything, view="day", section=section.pk)
    [day] = response.context["days"]
    form = everything.get(day.start_url).context["adminform"].form
    assert form["publish_at"].value() == f"{THURSDAY.isoformat()}T12:00"
    assert form["section"].value() == str(section.pk)
    [over] = ask(everything, view="day", day="2020-01-01").context["days"]
    assert over.start_url == ""


def test_the_queries_of_the_calendar_do_not_grow(everything: Client) -> None:
    def fill() -> None:
        moment = at(THURSDAY, "12:00")
        ArticleFactory(due_at=moment, publish_at=moment, embargo_until=moment)
        ArticleFactory(due_at=later(-1))
        publish(approved(), by=None, at=moment, until=moment + timedelta(hours=1))

    def counts() -> list[int]:
        return [
            queries_of(everything, f"{CALENDAR}?view={view}&day={THURSDAY.isoformat()}")
            for view in ("day", "week", "month")
        ]

    fill()
    one = counts()
    fill()
    fill()
    assert one == counts() == [16, 16, 16]
