"""The article page, and what its address answers when the story moved, ended or was taken down."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import tags
from articles.models import Change, Edition
from articles.site.metadata import article_metadata
from articles.site.pages import Page
from articles.site.requests import SiteRequest

TEMPLATE = "site/article.html"
GONE = 410


@require_safe
def article(request: SiteRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The story once published at this address: its page, 301 to where it lives now, or 410 with a notice.

    Raises Http404 for an address no story has ever had in public.
    """
    try:
        on = date(year, month, day)
    except ValueError as error:
        raise Http404("No such day.") from error
    known = Edition.objects.begun(request.now).filter(url_date=on, slug=slug)
    edition = (
        Edition.objects.current(request.now)
        .filter(article_id__in=known.values("article_id"))
        .select_related("section", "lead_photo")
        .fetch_mode(models.FETCH_RAISE)
        .first()
    )
    if edition is None:
        if known.exists():
            return gone(request, note="")
        raise Http404("No such story.")
    request.made_from.add(tags.story(edition.article_id), tags.FRAME)
    if edition.change == Change.TAKE_DOWN:
        return gone(request, note=edition.change_note)
    if (edition.url_date, edition.slug) != (on, slug):
        return HttpResponsePermanentRedirect(edition.get_absolute_url())
    page = Page.of(edition, request.now)
    _note(request, page)
    return render(request, TEMPLATE, article_context(request, page))


def _note(request: SiteRequest, page: Page) -> None:
    """Note what the page of a story shows beside the story."""
    made_from = request.made_from
    made_from.add(*(tags.author(credit.author_id) for credit in page.credits))
    # Related stories are those of its topics.
    made_from.add(*(tags.topic(topic.pk) for topic in page.topics))
    # The rail says how old the story is, in whole days.
    days_old = (request.now - page.edition.first_published_at).days
    made_from.not_after(page.edition.first_published_at + timedelta(days=days_old + 1))


def article_context(request: SiteRequest, page: Page) -> dict[str, object]:
    """What the article's template is given, for the live page and for a preview alike."""
    section = page.edition.section
    return {
        "page": page,
        "edition": page.edition,
        "metadata": article_metadata(request, page),
        "here": section.slug if section else "",
    }


def gone(request: SiteRequest, note: str) -> HttpResponse:
    """The answer for a story that ended or was taken down, with the notice readers are owed."""
    return render(request, "410.html", {"note": note}, status=GONE)
