"""Full-text search over what was published. With `articles.indexing` all that knows how a database does it.

SQLite has FTS5 (https://sqlite.org/fts5.html), PostgreSQL its tsvector
(https://www.postgresql.org/docs/current/textsearch.html). Both look in the table `articles_search`, which
holds the words of editions that are public or will be. What is *shown* is decided when somebody searches,
by the editions handed in (`Edition.objects.live(now)`): schedules, expiry, retractions and take-downs take
effect on the minute without a word being indexed again.
"""

# What stands in SQL by f-string is written in this file; whatever a reader types goes in as a parameter.
# ruff: noqa: S608, S611

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, groupby
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, TextField
from django.db.models.expressions import RawSQL
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from articles.marks import EVERYWHERE, Narrowing, for_fts5, windows
from articles.models import Edition
from articles.models.edition import EditionQuerySet
from articles.richtext import trusted
from articles.terms import Terms

RANKED = 500
"""The newest hits that are put in order of relevance; the list by date has the older ones too."""

# What the database puts around a hit and between two texts. No text has them: `indexing` drops them.
START, STOP, BETWEEN = "\x02", "\x03", "\x1e"
# Stands for < in PostgreSQL's copy of a text: ts_headline would leave out what it takes for a tag.
LESS = "\x1f"
# A sub-headline has no full stop that would tell it from the paragraph after it.
UNENDED = re.compile(rf"(?<=[\w{STOP}])\n")
OPENINGS = "“„«\"'("
ENDINGS = (".", "!", "?", "…", ":", "”", '"')


@dataclass(frozen=True, slots=True)
class Hits:
    """A stretch of what was found, best first; each row carries its `excerpt`, safe for a template."""

    rows: Sequence[Edition] = ()
    keys: Sequence[int] = ()
    """Those of all editions that fit, up to RANKED, in the same order."""

    @property
    def count(self) -> int:
        """How many editions fit, up to RANKED."""
        return len(self.keys)


# --- What each database is asked ---------------------------------------------------------------------------

TSQUERY = "to_tsquery('newsroom', %s)"
HEADLINE_OPTIONS = f"StartSel={START}, StopSel={STOP}, MinWords=18, MaxWords=36"
# Relevance of a word by where it stands: headline, standfirst, byline, body. Marks have none.
FTS5_WEIGHTS = "10.0, 4.0, 3.0, 1.0, 0.0"

# The plus makes SQLite go down the list by date and stop when a page is full, rather than look at every hit.
MATCHING = "+articles_edition.id IN (SELECT rowid FROM articles_search WHERE articles_search MATCH %s)"
MARKED_AS = "marks && %s::text[]"
# The hits are taken from the index before anything is known of their editions: it holds the marks as well.
INSIDE = """articles_edition.id IN (
    WITH hit AS MATERIALIZED (SELECT edition_id FROM articles_search WHERE {conditions})
    SELECT edition_id FROM hit)
    AND articles_edition.url_date >= span.since AND articles_edition.url_date < span.until"""
HAS_WORDS = f"document @@ {TSQUERY}"
# Few stories have these marks: their words are looked at one by one. For a word that is only begun the index
# would first gather every story of the archive that has one like it.
HAS_WORDS_OF_FEW = f"({HAS_WORDS}) IS TRUE"
IN_SPAN = "marks && span.marks"
# One plan for all windows of a kind: planning each by itself took longer than looking into it.
SPANS = """
    SELECT found.id, found.first_published_at FROM (VALUES {spans}) span (since, until, marks)
    CROSS JOIN LATERAL ({editions}) found"""
