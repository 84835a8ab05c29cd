"""Quotations: they open and close, and the reader learns who speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _t

from articles.checklist.languages import language_of
from articles.checklist.story import Check, Finding, Story, excerpt, sentences_of, warning
from articles.models import Genre

# What a language opens and closes its quotations with; the first pair is the rule, others are in use.
PAIRS = {
    "en": (("“", "”"),),
    "de": (("„", "“"), ("»", "«"), ("«", "»")),
    "fr": (("«", "»"), ("“", "”")),
    "it": (("«", "»"), ("“", "”")),
    "es": (("«", "»"), ("“", "”")),
    "pl": (("„", "”"),),
    "cs": (("„", "“"),),
    "hu": (("„", "”"),),
}
ANY_PAIR = (("“", "”"), ("«", "»"))
# In these genres the form says who speaks.
SPEAKER_IS_KNOWN = frozenset({Genre.INTERVIEW, Genre.OPINION, Genre.SATIRE})
LONG_QUOTE = 6
"""Words from which on a quotation is something somebody said, not a title or a turn of phrase."""
QUOTED = re.compile(r"[“„«»\"]([^“”„«»\"]{20,2000})[”“»«\"]")
FURNITURE = ("headline", "standfirst", "kicker", "headline_short", "headline_social", "key_points")


def balanced(story: Story) -> Iterator[Finding]:
    """Every quotation that opens closes, by the rules of the story's language."""
    pairs = PAIRS.get(language_of(story.article.language), ANY_PAIR)
    for field in FURNITURE:
        if _is_open(text := getattr(story.article, field), pairs):
            yield warning(field, _unbalanced(text))
    paragraphs = story.paragraphs
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
        if _is_open(paragraph, pairs) and not _goes_on(paragraph, following, pairs):
            yield warning("body", _unbalanced(paragraph))
            return


def _unbalanced(text: str) -> str:
    return _t("Opening and closing quotation marks do not match: “%(text)s”") % {
        "text": excerpt(text.strip('“”„«»"'))
    }


def _is_open(text: str, pairs: tuple[tuple[str, str], ...]) -> bool:
    """Whether a mark of the language, or a straight one, stands without its other half."""
    counts = Counter(character for character in text if character in '“”„«»"')
    # Inches and seconds of arc are written with it, too.
    straight = counts['"'] - len(re.findall(r'\d"', text))
    used = {mark for pair in pairs for mark in pair}
    return straight % 2 == 1 or any(counts[a] != counts[b] for a, b in pairs if {a, b} <= used)


def _goes_on(paragraph: str, following: str, pairs: tuple[tuple[str, str], ...]) -> bool:
    """Whether a quotation of several paragraphs opens again in the next one, as is the custom."""
    return any(paragraph.count(a) == paragraph.count(b) + 1 and following.startswith(a) for a, b in pairs)


def attributed(story: Story) -> Iterator[Finding]:
    """Who said it stands in the sentence, or in one of the two beside it."""
    if story.words is None or story.article.genre in SPEAKER_IS_KNOWN:
        return
    said = story.words.attribution
    paragraphs = _outside_signed_quotes(story)
    sentences = [sentence for paragraph in paragraphs for sentence in sentences_of(paragraph)]
    for number, sentence in enumerate(sentences):
        quote = QUOTED.search(sentence)
        if quote is None or len(quote[1].split()) < LONG_QUOTE:
            continue
        around = sentences[max(0, number - 2) : number + 3]
        if not any(said.search(QUOTED.sub(" ", text)) or ":" in QUOTED.sub(" ", text) for text in around):
            yield warning("body", _t("Who says this? “%(quote)s”") % {"quote": excerpt(quote[1])})
            return


def _outside_signed_quotes(story: Story) -> Iterator[str]:
    """The paragraphs, without those in which a dash names the speaker."""
    return (text for text in story.paragraphs if not re.search(r"[—–] ?[A-ZÀ-Þ][^—–]{1,80}$", text))


CHECKS: tuple[Check, ...] = (balanced, attributed)
