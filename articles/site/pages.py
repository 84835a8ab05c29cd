"""What an article page is made of, put together once, so that a preview shows what readers will get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import (
    AiUse,
    Change,
    Credit,
    Edition,
    EditionTopic,
    Photo,
    Placement,
    PublicSource,
    Role,
    SourceKind,
    Topic,
)
from articles.models.edition import NOTE_OWED
from articles.proofs import Proof
from articles.site.briefs import BRIEF, Brief
from articles.site.metadata import reading_minutes
from articles.site.pieces import body_for_feeds, body_of
from articles.site.prepared import Prepared
from articles.site.tongues import Tongue
from authors.models import Author

RELATED = 5
NOT_RELATED = [Change.RETRACTION, Change.TAKE_DOWN]
RELATED_AMONG = 50
"""How many of the newest stories of each of its topics are compared: a topic may have a hundred thousand."""
FACES = 2
"""How many people in a byline get their portrait shown; more would be a crowd."""

# What the rail says before the names of those who did not write.
HELPED = {
    Role.REPORTING: _("Additional reporting"),
    Role.EDITOR: _("Edited by"),
    Role.TRANSLATOR: _("Translated by"),
    Role.PHOTOGRAPHER: _("Photographs"),
    Role.ILLUSTRATOR: _("Illustration"),
    Role.DATA: _("Data"),
    Role.FACT_CHECKER: _("Facts checked by"),
}

NAMED_ORIGINS: dict[str, Any] = {
    SourceKind.BASED_ON: _("Reporting by"),
    SourceKind.AGENCY: _("Agency copy from"),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """One entry of “Based on”: words, and the outlets they lead to, each with its name and address."""

    text: str
    outlets: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """A story as readers get it. Holds every row the template shows; rendering asks the database nothing."""

    edition: Edition
    credits: Sequence[Credit]
    topics: Sequence[Topic]
    notes: Sequence[Edition] = field(default=())
    """This and earlier editions that carry a public note, newest first."""
    related: Sequence[Brief] = field(default=())
    tongues: Sequence[Tongue] = field(default=())
    """The same story in other languages."""
    photos: Mapping[int, Photo] = field(default_factory=dict)
    """The pictures in the text, by key."""

    @classmethod
    def proof(cls, proof: Proof, now: datetime) -> Self:
        """The page of an edition that is not stored, as it would stand at that moment."""
        edition = proof.edition
        notes = notes_up_to(edition, now)
        if edition.change in NOTE_OWED and edition.change_note:
            notes = [edition, *notes]
        return cls(
            edition,
            proof.credits,
            proof.topics,
            notes,
            related_to(edition.article_id, [topic.pk for topic in proof.topics], now),
            photos={photo.pk: photo for photo in proof.photos},
        )

    @property
    def authors(self) -> list[Author]:
        """Those in the byline, in order."""
        return [credit.author for credit in self.credits if credit.role == Role.AUTHOR]

    @property
    def has_faces(self) -> bool:
        """Whether the byline is short enough for portraits."""
        return len(self.authors) <= FACES

    @property
    def helped(self) -> list[tuple[str, list[Author]]]:
        """Who did what besides writing, each part once."""
        parts: dict[str, list[Author]] = {}
        for credit in self.credits:
            if credit.role in HELPED:
                parts.setdefault(credit.role, []).append(credit.author)
        return [(str(label), parts[role]) for role, label in HELPED.items() if role in parts]

    @property
    def body(self) -> SafeString:
        """The text, with what stands in it."""
        return body_of(self.edition, self.photos)

    @property
    def has_old_picture(self) -> bool:
        """Whether the lead picture was taken long before the story, so that readers have to be told."""
        return self.edition.public_photo.taken_long_before(self.edition.first_published_at)

    @property
    def plain_body(self) -> SafeString:
        """The text for whoever shows it without our pages."""
        return body_for_feeds(self.edition)

    @property
    def place(self) -> str:
        """Where the story was reported from: the dateline without its date."""
        return place_of(self.edition.dateline)

    @property
    def reading_minutes(self) -> int:
        """Whole minutes to read it; 0 when it is too short to say so."""
        minutes = reading_minutes(self.edition.word_count, self.edition.language)
        return minutes if minutes > 1 else 0

    @property
    def retraction(self) -> Edition | None:
        """The edition itself when it retracts the story."""
        return self.edition if self.edition.is_retracted else None

    @property
    def top_notes(self) -> list[Edition]:
        """Notes that stand above the text; a retraction heads the whole page instead."""
        return self._notes_at(Placement.TOP)

    @property
    def foot_notes(self) -> list[Edition]:
        """Notes that stand below the text."""
        return self._notes_at(Placement.FOOT)

    def _notes_at(self, place: Placement) -> list[Edition]:
        return [note for note in self.notes if note.note_placement == place and note != self.retraction]

    @property
    def newest_note(self) -> Edition | None:
        """The last change readers were told of; the rail names it in red."""
        return self.notes[0] if self.notes else None

    @property
    def sources(self) -> list[PublicSource]:
        """Where the facts come from, in order."""
        return self.edition.public_sources

    @property
    def origins(self) -> list[Origin]:
        """The rail's “Based on”: outlets by name, the rest by number."""
        credited: dict[str, list[tuple[str, str]]] = {}
        counts: dict[str, int] = {}
        for source in self.sources:
            if source.kind in NAMED_ORIGINS:
                outlet = (source.outlet or source.name, source.link)
                credited.setdefault(source.kind, []).append(outlet)
            else:
                counts[source.kind] = counts.get(source.kind, 0) + 1
        named = [Origin(str(NAMED_ORIGINS[kind]), outlets) for kind, outlets in credited.items()]
        return named + [Origin(_counted(kind, number)) for kind, number in counts.items()]

    @property
    def is_machine_written(self) -> bool:
        """Whether no person read the text before it went out: then the page says so above it."""
        return self.edition.ai_use == AiUse.GENERATED