SPAN = "(%s::date, %s::date, %s::text[])"
# The newest hits stream out of FTS5 in the order of their rowid, so that it can stop early.
RANKING = {
    "sqlite": f"""
        SELECT hit.id FROM (
            SELECT rowid AS id, bm25(articles_search, {FTS5_WEIGHTS}) AS score FROM articles_search
            WHERE articles_search MATCH %s AND EXISTS ({{editions}}) ORDER BY rowid DESC LIMIT {RANKED}
        ) hit JOIN articles_edition ON articles_edition.id = hit.id
        ORDER BY score, first_published_at DESC, hit.id DESC""",
    "postgresql": f"""
        SELECT hit.id FROM ({{editions}}) hit
        JOIN articles_search entry ON entry.edition_id = hit.id
        ORDER BY ts_rank(entry.document, {TSQUERY}, 1) DESC, first_published_at DESC, hit.id DESC""",
}
NEWEST = {
    "sqlite": """
        SELECT article_id FROM articles_edition WHERE id IN (
            SELECT rowid FROM articles_search WHERE articles_search MATCH %s ORDER BY rowid DESC LIMIT %s)""",
    "postgresql": f"""
        SELECT article_id FROM articles_edition WHERE id IN (
            SELECT edition_id FROM articles_search WHERE document @@ {TSQUERY}
            ORDER BY edition_id DESC LIMIT %s)""",
}
MARKED = {
    # All at once: for a word that is only begun FTS5 merges long lists each time it is asked anew. The plus
    # keeps it from asking for each row by itself.
    "sqlite": f"""
        (WITH hit AS MATERIALIZED (
            SELECT rowid AS id, snippet(articles_search, 1, '{START}', '{STOP}', '', 36) || '{BETWEEN}' ||
                                snippet(articles_search, 3, '{START}', '{STOP}', '', 36) AS marked
            FROM articles_search
            WHERE articles_search MATCH %s AND rowid >= %s AND rowid <= %s AND +rowid IN ({{keys}})
        ) SELECT marked FROM hit WHERE hit.id = articles_edition.id)""",
    "postgresql": f"""
        (SELECT ts_headline('newsroom', standfirst, query, '{HEADLINE_OPTIONS}') || '{BETWEEN}' ||
                ts_headline('newsroom', body, query, '{HEADLINE_OPTIONS}')
         FROM articles_search, {TSQUERY} query WHERE edition_id = articles_edition.id)""",
}
KEYS = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}


def _query(terms: Terms, narrowing: Narrowing = EVERYWHERE) -> str:
    """The words as the database wants them; in SQLite the marks are words as well."""
    if connection.vendor == "sqlite":
        return for_fts5(terms.for_fts5(), narrowing, localdate())
    return terms.for_tsquery()


# --- Looking -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Index:
    """What a list by date is narrowed to with the help of the index: words, or marks alone."""

    text: str = ""
    narrowing: Narrowing = EVERYWHERE

    def first(
        self, editions: EditionQuerySet, most: int, *, since: date | None = None, until: date | None = None
    ) -> EditionQuerySet:
        """The newest of the editions that fit, up to so many at least; the oldest ones from `since` on.

        `editions` are narrowed in every way but by the words. The days say where they begin in the list.
        """
        terms = Terms.parse(self.text)
        if connection.vendor == "sqlite":
            query = for_fts5(terms.for_fts5() if terms else "", self.narrowing, localdate())
            return (
                editions.filter(RawSQL(MATCHING, [query], output_field=BooleanField())) if query else editions
            )
        asked = self.narrowing
        # The day of an address may be the one before or after that of its moment somewhere else.
        if since and not (asked.since and asked.since > since):
            asked = replace(asked, since=since - timedelta(days=1))
        if until and not (asked.until and asked.until < until):
            asked = replace(asked, until=until + timedelta(days=1))
        try:
            sql, parameters = _in_windows(editions, terms, asked, most, upwards=since is not None)
        except EmptyResultSet:
            return editions.none()
        return editions.filter(pk__in=RawSQL(f"SELECT id FROM ({sql}) hit", parameters))


def newest(text: str, most: int = RANKED) -> set[int]:
    """The articles of the newest editions in which every word of the query stands, whether they are public
    now or not: for the desk, which decides by other rules what a person may see."""
    if not (terms := Terms.parse(text)):
        return set()
    with connection.cursor() as cursor:
        cursor.execute(NEWEST[connection.vendor], [_query(terms), most])
        return {pk for (pk,) in cursor.fetchall()}


def among(pks: Iterable[int]) -> RawSQL:
    """Keys for a condition with `__in`, sent as one value: by the thousand, parameters are slow to read."""
    keys = list(pks)
    return RawSQL(KEYS[connection.vendor], [json.dumps(keys) if connection.vendor == "sqlite" else keys])


def search(
    editions: EditionQuerySet, text: str, *, narrowing: Narrowing = EVERYWHERE, start: int = 0, size: int = 20
) -> Hits:
    """The editions that fit, from the `start`-th of them on, the most relevant first, in two queries.

    `editions` are live ones, narrowed in whatever way; `narrowing` says so in marks, as far as it can.
    A word in the headline weighs more than one in the body; among equals the newer edition comes first.
    Only the RANKED newest hits are put in order.
    """
    if not (terms := Terms.parse(text)):
        return Hits()
    try:
        keys = _ranked(editions, terms, narrowing)
    except EmptyResultSet:
        return Hits()
    pks = keys[start : start + size]
    if not pks:
        return Hits(keys=keys)
    marked = editions.filter(pk__in=pks).annotate(marked=_marked(terms, pks))
    by_pk = {edition.pk: edition for edition in marked.order_by()}
    rows = [by_pk[pk] for pk in pks if pk in by_pk]
    for edition in rows:
        edition.excerpt = excerpt(edition.marked)  # type: ignore[attr-defined]
    return Hits(rows, keys)


