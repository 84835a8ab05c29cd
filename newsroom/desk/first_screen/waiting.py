"""What readers, colleagues and the law wait for."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.cells import clip, person
from articles.admin.facts import brief
from articles.admin.filters import open_sign_offs_for
from articles.models import (
    Article,
    ErrorReport,
    FollowUp,
    Note,
    Notice,
    RemovalRequest,
    SignOff,
)
from articles.workflow import Status
from newsroom.desk.first_screen.block import (
    REST,
    Desk,
    Detail,
    Query,
    Row,
    about,
    age,
    ago,
    form_url,
    list_url,
    page_url,
)

# --- Corrections due ---------------------------------------------------------------------------------------


def _reports(desk: Desk) -> QuerySet[ErrorReport]:
    waiting = ErrorReport.objects.filter(outcome=ErrorReport.Outcome.WAITING)
    return desk.seen(waiting).order_by("received_at", "pk")


def _report(report: ErrorReport, desk: Desk) -> Row:
    waits = _t("waiting for %(age)s") % {"age": age(report.received_at, desk.now)}
    return Row(
        clip(report.message, 110),
        page_url(report),
        (Detail(waits), Detail(str(report.article), url=form_url(report.article_id))),
    )


def _follow_ups(desk: Desk) -> QuerySet[FollowUp]:
    still_in_time = FollowUp.objects.filter(done_at__isnull=True, due_at__gte=desk.now)
    return desk.seen(still_in_time).order_by("due_at", "pk")


def _follow_up(follow_up: FollowUp, desk: Desk) -> Row:
    due = _t("by %(when)s") % {"when": brief(follow_up.due_at)}
    details = [Detail(follow_up.get_kind_display()), Detail(due)]
    return about(follow_up.article, details, url=page_url(follow_up))


def _removals(desk: Desk) -> QuerySet[RemovalRequest]:
    look_again = Q(review_on__lte=localdate(desk.now), reviewed_at__isnull=True)
    owed = RemovalRequest.objects.filter(Q(decision=RemovalRequest.Decision.WAITING) | look_again)
    return desk.seen(owed).order_by("due_on", "pk")


def _removal(request: RemovalRequest, desk: Desk) -> Row:
    if request.decision == RemovalRequest.Decision.WAITING:
        word, day = _t("answer due %(day)s"), request.due_on
    else:
        word, day = _t("look again since %(day)s"), request.review_on or request.due_on
    kind = "changed" if day < localdate(desk.now) else ""
    said = Detail(word % {"day": f"{day:%-d %B %Y}"}, kind)
    return about(request.article, [Detail(request.get_ground_display()), said], url=page_url(request))


CORRECTIONS: tuple[Query, ...] = (
    Query(
        "reports",
        _("Readers report an error"),
        "articles.view_errorreport",
        _reports,
        _report,
        lambda desk: list_url(ErrorReport, outcome__exact=ErrorReport.Outcome.WAITING),
    ),
    Query(
        "follow-ups",
        _("Follow-ups open"),
        "articles.view_followup",
        _follow_ups,
        _follow_up,
        lambda desk: list_url(FollowUp, done_at__isnull="True"),
    ),
    Query(
        "removals",
        _("Removal requests"),
        "articles.handle_removal_requests",
        _removals,
        _removal,
        lambda desk: list_url(RemovalRequest, decision__exact=RemovalRequest.Decision.WAITING),
    ),
)


# --- Waiting for me ----------------------------------------------------------------------------------------


def _review(desk: Desk) -> QuerySet[Article]:
    mine = Article.objects.editable_by(desk.user).filter(status=Status.IN_REVIEW)
    return mine.select_related("section", "created_by").defer(*REST).order_by("urgency", "updated_at", "pk")


def _sent_back(desk: Desk) -> QuerySet[Article]:
    mine = Article.objects.theirs(desk.user).filter(status=Status.CHANGES_REQUESTED)
    return mine.select_related("section", "created_by").defer(*REST).order_by("updated_at", "pk")


def _article(article: Article, desk: Desk) -> Row:
    by = Detail(person(article.created_by)) if article.created_by else None
    return about(article, [by, ago(article.updated_at, desk.now)])


def _sign_offs(desk: Desk) -> QuerySet[SignOff]:
    return (
        desk.seen(open_sign_offs_for(desk.user))
        .select_related("article__section", "by")
        .order_by("article__urgency", "at", "pk")
    )


def _sign_off(sign_off: SignOff, desk: Desk) -> Row:
    said = _t("stale: the text has changed") if sign_off.state == SignOff.State.APPROVED else sign_off.note
    details = [Detail(sign_off.get_desk_display()), Detail(said) if said else None]
    return about(sign_off.article, [*details, ago(sign_off.at, desk.now)])


def _mentions(desk: Desk) -> QuerySet[Note]:
    mine = Note.objects.filter(mentioned=desk.user, resolved_at__isnull=True)
    return desk.seen(mine).select_related("article__section", "by").order_by("at", "pk")


def _mention(note: Note, desk: Desk) -> Row:
    details = (Detail(person(note.by)), Detail(str(note.article)), ago(note.at, desk.now))
    return Row(clip(note.text, 110), form_url(note.article_id), details)


def _notices(desk: Desk) -> QuerySet[Notice]:
    unseen = Notice.objects.filter(user=desk.user, seen_at__isnull=True)
    return desk.seen(unseen).order_by("-at", "-pk")


def _notice(notice: Notice, desk: Desk) -> Row:
    details = (Detail(str(notice.article)), ago(notice.at, desk.now))
    return Row(notice.text, form_url(notice.article_id), details)


MINE: tuple[Query, ...] = (
    Query(
        "review",
        _("In review"),
        "articles.review_article",
        _review,
        _article,
        lambda desk: list_url(Article, status__exact=Status.IN_REVIEW),
    ),
    Query(
        "changes",
        _("Sent back to me"),
        "articles.change_article",
        _sent_back,
        _article,
        lambda desk: list_url(Article, mine="written", status__exact=Status.CHANGES_REQUESTED),
    ),
    Query(
        "sign-offs",
        _("To sign off"),
        "articles.view_article",
        _sign_offs,
        _sign_off,
        lambda desk: list_url(Article, sign_off="mine"),
    ),
    Query(
        "mentions",
        _("Notes that name me"),
        "articles.view_note",
        _mentions,
        _mention,
        lambda desk: list_url(Note, resolved_at__isempty="1"),
    ),
    Query("notices", _("News for me"), "", _notices, _notice, lambda desk: reverse("desk_notices")),
)
