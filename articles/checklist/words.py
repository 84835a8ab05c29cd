"""The words the checklist knows, language by language; `english` and `german` are the lists.

A story in a language without a list is checked for everything that needs no words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Two words with capitals: enough of a name beside an age.
NAME = r"[A-ZÀ-ÞŠŽ][\w’'-]{1,30} [A-ZÀ-ÞŠŽ][\w’'-]{1,30}"


@dataclass(frozen=True, slots=True)
class Words:
    """What the checklist looks for in one language. The patterns are tried at every word of a text, so each
    repetition in them has an end, or stops at the end of a word."""

    numbers: dict[str, int]
    weekdays: dict[str, int]
    """Monday is 0, as in Python's `date.weekday()`."""
    months: dict[str, int]
    dates: tuple[str, ...]
    """How a date is written, as patterns with the groups `day`, `month` and `year`; {months} stands for the
    names of the months."""
    attribution: re.Pattern[str]
    """Somebody says it, or it stands somewhere."""
    wrongs: re.Pattern[str]
    """Something was done to somebody, in the passive: who says so?"""
    hedges: re.Pattern[str]
    """The sentence says that it is an accusation, or whose, or that a court has found it."""
    court: re.Pattern[str]
    """What makes a desk ask a lawyer."""
    unnamed: re.Pattern[str]
    """Somebody speaks without a name."""
    age: re.Pattern[str]
    """An age, in one of the groups, next to a name."""
    hard_lix: int
    """From this reading level on a text is hard work."""
    inflections: frozenset[str]
    """Endings that make no other name of a name."""


def any_of(words: str) -> re.Pattern[str]:
    """A pattern for a list of words and phrases with commas between them; `*` stands for any letters."""
    listed = (re.escape(" ".join(word.split())).replace(r"\*", r"\w*") for word in words.split(","))
    return re.compile(rf"\b(?:{'|'.join(listed)})\b", re.IGNORECASE)


def counted(rows: str, start: int = 0) -> dict[str, int]:
    """Each word of a list with its place; several for one place stand with bars between them."""
    places = enumerate(rows.split(), start)
    return {word: place for place, row in places for word in row.split("|")}
