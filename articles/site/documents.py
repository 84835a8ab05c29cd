"""Stories as other newsrooms and machines take them: a whole one as one row, ready to be written as a file.

The row of an edition carries `uid`, `subjects` (lines of `key, tab, IPTC code, tab, slug, tab, name`) and
`tongues`, its other languages; its people stand in its byline, as published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from articles.models import Edition, Topic
from articles.models.edition import EditionQuerySet
from articles.site.feeds import carried, dated
from articles.site.tongues import tongue_lines

# An edition with what `whole` adds to its row.
type Row = Any


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic of a story."""

    pk: int
    medtop: str
    """Its IPTC code, such as `medtop:20000425`, or empty."""
    slug: str
    name: str

    @property
    def path(self) -> str:
        """The page about it."""
        return reverse("topic", args=[self.slug])


def whole(editions: EditionQuerySet, now: datetime) -> QuerySet[Edition]:
    """The editions with everything a document shows of them but their public notes, in one query."""
    return (
        editions.select_related("section", "lead_photo")
        .annotate(uid=F("article__uid"), subjects=_subject_lines(), tongues=tongue_lines(now))
        .fetch_mode(models.FETCH_RAISE)
    )


def newest(editions: EditionQuerySet, now: datetime) -> list[Row]:
    """What a feed of these editions carries, each with `changed_at` as there."""
    return dated(whole(carried(editions, now), now), now)


def _subject_lines() -> Subquery:
    """The topics as one text, one a line, so that a list needs no query for them."""
    tab = Value("\t")
    key = Cast("pk", models.CharField())
    line = Concat(key, tab, "medtop_id", tab, "slug", tab, "name", output_field=models.TextField())
    topics = Topic.objects.filter(editions=OuterRef("pk")).order_by().values("editions")
    return Subquery(topics.annotate(lines=StringAgg(line, Value("\n"))).values("lines"))


def subjects_of(edition: Row) -> list[Subject]:
    """The topics of such a row, by the alphabet."""
    lines = edition.subjects.split("\n") if edition.subjects else []
    found = [line.split("\t", 3) for line in lines]
    subjects = [Subject(int(key), medtop, slug, name) for key, medtop, slug, name in found]
    return sorted(subjects, key=lambda subject: (subject.name.casefold(), subject.name))
