"""The story at an address: as it stands now, or what to answer where it moved, ended or was taken down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect

from articles import tags
from articles.models import Change, Edition
from articles.models.edition import EditionQuerySet
from articles.site.requests import SiteRequest
from articles.site.views.article import gone

# An edition with what the caller's query adds to its row.
type Row = Any


def story_at(
    request: SiteRequest,
    on: tuple[int, int, int],
    slug: str,
    *,
    ask: Callable[[EditionQuerySet], QuerySet[Edition]],
    path_of: Callable[[Row], str],
) -> Row | HttpResponse:
    """The story once published at this address; else 301 for a slug that changed, or 410 with a notice.

    `ask` says what of it is read, in one query; `path_of` where the thing asked for stands now.
    Raises Http404 for an address no story has ever had in public.
    """
    try:
        day = date(*on)
    except ValueError as error:
        raise Http404("There is no such day.") from error
    known = Edition.objects.begun(request.now).filter(url_date=day, slug=slug)
    current = Edition.objects.current(request.now).filter(article__in=known.values("article"))
    if (story := ask(current).first()) is None:
        if known.exists():
            return gone(request, note="")
        raise Http404("No such story.")
    request.made_from.add(tags.story(story.article_id), tags.FRAME)
    if story.change == Change.TAKE_DOWN:
        return gone(request, note=story.change_note)
    if (story.url_date, story.slug) != (day, slug):
        return HttpResponsePermanentRedirect(path_of(story))
    return story
