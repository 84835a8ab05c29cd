"""The paper the corpus belongs to: its people, sections, topics, outlets and pictures."""

from __future__ import annotations

import itertools
from bisect import bisect
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.contrib.auth.models import Group, User

from articles.models import Outlet, Photo, Rights, Section, Topic
from articles.slugs import slug_of
from authors.models import Affiliation, Author
from benchmarks.tables import Table
from benchmarks.words import NAMES, name, sentence
from newsroom.models import Publication
from newsroom.seeding import CAST

SECTIONS = [
    "Politics",
    "World",
    "Economy",
    "City",
    "Science",
    "Culture",
    "Sport",
    "Health",
    "Education",
    "Environment",
    "Media",
    "Opinion",
]
EDITORS = 10
"""Desk editors beside the one of the cast, who has the first two sections."""
STAFF, GUESTS = 36, 164
TOPICS, OUTLETS = 400, 60
STORIES_A_PICTURE = 4


@dataclass(frozen=True, slots=True)
class Paper:
    """What the stories refer to, as keys; `authors` maps those who have an account to it."""

    sections: list[int]
    topics: list[int]
    outlets: list[Outlet]
    photos: list[int]
    authors: list[int]
    names: dict[int, str]
    accounts: dict[int, int]
    editors: list[int]
    cast: dict[str, int]
    weights: list[float]

    def some_topics(self, dice: Random) -> list[int]:
        """One to four topics; the n-th is asked for 1/n as often as the first (Zipf)."""
        found = (bisect(self.weights, dice.random() * self.weights[-1]) for _ in range(dice.randint(1, 4)))
        return sorted({self.topics[place] for place in found})

    def an_author(self, dice: Random) -> int:
        """An author: those of the house write nine in ten stories, some of them more than others."""
        if dice.random() < 0.9:
            return self.authors[int(STAFF * dice.random() ** 1.5)]
        return dice.choice(self.authors[STAFF:])


def _people(username: str, role: str, number: int) -> User:
    first, last = NAMES[number], NAMES[-number - 1]
    user = User(username=username, first_name=first, last_name=last, is_staff=True)
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=role))
    return user


def _accounts() -> tuple[dict[str, int], list[int], list[int]]:
    """The cast by name, the desk editors, and those who write."""
    cast = {
        username: _people(username, role, place).pk for place, (username, role) in enumerate(CAST.items())
    }
    editors = [_people(f"editor{n}", "Desk editor", 20 + n).pk for n in range(EDITORS)]
    writers = [_people(f"reporter{n}", "Reporter", 40 + n).pk for n in range(STAFF - 1)]
    return cast, editors, [cast["reporter"], *writers]


def _authors(writers: list[int]) -> tuple[list[int], dict[int, str]]:
    table, known = Table(Author), {}
    for place in range(STAFF + GUESTS):
        full = f"{NAMES[100 + place]} {NAMES[-100 - place]}"
        staff = place < STAFF
        key = table.add(
            name=full,
            slug=slug_of(full, 120, "author"),
            user_id=writers[place] if staff else None,
            affiliation=Affiliation.STAFF if staff else Affiliation.GUEST,
            bio=f"{full} writes about {NAMES[place]}.",
        )
        known[key] = full
    table.write()
    return list(known), known


def _photos(size: int, at: datetime) -> list[int]:
    """Pictures by reference: there is a row and no file. One licence in twelve ends, half of them by now."""
    table, dice = Table(Photo), Random("photos")
    for number in range(max(20, size // STORIES_A_PICTURE)):
        ends = at.date() + timedelta(days=dice.randint(-1500, 1500)) if number % 12 == 0 else None
        table.add(
            file=f"photos/corpus/{number:07}.jpg",
            width=2400,
            height=1600,
            alt=sentence(dice)[:300],
            caption=sentence(dice)[:400],
            credit=f"{name(dice)} / Corpus",
            rights=Rights.AGENCY,
            rights_expire_on=ends,
            added_at=at - timedelta(days=1) - timedelta(minutes=number),
        )
    table.write()
    return list(range(table.next - number - 1, table.next))


def found_paper(size: int, at: datetime) -> Paper:
    """Make everything the stories refer to."""
    Publication(name="The Corpus").save()
    cast, editors, writers = _accounts()
    sections = []
    for place, title in enumerate(SECTIONS):
        section = Section.objects.create(name=title, slug=title.lower(), position=place)
        section.editors.set([cast["desk"]] if place < 2 else [editors[place % EDITORS]])
        sections.append(section.pk)
    topics = Table(Topic)
    for title in NAMES[:TOPICS]:
        topics.add(name=title, slug=title.lower())
    topics.write()
    outlets = [
        Outlet.objects.create(name=title, full_name=f"{title} Post", url=f"https://{title.lower()}.example/")
        for title in NAMES[-OUTLETS:]
    ]
    authors, known = _authors(writers)
    return Paper(
        sections=sections,
        topics=list(range(topics.next - TOPICS, topics.next)),
        outlets=outlets,
        photos=_photos(size, at),
        authors=authors,
        names=known,
        accounts=dict(zip(authors, writers, strict=False)),
        editors=[cast["desk"], *editors],
        cast=cast,
        weights=list(itertools.accumulate(1 / place for place in range(1, TOPICS + 1))),
    )


def known_paper() -> Paper:
    """The same, read from a database in which it was made before."""
    cast = dict(User.objects.filter(username__in=CAST).values_list("username", "pk"))
    editors = list(
        User.objects.filter(username__startswith="editor").order_by("pk").values_list("pk", flat=True)
    )
    authors = list(Author.objects.order_by("pk").values_list("pk", "name", "user"))
    return Paper(
        sections=list(Section.objects.order_by("position").values_list("pk", flat=True)),
        topics=list(Topic.objects.order_by("pk").values_list("pk", flat=True)),
        outlets=list(Outlet.objects.order_by("pk")),
        photos=list(Photo.objects.order_by("pk").values_list("pk", flat=True)),
        authors=[key for key, _name, _user in authors],
        names={key: title for key, title, _user in authors},
        accounts={key: user for key, _name, user in authors if user},
        editors=[cast["desk"], *editors],
        cast=cast,
        weights=list(itertools.accumulate(1 / place for place in range(1, TOPICS + 1))),
    )
