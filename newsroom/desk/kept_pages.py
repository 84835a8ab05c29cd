"""The desk's page about the pages readers get from memory: why is this one old?"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import tags
from articles.models import Outdated
from newsroom.pagecache import front
from newsroom.pagecache.explain import MAY_ASK, ROWS_READ, explain, keys_of, last_change
from newsroom.pagecache.front import PageCache

ROWS_SHOWN, TAGS_SHOWN = 12, 40
LIGHT = {"": _("as the reader's system wants"), "light": _("light"), "dark": _("dark")}
COUNTED = {
    "hit": _("Answered from memory"),
    "miss": _("Made and kept, where it may be"),
    "passed": _("Gone past: logged in, forms, files"),
    "bridged": _("The page before, while a new one was made"),
    "rescued": _("The last good page, because making failed"),
}
OF_ALL = {
    tags.STORIES: _("any story"),
    tags.RECORD: _("what was put right"),
    tags.FRONT: _("the places of the front page"),
    tags.FRAME: _("what every page wears"),
    tags.MOVED: _("where old addresses lead"),
}
OF_ONE = {
    "story": (_("story %s"), "admin:articles_article_change"),
    "section": (_("section %s"), "admin:articles_section_change"),
    "topic": (_("topic %s"), "admin:articles_topic_change"),
    "author": (_("author %s"), "admin:authors_author_change"),
}


class AddressForm(forms.Form):
    """Which page."""

    path = forms.CharField(
        label=_("Address"),
        max_length=600,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("As it stands in the browser, with or without the name of the site: /section/world/."),
    )


@dataclass(frozen=True, slots=True)
class Made:
    """One thing a page was made from, in words."""

    text: str
    url: str = ""


def in_words(names: Iterable[str]) -> list[Made]:
    """Tags as people say them, with a link to what they stand for where the desk has a page of it."""
    return [_in_words(name) for name in islice(sorted(names), TAGS_SHOWN)]


def _in_words(name: str) -> Made:
    if name in OF_ALL:
        return Made(str(OF_ALL[name]))
    kind, _dash, key = name.partition("-")
    if kind in OF_ONE:
        text, address = OF_ONE[kind]
        return Made(text % key, reverse(address, args=[key]))
    return Made(_t("archive of %(when)s") % {"when": key} if kind in ("day", "month", "year") else name)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the record, in words."""

    outdated: Outdated
    made: list[Made]
    more: int


@require_safe
@staff_member_required(login_url="account_login")
def kept_pages(request: HttpRequest) -> HttpResponse:
    """What this process keeps, what it says of one address, and what was outdated last. One query."""
    if not request.user.has_perm(MAY_ASK):
        raise PermissionDenied
    form = AddressForm(request.GET) if "path" in request.GET else AddressForm()
    rows = list(Outdated.objects.order_by("-number")[:ROWS_READ])
    context = {
        "form": form,
        "rows": [
            Row(row, in_words(row.tags), max(0, len(row.tags) - TAGS_SHOWN))
            for row in [row for row in rows if row.tags][:ROWS_SHOWN]
        ],
        "process": os.getpid(),
        "outside": settings.OUTSIDE_CACHE,
    }
    if front.serving:
        [cache] = front.serving
        context |= _of_all(cache)
        if form.is_bound and form.is_valid():
            context |= _of_one(cache, form.cleaned_data["path"], rows)
    shown = {**admin.site.each_context(request), "title": _t("Kept pages"), **context}
    return TemplateResponse(request, "admin/kept_pages.html", shown)


def _of_all(cache: PageCache) -> dict[str, object]:
    """What the cache of this process has done and holds."""
    return {
        # Not the cache itself: a template would call it.
        "shelf": cache.shelf,
        "store": cache.store,
        "ledger": cache.ledger,
        "counts": [(text, cache.counts[name]) for name, text in COUNTED.items()],
        "pages": len(cache.shelf),
    }


def _of_one(cache: PageCache, address: str, rows: list[Outdated]) -> dict[str, object]:
    """What it says of the pages behind one address."""
    found = [explain(cache, key, cache.now()) for key in keys_of(address)]
    # Most readers have no choice of their own: that page stands first, even when it is not there.
    found = [found[0], *(one for one in found[1:] if one.page)]
    names: frozenset[str] = frozenset().union(*(one.page.tags for one in found if one.page))
    change = last_change(names, rows)
    return {
        "asked": found[0].key.address,
        "found": [(LIGHT[one.key.theme], one) for one in found],
        "made_from": in_words(names),
        "more": max(0, len(names) - TAGS_SHOWN),
        "change": change,
        "change_by": in_words(names.intersection(change.tags)) if change else [],
    }