def add_excerpts(rows: Sequence[Edition], text: str) -> None:
    """Give editions that `matching` found their `excerpt`, in one query."""
    terms = Terms.parse(text)
    if not terms or not rows:
        return
    pks = [edition.pk for edition in rows]
    marked = dict(Edition.objects.filter(pk__in=pks).order_by().values_list("pk", _marked(terms, pks)))
    for edition in rows:
        edition.excerpt = excerpt(marked.get(edition.pk))  # type: ignore[attr-defined]


def _ranked(editions: EditionQuerySet, terms: Terms, narrowing: Narrowing) -> list[int]:
    """Keys of the editions, the most relevant first."""
    query = _query(terms, narrowing)
    if connection.vendor == "sqlite":
        narrowed = editions.filter(pk=RawSQL("articles_search.rowid", []))
        sql, values = narrowed.order_by().values("pk").query.sql_with_params()
        parameters = [query, *values]
    else:
        sql, parameters = _in_windows(editions, terms, narrowing, RANKED)
        parameters = [*parameters, query]
    with connection.cursor() as cursor:
        cursor.execute(RANKING[connection.vendor].format(editions=sql), parameters)
        return [pk for (pk,) in cursor.fetchall()]


def _in_windows(
    editions: EditionQuerySet, terms: Terms, narrowing: Narrowing, most: int, *, upwards: bool = False
) -> tuple[str, list[Any]]:
    """The newest hits, or the oldest: one window is looked into when those before it have too few."""
    parts: list[str] = []
    parameters: list[Any] = []
    found = windows(localdate(), narrowing, upwards=upwards)
    order = ("first_published_at", "pk") if upwards else ("-first_published_at", "-pk")
    for (has_few, has_marks), spans in groupby(found, key=lambda one: (one.has_few, bool(one.marks))):
        hits = editions.filter(_inside(terms, narrowing, has_few=has_few, has_marks=has_marks))
        first = hits.order_by(*order).values("id", "first_published_at")[:most]
        sql, values = first.query.sql_with_params()
        rows = [[span.since or date.min, span.until or date.max, list(span.marks)] for span in spans]
        parts.append(SPANS.format(spans=", ".join([SPAN] * len(rows)), editions=sql))
        parameters += [*chain.from_iterable(rows), *values]
    if not parts:
        raise EmptyResultSet
    return f"SELECT * FROM ({' UNION ALL '.join(parts)}) found LIMIT {most}", parameters


def _inside(terms: Terms, narrowing: Narrowing, *, has_few: bool, has_marks: bool) -> RawSQL:
    """The condition of a hit in a window."""
    groups = [list(group) for group in narrowing.groups]
    conditions = [MARKED_AS] * len(groups)
    words = []
    if terms:
        conditions.insert(0, HAS_WORDS_OF_FEW if has_few else HAS_WORDS)
        words = [_query(terms)]
    if has_marks:
        conditions.append(IN_SPAN)
    sql = INSIDE.format(conditions=" AND ".join(conditions))
    return RawSQL(sql, [*words, *groups], output_field=BooleanField())


def _marked(terms: Terms, pks: Sequence[int]) -> RawSQL:
    """Standfirst and body of these editions around the hits, with START and STOP at each."""
    sql, parameters = MARKED[connection.vendor], [_query(terms)]
    if connection.vendor == "sqlite":
        keys = ", ".join(["%s"] * len(pks))
        return RawSQL(
            sql.format(keys=keys), [*parameters, min(pks), max(pks), *pks], output_field=TextField()
        )
    return RawSQL(sql, parameters, output_field=TextField())


def excerpt(marked: str | None) -> SafeString:
    """What a reader sees under the headline, each hit in a `<mark>`; everything else is escaped.

    It is the body around the hits; where it has none, the standfirst.
    """
    standfirst, _between, body = (marked or "").replace(LESS, "<").partition(BETWEEN)
    chosen = body if START in body or not standfirst.strip() else standfirst
    text = " ".join(UNENDED.sub(" · ", chosen.strip()).split())
    if not text:
        return SafeString("")
    first = text.lstrip(START)[:1]
    before = "… " if first.islower() or (not first.isalnum() and first not in OPENINGS) else ""
    after = "" if text.rstrip(STOP).endswith(ENDINGS) else " …"
    shown = escape(f"{before}{text}{after}")
    return trusted(shown.replace(START, "<mark>").replace(STOP, "</mark>"))
