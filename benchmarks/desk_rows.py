"""What stands open on the desk of the corpus: the same amount at every size."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from articles.models import (
    Article,
    Autosave,
    Edition,
    EditLock,
    ErrorReport,
    FollowUp,
    LegalHold,
    Note,
    Notice,
    RemovalRequest,
    Retraction,
    Revision,
    SignOff,
)
from articles.workflow import Status
from benchmarks.paper import Paper
from benchmarks.words import headline, sentence
from newsroom.models import FrontSlot, Heartbeat

REPORTS, ANSWERED, LOCKS = 12, 200, 6


def open_business(paper: Paper, *, seed: int, at: datetime) -> None:
    """Reports, follow-ups, holds, requests, proposals, notices, unsaved texts and slots."""
    dice = Random(f"{seed}/desk")
    live = list(Edition.objects.live(at).filter(number=1).order_by("-pk").only("pk", "article_id")[:300])
    working = list(Article.objects.exclude(status__in=[Status.PUBLISHED, Status.SPIKED]).order_by("-pk")[:90])
    _from_readers(dice, live, paper, at)
    _owed(dice, live, paper, at)
    _stopped(dice, live, working, paper, at)
    _for_people(dice, working, paper, at)
    _front(live, paper, at)


def touch(at: datetime) -> None:
    """Somebody is editing now, and the minute job has just run: both are over a minute later."""
    EditLock.objects.update(acquired_at=at - timedelta(minutes=5), heartbeat_at=at + timedelta(hours=6))
    Heartbeat.objects.update_or_create(
        name="tick", defaults={"started_at": at, "finished_at": at + timedelta(hours=6)}
    )


def _some[T](dice: Random, rows: list[T], count: int) -> list[T]:
    return dice.sample(rows, min(count, len(rows)))


def _from_readers(dice: Random, live: list[Edition], paper: Paper, at: datetime) -> None:
    reports = []
    for number, edition in enumerate(dice.choices(live, k=REPORTS + ANSWERED)):
        received = at - timedelta(hours=number)
        report = ErrorReport(article_id=edition.article_id, edition=edition, message=sentence(dice))
        report.received_at = received
        if number >= REPORTS:
            report.outcome, report.answered_at = ErrorReport.Outcome.NO_ERROR, received
            report.answered_by_id = paper.cast["standards"]
        reports.append(report)
    ErrorReport.objects.bulk_create(reports)


def _owed(dice: Random, live: list[Edition], paper: Paper, at: datetime) -> None:
    standards = paper.cast["standards"]
    FollowUp.objects.bulk_create(
        FollowUp(
            article_id=edition.article_id,
            kind=FollowUp.Kind.TELL_OTHERS,
            due_at=at + timedelta(hours=hours),
            **({"done_at": at, "done_by_id": standards} if hours < -20 else {}),
        )
        for hours, edition in zip(range(-60, 8), dice.choices(live, k=68), strict=True)
    )
    RemovalRequest.objects.bulk_create(
        RemovalRequest(
            article_id=edition.article_id,
            ground=RemovalRequest.Ground.PRIVACY,
            request=sentence(dice),
            received_at=at,
            due_on=at.date() + timedelta(days=days),
        )
        for days, edition in enumerate(_some(dice, live, 5))
    )


def _stopped(dice: Random, live: list[Edition], working: list[Article], paper: Paper, at: datetime) -> None:
    legal, managing = paper.cast["legal"], paper.cast["managing"]
    for edition in _some(dice, live, 2):
        Retraction.objects.create(
            article_id=edition.article_id, notice=sentence(dice), proposed_by_id=managing, proposed_at=at
        )
    for article in _some(dice, working, 2):
        LegalHold.objects.create(article=article, reason=sentence(dice), placed_by_id=legal, placed_at=at)
    # A sign-off that an older text was given.
    for row in SignOff.objects.filter(article__in=working, state=SignOff.State.APPROVED)[:5]:
        newest = Revision.objects.filter(article=row.article_id).order_by("-number").first()
        if newest is not None:
            newest.pk, newest.number, newest.at = None, newest.number + 1, at
            newest._state.adding = True
            newest.save()


def _for_people(dice: Random, working: list[Article], paper: Paper, at: datetime) -> None:
    people = sorted(paper.cast.values())
    for number, article in enumerate(dice.choices(working, k=40)):
        user = people[number % len(people)]
        note = Note.objects.create(article=article, by_id=people[0], at=at, text=sentence(dice))
        note.mentioned.add(user)
        for days in range(3):
            Notice.objects.create(
                user_id=user,
                article=article,
                kind=Notice.Kind.ASSIGNED,
                text=headline(dice),
                at=at - timedelta(days=days),
                seen_at=at if days else None,
            )
    reporters = [key for key in paper.accounts.values() if key != paper.cast["reporter"]]
    for article, user in zip(_some(dice, working, LOCKS), reporters, strict=False):
        EditLock.objects.create(article=article, user_id=user, token=f"{article.pk:032x}")
    for article in _some(dice, working, 5):
        Autosave.objects.create(
            key=f"{article.pk:032x}", user_id=paper.cast["reporter"], article=article, payload={}, saved_at=at
        )


def _front(live: list[Edition], paper: Paper, at: datetime) -> None:
    """Eight slots in force, the top of the page and a band; as many that are over and to come."""
    for place, edition in enumerate(live[:24]):
        begins = at + timedelta(hours=(place // 8 - 1) * 12 - 1)
        FrontSlot.objects.create(
            position=place % FrontSlot.PLACES + 1,
            section_id=paper.sections[0] if place % 8 >= FrontSlot.PLACES else None,
            article_id=edition.article_id,
            starts_at=begins,
            ends_at=begins + timedelta(hours=12),
            placed_by_id=paper.cast["managing"],
        )
