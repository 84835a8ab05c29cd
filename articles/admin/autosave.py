"""Keeping what is typed on the server until it is saved (static/desk/unsaved.js sends it)."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from articles import autosaves
from articles.admin.access import colleague, may_edit
from articles.admin.posted import Posted
from articles.models import Article
from articles.revisions import diff

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
        ),
        path(
            "<str:object_id>/compare-unsaved/",
            view(require_POST(partial(compare_unsaved, admin))),
            name="articles_article_compare_unsaved",
        ),
    ]


def autosave(admin: ModelAdmin[Article], request: HttpRequest, object_id: str) -> HttpResponse:
    """Keep one window's unsaved text, or forget it when the payload is empty.

    `object_id` is a number, or `new` for a story that was never saved. Answers 403 for a story the person
    may not change, 400 for what is no text of ours and 413 for too much of it.
    """
    article = _article(request, object_id)
    if len(request.body) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    sent = _sent(request)
    key, payload = str(sent.get("key")), sent.get("payload", "")
    if not KEY.match(key) or not (payload is None or _is_text(payload)):
        return JsonResponse({"error": "not readable"}, status=400)
    user = colleague(request)
    if payload is None:
        autosaves.forget(by=user, key=key)
    else:
        autosaves.keep(article, by=user, key=key, payload=payload)
    return JsonResponse({})


def compare_unsaved(admin: ModelAdmin[Article], request: HttpRequest, object_id: str) -> HttpResponse:
    """Where unsaved text differs from what is saved now, as a piece of a page. Nothing is stored.

    Answers as `autosave` does; 404 for a story that was never saved.
    """
    article = _article(request, object_id)
    if article is None:
        raise Http404
    if len(request.body) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    payload = _sent(request)
    if not _is_text(payload):
        return JsonResponse({"error": "not readable"}, status=400)
    posted = Posted(admin, request, article, _as_posted(payload))
    differences = diff(posted.stored, posted.typed_on(posted.stored).state)
    return TemplateResponse(request, "admin/articles/article/differences.html", {"differences": differences})


def _sent(request: HttpRequest) -> dict[str, Any]:
    """The JSON of the request; empty for anything but an object."""
    try:
        sent = json.loads(request.body)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _as_posted(payload: dict[str, Any]) -> QueryDict:
    """A window's text as its form would have posted it: a box is ticked or missing, a choice is its key."""
    data = QueryDict(mutable=True)
    for prefix in ("contributions", "sources"):
        data.update({f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"})
    for name, value in {**payload["fields"], **payload["totals"]}.items():
        chosen = value[0] if isinstance(value, list) and value else value
        if chosen is not False:
            data[name] = "on" if chosen is True else str(chosen)
    return data


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
