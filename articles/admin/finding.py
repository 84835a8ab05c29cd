"""Finding a story at the desk: by words of its copy, its slugline or its byline."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Upper

from articles.models import Article, Contribution, Revision
from articles.search import among, newest
from articles.terms import LONGEST, MOST_WORDS
from authors.models import Author

PART = re.compile(r'"([^"]+)"|([^\s"]+)')
READ = 500
"""How many working copies are looked through for the words: the last changed, and the last changed that were
never public."""
TEXTS = 200
"""Of how many of each the text is read too: those that were never public, and those that changed since they
were. The text of any other is in the index of what was published."""
HITS = 500
"""How many hits of each other kind count, the newest first: more than a dozen pages of the list."""


def found_by_words(articles: QuerySet[Article], text: str) -> QuerySet[Article]:
    """The articles in which every word stands: in slugline, headline, byline or text."""
    text = text[:LONGEST].replace("\0", "").strip()
    parts = [quoted or bare for quoted, bare in PART.findall(text)][:MOST_WORDS]
    if not parts:
        return articles
    # One after the other: a database that gets them in one question reads the archive for it.
    found = _working(articles, parts) | newest(text, HITS) | _by_slugline(text)
    return articles.filter(pk__in=among(found))


def _working(articles: QuerySet[Article], parts: list[str]) -> set[int]:
    """Of the working copies last changed and those last credited to somebody of that name, those in which
    the words stand.

    They are read here and not compared by the database: neither of the two is quick at it, and SQLite knows
    the capitals of English only.
    """
    latest = articles.order_by("-updated_at", "-pk")
    unpublished = latest.filter(latest_edition__isnull=True)
    newer = Revision.objects.filter(article=OuterRef("pk"), pk__gt=OuterRef("latest_edition__revision"))
    # What has not changed since it was published is in the index of what was published.
    since = Article.objects.filter(Exists(newer), pk__in=latest.values("pk")[:READ])
    said: dict[int, str] = {}
    for rows in (unpublished[:READ], latest[:READ]):
        for pk, *furniture in rows.values_list("pk", "slugline", "headline", "standfirst"):
            said[pk] = "\n".join(furniture).casefold()
    for rows in (unpublished[:TEXTS], since.order_by("-updated_at", "-pk")[:TEXTS]):
        for pk, body in rows.values_list("pk", "body"):
            said[pk] = f"{said.get(pk, '')}\n{body.casefold()}"
    folded = [part.casefold() for part in parts]
    for pk, name in _credited(folded):
        said[pk] = f"{said.get(pk, '')}\n{name.casefold()}"
    return {pk for pk, text in said.items() if all(part in text for part in folded)}


def _credited(folded: list[str]) -> Iterable[tuple[int, str]]:
    """Articles and names: the last credits of people whose name has one of the words."""
    people = Author.objects.order_by().values_list("pk", "name")
    named = [pk for pk, name in people if any(part in name.casefold() for part in folded)]
    credited = Contribution.objects.filter(author__in=among(named)).order_by("-pk")
    return credited.values_list("article", "author__name")[:HITS] if named else ()


def _by_slugline(text: str) -> set[int]:
    """The articles whose slugline begins like this, from the index over sluglines in capitals."""
    capitals = Article.objects.annotate(capitals=Upper("slugline")).filter(capitals__gte=text.upper())
    rows = capitals.order_by("capitals").values_list("pk", "capitals")[:HITS]
    return {pk for pk, slugline in rows if slugline.startswith(text.upper())}
