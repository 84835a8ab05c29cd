"""What is true of an article at this moment, in the words of the desk: computed, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _t

from articles.models import Article, Change, Edition

# Words a minute: what readers of a newspaper manage on a screen.
READING_SPEED = 220


@dataclass(frozen=True, slots=True)
class Fact:
    """A badge: a name for the style sheet and the words."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an article stands with its readers: the newest edition that began, and the one to come."""

    editions: Sequence[Edition]
    begun: Edition | None
    pending: Edition | None
    now: datetime

    @property
    def is_live(self) -> bool:
        """Whether readers can read it at this moment."""
        begun = self.begun
        return (
            begun is not None
            and begun.change != Change.TAKE_DOWN
            and (begun.ends_at is None or begun.ends_at > self.now)
        )


def spelled(moment: datetime) -> str:
    """A moment as a promise: weekday, date, time and the newsroom's zone."""
    local = localtime(moment)
    return f"{_day(local.date(), 'WEEKDAY_DATE', get_language())}, {local:%H:%M} ({settings.TIME_ZONE})"


def brief(moment: datetime) -> str:
    """A moment in a list: weekday, day and time in the newsroom's zone."""
    local = localtime(moment)
    return f"{_day(local.date(), 'DESK_DAY', get_language())}, {local:%H:%M}"


@lru_cache(maxsize=4096)
def _day(day: date, form: str, language: str | None) -> str:
    """A day in words of that language. A list names few days, each of them often."""
    return date_format(day, form)


def standing(article: Article, now: datetime) -> Standing:
    """The editions of an article, newest first, without their text; one query."""
    editions = list(
        article.editions.select_related("published_by", "revision")
        .defer("body", "html", "how_we_reported", "key_points", "sources", "revision__snapshot")
        .order_by("-number")
    )
    return Standing(
        editions,
        begun=next((edition for edition in editions if edition.starts_at <= now), None),
        pending=next((edition for edition in editions if edition.starts_at > now), None),
        now=now,
    )


def facts_of(article: Article, now: datetime) -> list[Fact]:
    """The badges of an article, from its latest edition and its embargo. No query when that is loaded."""
    facts: list[Fact] = []
    if edition := article.latest_edition:
        facts += _facts_of_edition(edition, now)
    if article.embargo_until and now < article.embargo_until:
        facts.append(Fact("embargoed", _t("Embargo until %(when)s") % {"when": brief(article.embargo_until)}))
    return facts


def _facts_of_edition(edition: Edition, now: datetime) -> list[Fact]:
    if edition.starts_at > now:
        scheduled = Fact("scheduled", _t("Scheduled for %(when)s") % {"when": brief(edition.starts_at)})
        # A later edition that waits does not hide that the one before is public.
        return [Fact("live", _t("Live")), scheduled] if edition.first_published_at <= now else [scheduled]
    if edition.change == Change.TAKE_DOWN:
        return [Fact("taken-down", _t("Taken down"))]
    if edition.ends_at is not None and edition.ends_at <= now:
        return [Fact("expired", _t("Expired"))]
    facts = [Fact("live", _t("Live"))]
    if edition.change == Change.RETRACTION:
        facts.append(Fact("retracted", _t("Retracted")))
    elif edition.is_corrected:
        facts.append(Fact("corrected", _t("Corrected")))
    return facts


def reading_minutes(words: int) -> int:
    """How long a reader needs, in whole minutes; a story takes at least one."""
    return max(1, round(words / READING_SPEED))
