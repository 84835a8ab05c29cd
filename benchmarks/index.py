"""The corpus' entries in the search index, made beside its stories and much faster than one by one.

PostgreSQL spends most of the time on the words of a body. Those of the prepared bodies are read once, and an
entry is put together from its own few words and a body's. The result is what `articles.indexing` would store.
"""

from __future__ import annotations

from django.db import connection

from articles import indexing, terms
from articles.marks import word
from benchmarks.words import Body

PREPARE = """
    DROP TABLE IF EXISTS prepared, entry;
    CREATE TEMPORARY TABLE prepared (number integer PRIMARY KEY, body text, document tsvector);
    CREATE TEMPORARY TABLE entry (
        edition_id bigint, headline text, standfirst text, byline text, points text,
        number integer, marks text[]
    )"""
BODY = "INSERT INTO prepared VALUES (%s, %s, to_tsvector('newsroom', %s))"
COPY = "COPY entry FROM STDIN"
PUT = """
    INSERT INTO articles_search (edition_id, standfirst, body, marks, document)
    SELECT edition_id, standfirst, points || E'\\n' || body, marks,
        setweight(to_tsvector('newsroom', headline), 'A') ||
        setweight(to_tsvector('newsroom', standfirst), 'B') ||
        setweight(to_tsvector('newsroom', byline), 'C') ||
        setweight(to_tsvector('newsroom', points) || document, 'D')
    FROM entry JOIN prepared USING (number);
    TRUNCATE entry"""
# The list of words is made once at the end: keeping it up to date row by row takes twenty times as long.
NAMED = "SELECT indexdef FROM pg_indexes WHERE indexname = 'articles_search_document'"


class Index:
    """The entries that are on their way into the index."""

    def __init__(self, bodies: list[Body]) -> None:
        self.bodies = bodies
        self.rows: list[tuple[int, str, str, str, str, int, list[str]]] = []
        self.is_prepared = False

    def add(
        self,
        edition: int,
        *,
        headline: str,
        standfirst: str,
        byline: str,
        points: str,
        number: int,
        marks: list[str],
    ) -> None:
        """Note an edition that is public or will be; `points` stand before the body of that number."""
        self.rows.append((edition, headline, standfirst, byline, points, number, marks))

    def write(self) -> None:
        """Put the entries into the index."""
        if connection.vendor == "sqlite":
            rows = [
                (*row[:4], f"{row[4]}\n{self.bodies[row[5]].plain}", " ".join(map(word, row[6])))
                for row in self.rows
            ]
            with connection.cursor() as cursor:
                cursor.executemany(indexing.PUT["sqlite"], rows)
        else:
            self._copy()
        self.rows = []

    def _copy(self) -> None:
        with connection.cursor() as cursor:
            if not self.is_prepared:
                cursor.execute(PREPARE)
                bodies = [(n, body.plain, _words(body.plain)) for n, body in enumerate(self.bodies)]
                cursor.executemany(BODY, bodies)
                self.is_prepared = True
            with cursor.copy(COPY) as copy:
                for pk, headline, standfirst, byline, *rest in self.rows:
                    copy.write_row((pk, _words(headline), standfirst, _words(byline), *rest))
            cursor.execute(PUT)


def _words(text: str) -> str:
    return " ".join(terms.WORD.findall(text))


def without_list() -> str:
    """Drop PostgreSQL's list of words; the statement that makes it again, "" where there is none."""
    if connection.vendor == "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(NAMED)
        found = cursor.fetchone()
        cursor.execute("DROP INDEX IF EXISTS articles_search_document")
    return found[0] if found else ""


def make_list(statement: str) -> None:
    """Make the list of words again."""
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(statement.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS"))
