"""The history of an article at the desk: every revision and every event; compare two, restore one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _t

from articles.admin.access import colleague, may_edit, may_see
from articles.admin.cells import person
from articles.admin.field_rights import may_change_fields
from articles.models import Article, Edition, Event, Revision
from articles.revisions import diff, left_alone, restore, void_approval, working_copy
from articles.workflow import Status

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history: a revision with the editions made of it, or an event."""

    at: datetime
    who: str
    revision: Revision | None = None
    editions: tuple[Edition, ...] = ()
    event: Event | None = None


def history_page(admin: ModelAdmin[Article], request: HttpRequest, object_id: str) -> HttpResponse:
    """Revisions and events in one list, newest first."""
    article = _visible(request, object_id)
    entries = sorted([*_revisions(article), *_events(article)], key=lambda entry: entry.at, reverse=True)
    numbers = [entry.revision.number for entry in entries if entry.revision]
    return _render(
        admin,
        request,
        "history",
        article,
        title=_t("History"),
        entries=entries,
        newest=max(numbers, default=0),
        may_restore=may_edit(request, article),
    )


def _revisions(article: Article) -> Iterator[Entry]:
    made: dict[int, list[Edition]] = {}
    for edition in article.editions.only("number", "change", "starts_at", "revision_id").order_by("number"):
        if edition.revision_id:
            made.setdefault(edition.revision_id, []).append(edition)
    for revision in article.revisions.select_related("by").defer("snapshot"):
        yield Entry(
            revision.at, person(revision.by), revision=revision, editions=tuple(made.get(revision.pk, ()))
        )


def _events(article: Article) -> Iterator[Entry]:
    for event in article.events.select_related("by"):
        yield Entry(event.at, person(event.by), event=event)


def compare_page(admin: ModelAdmin[Article], request: HttpRequest, object_id: str) -> HttpResponse:
    """Two revisions, word by word: `?before=2&after=5`. Without them: what changed with the last save."""
    article = _visible(request, object_id)
    newest = article.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    after = _revision(article, request.GET.get("after", str(newest)))
    before = _revision(article, request.GET.get("before", str(max(1, after.number - 1))))
    return _render(
        admin,
        request,
        "compare",
        article,
        title=_t("Compare"),
        before=before,
        after=after,
        differences=diff(before, after),
        numbers=article.revisions.order_by("-number").values_list("number", "at"),
    )


def restore_page(
    admin: ModelAdmin[Article], request: HttpRequest, object_id: str, number: int
) -> HttpResponse:
    """Show what restoring a revision would change; on POST, restore it as a new revision."""
    article = _visible(request, object_id)
    if not may_edit(request, article):
        raise PermissionDenied
    revision = _revision(article, str(number))
    differences = diff(now := working_copy(article), {**revision.snapshot, **left_alone(now)})
    if not may_change_fields(request, article, {part.name for part in differences}):
        raise PermissionDenied
    if request.method == "POST":
        if _restored(request, article, revision):
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        messages.error(request, _t("The story changed while this page was open. Look again, then confirm."))
        return HttpResponseRedirect(request.path)
    return _render(
        admin, request, "restore", article, title=_t("Restore"), revision=revision, differences=differences
    )


def _restored(request: HttpRequest, article: Article, revision: Revision) -> bool:
    """Restore on the row as it was seen; False when somebody saved since."""
    with transaction.atomic():
        locked = Article.objects.select_for_update().get(pk=article.pk)
        if request.POST.get("edit_version") != str(locked.edit_version):
            return False
        restored = restore(locked, revision, by=colleague(request))
        reopened = void_approval(locked, restored, by=colleague(request))
    messages.success(
        request, _t("Revision %(number)s is the working copy again.") % {"number": revision.number}
    )
    if reopened:
        messages.warning(request, _t("The approval is void: the story is in review again."))
    elif locked.status == Status.PUBLISHED:
        messages.info(
            request, _t("Readers still see what was published; publish the change when it is right.")
        )
    return True


def _visible(request: HttpRequest, object_id: str) -> Article:
    article = (
        Article.objects.select_related("latest_edition").filter(pk=object_id).first()
        if object_id.isdecimal()
        else None
    )
    if article is None:
        raise Http404
    if not may_see(request, article):
        raise PermissionDenied
    return article


def _revision(article: Article, number: str) -> Revision:
    found = (
        article.revisions.select_related("by").filter(number=number).first() if number.isdecimal() else None
    )
    if found is None:
        raise Http404
    return found


def _render(
    admin: ModelAdmin[Article], request: HttpRequest, page: str, article: Article, **context: Any
) -> HttpResponse:
    context = {
        **admin.admin_site.each_context(request),
        "subtitle": None,
        "opts": admin.opts,
        "article": article,
        **context,
    }
    return TemplateResponse(request, f"admin/articles/article/{page}.html", context)
