"""What every request carries: who publishes, and the one moment its answer speaks of."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from newsroom.models import Publication


class PublicationMiddleware:
    """Sets `request.publication` (loaded on first use) and `request.now`.

    One moment per request: a page put together at the turn of an edition shows the world before it or
    after it, never half of each.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.publication = SimpleLazyObject(Publication.current)  # type: ignore[attr-defined]
        request.now = timezone.now()  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            # The reader's choice of light or dark is a cookie, and it stands in the HTML.
            patch_vary_headers(response, ["Cookie"])
        return response
