"""An edition's plate: found with its page in one query, proved to be up to date, or set anew.

What a story's page shows beside the edition itself, which never changes, comes along as lines of JSON: its
people, its topics, its notes, its other languages, its section and its picture. Their digest tells whether
the plate is still what would be set now.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import models
from django.db.models import F, Model, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Cast, JSONObject
from django.template.loader import render_to_string

from articles import tags
from articles.ledger import Remembered
from articles.models import Credit, Edition, EditionPhoto, Photo, Plate, Section, Topic
from articles.models.edition import NOTE_OWED, EditionQuerySet
from articles.site.metadata import article_metadata
from articles.site.pages import Page
from articles.site.prepared import Prepared
from articles.site.tongues import tongue_lines, tongues_of
from authors.models import Author

# Where the age of the story goes: nothing that is typed may hold a zero character.
AGE = "\0age\0"
NOTE_COLUMNS = ("pk", "number", "change", "change_note", "note_placement", "starts_at")
FOUND = (
    *("pk", "article_id", "change", "change_note", "url_date", "slug", "first_published_at", "genre"),
    *("section_slug", "section_line", "photo_line", "people", "about", "noted", "tongues", "in_text"),
    *("plate__made_of", "plate__title", "plate__head", "plate__start", "plate__rest"),
)
"""What a row of `with_facts` holds."""
SOURCES = ("*.py", "*.html", "*.mo")
"""The files a plate depends on."""

_version: Remembered[str] = Remembered("newsroom.plates", tags.FRAME, seconds=0)

# A row of an edition with its plate and what that is set from: `FOUND`.
type Found = Any


def _object(model: type[Model], prefix: str = "") -> JSONObject:
    """Every column of a row."""
    return JSONObject(**{field.attname: F(prefix + field.attname) for field in model._meta.concrete_fields})


def _lines(rows: Any, per: str, line: JSONObject) -> Subquery:
    """Rows as one text, a line each, in no order."""
    text = Cast(line, models.TextField())
    return Subquery(rows.order_by().values(per).annotate(lines=StringAgg(text, Value("\n"))).values("lines"))


def with_facts(editions: EditionQuerySet, now: datetime) -> QuerySet[Edition, Found]:
    """The editions with their plates and with what plates are set from."""
    people = Credit.objects.filter(edition=OuterRef("pk"))
    line = JSONObject(pk=F("pk"), role=F("role"), position=F("position"), author=_object(Author, "author__"))
    about = Edition.topics.through.objects.filter(edition=OuterRef("pk"))
    in_text = EditionPhoto.objects.filter(edition=OuterRef("pk"))
    notes = Edition.objects.begun(now).filter(
        article_id=OuterRef("article_id"), number__lte=OuterRef("number"), change__in=NOTE_OWED
    )
    return editions.annotate(
        section_slug=F("section__slug"),
        section_line=Cast(_object(Section, "section__"), models.TextField()),
        photo_line=Cast(_object(Photo, "lead_photo__"), models.TextField()),
        people=_lines(people, "edition", line),
        in_text=_lines(in_text, "edition", _object(Photo, "photo__")),
        about=_lines(about, "edition", _object(Topic, "topic__")),
        noted=_lines(notes, "article_id", JSONObject(**{name: F(name) for name in NOTE_COLUMNS})),
        tongues=tongue_lines(now),
    ).values_list(*FOUND, named=True)


def _at_address(now: datetime, on: date, slug: str) -> QuerySet[Edition, Found]:
    known = Edition.objects.begun(now).filter(url_date=on, slug=slug)
    return with_facts(Edition.objects.current(now).filter(article_id__in=known.values("article_id")), now)[:1]


at_address = Prepared(_at_address)
"""The edition that is current for the story once published at this address, in one query."""


def version_of(publication: Any, navigation: Any) -> str:
    """Stands for everything that all plates are made of: code, templates, settings, publication, policies."""
    rows = [publication, *navigation["sections"], *navigation["policies"]]
    columns = [_loaded(row) for row in rows]
    where = [settings.SITE_URL, settings.MEDIA_URL, settings.LANGUAGE_CODE, settings.TIME_ZONE]
    return _digest([_of_code(), json.dumps([where, columns])])


def _loaded(row: Model) -> list[str]:
    """The columns that were asked for, as text."""
    unread = row.get_deferred_fields()
    return [
        str(getattr(row, field.attname)) for field in row._meta.concrete_fields if field.attname not in unread
    ]


def version(request: Any) -> str:
    """The version that a request's publication has; worked out when it changed."""
    return _version(
        lambda: version_of(request.publication, request.navigation), since=request.made_from.stamp
    )


