"""What has to be right before an article is published, and what deserves a second look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _t

from articles.models import AiUse, Article, Genre, Photo, SourceKind, open_sign_offs
from articles.richtext import blocks, plain

# Placeholders a newsroom leaves for itself: “to come”, a missing figure, a note to the desk.
PLACEHOLDER = re.compile(r"\b(TK|TKTK|tktk|XXX+)\b|\[\[.*?\]\]")
SOURCE_LINE = re.compile(r"^(source|quelle)\s*:", re.IGNORECASE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
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
LOCAL_LINK = re.compile(r"""href="(https?://(localhost|127\.|0\.0\.0\.0)|[^"]*/preview/)""")
# Characters search engines show of a headline, pixels they and social cards want of a picture, words
# from which a story without a topic is worth a warning.
LONG_HEADLINE, WIDE_ENOUGH, WORTH_A_TOPIC = 110, 1200, 400


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: the field it is in and a sentence about it. A blocker stops publication."""

    field: str
    message: str
    blocks: bool


def findings(article: Article, at: datetime) -> list[Finding]:
    """Everything found in the working copy, blockers first; `at` is when it would be published."""
    found = [finding for check in CHECKS for finding in check(article, at)]
    return sorted(found, key=lambda finding: not finding.blocks)


def blockers(article: Article, at: datetime) -> list[Finding]:
    """What stops publication at that moment; empty when nothing does."""
    return [finding for finding in findings(article, at) if finding.blocks]


def _blocker(field: str, message: str) -> Finding:
    return Finding(field, message, blocks=True)


def _warning(field: str, message: str) -> Finding:
    return Finding(field, message, blocks=False)


def _headline(article: Article, at: datetime) -> Iterator[Finding]:
    if not article.headline.strip():
        yield _blocker("headline", _t("There is no headline."))
    elif article.headline_is_working:
        yield _blocker("headline", _t("This is a working headline, made from the lead. Write the real one."))
    if len(article.headline) > LONG_HEADLINE:
        yield _warning("headline", _t("The headline is longer than 110 characters; search engines cut it."))


def _furniture(article: Article, at: datetime) -> Iterator[Finding]:
    if not article.standfirst.strip():
        yield _blocker("standfirst", _t("There is no standfirst."))
    if article.section_id is None:
        yield _blocker("section", _t("No section is chosen."))
    if not article.language.strip():
        yield _blocker("language", _t("No language is set."))
    if not plain(article.body):
        yield _blocker("body", _t("There is no text."))
    elif not blocks(article.body)[0].startswith("<p"):
        yield _warning("body", _t("The text does not begin with a paragraph."))
    if article.genre == Genre.SPONSORED and not article.sponsor.strip():
        yield _blocker("sponsor", _t("A sponsored piece names its sponsor."))
    if article.ai_use == AiUse.GENERATED:
        yield _warning("ai_use", _t("Generated text without review: the page says so above the text."))


def _credits(article: Article, at: datetime) -> Iterator[Finding]:
    if not article.contributions.all():
        yield _blocker("contributions", _t("Nobody is credited: add the author."))


def _placeholders(article: Article, at: datetime) -> Iterator[Finding]:
    for field, text in _texts(article):
        if match := PLACEHOLDER.search(text):
            yield _blocker(field, _t("A placeholder is left: “%(text)s”.") % {"text": match[0]})


def _texts(article: Article) -> Iterator[tuple[str, str]]:
    """Every text of the story that readers will see, with the field it is in."""
    for field in TEXT_FIELDS:
        yield field, plain(article.body) if field == "body" else getattr(article, field)
    if article.lead_photo:
        yield "lead_photo", f"{article.lead_photo.caption} {article.lead_photo.credit}"
    for source in article.sources.all():
        yield "sources", f"{source.title} {source.public_note}"


def _links(article: Article, at: datetime) -> Iterator[Finding]:
    if match := LOCAL_LINK.search(article.body):
        yield _blocker(
            "body",
            _t("A link leads to a preview or to somebody's own machine: %(link)s") % {"link": match[1]},
        )


