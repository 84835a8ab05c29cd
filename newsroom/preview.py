"""Preview: the page a working copy would make, rendered by the template readers get.

For the desk, and for the holder of a preview link; never for a cache or a search engine.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _t

from articles.models import Article, Edition, PreviewLink
from articles.proofs import Proof, compose
from articles.site.feeds import story_item
from articles.site.metadata import article_metadata
from articles.site.pages import Page
from articles.site.pieces import with_frames
from articles.site.requests import SiteRequest, only_read
from articles.site.views.article import article_context
from articles.workflow import Status

GONE, NOT_NOW = 410, 403
# Opened twice in a minute by the same browser is one visit: a reload, or the programs of a chat.
ONE_VISIT = timedelta(minutes=1)
AGENT_LIMIT = 200


@only_read
@staff_member_required(login_url="account_login")
def preview(request: SiteRequest, pk: int) -> HttpResponse:
    """The page of an article as it would stand if it were published at this moment. Stores nothing.

    Answers 403 to somebody at the desk who may not see the article.
    """
    article = _visible(request, pk)
    context = _page_context(request, article)
    return private(with_frames(render(request, "site/preview.html", context), context["plate"].rest))


@only_read
@staff_member_required(login_url="account_login")
def cards(request: SiteRequest, pk: int) -> HttpResponse:
    """The story as it would stand in the site's lists: lead, card, text and row. 403 as for `preview`."""
    article = _visible(request, pk)
    edition = compose(article, at=request.now).edition
    context = {"edition": edition, "sizes": ["lead", "card", "text", "row"], "article_pk": article.pk}
    return private(render(request, "site/preview_cards.html", context))


@only_read
@staff_member_required(login_url="account_login")
def surfaces(request: SiteRequest, pk: int) -> HttpResponse:
    """Every place the story will stand in, on one page of the desk. 403 as for `preview`."""
    article = _visible(request, pk)
    proof = compose(article, at=request.now)
    page = Page.proof(proof, request.now)
    metadata = article_metadata(request.publication.name, page)
    social = {name.removeprefix("og:"): value for name, value in metadata.open_graph}
    # Networks get the full address; this page loads the picture from wherever it is served itself.
    social["image"] = social.get("image", "").removeprefix(settings.SITE_URL)
    context = {
        **admin.site.each_context(request),
        "title": _t("Preview"),
        "article": article,
        "opts": Article._meta,
        "embargo": _embargo(article, request.now),
        "metadata": metadata,
        "social": social,
        "item": story_item(_as_feed_row(article, proof, request.now), page.notes),
    }
    return private(render(request, "admin/articles/article/preview.html", context))


@only_read
def shared(request: SiteRequest, token: str) -> HttpResponse:
    """The working copy for the holder of a preview link, watermarked with their name and logged.

    Answers 404 for a token nobody here signed, 410 once the link has expired or was revoked (or whoever
    made it has left), 403 while an embargo or a legal hold forbids it or the story is spiked.
    """
    links = PreviewLink.objects.holding(token)
    link = links.select_related("made_by", "article__section", "article__lead_photo").first()
    if link is None:
        raise Http404("No such preview.")
    made_by_colleague = link.made_by is None or link.made_by.is_active
    if not (link.is_open(request.now) and made_by_colleague):
        return _closed(request, _t("This preview has ended. Ask whoever sent it for a new link."), GONE)
    if link.article.is_embargoed(request.now):
        return _closed(request, _t("This story is under embargo. The link works again afterwards."), NOT_NOW)
    is_held = link.article.legal_holds.filter(lifted_at__isnull=True).exists()
    if is_held or link.article.status == Status.SPIKED:
        return _closed(request, _t("This story cannot be shown at the moment."), NOT_NOW)
    _log(request, link)
    context = _page_context(request, link.article) | {"link": link, "copies": range(24)}
    return private(with_frames(render(request, "site/preview_shared.html", context), context["plate"].rest))


def _visible(request: HttpRequest, pk: int) -> Article:
    article = get_object_or_404(Article.objects.select_related("section", "lead_photo"), pk=pk)
    user = request.user
    if not isinstance(user, User) or not Article.objects.visible_to(user).filter(pk=pk).exists():
        raise PermissionDenied
    return article


def _page_context(request: SiteRequest, article: Article) -> dict[str, Any]:
    proof = compose(article, at=request.now)
    page = Page.proof(proof, request.now)
    return article_context(request, page) | {
        "article_pk": article.pk,
        "embargo": _embargo(article, request.now),
    }


def _embargo(article: Article, now: datetime) -> datetime | None:
    return article.embargo_until if article.is_embargoed(now) else None


def _as_feed_row(article: Article, proof: Proof, now: datetime) -> Edition:
    """The edition with what the feeds' own query would add to its row."""
    row: Any = proof.edition
    people = [line.author for line in proof.credits if line.role == "author"]
    row.uid, row.changed_at = article.uid, now
    row.creators = "\n".join(f"{place}\t{author.slug}\t{author.name}" for place, author in enumerate(people))
    row.topic_names = "\n".join(topic.name for topic in proof.topics)
    return row


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return private(render(request, "site/preview_closed.html", {"why": why}, status=status))


def private(response: HttpResponse) -> HttpResponse:
    """The answer, for this one pair of eyes: no search engine, no cache, no trace in another site's log."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _log(request: SiteRequest, link: PreviewLink) -> None:
    seen_by = {
        "address": get_adapter().get_client_ip(request),
        "agent": request.headers.get("User-Agent", "")[:AGENT_LIMIT],
    }
    if not link.visits.filter(at__gt=request.now - ONE_VISIT, **seen_by).exists():
        link.visits.create(at=request.now, **seen_by)
