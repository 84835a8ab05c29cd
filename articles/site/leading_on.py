"""Lists that were narrowed by a name from before: the same list, under the name that stands now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.validators import slug_re
from django.db.models import Exists, Q, QuerySet, Value
from django.http import HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse

from articles import tags
from articles.models import FormerName, Section
from articles.site.filters import named, public_authors, public_topics
from articles.site.requests import SiteRequest

# What a list may be narrowed by that has a page of its own: the rows that the word in the address may mean.
STANDING: dict[str, Callable[[datetime, str], QuerySet[Any]]] = {
    "section": lambda now, word: Section.objects.filter(slug=word),
    "topic": lambda now, word: public_topics(now).filter(named(word)),
    "author": lambda now, word: public_authors(now).filter(named(word)),
}


def led_on(request: SiteRequest, names: Iterable[str]) -> HttpResponsePermanentRedirect | None:
    """301 to the same list by the names of now; None where the address has none from before.

    `names` are the filters of the list. To be asked when the list is empty: one query, and none for a list
    that was not narrowed by anything that could have moved.
    """
    words = {kind: request.GET.get(kind, "") for kind in STANDING if kind in names}
    # PostgreSQL takes no NUL in a text, and nothing was ever called so.
    asked = {kind: word for kind, word in words.items() if word and "\0" not in word}
    if not asked:
        return None
    # Whether anything leads on from there is part of what the empty list says.
    request.made_from.add(tags.MOVED)
    parameters = request.GET.copy()
    for kind, target in _moved(asked, request.now):
        if word := target if slug_re.match(target) else _slug_at(target, kind):
            parameters[kind] = word
    if parameters == request.GET:
        return None
    return HttpResponsePermanentRedirect(f"{request.path}?{parameters.urlencode()}")


def _moved(asked: dict[str, str], now: datetime) -> list[tuple[str, str]]:
    """Where those words lead that name nothing now: the kind, and a slug or the path of a page. One query."""
    standing = {kind: Exists(STANDING[kind](now, word)) for kind, word in asked.items()}
    before = {reverse(kind, args=[word]): kind for kind, word in asked.items() if slug_re.match(word)}
    gone = Q(pk__in=[])
    for path, kind in before.items():
        gone |= Q(~standing[kind], old_path=path)
    redirects = Redirect.objects.filter(gone, site_id=settings.SITE_ID).order_by()
    rows = redirects.values_list("old_path", "new_path")
    if topic := asked.get("topic"):
        former = FormerName.objects.filter(~standing["topic"], name__iexact=topic, was_public=True)
        rows = rows.union(former.values_list(Value("topic"), "topic__slug"))
    return [(before.get(path, path), target) for path, target in rows]


def _slug_at(path: str, kind: str) -> str:
    """The slug of the page of that kind at a path; empty where another page stands, or none of ours."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return str(found.kwargs["slug"]) if found.url_name == kind else ""
