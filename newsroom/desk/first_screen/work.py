"""My drafts, and who has what open."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.cells import person
from articles.models import Article, Autosave, EditLock, Revision
from articles.models.editlock import STALE_AFTER
from articles.workflow import Status
from newsroom.desk.first_screen.block import REST, Desk, Detail, Query, Row, about, age, ago, list_url

MY_DRAFTS = 5


def _drafts(desk: Desk) -> QuerySet[Article]:
    newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    unsaved = Autosave.objects.filter(article=OuterRef("pk"), user=desk.user)
    return (
        Article.objects.theirs(desk.user)
        .filter(status=Status.DRAFT)
        .select_related("section", "edit_lock__user")
        .annotate(last_words=Subquery(newest.values("words")[:1]), is_unsaved=Exists(unsaved))
        .defer(*REST)
        .order_by("-updated_at", "-pk")
    )


def _draft(article: Article, desk: Desk) -> Row:
    words: int = getattr(article, "last_words", None) or 0
    details = [Detail(ngettext("%(n)d word", "%(n)d words", words) % {"n": words})]
    saved = _t("saved %(age)s ago") % {"age": age(article.updated_at, desk.now)}
    details.append(Detail(saved))
    if getattr(article, "is_unsaved", False):
        details.append(Detail(_t("unsaved text"), "urgent"))
    lock: EditLock | None = getattr(article, "edit_lock", None)
    if lock and lock.user_id != desk.user.pk and not lock.is_stale(desk.now):
        details.append(Detail(_t("open at %(who)s") % {"who": person(lock.user)}, "urgent"))
    return about(article, details)


def _locks(desk: Desk) -> QuerySet[EditLock]:
    fresh = EditLock.objects.filter(heartbeat_at__gt=desk.now - STALE_AFTER)
    return desk.seen(fresh).select_related("article__section", "user").order_by("acquired_at", "pk")


def _lock(lock: EditLock, desk: Desk) -> Row:
    who = _t("you") if lock.user_id == desk.user.pk else person(lock.user)
    since = _t("%(who)s since %(time)s") % {"who": who, "time": f"{localtime(lock.acquired_at):%H:%M}"}
    return about(lock.article, [Detail(since, "urgent"), ago(lock.acquired_at, desk.now)])


DRAFTS: tuple[Query, ...] = (
    Query(
        "drafts",
        _("My drafts"),
        "articles.change_article",
        _drafts,
        _draft,
        lambda desk: list_url(Article, mine="written", status__exact=Status.DRAFT),
        size=MY_DRAFTS,
    ),
)
EDITING: tuple[Query, ...] = (
    Query("editing", _("Being edited now"), "", _locks, _lock, lambda desk: list_url(EditLock)),
)