def _picture(article: Article, at: datetime) -> Iterator[Finding]:
    photo = article.lead_photo
    if photo is None:
        yield _warning("lead_photo", _t("There is no lead picture."))
        return
    yield from _photo(photo, at)


def _photo(photo: Photo, at: datetime) -> Iterator[Finding]:
    if not photo.alt.strip() and not photo.decorative:
        yield _blocker("lead_photo", _t("The picture has no description and is not marked as decorative."))
    if not photo.credit.strip():
        yield _blocker("lead_photo", _t("The picture has no credit."))
    if photo.licence_expired(localdate(at)):
        yield _blocker("lead_photo", _t("The picture's licence has expired."))
    if (photo.width or 0) < WIDE_ENOUGH:
        yield _warning(
            "lead_photo", _t("The picture is less than 1200 pixels wide; social cards and search want more.")
        )


def _sources(article: Article, at: datetime) -> Iterator[Finding]:
    for source in article.sources.all():
        if source.kind in (SourceKind.BASED_ON, SourceKind.AGENCY):
            if source.outlet is None:
                yield _blocker(
                    "sources",
                    _t("A source of the kind “%(kind)s” names no outlet.")
                    % {"kind": source.get_kind_display()},
                )
            elif not source.url and not source.outlet.url:
                yield _warning(
                    "sources", _t("%(outlet)s is credited, but there is no link.") % {"outlet": source.outlet}
                )
        if source.kind == SourceKind.ANONYMOUS and not source.public_note.strip():
            yield _warning("sources", _t("An unnamed source without a reason the reader gets."))
    if any(SOURCE_LINE.match(line) for line in plain(article.body).splitlines()):
        yield _warning("body", _t("A “Source:” line is left in the text; enter it under Sources."))


def _figures(article: Article, at: datetime) -> Iterator[Finding]:
    text = set(NUMBER.findall(plain(article.body)))
    missing = [number for number in NUMBER.findall(article.headline) if number not in text]
    if missing:
        yield _warning(
            "headline",
            _t("In the headline but not in the text: %(numbers)s.") % {"numbers": ", ".join(missing)},
        )
    if plain(article.body).count("“") != plain(article.body).count("”"):
        yield _warning("body", _t("Opening and closing quotation marks do not match."))


def _slugline(article: Article, at: datetime) -> Iterator[Finding]:
    if not article.slugline:
        return
    if Article.objects.filter(slugline__iexact=article.slugline).exclude(pk=article.pk).exists():
        yield _warning("slugline", _t("Another story has this slugline."))


def _topics(article: Article, at: datetime) -> Iterator[Finding]:
    if article.word_count >= WORTH_A_TOPIC and not article.topics.exists():
        yield _warning(
            "topics", _t("A story of this length deserves a topic, so that readers find the next one.")
        )


def _embargo(article: Article, at: datetime) -> Iterator[Finding]:
    if article.is_embargoed(at):
        yield _blocker("embargo_until", _t("The story is under embargo at that time."))


def _sign_offs(article: Article, at: datetime) -> Iterator[Finding]:
    for sign_off, stale in open_sign_offs(article):
        words = (
            _t("%(desk)s signed off an earlier version; the copy has changed since.")
            if stale
            else _t("The sign-off “%(desk)s” is missing.")
        )
        yield _blocker("sign_offs", words % {"desk": sign_off.get_desk_display()})


def _legal_hold(article: Article, at: datetime) -> Iterator[Finding]:
    if article.legal_holds.filter(lifted_at__isnull=True).exists():
        yield _blocker("legal_hold", _t("There is a legal hold on the story."))


CHECKS: tuple[Callable[[Article, datetime], Iterator[Finding]], ...] = (
    _headline,
    _furniture,
    _credits,
    _placeholders,
    _links,
    _picture,
    _sources,
    _figures,
    _slugline,
    _topics,
    _embargo,
    _sign_offs,
    _legal_hold,
)
