"""The stories of the corpus: articles as a desk leaves them behind, with everything that hangs on them.

Oldest first, PER_DAY a day up to the moment the corpus is made for; the last IN_HAND are still being
worked on. One published story in ten has more than one edition.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils.http import int_to_base36
from django.utils.timezone import localdate

from articles.marks import marks
from articles.models import (
    Article,
    ArticleTopic,
    Change,
    Contribution,
    Credit,
    Edition,
    EditionTopic,
    Event,
    Genre,
    Note,
    Revision,
    SignOff,
    SignOffDesk,
    Source,
    SourceKind,
)
from articles.models.edition import NOTE_OWED, ON_RECORD
from articles.slugs import slug_of
from articles.workflow import Status
from benchmarks.index import Index
from benchmarks.paper import Paper
from benchmarks.tables import Table
from benchmarks.words import Body, headline, sentence

PER_DAY = 40
IN_HAND = 120
"""Stories nobody has published yet, whatever the age of the archive; at most one in eight of all."""
CHUNK = 1000
SEVERAL, SPIKED, LEFT_LYING = 0.10, 0.015, 0.010
"""Shares of the archive: with several editions, spiked, and drafts nobody finished."""
LATER: tuple[tuple[str, int], ...] = (
    (Change.UPDATE, 42),
    (Change.CORRECTION, 24),
    (Change.MINOR, 10),
    ("expired", 8),
    (Change.CLARIFICATION, 6),
    (Change.EDITORS_NOTE, 5),
    (Change.RETRACTION, 4),
    (Change.TAKE_DOWN, 1),
)
WORKING: tuple[tuple[str, int], ...] = (
    (Status.DRAFT, 45),
    (Status.IN_REVIEW, 25),
    (Status.CHANGES_REQUESTED, 10),
    (Status.APPROVED, 10),
    ("scheduled", 10),
)
GENRES = (*[Genre.REPORT] * 12, Genre.ANALYSIS, Genre.OPINION, Genre.EXPLAINER, Genre.INTERVIEW, Genre.AGENCY)
LANGUAGES = (*["en"] * 17, "de", "de", "fr")
WITHOUT_TEXT = {"body": "", "html": "", "standfirst": "", "key_points": "", "word_count": 0}
MODELS = (
    Article, Revision, Edition, Credit, EditionTopic, Contribution, Source, ArticleTopic, Event, SignOff, Note
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What is settled about a story before anything is written down."""

    number: int
    at: datetime
    status: str
    fate: str
    """The kind of its later edition, "" for none, "scheduled" for a first one that is still to come."""
    text: int
    """The number of the prepared body."""
    body: Body
    lead: str
    authors: list[int]
    topics: list[int]
    sources: list[dict[str, Any]]
    copy: dict[str, Any]


def _drawn(dice: Random, table: tuple[tuple[str, int], ...]) -> str:
    kinds, weights = zip(*table, strict=True)
    return str(dice.choices(kinds, weights)[0])


