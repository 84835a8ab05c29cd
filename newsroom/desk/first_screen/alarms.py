"""Alarms: what goes wrong in public, or in the next half hour, unless somebody acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.cells import person
from articles.admin.facts import brief
from articles.admin.filters import unlicensed
from articles.models import Article, Edition, FollowUp, LegalHold, Retraction
from articles.workflow import Status
from newsroom import house
from newsroom.desk.first_screen.block import (
    REST,
    REST_OF_ARTICLE,
    Block,
    Desk,
    Detail,
    Listing,
    Plan,
    Query,
    Row,
    about,
    age,
    form_url,
    list_url,
    listed,
    page_url,
)
from newsroom.hearing import Deaf
from newsroom.models import Owner, Publication

REVIEWS = "articles.review_article"
EMBARGO_NEAR = timedelta(minutes=30)
UNAPPROVED = (Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED)
EDITION_TEXT = ("body", "standfirst", "key_points", "how_we_reported", "html", "sources", *REST_OF_ARTICLE)


def _holds(desk: Desk) -> QuerySet[LegalHold]:
    rows = desk.seen(LegalHold.objects.filter(lifted_at__isnull=True))
    return rows.select_related("placed_by", "article__section").order_by("-placed_at", "-pk")


def _hold(hold: LegalHold, desk: Desk) -> Row:
    since = _t("held since %(when)s by %(who)s") % {
        "when": brief(hold.placed_at),
        "who": person(hold.placed_by),
    }
    why = Detail(hold.reason) if desk.may("articles.hold_article") else None
    return about(hold.article, [Detail(since), why])


def _late(desk: Desk) -> QuerySet[FollowUp]:
    return desk.seen(FollowUp.objects.filter(done_at__isnull=True, due_at__lt=desk.now)).order_by(
        "due_at", "pk"
    )


def _late_row(follow_up: FollowUp, desk: Desk) -> Row:
    late = _t("%(age)s late") % {"age": age(follow_up.due_at, desk.now)}
    details = [Detail(follow_up.get_kind_display()), Detail(late, "changed")]
    return about(follow_up.article, details, url=page_url(follow_up))


def _embargoes(desk: Desk) -> QuerySet[Article]:
    ends_soon = Article.objects.visible_to(desk.user).filter(
        embargo_until__gt=desk.now, embargo_until__lte=desk.now + EMBARGO_NEAR, status__in=UNAPPROVED
    )
    return ends_soon.select_related("section").defer(*REST).order_by("embargo_until", "pk")


def _embargo(article: Article, desk: Desk) -> Row:
    left = _t("%(status)s, and the embargo ends in %(age)s") % {
        "status": article.status_word,
        "age": age(desk.now, article.embargo_until or desk.now),
    }
    return about(article, [Detail(left, "changed")], at=article.embargo_until)


def _licences(desk: Desk) -> QuerySet[Edition]:
    live = desk.seen(unlicensed(desk.now))
    return live.select_related("article__section", "lead_photo").defer(*EDITION_TEXT).order_by("-pk")


def _licence(edition: Edition, desk: Desk) -> Row:
    photo = edition.lead_photo
    if photo and photo.licence_expired(localdate(desk.now)):
        day = f"{photo.rights_expire_on:%-d %B %Y}"
        expired = _t("the picture’s licence ran out on %(day)s") % {"day": day}
    else:
        expired = _t("the licence of a picture in the text ran out")
    page = Detail(_t("Page"), url=edition.get_absolute_url())
    return about(edition.article, [Detail(expired, "changed"), page])


def _retractions(desk: Desk) -> QuerySet[Retraction]:
    waiting = desk.seen(Retraction.objects.filter(outcome=Retraction.Outcome.WAITING))
    return waiting.select_related("proposed_by", "article__section").order_by("proposed_at", "pk")


def _retraction(retraction: Retraction, desk: Desk) -> Row:
    if retraction.proposed_by_id == desk.user.pk:
        said = _t("you proposed it; somebody else decides")
    else:
        said = _t("%(who)s proposed it; you decide") % {"who": person(retraction.proposed_by)}
    waits = _t("waiting for %(age)s") % {"age": age(retraction.proposed_at, desk.now)}
    return about(
        retraction.article, [Detail(said), Detail(waits, "changed")], url=form_url(retraction.article_id)
    )


QUERIES: tuple[Query, ...] = (
    Query(
        "holds", _("Legal hold in force"), "", _holds, _hold, lambda desk: list_url(Article, sign_off="held")
    ),
    Query(
        "late",
        _("Follow-ups late"),
        "articles.view_followup",
        _late,
        _late_row,
        lambda desk: list_url(FollowUp, done_at__isnull="True"),
    ),
    Query(
        "embargoes",
        _("Embargo ends, text not approved"),
        "",
        _embargoes,
        _embargo,
        lambda desk: list_url(Article, embargoed="yes"),
    ),
    Query(
        "licences",
        _("Picture licence expired on a live story"),
        "articles.view_edition",
        _licences,
        _licence,
        lambda desk: list_url(Article, public="unlicensed"),
    ),
    Query(
        "retractions",
        _("Retraction waits for a second person"),
        "articles.retract_article",
        _retractions,
        _retraction,
        lambda desk: list_url(Retraction, outcome__exact=Retraction.Outcome.WAITING),
    ),
)


def _imprint(desk: Desk) -> Listing | None:
    """What readers of a public site are owed and do not find, for those who can fill it in. One query."""
    if not desk.may("newsroom.change_publication"):
        return None
    public = Edition.objects.live(desk.now).values_list(Exists(Owner.objects.all()))[:1]
    owned = next(iter(public), None)
    owing = house.owing(Publication.current(), has_owners=owned[0]) if owned else []
    form = reverse("admin:newsroom_publication_change", args=[1])
    rows = [
        Row(
            str(kind.label), form, (Detail(_t("empty: %(fields)s") % {"fields": ", ".join(map(str, empty))}),)
        )
        for kind, empty in owing
    ]
    title = _t("The site is public, and readers do not find who publishes it")
    return Listing("imprint", title, rows, len(rows))


def _deaf(desk: Desk) -> Listing | None:
    """Hubs and search engines that have not heard of changes for a while."""
    if not desk.may(REVIEWS):
        return None
    rows = [Row(service.host, "", tuple(_heard(service))) for service in desk.deaf]
    return Listing("hearing", _t("Hubs and search engines hear nothing of us"), rows, len(rows))


def _heard(service: Deaf) -> Iterator[Detail]:
    if service.since:
        since = _t("has taken nothing since %(when)s") % {"when": brief(service.since)}
        yield Detail(since, "changed")
        yield Detail(service.said)
    if service.given_up and service.given_up_at:
        text = ngettext(
            "%(count)s address given up for good, on %(when)s",
            "%(count)s addresses given up for good, the last on %(when)s",
            service.given_up,
        )
        yield Detail(text % {"count": service.given_up, "when": brief(service.given_up_at)}, "changed")
    yield Detail(_t("feeds and sitemaps are true without it; tell whoever runs the site"))


def build(plan: Plan, desk: Desk) -> Block | None:
    """The block, only when there is an alarm; that nothing works by itself any more is one."""
    block = listed(QUERIES, plan, desk)
    said = desk.tick.sentence if desk.may(REVIEWS) and not desk.tick.alive else ""
    if block is None:
        return None
    of_the_house = [listing for listing in (_imprint(desk), _deaf(desk)) if listing]
    block = replace(block, said=said, listings=[*block.listings, *of_the_house])
    return block if block.full or said else None
