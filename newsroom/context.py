"""What the frame of every page needs: the publication, its sections and policies, what is breaking, the
reader's theme."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles.ledger import Remembered
from articles.models import Section
from articles.tags import FRAME, STORIES, story
from newsroom.breaking import Row, Strip, next_moment, standing, strips
from newsroom.house import policy_pages
from newsroom.models import FRESH_FOR, Publication
from newsroom.theme import theme_of

CACHE_KEY, STRIPS_KEY = "newsroom.navigation", "newsroom.strips"

type Navigation = dict[str, list[Any]]

_navigation: Remembered[Navigation] = Remembered(CACHE_KEY, FRAME, seconds=FRESH_FOR)
# A strip leads to a story, and goes with it.
_strips: Remembered[list[Row]] = Remembered(STRIPS_KEY, FRAME, STORIES, seconds=FRESH_FOR)


def navigation() -> Navigation:
    """The sections and the policy pages, in order; looked up when they changed."""
    return _navigation(_looked_up)


def _looked_up() -> Navigation:
    return {
        "sections": list(Section.objects.only("name", "slug")),
        "policies": policy_pages(),
    }


def forget() -> None:
    """Look the frame up again: somebody changed it, and should see that at once."""
    cache.delete_many([CACHE_KEY, STRIPS_KEY])


def breaking(request: HttpRequest) -> Strip | None:
    """The strip of the request's moment; the page notes the story it leads to, and when it changes."""
    now = getattr(request, "now", None) or timezone.now()
    rows = _strips(lambda: strips(now))
    made_from = getattr(request, "made_from", None)
    if made_from is not None:
        made_from.add(*(story(row["article_id"]) for row in rows if row["article_id"]))
        made_from.not_after(next_moment(rows, now))
    return standing(rows, now)


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy: a page that shows no frame asks the database nothing."""
    return {
        # Asking whether a lazy object is true would load it.
        "publication": getattr(request, "publication", SimpleLazyObject(Publication.current)),
        "navigation": SimpleLazyObject(navigation),
        "breaking": SimpleLazyObject(lambda: breaking(request)),
        "theme": theme_of(request),
    }
