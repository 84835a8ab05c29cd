"""The sitemaps: an index, a file for each month of stories, and the news of the last two days.

The file of everything else is `newsroom.sitemap`: the front page and the policies are not the site's to know.
"""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page

from articles import tags
from articles.site import sitemaps
from articles.site.requests import SiteRequest, only_read

CONTENT_TYPE = "application/xml; charset=utf-8"


@only_read
@conditional_page
def index(request: SiteRequest) -> HttpResponse:
    """Where the files are. The news sitemap is not among them: it repeats what the months hold."""
    request.made_from.add(tags.STORIES)
    files = [sitemaps.Place(reverse("sitemap_pages")), *sitemaps.monthly_files(request.now)]
    return HttpResponse(sitemaps.index_written(files), content_type=CONTENT_TYPE)


@only_read
@conditional_page
def month(request: SiteRequest, year: int, month: int, number: int = 1) -> HttpResponse:
    """The stories first published in a month; `number` counts the files of a month that needs several."""
    try:
        first = date(year, month, 1)
    except ValueError as error:
        raise Http404("No such month.") from error
    request.made_from.add(tags.month(first))
    possible = 1 <= number <= sitemaps.FILE_SIZE
    places = sitemaps.stories_of_month(first, number, request.now) if possible else []
    if not places:
        raise Http404("No stories there.")
    return HttpResponse(sitemaps.pages_written(places), content_type=CONTENT_TYPE)


@only_read
@conditional_page
def news(request: SiteRequest) -> HttpResponse:
    """The stories of the last two days, for news search."""
    editions = sitemaps.latest_news(request.now)
    request.made_from.add(tags.STORIES, tags.FRAME)
    if editions:
        request.made_from.not_after(editions[-1].first_published_at + sitemaps.NEWS_FOR)
    text = sitemaps.news_written(editions, request.publication.name)
    return HttpResponse(text, content_type=CONTENT_TYPE)
