"""The health of the desk in a few numbers, each bounded: none of them reads the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _t

from articles.models import Article, Change, Edition
from articles.models.edition import ON_RECORD
from articles.workflow import Status
from newsroom.desk.first_screen.block import COUNTED, Block, Desk, Plan, list_url
from newsroom.hearing import services

WEEK = timedelta(days=7)
FORGOTTEN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts, and where those are."""

    label: str
    value: str
    url: str = ""


def build(plan: Plan, desk: Desk) -> Block | None:
    """The block, for those who answer for other people's copy."""
    if not (desk.may("articles.review_article") and desk.may("articles.view_article")):
        return None
    figures = [_today(desk), *_week(desk), _drafts(desk), Figure(_t("Minute job"), desk.tick.sentence)]
    if services():
        hosts = ", ".join(service.host for service in desk.deaf)
        hear = _t("do not hear us: %(hosts)s") % {"hosts": hosts} if hosts else _t("hear of every change")
        figures.append(Figure(_t("Hubs and search engines"), hear))
    return Block(plan.name, str(plan.title), "health", content=figures)


def _today(desk: Desk) -> Figure:
    midnight = make_aware(datetime.combine(localtime(desk.now).date(), time.min))
    first = Edition.objects.begun(desk.now).filter(change=Change.FIRST, starts_at__gte=midnight)
    sections = (
        first.order_by().values_list("section__name").annotate(n=Count("pk")).order_by("-n", "section__name")
    )
    by_section = [(name or _t("no section"), n) for name, n in sections]
    total = sum(n for _name, n in by_section)
    parts = ", ".join(f"{name} {n}" for name, n in by_section)
    return Figure(
        _t("First published today"), f"{total} ({parts})" if parts else "0", list_url(Edition, state="live")
    )


def _week(desk: Desk) -> list[Figure]:
    """What went out in the last seven days, in one query."""
    begun = Edition.objects.begun(desk.now).filter(starts_at__gt=desk.now - WEEK)
    live = Q(ends_at__isnull=True) | Q(ends_at__gt=desk.now)
    live &= ~Q(change__in=[Change.TAKE_DOWN, Change.RETRACTION])
    found = begun.order_by().aggregate(
        corrections=Count("pk", filter=Q(change__in=ON_RECORD)),
        unsourced=Count("pk", filter=live & Q(sources=[])),
        undescribed=Count(
            "pk", filter=live & Q(lead_photo__isnull=False, lead_photo__decorative=False, photo_alt="")
        ),
    )
    return [
        Figure(
            _t("Corrections and notes this week"),
            str(found["corrections"]),
            list_url(Article, corrected="yes"),
        ),
        Figure(
            _t("This week’s stories without a source"),
            str(found["unsourced"]),
            list_url(Article, sources="none", public="live"),
        ),
        Figure(_t("This week’s pictures without a description"), str(found["undescribed"])),
    ]


def _drafts(desk: Desk) -> Figure:
    before = desk.now - FORGOTTEN
    old = Article.objects.filter(status=Status.DRAFT, updated_at__lt=before).order_by()[: COUNTED + 1].count()
    return Figure(
        _t("Drafts nobody touched for 14 days"),
        f"{COUNTED}+" if old > COUNTED else str(old),
        list_url(Article, status__exact=Status.DRAFT, updated_at__lt=before.isoformat(timespec="minutes")),
    )
