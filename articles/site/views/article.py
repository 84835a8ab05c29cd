"""The article page, and what its address answers when the story moved, ended or was taken down."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from articles import tags
from articles.models import Change, Edition, Plate
from articles.site import plates
from articles.site.addresses import article_path
from articles.site.pages import Page, related_to
from articles.site.printing import printed, story_html
from articles.site.requests import SiteRequest, only_read

GONE = 410


@only_read
def article(request: SiteRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The story once published at this address: its page, 301 to where it lives now, or 410 with a notice.

    Raises Http404 for an address no story has ever had in public.
    """
    try:
        on = date(year, month, day)
    except ValueError as error:
        raise Http404("No such day.") from error
    found: plates.Found = next(iter(plates.at_address(now=request.now, on=on, slug=slug)), None)
    if found is None:
        if Edition.objects.begun(request.now).filter(url_date=on, slug=slug).exists():
            return gone(request, note="")
        raise Http404("No such story.")
    request.made_from.add(tags.story(found.article_id), tags.FRAME)
    if found.change == Change.TAKE_DOWN:
        return gone(request, note=found.change_note)
    if (found.url_date, found.slug) != (on, slug):
        return HttpResponsePermanentRedirect(article_path(found.url_date, found.slug))
    people, topics = plates.people_and_topics(found)
    _note(request, found, people, topics)
    version = plates.version(request)
    context = {
        "edition": found,
        "plate": _plate(request, found, version),
        "version": version,
        "related": related_to(found.article_id, topics, request.now),
        "here": found.section_slug or "",
    }
    return printed(request, context)


def _plate(request: SiteRequest, found: plates.Found, version: str) -> Plate:
    """The plate of the edition that is stored, or one set now where there is none that is up to date."""
    plate = plates.stored(found, version)
    return plate or plates.plate_of(plates.page_of(found), request.publication, request.navigation)


def _note(request: SiteRequest, found: plates.Found, people: list[int], topics: list[int]) -> None:
    """Note what the page of a story shows beside the story."""
    made_from = request.made_from
    made_from.add(*(tags.author(pk) for pk in people))
    # Related stories are those of its topics.
    made_from.add(*(tags.topic(pk) for pk in topics))
    # The rail says how old the story is, in whole days.
    days_old = (request.now - found.first_published_at).days
    made_from.not_after(found.first_published_at + timedelta(days=days_old + 1))


def article_context(request: SiteRequest, page: Page) -> dict[str, object]:
    """What the article's template is given for a page that is not stored."""
    section = page.edition.section
    plate = plates.plate_of(page, request.publication, request.navigation)
    return {
        "edition": page.edition,
        "plate": plate,
        "story": story_html(request, plate, page.edition, page.related),
        "here": section.slug if section else "",
    }


def gone(request: SiteRequest, note: str) -> HttpResponse:
    """The answer for a story that ended or was taken down, with the notice readers are owed."""
    return render(request, "410.html", {"note": note}, status=GONE)
