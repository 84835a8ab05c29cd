"""Who is in a story now: the edit lock, its heartbeat, asking for it and taking it over."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import locks
from articles.admin.access import colleague, may_edit
from articles.admin.cells import person
from articles.admin.verb_forms import long_text
from articles.models import Article, EditLock
from articles.workflow import NotPossible

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

TOKEN = re.compile(r"\A[0-9a-f]{32}\Z")


class TakeOverForm(forms.Form):
    """Why a colleague’s story is taken over."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=long_text(2), help_text=_("Your colleague reads it.")
    )


def panel(request: HttpRequest, article: Article, *, now: datetime, may_change: bool) -> dict[str, Any]:
    """Who else is in the story, and who has it open; two queries, none for those who may not change it."""
    if not may_change:
        return {}
    lock = locks.holder(article, now)
    shown: dict[str, Any] = {"reading": _reading(article, lock, request.user.pk, now)}
    if lock is None or lock.user_id == request.user.pk:
        return shown
    seconds = int((now - lock.heartbeat_at).total_seconds())
    return shown | {"editing": lock, "editing_by": person(lock.user), "editing_seconds": seconds}


def _reading(article: Article, lock: EditLock | None, user: int | None, now: datetime) -> str:
    """The names of those who have the story open beside whoever types in it."""
    known = {pk for pk in (user, lock.user_id if lock else None) if pk is not None}
    return ", ".join(person(each) for each in locks.others(article, than=known, now=now))


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The addresses beside the article form."""
    view = admin.admin_site.admin_view
    return [
        path(
            "<str:object_id>/presence/",
            view(require_POST(partial(presence, admin))),
            name="articles_article_presence",
        ),
        path(
            "<str:object_id>/take-over/", view(partial(take_over, admin)), name="articles_article_take_over"
        ),
    ]


def presence(admin: ModelAdmin[Article], request: HttpRequest, object_id: str) -> HttpResponse:
    """A sign of life from a window: who holds the story. `editing` takes it when it is free, `leave` frees
    it, `ask` asks for it; without them the window only has it open.

    Answers 403 to somebody who may not change the article, 400 to a window without a proper name.
    """
    article = _editable(request, object_id)
    token = request.POST.get("token", "")
    if not TOKEN.match(token):
        return JsonResponse({"error": "token"}, status=400)
    user = colleague(request)
    if "leave" in request.POST:
        locks.release(article, by=user, token=token)
        return JsonResponse({})
    if "ask" in request.POST:
        # Nobody to ask: it is free, and the sign of life below takes it.
        with suppress(NotPossible):
            locks.ask(article, by=user)
    types = "editing" in request.POST or "ask" in request.POST
    lock = (locks.beat if types else locks.look)(article, by=user, token=token)
    return JsonResponse(
        _told(lock, user.pk, token) | {"reading": _reading(article, lock, user.pk, timezone.now())}
    )


def _told(lock: EditLock | None, user: int, token: str) -> dict[str, Any]:
    """What the window has to know of whoever types."""
    if lock is None:
        return {"mine": False, "who": ""}
    return {
        "taken": lock.taken_from_id == user,
        "mine": lock.user_id == user and lock.token == token,
        "own": lock.user_id == user,
        "who": person(lock.user),
        "since": date_format(localtime(lock.acquired_at), "H:i"),
        "asked": person(lock.asked_by) if lock.asked_by else "",
    }


def take_over(admin: ModelAdmin[Article], request: HttpRequest, object_id: str) -> HttpResponse:
    """Take the story over, with a reason; works without JavaScript. 403 as for `presence`."""
    article = _editable(request, object_id)
    form = TakeOverForm(request.POST if request.method == "POST" else None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        locks.take_over(article, by=colleague(request), reason=form.cleaned_data["reason"], now=now)
        messages.success(request, _t("The story is yours now. What your colleague typed is kept for them."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    lock = locks.holder(article, now)
    context = {
        **admin.admin_site.each_context(request),
        "title": _t("Take over"),
        "subtitle": None,
        "opts": admin.opts,
        "article": article,
        "form": form,
        "lock": lock if lock and lock.user_id != request.user.pk else None,
        "who": person(lock.user) if lock else "",
    }
    return TemplateResponse(request, "admin/articles/article/take_over.html", context)


def _editable(request: HttpRequest, object_id: str) -> Article:
    article = Article.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
    if article is None:
        raise Http404
    if not may_edit(request, article):
        raise PermissionDenied
    return article
