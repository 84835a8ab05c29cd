"""The furniture of a story: headlines, standfirst, section, genre, language, and what is left to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _t

from articles.checklist.story import Check, Finding, Story, blocker, excerpt, warning
from articles.limits import LIMITS, graphemes
from articles.models import AiUse, Genre

# Placeholders a newsroom leaves for itself: “to come”, a missing figure, a note to the desk.
PLACEHOLDER = re.compile(r"\b(?:TK|TKTK|tktk|XXX+)\b|\[\[[^\[\]\n]{0,80}(?:\]\])?|\]\]")
# Google's structured data takes no longer headline.
LONG_HEADLINE = 110


def headline(story: Story) -> Iterator[Finding]:
    """There is a headline, written by somebody, and search engines will not cut it."""
    article = story.article
    if not article.headline.strip():
        yield blocker("headline", _t("There is no headline."))
    elif article.headline_is_working:
        yield blocker("headline", _t("This is a working headline, made from the lead. Write the real one."))
    if graphemes(article.headline) > LONG_HEADLINE:
        yield warning("headline", _t("The headline is longer than 110 characters; search engines cut it."))


def other_headlines(story: Story) -> Iterator[Finding]:
    """Where the headline is too long for a card, somebody has written one that fits."""
    messages = {
        "headline_short": _t("Cards and lists cut the headline after 64 characters: write a short one."),
        "headline_social": _t("Social cards cut the headline after 70 characters: write one for them."),
    }
    length = graphemes(story.article.headline)
    for field, message in messages.items():
        if length > LIMITS[field].most and not getattr(story.article, field).strip():
            yield warning(field, message)


def limits(story: Story) -> Iterator[Finding]:
    """The furniture is no longer than reads well."""
    for field in ("kicker", "headline_seo", "headline_social", "standfirst"):
        limit, length = LIMITS[field], graphemes(getattr(story.article, field))
        if length > limit.most:
            yield warning(
                field,
                _t("%(field)s: %(length)d characters; up to %(most)d read well.")
                % {"field": _label(story, field), "length": length, "most": limit.most},
            )


def _label(story: Story, field: str) -> str:
    label = str(story.article._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # text fields have one
    return label[:1].upper() + label[1:]


def standfirst(story: Story) -> Iterator[Finding]:
    """There is a standfirst."""
    if not story.article.standfirst.strip():
        yield blocker("standfirst", _t("There is no standfirst."))


def classified(story: Story) -> Iterator[Finding]:
    """The story has a section, a genre and a language; what is paid for says by whom."""
    article = story.article
    if article.section_id is None:
        yield blocker("section", _t("No section is chosen."))
    if article.genre not in Genre.values:
        yield blocker("genre", _t("No genre is chosen."))
    if not article.language.strip():
        yield blocker("language", _t("No language is set."))
    if article.genre == Genre.SPONSORED and not article.sponsor.strip():
        yield blocker("sponsor", _t("A sponsored piece names its sponsor."))
    if article.ai_use == AiUse.GENERATED:
        yield warning("ai_use", _t("Generated text without review: the page says so above the text."))


def body(story: Story) -> Iterator[Finding]:
    """There is a text, and it begins with its lead."""
    if not story.body:
        yield blocker("body", _t("There is no text."))
    elif not story.article.body.lstrip().startswith("<p"):
        yield warning("body", _t("The text does not begin with a paragraph."))


def placeholders(story: Story) -> Iterator[Finding]:
    """Nothing is left to be filled in."""
    for field, text in story.texts:
        if match := PLACEHOLDER.search(text):
            yield blocker(field, _t("A placeholder is left: “%(text)s”.") % {"text": excerpt(match[0])})


CHECKS: tuple[Check, ...] = (headline, standfirst, classified, body, placeholders, other_headlines, limits)
