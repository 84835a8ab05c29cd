"""The text edition: the newest stories and each story as words alone, for a bad line or an old telephone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t

from articles import tags
from articles.models import Edition
from articles.richtext import words_only
from articles.site.addresses import absolute, text_path
from articles.site.metadata import Metadata
from articles.site.pages import Page, notes_up_to
from articles.site.paging import slice_of
from articles.site.pieces import body_for_feeds
from articles.site.requests import SiteRequest, only_read
from articles.site.views.finding import story_at

LINES = 40


@only_read
def front(request: SiteRequest) -> HttpResponse:
    """Headlines, newest first, by day. One query."""
    request.made_from.add(tags.STORIES, tags.FRAME)
    listing = slice_of(request, Edition.objects.live(request.now).as_cards(), size=LINES)
    # A list of headlines is no page of its own to a search engine.
    metadata = Metadata(_t("Text edition"), canonical=absolute(reverse("text") + listing.here))
    context = {"listing": listing, "metadata": metadata, "noindex": True}
    return render(request, "site/text_front.html", context)


@only_read
def story(request: SiteRequest, *, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """A story with its notes and its sources; 301, 410 and 404 as at its own address. Two queries."""
    found = story_at(
        request,
        (year, month, day),
        slug,
        ask=lambda found: found.select_related("section"),
        path_of=text_path,
    )
    if not isinstance(found, Edition):
        return found
    page = Page(found, [], [], notes_up_to(found, request.now))
    context = {
        "edition": found,
        "page": page,
        "notes": [note for note in page.notes if note != page.retraction],
        "body": words_only(body_for_feeds(found)),
        "metadata": Metadata(
            found.seo,
            description=found.standfirst,
            canonical=found.canonical_url or absolute(found.get_absolute_url()),
        ),
    }
    return render(request, "site/text_story.html", context)
