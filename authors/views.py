"""The author page: who stands behind the stories, in their own words."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate

from articles import tags
from articles.models import Edition
from articles.site.filters import public_authors, stories_by
from articles.site.metadata import author_metadata
from articles.site.paging import slice_of
from articles.site.requests import SiteRequest, only_read


@only_read
def author(request: SiteRequest, slug: str) -> HttpResponse:
    """A person's bio, contacts, disclosures and stories by year.

    Somebody no public story credits yet has no page: the name alone could tell what is being worked on.
    Those who left keep theirs.
    """
    found = get_object_or_404(public_authors(request.now), slug=slug)
    request.made_from.add(tags.author(found.pk), tags.FRAME)
    links = list(found.links.all())
    stories = Edition.objects.live(request.now).made_by(found.pk)
    listing = slice_of(request, stories.as_cards(), by="listed_at")
    has_left = found.left_on is not None and found.left_on <= localdate(request.now)
    context = {
        "author": found,
        "paragraphs": [line for raw in found.bio.splitlines() if (line := raw.strip())],
        # In two halves, so that a narrow column may break it before the server's name.
        "handle": found.fediverse_handle.removeprefix("@").split("@"),
        "links": links,
        "has_left": has_left,
        "count": stories_by(found, request.now),
        "listing": listing,
        "metadata": author_metadata(
            request,
            found,
            links,
            here=listing.here,
            feed=reverse("author_feed", args=[slug]),
            has_left=has_left,
        ),
    }
    return render(request, "site/author.html", context)
