"""How it is told: an accusation is called one, a lawyer is asked in time, and readers can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.timezone import localdate
from django.utils.translation import gettext as _t

from articles.checklist.figures import YEAR
from articles.checklist.story import Check, Finding, Story, excerpt, warning
from articles.models import Genre, SignOffDesk

WORD = re.compile(r"[^\W\d_]+")
LONG_WORD = 6
"""Letters beyond which a word counts as long for the reading level (LIX, by Björnsson)."""
ENOUGH = 100
"""Words from which on a reading level says something."""
RECENT_YEARS = 3
"""How far back an accusation is news, not history."""


def accusations(story: Story) -> Iterator[Finding]:
    """That somebody was bribed or robbed is told as somebody's word, a court's or the police's."""
    if story.words is None or story.article.genre == Genre.SATIRE:
        return
    oldest = localdate(story.at).year - RECENT_YEARS
    sentences = story.sentences
    for number, sentence in enumerate(sentences):
        if not story.words.wrongs.search(sentence):
            continue
        around = " ".join(sentences[max(0, number - 1) : number + 2])
        history = any(int(year) < oldest for year in YEAR.findall(around))
        if not history and not story.words.hedges.search(around):
            yield warning(
                "body",
                _t("A fact or an accusation? Say who says so: “%(text)s”") % {"text": excerpt(sentence)},
            )
            return


def legal_matters(story: Story) -> Iterator[Finding]:
    """Where courts and crimes come up, the lawyers were asked, or somebody decided that they need not be."""
    if story.words is None or any(row.desk == SignOffDesk.LEGAL for row in story.article.sign_offs.all()):
        return
    text = f"{story.article.headline}\n{story.article.standfirst}\n{story.body}"
    if match := story.words.court.search(text):
        yield warning(
            "sign_offs",
            _t("“%(word)s”: should the lawyers read this? Ask for their sign-off.") % {"word": match[0]},
        )


def reading_level(story: Story) -> Iterator[Finding]:
    """Readers can follow: not too many long words in too long sentences."""
    if story.words is None:
        return
    words = WORD.findall(story.body)
    if len(words) < ENOUGH:
        return
    long_words = sum(len(word) > LONG_WORD for word in words)
    lix = len(words) / len(story.sentences) + 100 * long_words / len(words)
    if lix > story.words.hard_lix:
        yield warning(
            "body",
            _t("Hard to read (LIX %(lix)d): shorter sentences help first.") % {"lix": lix},
        )


CHECKS: tuple[Check, ...] = (accusations, legal_matters, reading_level)