class Writer:
    """Writes the stories of one corpus, a chunk at a time; the same numbers always make the same stories."""

    def __init__(self, paper: Paper, bodies: list[Body], *, seed: int, size: int, at: datetime) -> None:
        self.paper, self.bodies = paper, bodies
        self.seed, self.size, self.at = seed, size, at
        self.in_hand = min(IN_HAND, size // 8)
        self.tables = {model: Table(model) for model in MODELS}
        self.index = Index(bodies)
        self.empty = Article().copy_values()

    def chunks(self, done: int) -> Iterator[int]:
        """Put the stories after the first `done` into the tables; yields how many there are each time.

        The caller decides about transactions: between two values everything is written.
        """
        for start in range(done, self.size, CHUNK):
            dice = Random(f"{self.seed}/{start}")
            end = min(start + CHUNK, self.size)
            for number in range(start, end):
                self._story(self._facts(dice, number), dice)
            for table in self.tables.values():
                table.write()
            self.index.write()
            yield end

    def _add(self, model: Any, **values: Any) -> int:
        return self.tables[model].add(**values)

    # --- What happened ---

    def _facts(self, dice: Random, number: int) -> Facts:
        left = self.size - self.in_hand - number
        if left > 0:
            at = self.at - timedelta(days=left / PER_DAY) + timedelta(minutes=dice.randrange(30))
            status, fate = self._past(dice)
        else:
            at = self.at - timedelta(minutes=20 * dice.randrange(1, 400))
            kind = _drawn(dice, WORKING)
            status, fate = (Status.PUBLISHED, kind) if kind == "scheduled" else (kind, "")
        title = headline(dice)
        lead = sentence(dice)
        text = dice.randrange(len(self.bodies))
        body = self.bodies[text]
        authors = list({self.paper.an_author(dice) for _ in range(dice.choice((1, 1, 1, 2)))})
        copy: dict[str, Any] = {
            "headline": title[:120],
            "headline_short": title[:60] if dice.random() < 0.5 else "",
            "kicker": title.split()[-1],
            "standfirst": sentence(dice)[:240],
            "key_points": "\n".join(sentence(dice) for _ in range(3)) if number % 5 == 0 else "",
            "slug": f"{slug_of(title, 60, 'story')}-{int_to_base36(number)}",
            "body": f"<p>{lead}</p>{body.typed}",
            "genre": dice.choice(GENRES),
            "section_id": dice.choice(self.paper.sections),
            "language": dice.choice(LANGUAGES),
            "lead_photo_id": dice.choice(self.paper.photos) if dice.random() < 0.7 else None,
        }
        topics = self.paper.some_topics(dice)
        return Facts(number, at, status, fate, text, body, lead, authors, topics, self._sources(dice), copy)

    @staticmethod
    def _past(dice: Random) -> tuple[str, str]:
        chance = dice.random()
        if chance < SPIKED:
            return Status.SPIKED, ""
        if chance < SPIKED + LEFT_LYING:
            return Status.DRAFT, ""
        return Status.PUBLISHED, _drawn(dice, LATER) if dice.random() < SEVERAL else ""

    def _sources(self, dice: Random) -> list[dict[str, Any]]:
        """None for one story in four, else one or two, as columns of the working copy's rows."""
        rows = []
        for place in range(dice.choice((0, 1, 1, 2))):
            outlet = dice.choice(self.paper.outlets)
            kind = dice.choice((SourceKind.BASED_ON, SourceKind.AGENCY, SourceKind.DOCUMENT))
            url = f"{outlet.url}{dice.randrange(10**8)}/"
            rows.append({"kind": kind, "outlet_id": outlet.pk, "title": sentence(dice)[:120], "url": url})
            rows[-1]["position"] = place
        return rows

    # --- The working copy ---

    def _story(self, facts: Facts, dice: Random) -> None:
        article, editions = self.tables[Article].next, self.tables[Edition].next
        writer = self.paper.accounts.get(facts.authors[0]) or dice.choice(list(self.paper.accounts.values()))
        editor = dice.choice(self.paper.editors)
        revision = self._revisions(facts, article, writer, editor, dice)
        last = facts.at
        if facts.status == Status.PUBLISHED:
            last = self._editions(facts, article, revision, editor, dice)
        has_edition = self.tables[Edition].next > editions
        self._add(
            Article,
            **facts.copy,
            **self._plan(facts, dice),
            uid=uuid.UUID(int=dice.getrandbits(128), version=4),
            slugline=facts.copy["slug"].upper()[:40],
            status=facts.status,
            assignee_id=writer if dice.random() < 0.7 else None,
            urgency=dice.choice((1, 2, 3, 3, 3, 3, 3, 4, 5)),
            edit_version=dice.randint(1, 6),
            latest_edition_id=self.tables[Edition].next - 1 if has_edition else None,
            created_by_id=writer,
            created_at=facts.at - timedelta(hours=5),
            updated_at=last,
        )
        for place, author in enumerate(facts.authors):
            self._add(Contribution, article_id=article, author_id=author, position=place)
        for source in facts.sources:
            self._add(Source, article_id=article, **source)
        for topic in facts.topics:
            self._add(ArticleTopic, content_object_id=article, tag_id=topic)
        self._talk(facts, article, revision, writer, editor, dice)

    def _plan(self, facts: Facts, dice: Random) -> dict[str, Any]:
        """When it was due and meant to run: around publication for what is out, around now for the rest."""
        moment = facts.at
        if facts.number >= self.size - self.in_hand:
            moment = self.at + timedelta(minutes=15 * dice.randrange(-100, 300))
        planned = dice.random() < 0.6
        hard = facts.number >= self.size - self.in_hand and facts.fate != "scheduled"
        embargoed = hard and dice.random() < 0.1
        return {
            "due_at": moment - timedelta(hours=2) if planned else None,
            "publish_at": moment if planned else None,
            "commissioned_length": dice.choice((300, 500, 800)) if planned else None,
            "embargo_until": self.at + timedelta(hours=dice.randint(1, 90)) if embargoed else None,
        }

    def _revisions(self, facts: Facts, article: int, writer: int, editor: int, dice: Random) -> int:
        """One to three snapshots; the key of the last."""
        key, count = 0, dice.choice((1, 1, 1, 2, 2, 3))
        words = facts.body.words + len(facts.lead.split())
        snapshot = self._snapshot(facts)
        for number in range(1, count + 1):
            key = self._add(
                Revision,
                article_id=article,
                number=number,
                by_id=writer if number == 1 else editor,
                at=facts.at - timedelta(minutes=40 * (count - number + 1)),
                words=words,
                words_delta=words if number == 1 else 0,
                snapshot={**snapshot, "desk": {"slugline": f"V{number}", "headline_is_working": False}},
            )
        return key

    def _snapshot(self, facts: Facts) -> dict[str, Any]:
        """The working copy in the shape of `revisions.working_copy`."""
        return {
            "copy": self.empty | facts.copy,
            "plan": {},
            "contributions": [
                {"author": key, "name": self.paper.names[key], "role": "author"} for key in facts.authors
            ],
            "sources": facts.sources,
            "topics": [{"topic": key, "name": str(key)} for key in facts.topics],
        }

    def _talk(
        self, facts: Facts, article: int, revision: int, writer: int, editor: int, dice: Random
    ) -> None:
        """What was done and said about it: events, sign-offs, notes."""
        steps: list[tuple[str, int, str, str, int]] = [("submit", writer, Status.DRAFT, Status.IN_REVIEW, 90)]
        if facts.status in (Status.PUBLISHED, Status.APPROVED):
            steps.append(("approve", editor, Status.IN_REVIEW, Status.APPROVED, 12))
        if facts.status == Status.PUBLISHED:
            steps.append(("publish", editor, Status.APPROVED, Status.PUBLISHED, 0))
        if facts.status == Status.CHANGES_REQUESTED:
            steps.append(("send_back", editor, Status.IN_REVIEW, facts.status, 5))
        for verb, by, before, after, minutes in [] if facts.status == Status.DRAFT else steps:
            at = facts.at - timedelta(minutes=minutes)
            self._add(
                Event, article_id=article, verb=verb, by_id=by, at=at, from_status=before, to_status=after
            )
        if dice.random() < 0.04:
            is_done = facts.status in (Status.PUBLISHED, Status.SPIKED) or dice.random() < 0.5
            state = SignOff.State.APPROVED if is_done else SignOff.State.REQUIRED
            self._add(
                SignOff, article_id=article, desk=dice.choice(SignOffDesk.values), state=state, by_id=editor,
                revision_id=revision if is_done else None, at=facts.at,
            )  # fmt: skip
        if dice.random() < 0.06:
            is_open = facts.number >= self.size - self.in_hand
            resolved = {} if is_open else {"resolved_at": facts.at, "resolved_by_id": writer}
            self._add(Note, article_id=article, by_id=editor, at=facts.at, text=sentence(dice), **resolved)

    # --- What readers got ---

    def _editions(self, facts: Facts, article: int, revision: int, editor: int, dice: Random) -> datetime:
        """The editions of a published story; when the last of them was made."""
        first = facts.at
        if facts.fate == "scheduled":
            first = self.at + timedelta(minutes=15 * dice.randint(1, 200))
        values = {
            "article_id": article,
            "revision_id": revision,
            "number": 1,
            "starts_at": first,
            "first_published_at": first,
            "modified_at": first,
            "url_date": localdate(first),
            "published_by_id": editor,
        }
        if not facts.fate or facts.fate == "scheduled":
            self._edition(facts, values)
            return facts.at
        # Now and then the next edition of a new story is still to come.
        ahead = (self.at - first) < timedelta(days=2) and dice.random() < 0.4
        minutes = timedelta(minutes=dice.randrange(30, 3000))
        then = self.at + minutes if ahead else min(first + minutes, self.at - (self.at - first) / 2)
        if facts.fate == "expired":
            self._edition(facts, {**values, "ends_at": then, "expires_at": then})
            return first
        self._edition(facts, {**values, "ends_at": then})
        self._edition(facts, values | self._later(facts.fate, then, dice))
        return first if ahead else then

    @staticmethod
    def _later(change: str, then: datetime, dice: Random) -> dict[str, Any]:
        values: dict[str, Any] = {"number": 2, "change": change, "starts_at": then}
        if change in NOTE_OWED:
            values["change_note"] = f"An earlier version said otherwise: {sentence(dice)}"
        if change != Change.MINOR:
            values |= {"modified_at": then, "last_change": change}
        if change == Change.RETRACTION and dice.random() < 0.3:
            values |= WITHOUT_TEXT
        return values

    def _edition(self, facts: Facts, values: dict[str, Any]) -> None:
        """One edition with its credits and topics; of a take-down only the address is left."""
        if values.get("change") == Change.TAKE_DOWN:
            left = {name: facts.copy[name] for name in ("slug", "language")}
            self._add(Edition, **left, **values)
            return
        shown = {
            "byline": " and ".join(self.paper.names[key] for key in facts.authors),
            "word_count": facts.body.words + len(facts.lead.split()),
            "html": f"<p>{facts.lead}</p>\n{facts.body.shown}",
            "sources": [
                {"kind": row["kind"], "title": row["title"], "url": row["url"]} for row in facts.sources
            ],
            "photo_alt": "A picture" if facts.copy["lead_photo_id"] else "",
        }
        whole = facts.copy | shown | values
        key, listed_at = self._add(Edition, **whole), whole["first_published_at"]
        # What lost its text, or ends before the corpus is asked, is left to the index's own upkeep.
        if whole["body"] and (whole.get("ends_at") is None or whole["ends_at"] > self.at):
            self._index(key, facts, whole)
        for place, author in enumerate(facts.authors):
            self._add(Credit, edition_id=key, author_id=author, position=place, listed_at=listed_at)
        for topic in facts.topics:
            self._add(EditionTopic, edition_id=key, topic_id=topic, listed_at=listed_at)

    def _index(self, key: int, facts: Facts, whole: dict[str, Any]) -> None:
        self.index.add(
            key,
            headline=whole["headline"],
            standfirst=whole["standfirst"],
            byline=f"{whole['kicker']}\n{whole['byline']}\n",
            points=f"{whole['key_points']}\n{facts.lead}",
            number=facts.text,
            marks=marks(
                Edition(**{name: whole[name] for name in ("genre", "section_id", "url_date")}),
                facts.topics,
                facts.authors,
                corrected=whole.get("change") in ON_RECORD,
            ),
        )
