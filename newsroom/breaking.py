"""The breaking strip over every page: what stands in it at a moment, and the verbs that set and end it.

Time is part of the question, so it appears and goes on the minute with nothing running. The rows are looked
up when they changed; each request asks them for its own moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _t

from articles.models import Article, Change, Edition
from articles.workflow import NotPossible
from newsroom.front_log import STRIP, allow, claimed, iso
from newsroom.models import BreakingStrip, FrontChange

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
"""How long a strip stands when nobody says otherwise, and at most."""
# A story that was withdrawn takes its strip along.
WITHDRAWN = (Change.RETRACTION, Change.TAKE_DOWN)

type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands over the page."""

    text: str
    url: str = ""


def strips(now: datetime) -> list[Row]:
    """The strips that stand now or later, newest first, each with the editions of its story that are public
    then or later. One query."""
    edition = FilteredRelation(
        "article__editions",
        condition=Q(article__editions__ends_at__isnull=True) | Q(article__editions__ends_at__gt=now),
    )
    rows = BreakingStrip.objects.filter(ends_at__gt=now).annotate(edition=edition)
    return list(
        rows.order_by("-starts_at", "-pk").values(
            *("pk", "text", "article_id", "starts_at", "ends_at"),
            *(f"edition__{name}" for name in ("starts_at", "ends_at", "change", "slug", "url_date")),
        )
    )


def standing(rows: Iterable[Row], at: datetime) -> Strip | None:
    """What the rows say for that moment: the newest strip that has begun, while its story is live."""
    begun = [row for row in rows if row["starts_at"] <= at < row["ends_at"]]
    newest = [row for row in begun if row["pk"] == begun[0]["pk"]]
    for row in newest:
        if row["article_id"] is None:
            return Strip(row["text"])
        if _is_live(row, at):
            return Strip(row["text"], _address(row["edition__url_date"], row["edition__slug"]))
    return None


def next_moment(rows: Iterable[Row], at: datetime) -> datetime | None:
    """When the strip may next look different, by the clock alone; None for never."""
    names = ("starts_at", "ends_at", "edition__starts_at", "edition__ends_at")
    moments = (row[name] for row in rows for name in names)
    return min((moment for moment in moments if moment is not None and moment > at), default=None)


def _is_live(row: Row, at: datetime) -> bool:
    """Whether the edition of the row is what readers of the story get at that moment."""
    begins, ends = row["edition__starts_at"], row["edition__ends_at"]
    if begins is None or row["edition__change"] in WITHDRAWN:
        return False
    return bool(begins <= at and (ends is None or at < ends))


def _address(day: date, slug: str) -> str:
    return reverse("article", args=[*f"{day:%Y %m %d}".split(), slug])


def set_strip(strip: BreakingStrip, *, by: User | None, now: datetime, seen: int) -> BreakingStrip:
    """Store a new strip. It ends the one that stands when it begins, and replaces one that is planned.

    Raises NotPossible for a story that is not live when the strip begins, and for more than a day.
    """
    allow(by, "set_breaking")
    with claimed(STRIP, FrontChange.Verb.STRIP_SET, by, now, seen) as made:
        strip.starts_at = max(strip.starts_at, now)
        if strip.ends_at <= strip.starts_at:
            raise NotPossible(_t("The strip ends before it begins."))
        if strip.ends_at - strip.starts_at > A_DAY:
            raise NotPossible(_t("A strip stands for a day at most: what is a day old is not breaking."))
        if strip.article and not _readable(strip.article, strip.starts_at):
            raise NotPossible(
                _t("“%(story)s” is not live when the strip begins, so nothing may point at it.")
                % {"story": strip.article.headline or strip.article}
            )
        BreakingStrip.objects.filter(starts_at__gte=now).delete()
        BreakingStrip.objects.filter(ends_at__gt=strip.starts_at).update(ends_at=strip.starts_at)
        strip.set_by = by
        strip.save()
        made.what = strip.text
        made.details = {"to": {"from": iso(strip.starts_at), "until": iso(strip.ends_at)}}
    return strip


def end_strip(*, by: User | None, now: datetime, seen: int) -> None:
    """Take down the strip that stands, and forget one that is planned."""
    allow(by, "set_breaking")
    with claimed(STRIP, FrontChange.Verb.STRIP_ENDED, by, now, seen) as made:
        standing = list(BreakingStrip.objects.filter(ends_at__gt=now))
        if not standing:
            raise NotPossible(_t("No strip stands over the page."))
        made.what = standing[0].text
        BreakingStrip.objects.filter(starts_at__gte=now).delete()
        BreakingStrip.objects.filter(ends_at__gt=now).update(ends_at=now)


def _readable(article: Article, at: datetime) -> bool:
    """Whether the story is live then, and not withdrawn."""
    return Edition.objects.live(at).filter(article=article).exclude(change=Change.RETRACTION).exists()
