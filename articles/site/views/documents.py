"""A story as a file for machines, and lists of stories as such files: ninjs, and Markdown for one story."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import http_date
from django.views.decorators.http import conditional_page

from articles import tags
from articles.models import Edition, Section
from articles.models.edition import EditionQuerySet
from articles.site import documents, markdown, ninjs
from articles.site.addresses import absolute, document_path
from articles.site.feeds import next_to_leave, notes_of
from articles.site.requests import SiteRequest, only_read
from articles.site.views.finding import Row, story_at


@only_read
@conditional_page
def article_ninjs(request: SiteRequest, *, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """A story as ninjs."""
    edition = _story(request, (year, month, day), slug, "ninjs")
    if isinstance(edition, HttpResponse):
        return edition
    item = ninjs.story_item(request, edition, _notes(request, edition))
    return _file(request, ninjs.written(item), ninjs.CONTENT_TYPE)


@only_read
@conditional_page
def article_markdown(request: SiteRequest, *, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """A story as Markdown, where https://llmstxt.org proposes it."""
    edition = _story(request, (year, month, day), slug, "markdown")
    if isinstance(edition, HttpResponse):
        return edition
    text = markdown.written(request, edition, _notes(request, edition))
    response = _file(request, text, markdown.CONTENT_TYPE)
    # The page itself is what a search should find.
    response["Link"] = f'<{absolute(edition.get_absolute_url())}>; rel="canonical"'
    return response


@only_read
@conditional_page
def newest_ninjs(request: SiteRequest) -> HttpResponse:
    """The newest stories of the publication as ninjs."""
    return _list(request, request.publication.name, Edition.objects.live(request.now))


@only_read
@conditional_page
def section_ninjs(request: SiteRequest, slug: str) -> HttpResponse:
    """The newest stories of a section as ninjs."""
    section = get_object_or_404(Section, slug=slug)
    title = f"{section.name} – {request.publication.name}"
    return _list(request, title, Edition.objects.live(request.now).filter(section=section))


def _story(request: SiteRequest, on: tuple[int, int, int], slug: str, name: str) -> Row | HttpResponse:
    """The whole story at an address, or what to answer instead; `name` is that of the file."""
    found = story_at(
        request,
        on,
        slug,
        ask=lambda current: documents.whole(current, request.now),
        path_of=lambda edition: document_path(edition, name),
    )
    if not isinstance(found, HttpResponse):
        request.made_from.add(*(tags.topic(subject.pk) for subject in documents.subjects_of(found)))
    return found


def _notes(request: SiteRequest, edition: Row) -> list[Edition]:
    """The story's public notes, newest first."""
    return notes_of([edition], request.now).get(edition.article_id, [])


def _list(request: SiteRequest, title: str, editions: EditionQuerySet) -> HttpResponse:
    # Like the feeds, it says when anything of the publication last changed.
    request.made_from.add(tags.STORIES)
    rows = documents.newest(editions, request.now)
    request.made_from.not_after(next_to_leave(rows, request.now))
    notes = notes_of(rows, request.now)
    stories = [(edition, notes.get(edition.article_id, [])) for edition in rows]
    response = _file(request, ninjs.written(ninjs.list_item(request, title, stories)), ninjs.CONTENT_TYPE)
    if rows:
        response["Last-Modified"] = http_date(rows[0].changed_at.timestamp())
    return response


def _file(request: SiteRequest, text: str, content_type: str) -> HttpResponse:
    """The answer; its header says, as tdmrep.json does, whether text and data mining is reserved."""
    request.made_from.add(tags.FRAME)
    response = HttpResponse(text, content_type=content_type)
    response["tdm-reservation"] = str(request.signals.tdm_reservation)
    return response