def place_of(dateline: str) -> str:
    """The place in a dateline: what stands before its date."""
    place = dateline.partition(",")[0].strip()
    return place.title() if place.isupper() else place


def _counted(kind: str, number: int) -> str:
    """How many sources of a kind that has no outlet to name."""
    words = {
        SourceKind.DOCUMENT: ngettext("%(number)d document", "%(number)d documents", number),
        SourceKind.INTERVIEW: ngettext("%(number)d interview", "%(number)d interviews", number),
        SourceKind.DATA: ngettext("%(number)d data set", "%(number)d data sets", number),
        SourceKind.ANONYMOUS: ngettext("%(number)d unnamed source", "%(number)d unnamed sources", number),
    }
    return words[SourceKind(kind)] % {"number": number}


def notes_up_to(edition: Edition, now: datetime) -> list[Edition]:
    """Public notes of the story up to this edition, newest first; none of an edition that has not begun."""
    return list(
        Edition.objects.begun(now)
        .filter(article_id=edition.article_id, number__lte=edition.number, change__in=NOTE_OWED)
        .only("number", "change", "change_note", "note_placement", "starts_at")
        .order_by("-number")
        .fetch_mode(models.FETCH_RAISE)
    )


def related_to(article_id: int, topics: Sequence[int], now: datetime) -> list[Brief]:
    """Live stories that share topics, given by their keys: the most topics first, then the newest."""
    return _related(now=now, article=article_id, topics=sorted(topics)) if topics else []


def _sharing(now: datetime, article: int, topics: list[int]) -> QuerySet[Edition, Brief]:
    current = Q(edition__ends_at__isnull=True) | Q(edition__ends_at__gt=now)
    others = EditionTopic.objects.filter(current, edition__starts_at__lte=now).exclude(
        Q(edition__article=article) | Q(edition__change__in=NOT_RELATED)
    )
    newest = [
        others.filter(topic=topic).order_by("-listed_at", "-edition_id").values("pk")[:RELATED_AMONG]
        for topic in topics
    ]
    # SQLite takes no limit inside a union, but takes one a level deeper.
    first, *rest = [EditionTopic.objects.filter(pk__in=lines).values("edition_id") for lines in newest]
    about = first.union(*rest, all=True) if rest else first
    lines = EditionTopic.objects.filter(topic__in=topics).order_by()
    counted = lines.filter(edition__in=about).values("edition").annotate(shared=Count("topic"))
    nearest = counted.annotate(newest=Max("listed_at")).order_by("-shared", "-newest", "-edition")
    # Counted again for those few: counting over whole rows would sort their texts.
    shared = lines.filter(edition=OuterRef("pk")).values("edition").annotate(number=Count("topic"))
    return (
        Edition.objects.filter(pk__in=nearest.values("edition")[:RELATED])
        .annotate(shared=Subquery(shared.values("number")))
        .order_by("-shared", "-first_published_at", "-pk")
        .values_list(*BRIEF, named=True)
    )


_related = Prepared(_sharing)
