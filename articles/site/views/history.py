"""What happened to a story: every edition readers were given, and what changed from one to the next."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import FETCH_RAISE, BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import base36_to_int
from django.utils.translation import gettext as _t

from articles import tags
from articles.models import Change, Edition
from articles.models.edition import EditionQuerySet
from articles.site.comparison import compare
from articles.site.metadata import Metadata, page_metadata
from articles.site.paging import LARGEST_KEY
from articles.site.requests import SiteRequest, only_read
from articles.site.views.article import gone
from articles.site.views.finding import story_at

# Editions without their story's text: what was public before them was withdrawn.
WITHDRAWN = Q(change=Change.TAKE_DOWN) | Q(change=Change.RETRACTION, body="")


@dataclass(frozen=True, slots=True)
class Line:
    """An edition in the story's history; `comparison` is the path of its word diff, or empty."""

    edition: Edition
    comparison: str = ""


@only_read
def history(request: SiteRequest, *, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """Every edition of a story up to now, newest first: its kind, its note, its date."""
    story = _story(request, (year, month, day), slug)
    if not isinstance(story, Edition):
        return story
    editions = _editions(request, story)
    lines = [Line(edition, _comparison(story, edition, editions)) for edition in editions]
    context = {"story": story, "lines": lines, "metadata": _metadata(request, story, story.get_history_url())}
    return render(request, "site/history.html", context)


@only_read
def history_diff(
    request: SiteRequest, *, year: int, month: int, day: int, slug: str, number: int
) -> HttpResponse:
    """What an edition changed, word by word, against the one before.

    Text that was withdrawn stays withdrawn: no comparison reaches behind a retraction without its text
    or a take-down.
    """
    story = _story(request, (year, month, day), slug, number)
    if not isinstance(story, Edition):
        return story
    editions = _editions(request, story)
    edition = next((edition for edition in editions if edition.number == number), None)
    if edition is None or not (path := _comparison(story, edition, editions)):
        raise Http404("There is nothing to compare this edition with.")
    before = max((row for row in editions if row.number < number), key=lambda row: row.number)
    texts = Edition.objects.in_bulk([before.pk, edition.pk])
    context = {
        "story": story,
        "edition": edition,
        "before": before,
        "parts": compare(texts[before.pk], texts[edition.pk]),
        "metadata": _metadata(request, story, path),
    }
    return render(request, "site/history_diff.html", context)


@only_read
def short_link(request: SiteRequest, code: str) -> HttpResponse:
    """The permanent short address of a story: leads to where it stands now."""
    try:
        key = base36_to_int(code)
    except ValueError as error:
        raise Http404("No such story.") from error
    current = Edition.objects.current(request.now).only("url_date", "slug", "change", "change_note")
    if (found := current.filter(article=min(key, LARGEST_KEY)).first()) is None:
        raise Http404("No such story.")
    request.made_from.add(tags.story(key))
    if found.change == Change.TAKE_DOWN:
        # Its address would tell what it was about.
        request.made_from.add(tags.FRAME)
        return gone(request, note=found.change_note)
    return redirect(found, permanent=True)


def _story(
    request: SiteRequest, on: tuple[int, int, int], slug: str, number: int | None = None
) -> Edition | HttpResponse:
    """The story at an address without its text, or what to answer instead."""

    def path_of(story: Edition) -> str:
        return _path(story, number) if number else story.get_history_url()

    found: Edition | HttpResponse = story_at(request, on, slug, ask=EditionQuerySet.as_cards, path_of=path_of)
    return found


def _path(story: Edition, number: int) -> str:
    on = story.url_date
    return reverse("history_diff", args=[on.year, on.month, on.day, story.slug, number])


def _editions(request: SiteRequest, story: Edition) -> list[Edition]:
    """Every edition up to now without its text, newest first, with `is_withdrawn`."""
    rows = Edition.objects.begun(request.now).filter(article=story.article_id).order_by("-number")
    return list(
        rows.annotate(is_withdrawn=ExpressionWrapper(WITHDRAWN, output_field=BooleanField()))
        .only("article_id", "number", "change", "change_note", "starts_at", "headline")
        .fetch_mode(FETCH_RAISE)
    )


def _comparison(story: Edition, edition: Edition, editions: list[Edition]) -> str:
    """The path of an edition's word diff; empty for the first one and for those with withdrawn text."""
    withdrawn = [row.number for row in editions if row.is_withdrawn]  # type: ignore[attr-defined]
    open_from = max(withdrawn, default=0)
    has_before = any(open_from < row.number < edition.number for row in editions)
    return _path(story, edition.number) if has_before and edition.number > open_from else ""


def _metadata(request: SiteRequest, story: Edition, path: str) -> Metadata:
    title = _t("History: %(headline)s") % {"headline": story.headline}
    return page_metadata(request, title, path=path, index=False)
