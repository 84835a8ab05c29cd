"""The desk's first screen: what waits, what comes today, what just went out. One query a block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _t

from articles.models import Article, Change, Edition, ErrorReport
from articles.models.edition import ON_RECORD
from articles.workflow import Status

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Enough to see what is going on; the rest is behind “all”.
ROWS = 8
AHEAD = timedelta(hours=24)
BACK = timedelta(hours=12)
TEXT = ("body", "standfirst", "key_points", "how_we_reported")
EDITION_TEXT = (*TEXT, "html", "sources", *(f"article__{name}" for name in TEXT))


@dataclass(frozen=True, slots=True)
class Block:
    """A short list under a heading, with how many there are in all and where the rest is."""

    name: str
    title: str
    rows: list[Any]
    count: int
    all_url: str
    empty: str
    is_alarm: bool = False


def first_screen(user: User, now: datetime) -> list[Block]:
    """The blocks this person may see, in the order of what hurts most if missed."""
    blocks: list[tuple[str, Callable[[User, datetime], Block]]] = [
        ("articles.view_errorreport", reports_waiting),
        ("articles.review_article", waiting_for_review),
        ("articles.change_article", changes_requested),
        ("articles.view_edition", scheduled),
        ("articles.change_article", my_drafts),
        ("articles.view_edition", just_published),
    ]
    return [block(user, now) for permission, block in blocks if user.has_perm(permission)]


def reports_waiting(user: User, now: datetime) -> Block:
    """Readers who still wait for an answer, the longest first."""
    waiting = ErrorReport.objects.filter(outcome=ErrorReport.Outcome.WAITING).select_related("article")
    rows, count = _head(waiting.defer(*(f"article__{name}" for name in TEXT)).order_by("received_at", "pk"))
    return Block(
        name="reports",
        title=_t("Readers report an error"),
        rows=rows,
        count=count,
        all_url=_list("errorreport", outcome__exact=ErrorReport.Outcome.WAITING),
        empty=_t("No reader waits for an answer."),
        is_alarm=count > 0,
    )


def waiting_for_review(user: User, now: datetime) -> Block:
    """In review, as far as it is this person's to decide: urgent first, then the longest."""
    in_review = Article.objects.editable_by(user).filter(status=Status.IN_REVIEW)
    rows, count = _head(_articles(in_review).order_by("urgency", "updated_at", "pk"))
    return Block(
        name="review",
        title=_t("Waiting for review"),
        rows=rows,
        count=count,
        all_url=_list("article", status__exact=Status.IN_REVIEW),
        empty=_t("Nothing waits for review."),
    )


def changes_requested(user: User, now: datetime) -> Block:
    """This person's stories that the desk sent back."""
    mine = Article.objects.theirs(user).filter(status=Status.CHANGES_REQUESTED)
    rows, count = _head(_articles(mine).order_by("updated_at", "pk"))
    return Block(
        name="changes",
        title=_t("Sent back to me"),
        rows=rows,
        count=count,
        all_url=_list("article", status__exact=Status.CHANGES_REQUESTED),
        empty=_t("Nothing was sent back to you."),
    )


def scheduled(user: User, now: datetime) -> Block:
    """What appears by itself within a day."""
    coming = Edition.objects.pending(now).filter(starts_at__lte=now + AHEAD)
    rows, count = _head(_editions(coming).order_by("starts_at", "pk"))
    return Block(
        name="scheduled",
        title=_t("Scheduled, next 24 hours"),
        rows=rows,
        count=count,
        all_url=_list("edition", state="scheduled"),
        empty=_t("Nothing is scheduled until this time tomorrow."),
    )


def my_drafts(user: User, now: datetime) -> Block:
    """What this person is writing, the last touched first."""
    drafts = Article.objects.theirs(user).filter(status=Status.DRAFT)
    rows, count = _head(_articles(drafts).order_by("-updated_at", "-pk"))
    return Block(
        name="drafts",
        title=_t("My drafts"),
        rows=rows,
        count=count,
        all_url=_list("article", status__exact=Status.DRAFT),
        empty=_t("You have no draft."),
    )


def just_published(user: User, now: datetime) -> Block:
    """What readers were given lately, changes included."""
    lately = Edition.objects.begun(now).filter(starts_at__gt=now - BACK)
    rows, count = _head(_editions(lately).exclude(change=Change.TAKE_DOWN).order_by("-starts_at", "-pk"))
    return Block(
        name="published",
        title=_t("Published in the last 12 hours"),
        rows=rows,
        count=count,
        all_url=_list("edition", state="live"),
        empty=_t("Nothing was published in the last 12 hours."),
    )


def _articles(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related("section", "created_by").defer(*TEXT)


def _editions(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    puts_right = ExpressionWrapper(Q(change__in=ON_RECORD), output_field=BooleanField())
    return editions.select_related("section", "article").defer(*EDITION_TEXT).annotate(puts_right=puts_right)


def _head(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """The first rows and how many there are in all, in one query."""
    found = list(rows.annotate(in_all=Window(Count(F("pk"))))[:ROWS])
    return found, found[0].in_all if found else 0


def _list(model: str, **filters: str) -> str:
    return f"{reverse(f'admin:articles_{model}_changelist')}?{urlencode(filters)}"
