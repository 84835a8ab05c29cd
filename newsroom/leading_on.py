"""Addresses where nothing stands any more: they lead on, with whatever was asked of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.redirects.middleware import RedirectFallbackMiddleware
from django.contrib.redirects.models import Redirect
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles import tags
from articles.site.views.article import gone

if TYPE_CHECKING:
    from articles.site.requests import SiteRequest


class LeadingOnMiddleware(RedirectFallbackMiddleware):
    """Answers 301 instead of 404 at an address of before, 410 where it leads nowhere. One query.

    Django's own compares the query string too: the second page of a topic that moved would not be found.
    Here an address typed with its query string leads wherever it was meant to; any other takes along
    what was asked of it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The way on, where there is one."""
        if response.status_code != HTTPStatus.NOT_FOUND:
            return response
        whole = request.get_full_path()
        path, _, query = whole.partition("?")
        # The most exact first; an address may have been typed without its slash at the end, and be asked so.
        tried = [whole, request.get_full_path(force_append_slash=True), path, f"{path.rstrip('/')}/"]
        rows = Redirect.objects.filter(site_id=settings.SITE_ID, old_path__in=tried)
        found = dict(rows.values_list("old_path", "new_path"))
        for before in tried:
            if before in found:
                return _answer(cast("SiteRequest", request), found[before], "" if "?" in before else query)
        return response


def _answer(request: SiteRequest, target: str, query: str) -> HttpResponse:
    """The way to `target`; a cache may keep it until the addresses, or what stands at them, change."""
    request.made_from.add(tags.MOVED, tags.STORIES, tags.FRAME)
    if not target:
        return gone(request, note="")
    address, hash_, fragment = target.partition("#")
    if query:
        address += ("&" if "?" in address else "?") + query
    return HttpResponsePermanentRedirect(address + hash_ + fragment)
