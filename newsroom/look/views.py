"""Serve the publication's own stylesheet."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control

from articles.site.requests import SiteRequest, only_read
from articles.tags import FRAME
from newsroom.look.sheet import digest_of, stylesheet

FOR_EVER = 365 * 24 * 60 * 60


@only_read
def look(request: SiteRequest, digest: str) -> HttpResponse:
    """The stylesheet, for ever at its own address; at an older one today's, to be asked for again."""
    css = stylesheet(request.publication)
    if not css:
        raise Http404
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    if digest == digest_of(css):
        patch_cache_control(response, public=True, max_age=FOR_EVER, immutable=True)
        # Kept by the page cache like a page, whose words it cannot use: they end with the frame.
        response["Surrogate-Key"] = FRAME
        if settings.OUTSIDE_CACHE == "cloudflare":
            response["Cache-Tag"] = FRAME
    else:
        patch_cache_control(response, no_store=True)
    return response
