"""What crawlers are asked to leave alone: https://www.rfc-editor.org/rfc/rfc9309."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from articles.site.requests import SiteRequest

# The desk and its previews are nothing for a search engine; a story's history says noindex itself.
RULES = """User-agent: *
Disallow: /admin/
Disallow: /accounts/
Disallow: /preview/
"""


@require_safe
def robots(request: SiteRequest) -> HttpResponse:
    """The rules as plain text."""
    return HttpResponse(RULES, content_type="text/plain; charset=utf-8")
