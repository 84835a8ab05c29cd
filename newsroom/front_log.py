"""Who did what to the front page, and the number that keeps two people from doing it over each other.

Every change first takes the next number, which the database gives out once; so of two people at one moment
one is told. What somebody did to another part of the page meanwhile stops nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t

from articles.models import Section
from articles.people import person
from articles.workflow import NotPossible
from newsroom.models import FrontChange

TOP, STRIP = "top", "strip"


class Overtaken(NotPossible):
    """Somebody else changed this part of the page since it was looked at."""


def newest_change() -> int:
    """The number a page carries, so that what is done on it can be held against what happened since."""
    return FrontChange.objects.values_list("number", flat=True).first() or 0


def area_of(section: Section | None) -> str:
    """How the log names a column."""
    return f"section:{section.slug}" if section else TOP


def allow(by: User | None, permission: str) -> None:
    """Raise PermissionDenied for somebody without the permission; None is the system."""
    if by is not None and not by.has_perm(f"newsroom.{permission}"):
        raise PermissionDenied


@contextmanager
def claimed(area: str, verb: str, by: User | None, now: datetime, seen: int) -> Iterator[FrontChange]:
    """Take the next number, do what stands inside, and store what was done; all of it or nothing."""
    with transaction.atomic():
        newest = newest_change()
        since = FrontChange.objects.filter(number__gt=seen, area=area).select_related("by").first()
        if since:
            raise Overtaken(_overtaken(since))
        made = FrontChange(number=newest + 1, at=now, by=by, area=area, verb=verb)
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as exists:
            message = _t("Somebody changed the page at this very moment. Nothing was done: try again.")
            raise Overtaken(message) from exists
        yield made
        made.save()


def _overtaken(since: FrontChange) -> str:
    return _t(
        "%(person)s %(verb)s “%(what)s” at %(time)s, after you opened this page. Nothing of yours was done: "
        "look at the page as it stands now, and try again."
    ) % {
        "person": person(since.by) if since.by else _t("The system"),
        "verb": since.get_verb_display(),
        "what": since.what,
        "time": f"{localtime(since.at):%H:%M}",
    }


def iso(at: datetime | None) -> str:
    """A moment as the log keeps it."""
    return at.isoformat(timespec="seconds") if at else ""