@cache
def _of_code() -> str:
    """Stands for the program as this process runs it."""
    parts = [django.get_version()]
    for folder in ("articles", "authors", "newsroom", "templates", "locale"):
        for pattern in SOURCES:
            found = sorted(Path(settings.BASE_DIR, folder).rglob(pattern))
            parts += [blake2b(path.read_bytes(), digest_size=16).hexdigest() for path in found]
    return _digest(parts)


def _digest(parts: Iterable[str]) -> str:
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def made_of(found: Found, version: str) -> str:
    """Stands for everything the plate of this edition would be set from now."""
    told = (found.people, found.about, found.noted, found.tongues, found.in_text)
    lines = [_split(text) for text in told]
    return _digest([version, found.section_line, found.photo_line, *("\n".join(some) for some in lines)])


def _split(lines: str | None) -> list[str]:
    return sorted(lines.split("\n")) if lines else []


def stored(found: Found, version: str) -> Plate | None:
    """The plate that came with the row; None where there is none, or one that is old."""
    if found.plate__made_of is None or found.plate__made_of != made_of(found, version):
        return None
    return Plate(
        edition_id=found.pk,
        made_of=found.plate__made_of,
        title=found.plate__title,
        head=found.plate__head,
        start=found.plate__start,
        rest=found.plate__rest,
    )


def people_and_topics(found: Found) -> tuple[list[int], list[int]]:
    """The keys of its authors and of its topics."""
    people = [json.loads(line)["author"]["id"] for line in _split(found.people)]
    return people, [json.loads(line)["id"] for line in _split(found.about)]


def page_of(found: Found) -> Page:
    """What its plate is set from, in one query more; without related stories, which no plate shows."""
    edition = (
        Edition.objects.select_related("section", "lead_photo")
        .fetch_mode(models.FETCH_RAISE)
        .get(pk=found.pk)
    )
    credits_ = [_credit(json.loads(line)) for line in _split(found.people)]
    topics = [_row(Topic, json.loads(line)) for line in _split(found.about)]
    notes = [_row(Edition, json.loads(line)) for line in _split(found.noted)]
    photos = [_row(Photo, json.loads(line)) for line in _split(found.in_text)]
    return Page(
        edition,
        sorted(credits_, key=lambda credit: (credit.position, credit.pk)),
        sorted(topics, key=lambda topic: (topic.name.casefold(), topic.name)),
        sorted(notes, key=lambda note: -note.number),
        tongues=tongues_of(found.tongues, edition.language),
        photos={photo.pk: photo for photo in photos},
    )


def _credit(columns: dict[str, Any]) -> Credit:
    return Credit(**columns | {"author": _row(Author, columns["author"])})


def _row[Row: Model](model: type[Row], columns: dict[str, Any]) -> Row:
    """A row from its columns in JSON."""
    values = {}
    for name, value in columns.items():
        field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
        known = field.to_python(value)
        # SQLite tells moments in UTC, and does not say so.
        is_naive = isinstance(known, datetime) and known.tzinfo is None
        values[name] = known.replace(tzinfo=UTC) if is_naive else known
    return model(**values)


def plate_of(page: Page, publication: Any, navigation: Any) -> Plate:
    """The plate of a page, set now; not stored."""
    metadata = article_metadata(publication.name, page, navigation["policies"])
    context = {
        "page": page,
        "edition": page.edition,
        "metadata": metadata,
        "publication": publication,
        "navigation": navigation,
        "age": AGE,
    }
    start, _age, rest = render_to_string("site/parts/story.html", context).partition(AGE)
    head = render_to_string("site/parts/meta.html", context)
    # The days it stands in lists change what it calls them.
    card = {"edition": page.edition, "undated": True, "size": "brief", "level": 3}
    brief = render_to_string("site/parts/card.html", card)
    return Plate(title=metadata.title, head=head, start=start, rest=rest, brief=brief)
