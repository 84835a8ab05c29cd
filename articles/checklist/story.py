"""A story as the checks read it, taken apart once for all of them; and what a check says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from articles.checklist.languages import words_of
from articles.checklist.words import Words
from articles.models import Article, Source
from articles.richtext import WORD, plain

TEXT_FIELDS = (
    "headline",
    "headline_short",
    "headline_seo",
    "headline_social",
    "kicker",
    "standfirst",
    "key_points",
    "body",
    "how_we_reported",
    "dateline",
    "sponsor",
)
SENTENCE_END = re.compile(r"[.!?…][\"'”“’»«)\]]*\s+")
# A full stop after these ends no sentence, nor does one after a letter or a one- or two-digit number.
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|No|Nr|vs|ca|bzw|usw|etc|inkl|approx|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug|Sept?|Okt|Oct|Nov|Dec|Dez|Mag|Ing|Abs|Art)|\b\w|\b\d{1,2})\.$"
)
EXCERPT = 60
"""Characters of the text that a finding repeats."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: the field it is in and a sentence about it. A blocker stops publication."""

    field: str
    message: str
    blocks: bool


def blocker(field: str, message: str) -> Finding:
    """What stops publication."""
    return Finding(field, message, blocks=True)


def warning(field: str, message: str) -> Finding:
    """What deserves a second look."""
    return Finding(field, message, blocks=False)


class Story:
    """The working copy, and when it would be published. Everything is read once, however many checks ask."""

    def __init__(self, article: Article, at: datetime) -> None:
        self.article = article
        self.at = at

    @cached_property
    def body(self) -> str:
        """The text without its markup, a block on each line."""
        return plain(self.article.body)

    @cached_property
    def paragraphs(self) -> list[str]:
        """The blocks of the body."""
        return self.body.splitlines()

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences of the body, in order."""
        return [sentence for paragraph in self.paragraphs for sentence in sentences_of(paragraph)]

    @cached_property
    def word_count(self) -> int:
        """The words of the body."""
        return len(WORD.findall(self.body))

    @cached_property
    def words(self) -> Words | None:
        """What the checklist knows of the story's language."""
        return words_of(self.article.language)

    @cached_property
    def sources(self) -> list[Source]:
        """Where its facts come from, with their outlets."""
        rows = self.article.sources.all()
        return list(rows if self._came_along("sources") else rows.select_related("outlet"))

    @cached_property
    def byline(self) -> list[str]:
        """The names of those who are credited."""
        rows = self.article.contributions.all()
        lines = rows if self._came_along("contributions") else rows.select_related("author")
        return [line.author.name for line in lines]

    def _came_along(self, relation: str) -> bool:
        """Whether whoever fetched the article fetched the relation with it, as the form does."""
        return relation in getattr(self.article, "_prefetched_objects_cache", {})

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """Every text of the story that readers will see, with the field it is in."""
        article = self.article
        found = [(name, self.body if name == "body" else getattr(article, name)) for name in TEXT_FIELDS]
        if article.lead_photo:
            found.append(("lead_photo", f"{article.lead_photo.caption} {article.lead_photo.credit}"))
        found += [("sources", f"{source.title} {source.public_note}") for source in self.sources]
        return found


type Check = Callable[[Story], Iterator[Finding]]


def sentences_of(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph; an abbreviation or a German ordinal ends none."""
    start = 0
    for match in SENTENCE_END.finditer(paragraph):
        stop = match.start() + 1
        if paragraph[match.start()] == "." and ABBREVIATED.search(paragraph, max(0, stop - 9), stop):
            continue
        yield paragraph[start : match.end()].strip()
        start = match.end()
    if rest := paragraph[start:].strip():
        yield rest


def excerpt(text: str) -> str:
    """The beginning of a text, cut at a word, for a finding to repeat."""
    if len(text) <= EXCERPT:
        return text
    return (text[:EXCERPT].rpartition(" ")[0] or text[:EXCERPT]) + "…"
