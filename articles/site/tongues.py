"""A story in other languages: which live stories are translations of each other.

Translations name the story they were made from; the same story in all its languages is that one and every
story which names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import F, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Cast, Coalesce, JSONObject

from articles.models import Change, Edition
from articles.site.addresses import absolute, article_path

ORIGINAL = "x-default"
"""The `hreflang` of the page for readers of none of the languages: the story the others were made from."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """The story in another language."""

    language: str
    path: str
    is_original: bool


def tongue_lines(now: datetime) -> Subquery:
    """The other languages of an edition as one text, a line of JSON each, in no order."""
    root = Coalesce(OuterRef("translation_of_id"), OuterRef("article_id"))
    others = (
        Edition.objects.live(now)
        .filter(Q(article_id=root) | Q(translation_of_id=root))
        .exclude(Q(article_id=OuterRef("article_id")) | Q(change=Change.RETRACTION))
        .annotate(root=Coalesce("translation_of_id", "article_id"))
    )
    line = JSONObject(
        article=F("article_id"),
        language=F("language"),
        day=Cast("url_date", models.CharField()),
        slug=F("slug"),
        made_from=F("translation_of_id"),
    )
    text = Cast(line, models.TextField())
    return Subquery(
        others.order_by().values("root").annotate(lines=StringAgg(text, Value("\n"))).values("lines")
    )


def tongues_of(lines: str | None, language: str) -> list[Tongue]:
    """The languages of such a text by their codes, each once, without the edition's own."""
    rows = sorted(
        (json.loads(line) for line in (lines or "").split("\n") if line), key=lambda row: row["article"]
    )
    found: dict[str, Tongue] = {}
    for row in rows:
        path = article_path(date.fromisoformat(row["day"]), row["slug"])
        if row["language"].lower() != language.lower():
            found.setdefault(row["language"].lower(), Tongue(row["language"], path, row["made_from"] is None))
    return sorted(found.values(), key=lambda tongue: tongue.language.lower())


def alternates(edition: Edition, others: Iterable[Tongue]) -> list[tuple[str, str]]:
    """The pairs of `hreflang` and full address by which each of the pages names all of them, itself too."""
    itself = Tongue(edition.language, edition.get_absolute_url(), edition.translation_of_id is None)
    every = [itself, *others]
    if len(every) == 1 or edition.is_retracted:
        return []
    pairs = [(tongue.language, absolute(tongue.path)) for tongue in every]
    original = [(ORIGINAL, absolute(tongue.path)) for tongue in every if tongue.is_original]
    return [*pairs, *original[:1]]
