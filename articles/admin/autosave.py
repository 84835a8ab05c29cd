"""Keeping what is typed on the server until it is saved (static/desk/unsaved.js sends it)."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from articles import autosaves
from articles.admin.access import colleague, may_edit
from articles.models import Article

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

KEY = re.compile(r"\A[0-9a-f]{32}\Z")
LARGEST = 1_000_000
"""Bytes of one window's text; a long story has a tenth of it."""


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """Where the form sends what is typed."""
    view = admin.admin_site.admin_view
    return [
        path(
            "<str:object_id>/autosave/",
            view(require_POST(partial(autosave, admin))),
            name="articles_article_autosave",
        )
    ]


def autosave(admin: ModelAdmin[Article], request: HttpRequest, object_id: str) -> HttpResponse:
    """Keep one window's unsaved text, or forget it when the payload is empty.

    `object_id` is a number, or `new` for a story that was never saved. Answers 403 for a story the person
    may not change, 400 for what is no text of ours and 413 for too much of it.
    """
    article = _article(request, object_id)
    if len(request.body) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    try:
        sent: Any = json.loads(request.body)
        key, payload = str(sent["key"]), sent["payload"]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "not readable"}, status=400)
    if not KEY.match(key) or not (payload is None or _is_text(payload)):
        return JsonResponse({"error": "not readable"}, status=400)
    user = colleague(request)
    if payload is None:
        autosaves.forget(by=user, key=key)
    else:
        autosaves.keep(article, by=user, key=key, payload=payload)
    return JsonResponse({})


def _is_text(payload: Any) -> bool:
    """Whether it has the two parts the browser's own copy has."""
    return isinstance(payload, dict) and all(
        isinstance(payload.get(part), dict) for part in ("fields", "totals")
    )


def _article(request: HttpRequest, object_id: str) -> Article | None:
    if object_id == "new":
        if not request.user.has_perm("articles.add_article"):
            raise PermissionDenied
        return None
    article = Article.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
    if article is None:
        raise Http404
    if not may_edit(request, article):
        raise PermissionDenied
    return article
