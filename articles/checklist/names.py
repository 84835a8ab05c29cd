"""Names: spelled in one way, and no child named without a thought."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext as _t

from articles.checklist.story import Check, Finding, Story, warning

WORD = re.compile(r"[^\W\d_]+")
SHORTEST = 5
"""Letters of a name worth comparing: Iran and Iraq are two countries."""
MOST = 2
"""Pairs that are listed."""
CROWD, GAZETTEER = 20, 3_000
"""More words than this, alike or in all, are no text about people."""
FIRST_NAME, PAIR = 4, 2
"""Letters of a first name that can be told from “The”; words of a first name with a surname."""
JOINED = (" ", ". ", "-")
MARKS = " “„«»\"'‘(["
OF_AGE = 18


class _Seen:
    """How the capitalised words of a text were met."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.small: set[str] = set()
        self._surnames: set[tuple[str, str]] = set()
        """The last of several capitalised words in a row, and the word before it where that one began the
        sentence: “Jane Wickman” is a name, “The Thames” is none."""

    def read(self, sentence: str) -> None:
        """Take in the words of a sentence."""
        row: list[str] = []
        end = first = 0
        for match in WORD.finditer(sentence):
            word = match[0]
            # An initial in between and a hyphen belong to the name.
            if row and sentence[end : match.start()] not in JOINED:
                self._close(row, begins=first == 0)
                row = []
            if word[0].isupper():
                first = first if row else len(sentence[: match.start()].strip(MARKS))
                row.append(word)
            else:
                self.small.add(word)
                self._close(row, begins=first == 0)
                row = []
            end = match.end()
        self._close(row, begins=first == 0)

    def _close(self, row: list[str], *, begins: bool) -> None:
        self.words.update(word for word in row if len(word) >= SHORTEST and not word.isupper())
        if len(row) > 1 and len(row[-1]) >= SHORTEST:
            self._surnames.add((row[-1], row[0] if begins and len(row) == PAIR else ""))

    @property
    def surnames(self) -> set[str]:
        """What most likely is the surname of somebody."""
        return {
            word
            for word, before in self._surnames
            if not before or (len(before) >= FIRST_NAME and before.lower() not in self.small)
        }


def two_spellings(story: Story) -> Iterator[Finding]:
    """No name is written in two ways, such as with one n and with two."""
    seen = _Seen()
    for sentence in [story.article.headline, story.article.standfirst, *story.sentences]:
        seen.read(sentence)
    for name in story.byline:
        seen.read(name)
    inflections = story.words.inflections if story.words else frozenset()
    if len(seen.words) > GAZETTEER:
        return
    pairs = [pair for pair in _neighbours(seen) if not _is_other_form(*pair, inflections)]
    for one, other in sorted(pairs)[:MOST]:
        yield warning(
            "body", _t("One name, two spellings? “%(one)s” and “%(other)s”.") % {"one": one, "other": other}
        )


def _neighbours(seen: _Seen) -> Iterator[tuple[str, str]]:
    """Pairs of names one letter apart, at least one of them a surname; found by what is left of a word
    without one letter, so that a long text costs no comparison of each word with every other."""
    left: dict[str, set[str]] = defaultdict(set)
    for word in seen.words:
        if word.lower() not in seen.small:
            for gap in range(1, len(word)):
                left[word[:gap] + word[gap + 1 :]].add(word)
            left[word].add(word)
    surnames = seen.surnames
    # What many words are left of is no name.
    alike = (sorted(words) for words in left.values() if len(words) < CROWD)
    for one, other in {pair for words in alike for pair in combinations(words, 2)}:
        is_surname = one in surnames or other in surnames
        if is_surname and one[:2] == other[:2] and _are_one_letter_apart(one, other):
            yield one, other


def _are_one_letter_apart(one: str, other: str) -> bool:
    """A letter more, another letter, or two that changed places; never another first or last vowel."""
    short, long = sorted((one, other), key=len)
    if len(short) < len(long):
        return any(long[:gap] + long[gap + 1 :] == short for gap in range(1, len(long)))
    first, *more = [place for place in range(len(one)) if one[place] != other[place]]
    if not more:
        # Carlo and Carla are two people.
        return first < len(one) - 1
    return more == [first + 1] and one[first : first + 2] == other[first + 1 : first - 1 : -1]


def _is_other_form(one: str, other: str, inflections: frozenset[str]) -> bool:
    """Whether the longer word is the shorter one with an ending; a doubled last letter is none."""
    short, long = sorted((one, other), key=len)
    ending = long.removeprefix(short)
    if ending == long:
        # Vienna, Viennese; Vienna’s plural: the stem is the same and the endings are known.
        return any(
            one.endswith(a) and other.endswith(b) and one[: -len(a)] == other[: -len(b)]
            for a in inflections for b in inflections if a != b
        )  # fmt: skip
    return ending in inflections and ending != short[-1:]


def minors(story: Story) -> Iterator[Finding]:
    """Whoever is under age and named is named on purpose."""
    if story.words is None:
        return
    ages = [int(next(filter(None, match.groups()))) for match in story.words.age.finditer(story.body)]
    if any(age < OF_AGE for age in ages):
        yield warning(
            "body",
            _t("Somebody named is %(age)d years old: may we name a minor, and have we asked?")
            % {"age": min(ages)},
        )


CHECKS: tuple[Check, ...] = (two_spellings, minors)
