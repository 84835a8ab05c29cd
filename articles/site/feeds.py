"""What the feeds carry: published stories and published changes, each under a name that never changes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urljoin
from uuid import uuid5

from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Greatest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t

from articles.models import Change, Credit, Edition, Genre, Role, SourceKind, Topic
from articles.models.edition import NOTE_OWED, EditionQuerySet
from articles.renditions import picture
from articles.site.addresses import absolute
from articles.site.pieces import body_for_feeds
from articles.site.syndication import Creator, Item, Media, Notice

# An edition with what `stories` or `newest_changes` adds to its row.
type Row = Any

FEED_SIZE = 30
RETRACTED_FOR = timedelta(days=30)
"""How long a feed goes on telling of a retraction, whatever else is published."""
ADDRESS = re.compile(r'\b(href|src)="([^"]*)"')
CREDITED = frozenset({SourceKind.BASED_ON, SourceKind.AGENCY})


def stories(
    editions: EditionQuerySet, now: datetime, *, stood_in: EditionQuerySet | None = None
) -> list[Row]:
    """What a feed of these editions carries (`carried`) with all it shows of them, in one query.

    Each row carries `uid`, `creators` (lines of `position, tab, slug, tab, name`), `topic_names` (lines of
    names), and what `dated` adds.
    """
    rows = (
        carried(editions, now, stood_in=stood_in)
        .select_related("section", "lead_photo")
        .defer("body", "how_we_reported", "key_points")
        .annotate(uid=F("article__uid"), creators=creator_lines(), topic_names=_topic_lines())
        .fetch_mode(models.FETCH_RAISE)
    )
    return dated(rows, now)


def carried(
    editions: EditionQuerySet, now: datetime, *, stood_in: EditionQuerySet | None = None
) -> EditionQuerySet:
    """The newest of these editions, and the retracted ones for a month however old the story is: whoever
    fetched it then holds its text until told. Paid content is no news.

    `stood_in` are the editions by which a story was carried, where a retraction may have lost what put it
    there.
    """
    editions = editions.exclude(genre=Genre.SPONSORED)
    newest = editions.newest_first().values("pk")[:FEED_SIZE]
    # As keys, or SQLite goes through a whole list to find those that stand on it.
    few = retractions(now).order_by().values("pk")
    retracted = editions.filter(pk__in=few)
    if stood_in is not None:
        known = stood_in.filter(article=OuterRef("article"))
        retracted = retractions(now).exclude(genre=Genre.SPONSORED).filter(Exists(known))
    told = retracted.order_by("-starts_at", "-pk").values("pk")[:FEED_SIZE]
    # SQLite takes no limit inside a union, but takes one a level deeper.
    keys = [Edition.objects.order_by().filter(pk__in=rows).values("pk") for rows in (newest, told)]
    return Edition.objects.filter(pk__in=keys[0].union(keys[1])).newest_first()


def retractions(now: datetime) -> EditionQuerySet:
    """The retractions that stand now and are to be told of: those of the last month."""
    return Edition.objects.live(now).filter(change=Change.RETRACTION, starts_at__gt=now - RETRACTED_FOR)


def dated(rows: QuerySet[Edition], now: datetime) -> list[Row]:
    """These rows, each with `changed_at`: the last time anything of the whole publication began or ended, or
    a retraction had been told of long enough."""
    told = Edition.objects.filter(change=Change.RETRACTION, starts_at__lte=now - RETRACTED_FOR)
    last_told = Subquery(told.order_by("-starts_at").values("starts_at")[:1])
    found: list[Row] = list(rows.annotate(changed_at=newest_change(now), last_told=last_told))
    for row in found:
        if row.last_told:
            row.changed_at = max(row.changed_at, row.last_told + RETRACTED_FOR)
    return found


def next_to_leave(rows: Iterable[Edition], now: datetime) -> datetime | None:
    """When the first of the retracted ones among these rows has been told of long enough."""
    ends = (row.starts_at + RETRACTED_FOR for row in rows if row.is_retracted)
    return min((end for end in ends if end > now), default=None)


def newest_change(now: datetime) -> Greatest:
    """When an edition of all last began or ended. Where a story has gone, readers' programs have to hear."""
    begun = Subquery(Edition.objects.begun(now).order_by("-starts_at").values("starts_at")[:1])
    ended = Edition.objects.filter(ends_at__lte=now).order_by("-ends_at").values("ends_at")[:1]
    # SQLite's greatest of anything and NULL is NULL; a row that asks has an edition that began.
    return Greatest(begun, Coalesce(Subquery(ended), begun))


def creator_lines() -> Subquery:
    """The byline as one text, a person a line, so that a feed needs no query for each kind of row."""
    tab = Value("\t")
    position = Cast("position", models.CharField())
    line = Concat(position, tab, "author__slug", tab, "author__name", output_field=models.TextField())
    rows = Credit.objects.filter(edition=OuterRef("pk"), role=Role.AUTHOR).order_by().values("edition")
    return Subquery(rows.annotate(lines=StringAgg(line, Value("\n"))).values("lines"))


def _topic_lines() -> Subquery:
    """The names of the topics as one text, one a line."""
    topics = Topic.objects.filter(editions=OuterRef("pk")).order_by().values("editions")
    return Subquery(topics.annotate(lines=StringAgg("name", Value("\n"))).values("lines"))


