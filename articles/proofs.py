"""Proofs: editions as they would be published, worked out from the working copy or from an edition.

Nothing here writes. `publishing` stores a proof; a preview only shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.timezone import localdate

from articles.embeds import public_embeds
from articles.models import (
    Article,
    Change,
    Contribution,
    Copy,
    Credit,
    Edition,
    Photo,
    Placement,
    PublicFigure,
    Topic,
)
from articles.models.contribution import byline_of
from articles.models.edition import NOT_SIGNIFICANT
from articles.renditions import WHOLE, picture
from articles.richtext import changed_blocks, count_words, plain, render, sanitize
from articles.slugs import slug_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SLUG_LENGTH = 75
# What the margin mark points at: the words that put something right or add to the story.
MARKED = frozenset({Change.UPDATE, Change.CLARIFICATION, Change.CORRECTION, Change.RIGHT_OF_REPLY})
# What must not come back unnoticed.
PUT_RIGHT = frozenset({Change.CLARIFICATION, Change.CORRECTION})
# Where an edition stands in its story and in time; the rest of its columns is what readers see.
BOOKKEEPING = frozenset(
    {
        "id",
        "revision",
        "number",
        "change",
        "change_note",
        "note_placement",
        "starts_at",
        "ends_at",
        "first_published_at",
        "modified_at",
        "last_change",
        "published_by",
        "html",
    }
)
# What a retraction without the text still says: what story it was, and whose.
NAMED = ("headline", "headline_short", "headline_seo", "headline_social", "genre", "section_id", "byline")


@dataclass(frozen=True, slots=True)
class Proof:
    """An edition as it would be published, with its relations, not stored yet."""

    edition: Edition
    credits: list[Credit] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)


def compose(
    article: Article,
    *,
    at: datetime,
    by: User | None = None,
    change: str | None = None,
    note: str = "",
    until: datetime | None = None,
    placement: str = "",
) -> Proof:
    """The edition this working copy would make at that moment."""
    before = latest_before(article, at)
    change = change or (Change.MINOR if before else Change.FIRST)
    number = before.number + 1 if before else 1
    edition = Edition(article=article, number=number, change=change, change_note=note.strip())
    for name in Copy.copy_fields():
        setattr(edition, name, getattr(article, name))
    # The form and the importer clean what they take in; the door does not rely on it.
    edition.body = sanitize(article.body)
    edition.starts_at, edition.ends_at, edition.expires_at = at, until, until
    edition.published_by = by
    edition.first_published_at = before.first_published_at if before else at
    edition.url_date = before.url_date if before else localdate(at)
    unmoved = before is not None and change in NOT_SIGNIFICANT
    edition.modified_at = before.modified_at if before and unmoved else at
    edition.last_change = before.last_change if before and unmoved else change
    edition.slug = free_slug(article, article.slug, edition.url_date)
    return _fill(edition, article, before, placement)


def _fill(edition: Edition, article: Article, before: Edition | None, placement: str) -> Proof:
    """The parts of an edition that are worked out rather than copied."""
    lines: list[Contribution] = list(article.contributions.select_related("author"))
    with translation.override(article.language):
        edition.byline = byline_of(lines)
    marked_since = _marked_since(article, edition, before)
    changed = changed_blocks(marked_since.body, edition.body) if marked_since else set()
    edition.html = render(edition.body, dateline=article.dateline, changed=changed)
    edition.note_placement = placement or _placement(edition, before, changed)
    edition.word_count = count_words(edition.body)
    edition.sources = [source.public().as_dict() for source in article.sources.select_related("outlet")]
    edition.embeds = [embed.as_dict() for embed in public_embeds(edition.body)]
    photos = Photo.objects.in_text(edition.body)
    edition.figures = [figure_of(photo).as_dict() for photo in photos.values()]
    if photo := article.lead_photo:
        edition.photo_alt = photo.description
        edition.photo_caption, edition.photo_credit = photo.caption, photo.credit
        edition.photo_facts = photo.public().as_dict()
    rows = [Credit(author=line.author, role=line.role, position=i) for i, line in enumerate(lines)]
    return Proof(edition, rows, list(article.topics.order_by("name")), list(photos.values()))


def figure_of(photo: Photo) -> PublicFigure:
    """A picture in a text with what is told of it now."""
    shown = picture(photo, WHOLE)
    return PublicFigure(
        photo=photo.pk,
        alt=photo.description,
        caption=photo.caption,
        credit=photo.credit,
        src=shown.src,
        width=shown.width,
        height=shown.height,
        **photo.public().as_dict(),
    )


def _marked_since(article: Article, edition: Edition, before: Edition | None) -> Edition | None:
    """The edition whose text the marks in the margin compare with; None when nothing is marked.

    A minor edition keeps the marks of the change before it: its note still points at them.
    """
    if before is None or edition.change in MARKED:
        return before if edition.change in MARKED else None
    if edition.change not in NOT_SIGNIFICANT or before.last_change not in MARKED:
        return None
    changed = article.editions.filter(modified_at=before.modified_at).order_by("number")[0]
    return article.editions.filter(number__lt=changed.number).order_by("-number").first()


def _placement(edition: Edition, before: Edition | None, changed: set[int]) -> str:
    """Where the note belongs when nobody said: above the text if the top of the story was wrong."""
    if edition.change in (Change.EDITORS_NOTE, Change.RETRACTION):
        return Placement.TOP
    if before is None:
        return Placement.FOOT
    top_changed = 0 in changed or _top(before) != _top(edition)
    return Placement.TOP if top_changed else Placement.FOOT


def _top(edition: Edition) -> tuple[str, str, list[str]]:
    """What a reader meets first: headline, standfirst, and the lead, which may also have gone."""
    return edition.headline, edition.standfirst, plain(edition.body).splitlines()[:1]


def latest_before(article: Article, at: datetime) -> Edition | None:
    """The newest edition that begins no later; a pending one that begins after `at` does not count."""
    return article.editions.filter(starts_at__lte=at).order_by("-number").first()


def free_slug(article: Article, wanted: str, day: date) -> str:
    """The slug, with a number when another story of that day has the same address."""
    wanted = slug_of(wanted or article.headline, SLUG_LENGTH, f"story-{article.pk}")
    taken = set(
        Edition.objects.filter(url_date=day, slug__startswith=wanted[: SLUG_LENGTH - 4])
        .exclude(article=article)
        .values_list("slug", flat=True)
    )
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        suffix = f"-{number}"
        slug = wanted[: SLUG_LENGTH - len(suffix)] + suffix
    return slug


def undone(article: Article, now: datetime) -> list[tuple[Edition, str]]:
    """What the working copy says although a correction replaced it, each with that edition; not what has
    been public again since."""
    columns = ("number", "headline", "standfirst", "body", "change", "starts_at")
    begun = list(article.editions.begun(now).only(*columns).order_by("number"))
    back = set(_said(article)) - set(_said(begun[-1])) if begun else set()
    return [
        (after, text)
        for before, after in pairwise(begun)
        if after.change in PUT_RIGHT
        for text in _said(before)
        if text in back and text not in _said(after)
    ]


def _said(copy: Article | Edition) -> list[str]:
    """Headline, standfirst and each paragraph, as readers see them."""
    return [text for text in (copy.headline, copy.standfirst, *plain(copy.body).splitlines()) if text]


def again(edition: Edition) -> Proof:
    """The same edition once more: every field and relation of it."""
    columns = [column for column in Edition._meta.concrete_fields if not column.primary_key]
    values = {column.attname: getattr(edition, column.attname) for column in columns}
    return Proof(
        Edition(**values), _credits_of(edition), list(edition.topics.all()), list(edition.photos.all())
    )


def marker(edition: Edition) -> Proof:
    """What is left of a story that is taken down: its address, and not a word of it."""
    return Proof(
        Edition(
            article_id=edition.article_id,
            slug=edition.slug,
            url_date=edition.url_date,
            first_published_at=edition.first_published_at,
            language=edition.language,
        )
    )


def named(edition: Edition) -> Proof:
    """What is left of a story that is retracted without its text: headline, section and authors."""
    left = marker(edition).edition
    for name in NAMED:
        setattr(left, name, getattr(edition, name))
    return Proof(left, _credits_of(edition))


def _credits_of(edition: Edition) -> list[Credit]:
    return [
        Credit(author_id=credit.author_id, role=credit.role, position=credit.position)
        for credit in edition.credits.all()
    ]


def says_the_same(proof: Proof, before: Edition) -> bool:
    """Whether readers of the two would see the same page for the same time."""
    columns = [column for column in Edition._meta.concrete_fields if column.name not in BOOKKEEPING]
    if any(getattr(proof.edition, c.attname) != getattr(before, c.attname) for c in columns):
        return False
    credited = [(credit.author_id, credit.role) for credit in proof.credits]
    if credited != list(before.credits.order_by("position").values_list("author_id", "role")):
        return False
    return {topic.pk for topic in proof.topics} == set(before.topics.values_list("pk", flat=True))
