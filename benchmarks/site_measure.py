"""What readers' pages cost over one corpus: a process of `benchmarks.site_scale`.

Needs DATABASE_URL with a corpus in it. Names its pages, then answers each name it reads with a sample; asks
Django itself, no page cache and no server between.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

import django
from django.conf import settings

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    settings.DEBUG = False
    logging.disable(logging.WARNING)

from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.models import Count

from articles.models import Edition, Genre, Section, Topic
from articles.models.edition import EditionQuerySet
from articles.site.paging import PAGE_SIZE, Cursor
from authors.models import Author
from benchmarks.desk_measure import Server, sample

SPREAD = 25
"""Stories and days that are asked for in turn, from all over the archive."""
FAR_DOWN = 0.95
COMMON, RARER = "council", "budget hospital"


def _spread(editions: EditionQuerySet) -> list[Edition]:
    """Stories from all over the archive, in the order of their keys."""
    keys = editions.order_by("pk").values_list("pk", flat=True)
    step = max(1, keys.count() // SPREAD)
    return list(Edition.objects.filter(pk__in=list(keys[::step][:SPREAD])))


def _far_down(path: str, editions: EditionQuerySet) -> str:
    """A page near the end of a list, however long that is."""
    stories = editions.count()
    # A whole page is left below it, so that pages of different archives can be compared.
    place = max(0, min(int(stories * FAR_DOWN), stories - 2 * PAGE_SIZE))
    last = editions.newest_first().only("first_published_at")[place]
    return f"{path}?before={Cursor(last.first_published_at, last.pk)}"


def pages() -> dict[str, list[str]]:
    """The addresses of each kind of page."""
    live = Edition.objects.live(datetime.now(UTC))
    stories = _spread(live.exclude(topics=None))
    section = Section.objects.order_by("position")[2]
    people = Author.objects.order_by("pk")
    author, topic, rare = people[3], Topic.objects.order_by("pk")[0], Topic.objects.order_by("pk")[12]
    months = [f"/{story.url_date:%Y/%m}/" for story in stories]
    by, about = live.filter(credits__author=author), live.filter(topics=topic)
    in_section = live.filter(section=section)
    year = f"{stories[-1].url_date:%Y}"
    common = f"/search/?q={COMMON}"
    single = {
        "front page": "/",
        "section": f"/section/{section.slug}/",
        "section, far down": _far_down(f"/section/{section.slug}/", in_section),
        "topic of many stories": f"/topic/{topic.slug}/",
        "the same, far down": _far_down(f"/topic/{topic.slug}/", about),
        "topic of few stories": f"/topic/{rare.slug}/",
        "author": f"/author/{author.slug}/",
        "author, far down": _far_down(f"/author/{author.slug}/", by),
        "archive": "/archive/",
        "archive, far down": _far_down("/archive/", live),
        "archive of a section and genre": f"/archive/?section={section.slug}&genre={Genre.REPORT}",
        "archive of a topic": f"/archive/?topic={topic.slug}",
        "archive of an author, corrected": f"/archive/?author={author.slug}&corrected=on",
        "feed": "/feed/",
        "feed of a section": f"/section/{section.slug}/feed/",
        "feed of a topic": f"/topic/{topic.slug}/feed/",
        "feed of an author": f"/author/{author.slug}/feed/",
        "feed of corrections": "/corrections/feed/",
        "corrections": "/corrections/",
        "corrections of a section": f"/corrections/?section={section.slug}",
        "sitemap index": "/sitemap.xml",
        "sitemap of pages": "/sitemap-pages.xml",
        "sitemap of news": "/sitemap-news.xml",
        "search": common,
        "search, rarer words": f"/search/?q={RARER.replace(' ', '+')}",
        "search, begun word": f"/search/?q={COMMON[:3]}",
        "search in a section": f"{common}&section={section.slug}",
        "search in a topic": f"{common}&topic={topic.slug}",
        "search by an author": f"{common}&author={author.slug}",
        "search in a genre and a year": f"{common}&genre={Genre.REPORT}&since={year}-01-01",
        "search in the corrected": f"{common}&corrected=on",
        "search, by date": f"{common}&sort=date",
    }
    spread = {
        "article": [story.get_absolute_url() for story in stories],
        "archive, a day": [f"/{story.url_date:%Y/%m/%d}/" for story in stories],
        "archive, a month": months,
        "archive, a year": [f"/{story.url_date:%Y}/" for story in stories],
        "sitemap of a month": [f"/sitemap-{story.url_date:%Y-%m}.xml" for story in stories],
    }
    return spread | {name: [path] for name, path in single.items()}


def facts() -> dict[str, Any]:
    """What the database holds."""
    kinds = Edition.objects.aggregate(editions=Count("pk"))
    return {"vendor": connection.vendor, **kinds}


def answer(application: Any, say: Callable[[object], None]) -> None:
    """Name the pages; then, for every line `NAME` or `forget NAME`, ask for the page and say what it cost."""
    connection.settings_dict["CONN_MAX_AGE"] = None
    server = Server()
    found = pages()
    turns = {name: cycle(paths) for name, paths in found.items()}
    say({"pages": list(found), **facts()})
    for line in sys.stdin:
        forget, _, name = line.strip().partition("|")
        if forget:
            # As after a change of everything: no number or name that the process may keep.
            cache.clear()
        say(sample(application, next(turns[name]), "", server))


def main() -> None:
    """Answer until there is nothing left to read."""
    answer(get_wsgi_application(), lambda said: print(json.dumps(said), flush=True))


if __name__ == "__main__":
    main()
