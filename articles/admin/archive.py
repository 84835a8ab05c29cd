"""Our own published stories, for whoever puts a link into a text (static/desk/writing/links.js asks)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_GET

from articles.addresses import found_by_address
from articles.admin.access import EDITS
from articles.models import Article, Edition
from articles.search import search

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

MOST = 10
WRITES = (EDITS, "articles.add_article")


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """Where the link dialog asks."""
    view = admin.admin_site.admin_view
    return [path("archive/", view(require_GET(archive)), name="articles_article_archive")]


def archive(request: HttpRequest) -> JsonResponse:
    """At most ten public stories for words or a pasted address, as the reader has them at this moment.

    What is public is public to everybody, so nobody learns of another's draft here. Raises PermissionDenied
    for somebody who writes nothing.
    """
    if not any(request.user.has_perm(permission) for permission in WRITES):
        raise PermissionDenied
    words = request.GET.get("q", "")
    live = Edition.objects.live(timezone.now())
    at_address = found_by_address(words)
    found = (
        search(live.as_cards(), words, size=MOST).rows
        if at_address is None
        else live.filter(article__in=at_address.values("article")).as_cards().newest_first()[:MOST]
    )
    return JsonResponse({"stories": [_told(edition) for edition in found]})


def _told(edition: Edition) -> dict[str, Any]:
    return {
        "url": settings.SITE_URL + edition.get_absolute_url(),
        "headline": edition.headline,
        "language": edition.language,
        "when": date_format(localtime(edition.first_published_at), "SHORT_DATE_FORMAT"),
        "section": edition.section.name if edition.section else "",
        "standing": _t("Retracted") if edition.is_retracted else "",
    }
