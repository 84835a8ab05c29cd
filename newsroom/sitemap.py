"""The sitemap of everything that is not a story: front page, sections, topics, people, policies."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page

from articles import tags
from articles.models import Section, Topic
from articles.site.requests import SiteRequest, only_read
from articles.site.sitemaps import FILE_SIZE, Place, pages_written, with_stories
from articles.site.views.sitemaps import CONTENT_TYPE
from authors.models import Author
from newsroom.context import navigation


@only_read
@conditional_page
def pages(request: SiteRequest) -> HttpResponse:
    """The pages that are there to stay. A topic or a person without a public story has none."""
    request.made_from.add(tags.STORIES, tags.FRAME)
    topics: QuerySet[Topic] = Topic.objects.all()
    places = [
        *(Place(reverse(name)) for name in ("front", "archive", "corrections")),
        *(Place(policy.get_absolute_url()) for policy in navigation()["policies"]),
        *with_stories(Section.objects.all(), "section", request.now),
        *with_stories(topics, "topics", request.now),
        *with_stories(Author.objects.all(), "authors", request.now),
    ]
    return HttpResponse(pages_written(places[:FILE_SIZE]), content_type=CONTENT_TYPE)
