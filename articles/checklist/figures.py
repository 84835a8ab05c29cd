"""Figures and dates: the day of the week, and the numbers of the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice

from django.utils.timezone import localdate
from django.utils.translation import gettext as _t

from articles.checklist.languages import WORDS, language_of
from articles.checklist.story import Check, Finding, Story, sentences_of, warning
from articles.checklist.words import Words

NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f' ]\d{3})*(?:[.,]\d+)?")
SPACES = re.compile(r"[\u00a0\u202f' ]")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?")
LETTERS = re.compile(r"[^\W\d_]+")
YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})\b")
SPELLED = range(3, 100)
"""What is counted in words: “one” and “two” in a headline are seldom figures, “a hundred years” is none."""
A_FACTOR = 100
"""From “hundred” on, a word multiplies the figure before it."""
AS_LIKELY = 243
"""Days. About half a year away, the last date and the next one are as likely."""
MOST_DATES = 3


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """A weekday; then a weekday before or after a date, in each way the language writes it."""
    words = WORDS[language]
    days, months = (
        "|".join(sorted(names, key=len, reverse=True)) for names in (words.weekdays, words.months)
    )
    weekday = rf"\b(?P<weekday>{days})\b\.?"
    before = rf"{weekday},? (?:(?:the|dem|den|der) )?"
    # With an article or in brackets: in “Monday 3 May, Tuesday 4 May” the second day belongs to what follows.
    after = rf",? (?:\(|an? |ein |einem ){weekday}"
    dates = [date.replace("{months}", months) for date in words.dates]
    written = [before + date for date in dates] + [date + after for date in dates]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (weekday, *written))


def weekdays(story: Story) -> Iterator[Finding]:
    """The day of the week is the one of the date beside it; a year that is not said is the nearest."""
    yield from islice(_wrong_days(story), MOST_DATES)


def _wrong_days(story: Story) -> Iterator[Finding]:
    if story.words is None:
        return
    patterns = _patterns(language_of(story.article.language))
    today = localdate(story.at)
    for field, sentence in _sentences_with(patterns[0], story):
        for pattern in patterns[1:]:
            for match in pattern.finditer(sentence):
                if wrong := _wrong_day(match, sentence, story.words, today):
                    yield warning(field, wrong)


def _sentences_with(pattern: re.Pattern[str], story: Story) -> Iterator[tuple[str, str]]:
    """The sentences in which the pattern is found, with the field they are in."""
    for field, text in story.texts:
        for line in text.splitlines() if pattern.search(text) else ():
            yield from ((field, sentence) for sentence in sentences_of(line) if pattern.search(sentence))


def _wrong_day(match: re.Match[str], sentence: str, words: Words, today: date) -> str:
    """What is wrong with a weekday and its date; empty when they agree."""
    month = words.months.get(match["month"].lower()) or int(match["month"] if match["month"].isdigit() else 0)
    weekday = words.weekdays[match["weekday"].lower()]
    years = {int(year) for year in ([match["year"]] if match["year"] else YEAR.findall(sentence))}
    days = _days(int(match["day"]), month, years or {today.year - 1, today.year, today.year + 1})
    if not days:
        return _t("“%(text)s”: there is no such day.") % {"text": match[0].strip(" ,(.")}
    days.sort(key=lambda day: abs((day - today).days))
    likely = days if years else [day for day in days if abs((day - today).days) <= AS_LIKELY]
    if any(day.weekday() == weekday for day in likely):
        return ""
    names = [name for name, number in words.weekdays.items() if number == days[0].weekday()]
    return _t("“%(text)s”: in %(year)d that day is a %(weekday)s.") % {
        "text": match[0].strip(" ,(."),
        "year": days[0].year,
        "weekday": names[0].capitalize(),
    }


def _days(day: int, month: int, years: set[int]) -> list[date]:
    """That day in each of the years that has it."""
    days = []
    for year in years:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return days


def headline_numbers(story: Story) -> Iterator[Finding]:
    """Every number of the headline stands in the text, in figures or in words."""
    text = _numbers(story.body, story.words)
    spelled = _spelled(story.body, story.words)
    missing = [
        shown for shown, values in _said(story.article.headline, story.words) if not values & (text | spelled)
    ]
    if missing:
        yield warning(
            "headline",
            _t("In the headline but not in the text: %(numbers)s.") % {"numbers": ", ".join(missing)},
        )


def _said(headline: str, words: Words | None) -> Iterator[tuple[str, set[str]]]:
    """The numbers of a headline, each with every way to understand it."""
    for match in NUMBER.finditer(headline):
        yield match[0], _meanings(match, words)
    for match in LETTERS.finditer(headline) if words else ():
        value = words.numbers.get(match[0].lower(), 0) if words else 0
        if value in SPELLED:
            yield match[0], {str(value)}


def _numbers(text: str, words: Words | None) -> set[str]:
    """The numbers of a text in figures."""
    return {meaning for match in NUMBER.finditer(text) for meaning in _meanings(match, words)}


def _meanings(match: re.Match[str], words: Words | None) -> set[str]:
    """A number as plain figures, also multiplied by the “million” after it."""
    found = _readings(match[0])
    following = LETTERS.match(match.string, match.end() + 1) if words else None
    factor = words.numbers.get(following[0].lower(), 1) if words and following else 1
    return found | {f"{float(value) * factor:.15g}" for value in found if factor >= A_FACTOR}


def _readings(number: str) -> set[str]:
    """What a number may say: `1,000` is a thousand and may be one; `4 100` may be two numbers."""
    parts = SPACES.split(number)
    readings = {meaning for part in parts for meaning in _readings(part)} if len(parts) > 1 else set()
    bare = "".join(parts)
    if THOUSANDS.fullmatch(bare):
        first = next(character for character in bare if not character.isdigit())
        readings.add(_plain(bare.replace(first, "").replace(",", ".")))
    if bare.count(",") + bare.count(".") <= 1:
        readings.add(_plain(bare.replace(",", ".")))
    return readings or {bare}


def _plain(figure: str) -> str:
    return f"{float(figure):.15g}" if figure.count(".") <= 1 else figure


def _spelled(text: str, words: Words | None) -> set[str]:
    if words is None:
        return set()
    return {
        str(words.numbers[word])
        for match in LETTERS.finditer(text)
        if (word := match[0].lower()) in words.numbers
    }


CHECKS: tuple[Check, ...] = (weekdays, headline_numbers)
