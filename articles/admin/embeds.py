"""Embeds at the desk: an address is looked up while its writer waits, once, and then stands in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_POST

from articles.admin.archive import WRITES
from articles.embedding.providers import known, providers
from articles.embeds import take_in
from articles.figures import embedded
from articles.models import Embed
from articles.richtext import sanitize

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    from articles.models import Article

LONGEST = 700


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """Where the embed dialog asks."""
    view = admin.admin_site.admin_view
    return [path("embed/", view(require_POST(look_up)), name="articles_article_embed")]


def look_up(request: HttpRequest) -> JsonResponse:
    """What is at an address that may be embedded, asked of its provider unless we know already.

    400 with a sentence for an address of somebody who is not on the list. Raises PermissionDenied for
    somebody who writes nothing.
    """
    if not any(request.user.has_perm(permission) for permission in WRITES):
        raise PermissionDenied
    page = known(request.POST.get("address", "").strip()[:LONGEST])
    if page is None:
        return JsonResponse({"error": unlisted()}, status=400)
    take_in([page.address])
    row = Embed.objects.get(address=page.address)
    return JsonResponse({"address": page.address, "label": page.provider.label, **_told(row)})


def unlisted() -> str:
    """Why an address was not taken, and what would be."""
    names = ", ".join(dict.fromkeys(provider.label for provider in providers()))
    return (
        _t("Not a page that can be embedded. It takes the address of one post, video or recording at: ")
        + names
    )


def _told(row: Embed) -> dict[str, Any]:
    return {
        "title": row.title,
        "author": row.author,
        "text": row.text,
        "problem": _t("%(why)s The link goes in without what stands there.") % {"why": row.error}
        if row.error
        else "",
    }


def take_in_posted(request: HttpRequest) -> None:
    """Ask about what a posted body embeds and nobody knows yet: before the save, which is a transaction."""
    body = request.POST.get("body", "")
    if "data-embed" in body and any(request.user.has_perm(permission) for permission in WRITES):
        take_in(embedded(sanitize(body)))
