"""Lists of stories by what they are about: the pages of a section and of a topic."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate

from articles import tags
from articles.models import Edition, Section, Topic
from articles.site import schema_org
from articles.site.filters import is_credited, public_topics, stories_about
from articles.site.metadata import page_metadata
from articles.site.opening import opening
from articles.site.paging import slice_of
from articles.site.requests import SiteRequest, only_read
from authors.models import Author

TOPICS = 8
"""How many topics a section's page leads to."""


@only_read
def section(request: SiteRequest, slug: str) -> HttpResponse:
    """A section of the paper: its newest stories large, the others as a dated list."""
    found = get_object_or_404(Section, slug=slug)
    request.made_from.add(tags.section(found.pk), tags.FRAME)
    listing = slice_of(request, Edition.objects.live(request.now).filter(section=found).as_cards())
    metadata = page_metadata(
        request,
        found.name,
        description=found.description,
        path=found.get_absolute_url() + listing.here,
        feed=reverse("section_feed", args=[slug]),
        nodes=[schema_org.breadcrumbs(request.publication.name, None, found.name)],
    )
    context = {
        "section": found,
        "here": slug,
        "listing": listing,
        **opening(listing),
        "editors": _editors(request, found),
        "topics": _topics(request, listing.rows) if listing.is_first else [],
        "metadata": metadata,
    }
    return render(request, "site/section.html", context)


def _editors(request: SiteRequest, section: Section) -> list[Author]:
    """Who is in charge of a section, as far as readers know them: those with a page of their own."""
    gone = Q(left_on__lte=localdate(request.now))
    in_charge = Author.objects.filter(user__sections=section).exclude(gone).order_by("name")
    editors = list(in_charge.annotate(is_known=is_credited(request.now)))
    # Of those nobody knows yet, too: their first story puts them on the page.
    request.made_from.add(*(tags.author(editor.pk) for editor in editors))
    return [editor for editor in editors if editor.is_known]


def _topics(request: SiteRequest, shown: list[Edition]) -> list[Topic]:
    """What the stories shown are about: the commonest topics first."""
    about = Topic.objects.filter(edition_lines__edition__in=[edition.pk for edition in shown])
    counted = about.annotate(here=Count("edition_lines", distinct=True)).order_by("-here", "name")[:TOPICS]
    topics: list[Topic] = list(counted)
    request.made_from.add(*(tags.topic(topic.pk) for topic in topics))
    return topics


@only_read
def topic(request: SiteRequest, slug: str) -> HttpResponse:
    """A topic: what it is, how many stories there are, and the stories as a timeline.

    A topic no public story is about answers 404: its name alone could tell what is being worked on.
    """
    found = get_object_or_404(public_topics(request.now), slug=slug)
    request.made_from.add(tags.topic(found.pk), tags.FRAME)
    stories = Edition.objects.live(request.now).about(found.pk)
    listing = slice_of(request, stories.as_cards(), by="listed_at")
    metadata = page_metadata(
        request,
        found.name,
        description=schema_org.clipped(found.description, 200),
        path=found.get_absolute_url() + listing.here,
        feed=reverse("topic_feed", args=[slug]),
        nodes=[schema_org.breadcrumbs(request.publication.name, None, found.name)],
    )
    context = {
        "topic": found,
        "count": stories_about(found, request.now),
        "listing": listing,
        "metadata": metadata,
    }
    return render(request, "site/topic.html", context)
