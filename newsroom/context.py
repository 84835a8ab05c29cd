"""What the frame of every page needs: the publication, its sections and policies, what is breaking, the
reader's theme."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles.models import Section
from newsroom.breaking import Strip, standing, strips
from newsroom.models import FRESH_FOR, PolicyPage, Publication
from newsroom.theme import theme_of

CACHE_KEY = "newsroom.navigation"

type Navigation = dict[str, list[Any]]


def navigation() -> Navigation:
    """The sections and the policy pages, in order, and the strips; looked up at most once a second."""
    found: Navigation | None = cache.get(CACHE_KEY)
    if found is None:
        found = {
            "sections": list(Section.objects.only("name", "slug")),
            "policies": list(PolicyPage.objects.only("kind", "title", "slug")),
            "strips": strips(timezone.now()),
        }
        cache.set(CACHE_KEY, found, FRESH_FOR)
    return found


def forget() -> None:
    """Look the frame up again: somebody changed it, and should see that at once."""
    cache.delete(CACHE_KEY)


def breaking(now: datetime) -> Strip | None:
    """The strip of this moment."""
    return standing(navigation()["strips"], now)


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy: a page that shows no frame asks the database nothing."""
    return {
        # Asking whether a lazy object is true would load it.
        "publication": getattr(request, "publication", SimpleLazyObject(Publication.current)),
        "navigation": SimpleLazyObject(navigation),
        "breaking": SimpleLazyObject(lambda: breaking(getattr(request, "now", None) or timezone.now())),
        "theme": theme_of(request),
    }
