"""The article form for a browser without scripts: lists to choose from, and empty lines to fill.

Choosing by typing and adding lines are done by scripts. The form says so where there are none, and links
to itself with this in its address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from articles.models import Article, Photo

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PLAIN = "plain"
SPARE_LINES = 3
# An archive of pictures is no list to choose from; older ones are found where there are scripts.
NEWEST_PHOTOS, NEWEST_STORIES = 200, 200


def is_plain(request: HttpRequest) -> bool:
    """Whether the form is asked for that needs no scripts."""
    return PLAIN in request.GET


def listed(field: Any) -> Any:
    """The field of a relation with its choices read once, however many lines show them."""
    field.choices = list(field.choices)
    return field


def photos(object_id: str | None) -> QuerySet[Photo]:
    """The newest photos, and the one the article has already."""
    newest = Photo.objects.order_by("-pk").values("pk")[:NEWEST_PHOTOS]
    shown = Q(pk__in=list(newest.values_list("pk", flat=True)))
    if object_id and object_id.isdecimal():
        shown |= Q(articles=int(object_id))
    return Photo.objects.filter(shown).order_by("-pk").distinct()


def originals(user: User, object_id: str | None, *, newest: bool) -> QuerySet[Article]:
    """What a story may be a translation of: what the person may see, and what it is one of already.

    With `newest`, of the first only the stories published last: enough for a list.
    """
    seen = Article.objects.visible_to(user)
    shown = Q(pk__in=seen.values("pk"))
    if newest:
        published = seen.filter(latest_edition__isnull=False).order_by("-latest_edition_id")
        shown = Q(pk__in=list(published.values_list("pk", flat=True)[:NEWEST_STORIES]))
    if object_id and object_id.isdecimal():
        shown |= Q(pk__in=Article.objects.filter(pk=int(object_id)).values("translation_of"))
    return Article.objects.filter(shown).only("slugline", "headline", "language").order_by("-pk")
