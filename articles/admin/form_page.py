"""What the article form shows beside its fields: where the story stands, what it lacks, what may be done."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from articles.admin import checks, links, presence, signing, talk, writing
from articles.admin.access import colleague, may_use
from articles.admin.cells import person
from articles.admin.facts import Standing, facts_of, reading_minutes
from articles.admin.field_rights import closed_fields
from articles.admin.groups import lay_out, place_of
from articles.admin.verb_cases import case_of
from articles.admin.verbs import buttons
from articles.autosaves import kept_for
from articles.models import Article, Event
from articles.renditions import Picture, picture
from articles.workflow import Status

# Each adds what it shows of an article to the context of the form page.
PANELS = (presence.panel, signing.panel, checks.panel, talk.panel, links.panel)


def form_context(
    request: HttpRequest, context: dict[str, Any], article: Article | None, *, may_change: bool
) -> dict[str, Any]:
    """The context of the form page, on top of the admin's own."""
    head, groups = lay_out(context["adminform"], context["inline_admin_formsets"])
    shown: dict[str, Any] = {
        "head": head,
        "groups": groups,
        "may_change": may_change,
        "kept": [
            {"key": kept.key, "at": int(kept.saved_at.timestamp() * 1000), **kept.payload}
            for kept in kept_for(colleague(request), article)
        ]
        if may_change or article is None
        else [],
    }
    shown |= writing.aids(request, article)
    return shown if article is None else shown | _about(request, article, may_change=may_change)


def _about(request: HttpRequest, article: Article, *, may_change: bool) -> dict[str, Any]:
    now = timezone.now()
    case = case_of(article, colleague(request))
    stands, found = case.stands, case.findings
    possible, missing = buttons(case, partial(may_use, request, article))
    newest = article.revisions.select_related("by").defer("snapshot").order_by("-number").first()
    closed = closed_fields(request, article)
    panels: dict[str, Any] = {}
    for panel in PANELS:
        panels |= panel(request, article, now=now, may_change=may_change)
    return panels | {
        "facts": facts_of(article, now),
        "stands": stands,
        "closed": bool(closed),
        "findings": [{"finding": finding, "url": f"#{place_of(finding.field, closed)}"} for finding in found],
        "blockers": sum(finding.blocks for finding in found),
        "verbs": [verb for verb in possible if verb.place == "head"],
        "sign_off_verbs": [verb for verb in possible if verb.place == "signing"],
        "retraction": case.retraction,
        "missing": missing,
        "newest": newest,
        "saved_by": person(newest.by) if newest else "",
        "unpublished_changes": _unpublished(stands, newest),
        "sent_back": _sent_back(article),
        "words": article.word_count,
        "minutes": reading_minutes(article.word_count),
        "thumbnail": _thumbnail(article),
        "preview_url": preview_address(article),
        "page_url": stands.begun.get_absolute_url() if stands.begun else "",
    }


def _unpublished(stands: Standing, newest: Any) -> bool:
    """Whether the working copy has been saved since the newest edition was made of it."""
    if not stands.editions or newest is None:
        return False
    made_of = stands.editions[0].revision
    return made_of is not None and made_of.number != newest.number


def _sent_back(article: Article) -> Event | None:
    """The desk's last word to a writer whose story came back."""
    if article.status != Status.CHANGES_REQUESTED:
        return None
    return article.events.select_related("by").filter(verb="send_back").first()


def _thumbnail(article: Article) -> Picture | None:
    return picture(article.lead_photo, "3x2") if article.lead_photo else None


def preview_address(article: Article) -> str:
    """The preview of the working copy; empty in a project without that page."""
    try:
        return reverse("desk_preview", args=[article.pk])
    except NoReverseMatch:
        return ""
