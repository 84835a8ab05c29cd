"""The feeds: of everything, of a section, a topic or an author, and of the corrections.

Each comes in three formats under three addresses: `feed/` is RSS, `feed.atom` Atom and `feed.json` JSON Feed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.views.decorators.http import conditional_page

from articles import tags
from articles.models import Edition, Section
from articles.models.edition import EditionQuerySet
from articles.site import atom, feeds, json_feed, rss
from articles.site.addresses import absolute
from articles.site.filters import public_authors, public_topics
from articles.site.requests import SiteRequest, only_read
from articles.site.syndication import Channel, Creator, Item


@dataclass(frozen=True, slots=True)
class Format:
    """How a feed is written, and the type under which it is served."""

    content_type: str
    written: Callable[[Channel], str]


RSS = Format(rss.CONTENT_TYPE, rss.written)
ATOM = Format(atom.CONTENT_TYPE, atom.written)
JSON = Format(json_feed.CONTENT_TYPE, json_feed.written)


@only_read
@conditional_page
def feed(request: SiteRequest, as_: Format = RSS) -> HttpResponse:
    """The newest stories of the publication."""
    name = request.publication.name
    live = Edition.objects.live(request.now)
    return _stories(request, as_, live, title=name, about=request.publication.tagline, path=reverse("front"))


@only_read
@conditional_page
def section_feed(request: SiteRequest, slug: str, as_: Format = RSS) -> HttpResponse:
    """The newest stories of a section."""
    section = get_object_or_404(Section, slug=slug)
    live = Edition.objects.live(request.now).filter(section=section)
    return _stories(
        request, as_, live, title=section.name, about=section.description, path=section.get_absolute_url()
    )


@only_read
@conditional_page
def topic_feed(request: SiteRequest, slug: str, as_: Format = RSS) -> HttpResponse:
    """The newest stories about a topic."""
    topic = get_object_or_404(public_topics(request.now), slug=slug)
    live = Edition.objects.live(request.now).about(topic.pk)
    # A retraction without the text keeps no topics.
    stood_in = Edition.objects.begun(request.now).about(topic.pk)
    return _stories(
        request,
        as_,
        live,
        stood_in=stood_in,
        title=topic.name,
        about=topic.description,
        path=topic.get_absolute_url(),
    )


@only_read
@conditional_page
def author_feed(request: SiteRequest, slug: str, as_: Format = RSS) -> HttpResponse:
    """The newest stories of an author."""
    author = get_object_or_404(public_authors(request.now), slug=slug)
    live = Edition.objects.live(request.now).made_by(author.pk)
    return _stories(
        request, as_, live, title=author.name, about=author.bio_short, path=author.get_absolute_url()
    )


@only_read
@conditional_page
def corrections_feed(request: SiteRequest, as_: Format = RSS) -> HttpResponse:
    """The newest corrections, clarifications, notes and retractions."""
    changes = feeds.newest_changes(request.now)
    stories = feeds.stories_of(changes, request.now)
    items = [feeds.correction_item(change, stories[change.article_id]) for change in changes]
    about = _t("Every correction, clarification and retraction, by date.")
    return _feed(
        request, as_, items, changes, title=_t("Corrections"), about=about, path=reverse("corrections")
    )


def _stories(
    request: SiteRequest,
    as_: Format,
    editions: EditionQuerySet,
    *,
    stood_in: EditionQuerySet | None = None,
    title: str,
    about: str,
    path: str,
) -> HttpResponse:
    rows = feeds.stories(editions, request.now, stood_in=stood_in)
    request.made_from.not_after(feeds.next_to_leave(rows, request.now))
    notes = feeds.notes_of(rows, request.now)
    items = [feeds.story_item(edition, notes.get(edition.article_id, [])) for edition in rows]
    return _feed(request, as_, items, rows, title=title, about=about, path=path)


def _feed(
    request: SiteRequest,
    as_: Format,
    items: list[Item],
    rows: Sequence[feeds.Row],
    *,
    title: str,
    about: str,
    path: str,
) -> HttpResponse:
    """The answer, with what a feed reader needs to ask “anything new?” cheaply."""
    # Every feed says when anything of the publication last changed.
    request.made_from.add(tags.STORIES, tags.FRAME)
    changed_at: datetime | None = rows[0].changed_at if rows else None
    name = request.publication.name
    channel = Channel(
        title=title if title == name else f"{title} – {name}",
        link=absolute(path),
        description=about or title,
        feed_url=absolute(request.path),
        language=get_language() or "en",
        publisher=Creator(name, absolute(reverse("front"))),
        built_at=changed_at,
        items=items,
        hubs=settings.WEBSUB_HUBS,
    )
    response = HttpResponse(as_.written(channel), content_type=as_.content_type)
    if channel.hubs:
        links = [*((hub, "hub") for hub in channel.hubs), (channel.feed_url, "self")]
        response["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for address, rel in links)
    if changed_at:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    return response
