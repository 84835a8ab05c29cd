"""Today on a line: what is due, planned, scheduled, and when embargoes end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _t

from articles.models import Article, Edition
from articles.workflow import Status
from newsroom.desk.first_screen.alarms import EDITION_TEXT
from newsroom.desk.first_screen.block import (
    COUNTED,
    REST,
    ROWS,
    Block,
    Desk,
    Detail,
    Listing,
    Plan,
    Row,
    about,
    list_url,
)

# In the evening the early shift's plan is today's business too.
AT_LEAST = timedelta(hours=10)
LATE_ROWS = 3
"""How many of the rows may be about what should have happened already."""
DONE = (Status.PUBLISHED, Status.SPIKED)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something at a moment: what it is in a word, and the story."""

    at: datetime
    word: str
    kind: str
    article: Article
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry as shown: `hour` where a new hour begins; without a row it says where now is."""

    at: datetime
    hour: str
    word: str = ""
    kind: str = ""
    row: Row | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The time line: its marks in order, the newsroom's zone, and the day it begins on."""

    marks: list[Mark]
    zone: str
    day: str


def build(plan: Plan, desk: Desk) -> Block:
    """The block: the latest of what is late, then what comes next, with where we are now between them."""
    entries = sorted(_entries(desk), key=lambda entry: (entry.at, entry.article.pk))
    late = [entry for entry in entries if entry.is_late][-LATE_ROWS:]
    ahead = [entry for entry in entries if not entry.is_late][: ROWS - len(late)]
    marks = list(_marks(late, ahead, desk.now))
    shown = Listing(
        plan.name,
        str(plan.title),
        [mark.row for mark in marks if mark.row],
        min(len(entries), COUNTED + 1),
        list_url(Article, plan="today"),
    )
    line = Line(marks, settings.TIME_ZONE, date_format(localtime(desk.now), "WEEKDAY_DAY"))
    return Block(
        plan.name,
        str(plan.title),
        "time_line",
        [shown],
        empty=_t("Nothing is due, planned or scheduled today."),
        content=line,
    )


def _entries(desk: Desk) -> Iterator[Entry]:
    today = localtime(desk.now).date()
    start = make_aware(datetime.combine(today, time.min))
    end = max(make_aware(datetime.combine(today + timedelta(days=1), time.min)), desk.now + AT_LEAST)
    for edition in _scheduled(desk, end):
        yield Entry(edition.starts_at, _t("Scheduled"), "scheduled", edition.article)
    for article in _planned(desk, start, end):
        if article.embargo_until and desk.now < article.embargo_until < end:
            yield Entry(article.embargo_until, _t("Embargo ends"), "embargoed", article)
        if article.status in DONE:
            continue
        for word, kind, at in (
            (_t("Due"), "due", article.due_at),
            (_t("Planned"), "planned", article.publish_at),
        ):
            if at and start <= at < end:
                yield Entry(at, word, kind, article, is_late=at < desk.now)


def _scheduled(desk: Desk, end: datetime) -> list[Edition]:
    pending = desk.seen(Edition.objects.pending(desk.now).filter(starts_at__lt=end)).defer(*EDITION_TEXT)
    return list(pending.order_by("starts_at", "pk")[: COUNTED + 1])


def _planned(desk: Desk, start: datetime, end: datetime) -> list[Article]:
    today = (
        Q(due_at__gte=start, due_at__lt=end)
        | Q(publish_at__gte=start, publish_at__lt=end)
        | Q(embargo_until__gt=desk.now, embargo_until__lt=end)
    )
    articles = Article.objects.visible_to(desk.user).filter(today).exclude(status=Status.SPIKED)
    return list(articles.select_related("section").defer(*REST).order_by("due_at", "pk")[: 4 * COUNTED])


def _marks(late: list[Entry], ahead: list[Entry], now: datetime) -> Iterator[Mark]:
    hour = ""
    for entry in late:
        yield _mark(entry, hour)
        hour = _hour(entry.at, now)
    if late or ahead:
        yield Mark(now, "")
    hour = ""
    for entry in ahead:
        yield _mark(entry, hour, now)
        hour = _hour(entry.at, now)


def _mark(entry: Entry, before: str, now: datetime | None = None) -> Mark:
    hour = _hour(entry.at, now or entry.at)
    details = [Detail(entry.article.get_status_display())] if entry.kind != "scheduled" else []
    row = about(entry.article, details)
    return Mark(entry.at, hour if hour != before else "", entry.word, entry.kind, row, entry.is_late)


def _hour(at: datetime, now: datetime) -> str:
    """The hour as the line marks it; with the day where it is another one."""
    local = localtime(at)
    return (
        date_format(local, "H:00") if local.date() == localtime(now).date() else date_format(local, "D H:00")
    )
