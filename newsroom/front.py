"""The front page: what editors placed first, then what fills itself. No story stands on it twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from articles import tags
from articles.models import Edition, Genre, Photo, Section
from articles.site.metadata import page_metadata
from articles.site.requests import SiteRequest, only_read
from newsroom.arranging import PLACES, Column, Idle, arrange
from newsroom.context import navigation
from newsroom.models import FrontSlot, Publication
from newsroom.organisation import organisation_node, website_node

PICTURED, ARGUED = 2, 3
"""The places of background with a picture, and of an opinion."""
MID = PLACES - 1
"""Places beside the lead; with the lead they are the top of the page."""
RUNNING = 9
BAND = PLACES
HALF = 2
"""A band of this many stories or fewer leaves room for another beside it."""
LATEST = 1 + MID + RUNNING + 8
# A section's band must still be full when everything above it came from that section.
BAND_DEPTH = BAND + 1 + MID + RUNNING
A_WEEK = timedelta(days=7)
NOTES_READ = 200

BACKGROUND = frozenset({Genre.ANALYSIS, Genre.EXPLAINER, Genre.FACT_CHECK, Genre.INTERVIEW})
NEWS = BACKGROUND | {Genre.REPORT, Genre.LIVE}


@dataclass(frozen=True, slots=True)
class Story:
    """An edition in its place, with the words and the picture the editor chose for it there."""

    edition: Edition
    headline: str = ""
    photo: Photo | None = None
    slot: FrontSlot | None = None
    """By which an editor placed it; None for a story that filled the place by itself."""

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.photo or self.edition.lead_photo)


@dataclass(frozen=True, slots=True)
class Band:
    """A section with its newest stories that do not stand higher up."""

    section: Section
    places: dict[int, Story]
    half: bool = False
    """Whether it shares its line with the band beside it."""

    @property
    def stories(self) -> list[Story]:
        """Its stories in the order of their places."""
        return list(self.places.values())

    @property
    def first(self) -> list[Story]:
        """The story with the picture."""
        return self.stories[:1]

    @property
    def middle(self) -> list[Story]:
        """Stories with their standfirst."""
        return self.stories[1:2] if self.half or len(self.stories) == BAND else self.stories[1:]

    @property
    def stack(self) -> list[Story]:
        """Headlines only, one above the other, when the band is full."""
        return self.stories[2:] if len(self.stories) == BAND else []


@dataclass(frozen=True, slots=True)
class Record:
    """The corrections strip: how many notes this week, and the newest one ever."""

    this_week: int
    newest: Edition
    until: datetime | None = None
    """When the oldest of this week is a week old."""


@dataclass(slots=True)
class Front:
    """The front page, place by place."""

    places: dict[int, Story] = field(default_factory=dict)
    """The top, by place and in order."""
    running: list[Edition] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    record: Record | None = None
    sections: list[Section] = field(default_factory=list)
    """Every section, in the order of the bands; one without a story has none."""
    idle: list[Idle] = field(default_factory=list)
    """Slots in force that stand nowhere."""

    @property
    def lead(self) -> Story | None:
        """The story in the first place."""
        return self.places.get(1)

    @property
    def mid(self) -> list[Story]:
        """The stories beside the lead."""
        return [story for place, story in self.places.items() if place > 1]


@only_read
def front(request: SiteRequest) -> HttpResponse:
    """The front page of this moment."""
    publication = Publication.current()
    metadata = page_metadata(
        request,
        "",
        description=publication.tagline,
        path=reverse("front"),
        nodes=[
            organisation_node(publication, navigation()["policies"]),
            website_node(publication, get_language() or settings.LANGUAGE_CODE),
        ],
    )
    slots = list(FrontSlot.objects.not_over(request.now).select_related("photo"))
    made = compose(request.now, [slot for slot in slots if slot.starts_at <= request.now])
    _note(request, slots, made)
    return render(request, "site/front.html", {"front": made, "metadata": metadata, "here": "front"})


def _note(request: SiteRequest, slots: list[FrontSlot], made: Front) -> None:
    """Note what the page is made from, and when it looks different by the clock alone."""
    request.made_from.add(tags.STORIES, tags.FRONT, tags.RECORD, tags.FRAME)
    for slot in slots:
        request.made_from.not_after(slot.ends_at if slot.starts_at <= request.now else slot.starts_at)
    request.made_from.not_after(made.record.until if made.record else None)


def compose(now: datetime, slots: list[FrontSlot] | None = None) -> Front:
    """The front page of a moment, in five queries however many stories there are.

    `slots` are those in force at that moment, for a page that asked for them itself or proposes others.
    """
    if slots is None:
        slots = list(FrontSlot.objects.active(now).select_related("photo"))
    # What stands by hand further down is missing above; the newest must reach past it.
    latest = list(Edition.objects.live(now).as_cards().newest_first()[: LATEST + len(slots)])
    sections = _sections(now, BAND_DEPTH + len(slots))
    deep = list(Edition.objects.filter(pk__in=_wanted(slots, sections, now)).as_cards().newest_first())
    live = {edition.article_id: edition for edition in deep}
    arrangement = arrange(slots, live)
    placed = {column: _told(arrangement.column(column), live) for column in arrangement.columns}
    filling = _Filling(latest)
    # What an editor placed is taken before anything fills itself, or a story could stand twice.
    filling.take(story.edition for places in placed.values() for story in places.values())
    made = Front(record=_record(now), sections=sections, idle=arrangement.idle)
    top = placed.get(None, {})
    for place in range(1, PLACES + 1):
        if story := top.get(place) or (filling.lead() if place == 1 else filling.mid(place)):
            made.places[place] = story
    made.running = filling.running()
    made.bands = _bands(sections, deep, placed, filling)
    return made


def _told(places: dict[int, FrontSlot], live: dict[int, Edition]) -> dict[int, Story]:
    """The stories of the slots, in the words and with the pictures chosen for them."""
    return {
        place: Story(live[slot.article_id], slot.headline, slot.photo, slot) for place, slot in places.items()
    }


class _Filling:
    """Takes editions from the newest down, each once."""

    def __init__(self, latest: list[Edition]) -> None:
        self.latest = latest
        self.used: set[int] = set()

    def take(self, editions: Iterable[Edition]) -> None:
        """Note that these stand on the page."""
        self.used |= {edition.article_id for edition in editions}

    def _first(self, *tests: Callable[[Edition], bool]) -> Story | None:
        """The newest edition left that passes the first test any passes."""
        left = [edition for edition in self.latest if edition.article_id not in self.used]
        for test in tests:
            for edition in left:
                if edition.may_lead and test(edition):
                    self.take([edition])
                    return Story(edition)
        return None

    def lead(self) -> Story | None:
        """The newest news with a picture; else the newest news, else the newest of all."""
        return self._first(
            lambda edition: edition.genre in NEWS and edition.lead_photo_id is not None,
            lambda edition: edition.genre in NEWS,
            lambda edition: True,
        )

    def mid(self, position: int) -> Story | None:
        """Beside the lead: background with a picture, then opinion, then what is newest."""
        if position == PICTURED:
            return self._first(
                lambda edition: edition.genre in BACKGROUND and edition.lead_photo_id is not None,
                lambda edition: edition.lead_photo_id is not None,
                lambda edition: True,
            )
        if position == ARGUED:
            return self._first(lambda edition: edition.genre == Genre.OPINION, lambda edition: True)
        return self._first(lambda edition: True)

    def running(self) -> list[Edition]:
        """The newest that are left, whatever they are."""
        left = [edition for edition in self.latest if edition.article_id not in self.used][:RUNNING]
        self.take(left)
        return left


def _sections(now: datetime, depth: int) -> list[Section]:
    """The sections, each with `reach`: when the last story its band may need was first published."""
    newest = Edition.objects.live(now).filter(section=OuterRef("pk")).newest_first()
    reach = newest.values("first_published_at")[depth - 1 : depth]
    return list(Section.objects.only("name", "slug").annotate(reach=Subquery(reach)))


def _wanted(slots: list[FrontSlot], sections: list[Section], now: datetime) -> QuerySet:
    """The keys of every live edition a slot or a band may show.

    A union, not one condition: each part walks its own index, where a database that is asked for all of it
    at once walks the whole archive.
    """
    live = Edition.objects.live(now).order_by()
    parts = [live.filter(article_id__in=[slot.article_id for slot in slots])]
    for section in sections:
        reach = getattr(section, "reach", None)
        of_section = live.filter(section=section)
        parts.append(of_section.filter(first_published_at__gte=reach) if reach else of_section)
    first, *rest = (part.values("pk") for part in parts)
    return first.union(*rest, all=True) if rest else first


def _bands(
    sections: list[Section], deep: list[Edition], placed: dict[Column, dict[int, Story]], filling: _Filling
) -> list[Band]:
    """The section bands: what an editor placed there, then the newest."""
    bands = []
    for section in sections:
        places = dict(placed.get(section.pk, {}))
        free = [place for place in range(1, BAND + 1) if place not in places]
        left = [
            Story(edition)
            for edition in deep
            if edition.section_id == section.pk and edition.article_id not in filling.used
        ]
        left = _led(left, len(free)) if free[:1] == [1] else left
        places |= zip(free, left, strict=False)
        if places:
            filling.take(story.edition for story in places.values())
            bands.append(Band(section, dict(sorted(places.items()))))
    return _paired(bands)


def _led(stories: list[Story], count: int) -> list[Story]:
    """The newest `count` of them, first one that may lead: with a picture if there is one, and an older one
    before something paid for or withdrawn leads."""
    leaders = [story for story in stories if story.edition.may_lead]
    pictured = (story for story in stories[:count] if story.has_picture and story.edition.may_lead)
    if (first := next(pictured, None) or next(iter(leaders), None)) is None:
        return stories[:count]
    return [first, *(story for story in stories if story is not first)][:count]


def _paired(bands: list[Band]) -> list[Band]:
    """The bands, two short ones that follow each other on one line."""
    paired: list[Band] = []
    waiting = iter(bands)
    for band in waiting:
        if len(band.stories) > HALF:
            paired.append(band)
            continue
        beside = next(waiting, None)
        if beside is None:
            paired.append(band)
        elif len(beside.stories) > HALF:
            paired += [band, beside]
        else:
            paired += [replace(band, half=True), replace(beside, half=True)]
    return paired


def _record(now: datetime) -> Record | None:
    """The notes of the last seven days, counted, and the newest; None when nothing was ever put right."""
    readable = Edition.objects.live(now).filter(article_id=OuterRef("article_id"))
    # The newest by their keys first: else SQLite looks for the story of every note there ever was.
    newest = Edition.objects.begun(now).on_record().order_by("-starts_at", "-pk").values("pk")[:NOTES_READ]
    notes = list(
        Edition.objects.filter(Exists(readable), pk__in=newest)
        .only("number", "change", "change_note", "starts_at", "headline", "slug", "url_date")
        .order_by("-starts_at", "-pk")
    )
    if not notes:
        return None
    of_this_week = [note for note in notes if note.starts_at > now - A_WEEK]
    until = of_this_week[-1].starts_at + A_WEEK if of_this_week else None
    return Record(this_week=len(of_this_week), newest=notes[0], until=until)