def _split(lines: str | None) -> list[str]:
    # Not splitlines(): a pasted vertical tab ends no line of ours.
    return lines.split("\n") if lines else []


def creators_of(lines: str | None) -> list[Creator]:
    """The people of such a text (`creator_lines`), by position and then by the alphabet."""
    people = [line.split("\t", 2) for line in _split(lines)]
    people.sort(key=lambda person: (int(person[0]), person[2]))
    return [Creator(name, absolute(reverse("author", args=[slug]))) for _position, slug, name in people]


def notes_of(editions: Iterable[Edition], now: datetime) -> dict[int, list[Edition]]:
    """The public notes of these stories up to now, newest first, by article; one query."""
    changed = [edition.article_id for edition in editions if edition.number > 1]
    notes: dict[int, list[Edition]] = {}
    rows = Edition.objects.begun(now).filter(article__in=changed, change__in=NOTE_OWED)
    for note in rows.only("article_id", "number", "change", "change_note", "starts_at").order_by("-number"):
        notes.setdefault(note.article_id, []).append(note)
    return notes


def story_item(edition: Row, notes: Iterable[Edition]) -> Item:
    """A story as a feed item. A retracted one stays: readers' programs hold the old text until told."""
    address = absolute(edition.get_absolute_url())
    notes = list(notes)
    title, summary = edition.headline, edition.standfirst
    if edition.is_retracted:
        title, summary = _t("Retracted: %(headline)s") % {"headline": title}, edition.change_note
    return Item(
        guid=edition.uid.urn,
        title=title,
        link=address,
        published_at=edition.first_published_at,
        updated_at=edition.modified_at,
        summary=summary,
        content="".join([*map(note_html, notes), _text(edition, address)]),
        language=edition.language,
        creators=creators_of(edition.creators),
        categories=[
            *([edition.section.name] if edition.section else []),
            *sorted(_split(edition.topic_names)),
        ],
        media=None if edition.is_retracted else _media(edition),
        notices=[_notice(note) for note in notes],
        is_retracted=edition.is_retracted,
    )


def _text(edition: Edition, address: str) -> str:
    """The text with its credit; nothing of a retracted story, whatever its page keeps."""
    if edition.is_retracted:
        return ""
    return with_full_addresses(body_for_feeds(edition), address) + _credit_line(edition)


def _notice(note: Edition) -> Notice:
    return Notice(note.change, note.get_change_display(), note.starts_at, note.change_note)


def note_html(note: Edition) -> str:
    """A public note as a paragraph: its kind, its time, its text."""
    at = localtime(note.starts_at)
    when = date_format(at, "LONG_MOMENT")
    text = escape(note.change_note).replace("\n", "<br>")
    return f"<p><strong>{escape(note.get_change_display())}, {escape(when)}:</strong> {text}</p>"


def _credit_line(edition: Edition) -> str:
    """Whose reporting it rests on: the credit has to travel with the text."""
    names = [source.name for source in edition.public_sources if source.kind in CREDITED and source.name]
    if not names or not edition.html:
        return ""
    line = _t("Based on reporting by: %(names)s") % {"names": ", ".join(names)}
    return f"<p><em>{escape(line)}</em></p>"


def with_full_addresses(html: str, base: str) -> str:
    """The HTML with every address absolute, anchors included; `base` is the page it stands on."""

    def full(match: re.Match[str]) -> str:
        return f'{match[1]}="{escape(urljoin(base, unescape(match[2])))}"'

    return ADDRESS.sub(full, html)


def _media(edition: Edition) -> Media | None:
    photo = edition.lead_photo
    if photo is None or not photo.width:
        return None
    shown = picture(photo, "16x9")
    return Media(
        url=absolute(shown.src),
        width=shown.width,
        height=shown.height,
        credit=edition.photo_credit,
        description=" ".join(
            filter(None, [*edition.public_photo.labels, edition.photo_caption or edition.photo_alt])
        ),
    )


def changes_on_record(now: datetime) -> EditionQuerySet:
    """Every correction so far of a story that is public. What was taken down is not spoken of again."""
    story = Edition.objects.live(now).filter(article=OuterRef("article"))
    return Edition.objects.begun(now).on_record().filter(Exists(story))


def newest_changes(now: datetime) -> list[Row]:
    """The changes the corrections feed carries, each with `uid` and `changed_at`; one query."""
    rows = changes_on_record(now).annotate(uid=F("article__uid"), changed_at=newest_change(now)).as_cards()
    return list(rows.order_by("-starts_at", "-pk")[:FEED_SIZE])


def stories_of(changes: Iterable[Edition], now: datetime) -> dict[int, Edition]:
    """The stories as they stand now that these changes belong to, by article; one query."""
    articles = [change.article_id for change in changes]
    rows = Edition.objects.live(now).filter(article__in=articles).as_cards()
    return {story.article_id: story for story in rows}


def correction_item(change: Row, story: Edition) -> Item:
    """A change as an item of the corrections feed, named after its article and number."""
    kind = change.get_change_display()
    return Item(
        guid=uuid5(change.uid, str(change.number)).urn,
        title=f"{kind}: {story.headline}",
        link=absolute(story.get_absolute_url()),
        published_at=change.starts_at,
        updated_at=change.starts_at,
        summary=change.change_note,
        content=note_html(change),
        language=change.language,
        categories=[kind, *([story.section.name] if story.section else [])],
        notices=[_notice(change)],
        is_retracted=story.is_retracted,
    )
