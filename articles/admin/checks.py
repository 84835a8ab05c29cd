"""The checklist’s human ticks: who says they have done what, when, and for which version."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.admin.access import colleague, may_act
from articles.models import Article, HumanCheck
from articles.signoffs import newest_copy

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    from articles.models import Revision


def panel(request: HttpRequest, article: Article, *, now: datetime, may_change: bool) -> dict[str, Any]:
    """What has been ticked, and what has not; one query, one more when something was."""
    return {"human_checks": _rows(article), "may_check": may_act(request, article)}


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The page on which the ticks are set."""
    view = admin.admin_site.admin_view
    return [
        path("<str:object_id>/checks/", view(partial(checks_page, admin)), name="articles_article_checks")
    ]


def checks_page(admin: ModelAdmin[Article], request: HttpRequest, object_id: str) -> HttpResponse:
    """Set and take away ticks; 403 for a story the person may not act on."""
    article = Article.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
    if article is None:
        raise Http404
    if not may_act(request, article):
        raise PermissionDenied
    if request.method == "POST":
        _tick(request, article, set(request.POST.getlist("item")))
        messages.success(request, _t("The ticks are kept with your name."))
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[article.pk]) + "#group-check"
        )
    context = {
        **admin.admin_site.each_context(request),
        "title": _t("Human checks"),
        "subtitle": None,
        "opts": admin.opts,
        "article": article,
        "human_checks": _rows(article),
    }
    return TemplateResponse(request, "admin/articles/article/checks.html", context)


def _tick(request: HttpRequest, article: Article, ticked: set[str]) -> None:
    """Keep the ticks that stand for the copy as it is, set the new ones, take the others away."""
    copy, now = newest_copy(article), timezone.now()
    wanted = {item for item in HumanCheck.Item.values if item in ticked}
    article.human_checks.exclude(item__in=wanted).delete()
    for item in wanted:
        known = article.human_checks.filter(item=item)
        if not known.filter(revision=copy).exists():
            known.delete()
            article.human_checks.create(item=item, by=colleague(request), at=now, revision=copy)


def _rows(article: Article) -> list[dict[str, Any]]:
    ticks = {
        tick.item: tick
        for tick in article.human_checks.select_related("by", "revision").defer("revision__snapshot")
    }
    copy = newest_copy(article) if ticks else None
    return [
        {"item": item, "tick": ticks.get(item), "is_old": _is_old(ticks.get(item), copy)}
        for item in HumanCheck.Item
    ]


def _is_old(tick: HumanCheck | None, copy: Revision | None) -> bool:
    """Whether the copy has changed since."""
    if tick is None or tick.revision is None or copy is None:
        return False
    return tick.revision.number < copy.number
