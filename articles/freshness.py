"""Telling every process which pages are old: what a change outdates, and the record of it.

Verbs that change what the public sees call `outdate_story` in their own transaction. Time changes it too:
an edition that begins or ends outdates the same pages, and nobody has to do anything (`outdated_by_time`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles import tags
from articles.models import Change, Credit, Edition, Outdated, Photo
from articles.models.edition import ON_RECORD, EditionQuerySet

# Any number that nothing else locks: it numbers the rows of PostgreSQL in the order of their commits.
IN_ORDER = 7_305_421
# An edition may begin between its storing and the end of the transaction.
SOON = timedelta(minutes=1)
WITHDRAWN = frozenset({Change.RETRACTION, Change.TAKE_DOWN})
CHANNEL = "newsroom_outdated"
"""Where PostgreSQL tells listening processes to look; the word itself says nothing."""

listeners: list[Callable[[], object]] = []
"""Called in this process as soon as a change is committed."""


def outdate(names: Iterable[str], *, withdrawn: bool = False) -> None:
    """Record in the running transaction that the pages with these tags are old.

    Without names it records that a moment was planned or moved: the processes look when the next one is.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # A number is given before its transaction commits: whoever waits here is numbered after.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IN_ORDER])
                cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
        Outdated.objects.create(tags=sorted(set(names)), withdrawn=withdrawn)
        if listeners:
            transaction.on_commit(_tell, robust=True)


def _tell() -> None:
    for listener in listeners:
        listener()


def outdate_story(edition: Edition) -> None:
    """Record what an edition that is stored or withdrawn in this transaction outdates.

    That is everything which shows its story, or showed it until now; nothing yet for one that begins
    later, except that the processes have to know the moment.
    """
    soon = timezone.now() + SOON
    if edition.starts_at > soon:
        outdate(())
        return
    editions = Edition.objects.begun(soon).filter(article=edition.article_id)
    outdate(shown_by(editions), withdrawn=edition.change in WITHDRAWN)


def outdate_photo(photo: Photo) -> None:
    """Record that a picture looks different wherever a public story shows it."""
    editions = Edition.objects.live(timezone.now()).showing(Photo.objects.filter(pk=photo.pk))
    outdate({tags.FRONT, *shown_by(editions)})


def shown_by(editions: QuerySet[Edition], now: datetime | None = None) -> set[str]:
    """The tags of every page that shows one of these editions, however much or little of it.

    A handful of queries, however many editions: the archive's pages link to their neighbours, so the
    nearest days with stories are asked for.
    """
    columns = ("pk", "article_id", "section_id", "url_date", "translation_of_id")
    rows = list(editions.order_by().values_list(*columns))
    if not rows:
        return set()
    keys = {pk for pk, *_rest in rows}
    stories = {article for _pk, article, *_rest in rows}
    originals = {original for *_rest, original in rows if original}
    found = {tags.STORIES}
    found |= {tags.story(article) for article in stories | originals}
    # Whatever language a story is in, its page leads to the others.
    translated = Edition.objects.filter(translation_of__in=stories | originals)
    found |= {tags.story(article) for article in translated.order_by().values_list("article_id", flat=True)}
    found |= {tags.section(section) for _pk, _article, section, *_rest in rows if section}
    about = Edition.topics.through.objects.filter(edition__in=keys).values_list("topic_id", flat=True)
    found |= {tags.topic(pk) for pk in about}
    people = Credit.objects.filter(edition__in=keys).values_list("author_id", flat=True)
    found |= {tags.author(pk) for pk in people}
    if Edition.objects.filter(article__in=stories, change__in=ON_RECORD).exists():
        found.add(tags.RECORD)
    for day in {day for _pk, _article, _section, day, _original in rows}:
        found |= {tag for on in _with_neighbours(day, now or timezone.now()) for tag in tags.days(on)}
    return found


def _with_neighbours(day: date, now: datetime) -> list[date]:
    """A day, and the nearest days before and after it that have a story."""
    live = Edition.objects.live(now).order_by().values_list("url_date", flat=True)
    before = live.filter(url_date__lt=day).order_by("-url_date").first()
    after = live.filter(url_date__gt=day).order_by("url_date").first()
    return [on for on in (before, day, after) if on is not None]


def outdated_by_time(since: datetime, until: datetime) -> set[str]:
    """The tags of what began or ended after `since` and not after `until`, by the clock alone."""
    return shown_by(turned(since, until), until)


def turned(since: datetime, until: datetime) -> EditionQuerySet:
    """The editions that began or ended after `since` and not after `until`."""
    begun_or_ended = Q(starts_at__gt=since, starts_at__lte=until) | Q(ends_at__gt=since, ends_at__lte=until)
    return Edition.objects.filter(begun_or_ended)


def next_moment(now: datetime) -> datetime | None:
    """When the next edition begins or ends, by the clock alone; None while nothing is planned."""
    begins = Edition.objects.pending(now).order_by("starts_at").values_list("starts_at", flat=True).first()
    ends = (
        Edition.objects.filter(ends_at__gt=now).order_by("ends_at").values_list("ends_at", flat=True).first()
    )
    return min(filter(None, [begins, ends]), default=None)
