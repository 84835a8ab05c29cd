"""What the desk agreed: embargo, sign-offs, holds, length, and no story twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from difflib import SequenceMatcher

from django.db.models import Q, Value
from django.db.models.functions import Upper
from django.utils.translation import gettext as _t

from articles.checklist.story import Check, Finding, Story, blocker, warning
from articles.models import Article, open_sign_offs

WORTH_A_TOPIC = 400
"""Words from which on a story deserves a topic: what readers find next is chosen by it."""
A_WEEK = timedelta(days=7)
MOST = 500
"""Stories of the week that are compared: more than any newsroom of a hundred writes."""
ALIKE = 0.9
WORD = re.compile(r"[^\W_]+")
TOO_SHORT, TOO_LONG = 0.75, 1.25


def embargo(story: Story) -> Iterator[Finding]:
    """The embargo is over by then."""
    if story.article.is_embargoed(story.at):
        yield blocker("embargo_until", _t("The story is under embargo at that time."))


def sign_offs(story: Story) -> Iterator[Finding]:
    """Whoever was asked has signed the text as it is."""
    for sign_off, stale in open_sign_offs(story.article):
        words = (
            _t("%(desk)s signed off an earlier version; the copy has changed since.")
            if stale
            else _t("The sign-off “%(desk)s” is missing.")
        )
        yield blocker("sign_offs", words % {"desk": sign_off.get_desk_display()})


def legal_hold(story: Story) -> Iterator[Finding]:
    """No lawyer holds the story."""
    if story.article.legal_holds.filter(lifted_at__isnull=True).exists():
        yield blocker("legal_hold", _t("There is a legal hold on the story."))


def slugline(story: Story) -> Iterator[Finding]:
    """Nobody else writes, or wrote this week, the same story."""
    own = story.article.slugline
    if not own:
        return
    others = Article.objects.exclude(pk=story.article.pk)
    recent = Q(created_at__gt=story.at - A_WEEK) & Q(updated_at__gt=story.at - A_WEEK)
    # In two queries each has its index; joined by OR neither would. In capitals, as the index has them: asked
    # with iexact, SQLite reads every story.
    capitals = others.alias(capitals=Upper("slugline"))
    if capitals.filter(capitals=Upper(Value(own))).exists():
        yield warning("slugline", _t("Another story has this slugline."))
        return
    lines = (
        others.filter(recent).exclude(slugline="").order_by("-updated_at").values_list("slugline", flat=True)
    )
    if twin := next(_alike(own, lines[:MOST]), None):
        yield warning(
            "slugline", _t("A story of this week has nearly the same slugline: %(other)s.") % {"other": twin}
        )


def _alike(own: str, lines: Iterable[str]) -> Iterator[str]:
    """The sluglines that name the same story: the same words in another order, or a slip of the finger. What
    differs in a number alone is a series."""
    words = _words(own)
    ordered, numbers = sorted(words), _numbers(words)
    # It takes apart what stands second, so that is ours: once, not once for every story of the week.
    matcher = SequenceMatcher(None, "", " ".join(words))
    for line in lines:
        others = _words(line)
        if sorted(others) == ordered:
            yield line
        elif len(words) > 1 and _numbers(others) == numbers:
            matcher.set_seq1(" ".join(others))
            quick = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
            if quick and matcher.ratio() >= ALIKE:
                yield line


def _words(line: str) -> list[str]:
    return WORD.findall(line.lower())


def _numbers(words: list[str]) -> list[str]:
    return [word for word in words if word.isdigit()]


def topics(story: Story) -> Iterator[Finding]:
    """A long story has a topic, so that its page leads on to related ones."""
    if story.word_count >= WORTH_A_TOPIC and not story.article.topics.exists():
        yield warning(
            "topics", _t("A story of this length deserves a topic, so that readers find the next one.")
        )


def length(story: Story) -> Iterator[Finding]:
    """The story is about as long as was agreed."""
    agreed, words = story.article.commissioned_length, story.word_count
    if agreed and words and not TOO_SHORT <= words / agreed <= TOO_LONG:
        yield warning(
            "commissioned_length",
            _t("%(words)d words were written, %(agreed)d commissioned.") % {"words": words, "agreed": agreed},
        )


CHECKS: tuple[Check, ...] = (slugline, topics, length, embargo, sign_offs, legal_hold)
