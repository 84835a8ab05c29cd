"""The languages the checklist has words of."""

from __future__ import annotations

from articles.checklist.english import ENGLISH
from articles.checklist.german import GERMAN
from articles.checklist.words import Words

WORDS = {"en": ENGLISH, "de": GERMAN}


def language_of(code: str) -> str:
    """The language of a code such as `de-AT`, without its country."""
    return code.partition("-")[0].lower()


def words_of(language: str) -> Words | None:
    """The words of a language code such as `de-AT`; None for a language nobody has written down yet."""
    return WORDS.get(language_of(language))
