"""The only writer of imported copy: a parsed story becomes a draft, or changes the one it became before.

A changed file is merged field by field against what it said last time, so that neither the desk's work
nor the file's news is lost; where both changed the same field, the file is refused and nothing moves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.embeds import note
from articles.figures import with_embeds
from articles.limits import LIMITS, graphemes
from articles.models import Article, Contribution, Revision, Role, Source, Topic
from articles.revisions import SOURCE_FIELDS, snapshot, void_approval
from articles.richtext import sanitize, spelled
from articles.topics import told_of
from articles.wire.naming import (
    author_named,
    introduced,
    original_named,
    photo_of,
    section_named,
    source_of,
    topic_named,
)
from articles.wire.parsed import ParsedCopy, Refused
from articles.wire.pictures import Pictures
from authors.models import Author

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Said in a file and kept in a column of the same name.
TEXTS = (
    "slugline",
    "headline",
    "headline_short",
    "headline_seo",
    "headline_social",
    "kicker",
    "standfirst",
    "slug",
    "dateline",
    "genre",
    "language",
    "how_we_reported",
    "ai_use",
    "urgency",
    "sponsor",
    "canonical_url",
)
ReadPicture = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the person who imports says of files that do not say it themselves."""

    section: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends copy in, when, and what comes with it."""

    by: User | None
    at: datetime
    defaults: Defaults
    pictures: Pictures
    comment: str = ""
    """For the first revision; that it was imported, when empty."""


@dataclass(slots=True)
class Loaded:
    """What became of one story: `created`, `updated` or `unchanged`, and what its sender should know."""

    result: str
    article: Article
    notes: list[str] = field(default_factory=list)


def load(
    parsed: ParsedCopy,
    *,
    ref: str,
    by: User | None,
    defaults: Defaults | None = None,
    read_picture: ReadPicture | None = None,
    dry_run: bool = False,
    at: datetime | None = None,
    comment: str = "",
) -> Loaded:
    """Store one story under its identity `ref`; the page readers see is never touched.

    `read_picture` gives the bytes of a picture by its name in the file. With `dry_run` everything is
    checked and nothing stays. `at` is when the copy came in, now unless told. Raises Refused with the
    reason and the field.
    """
    with Pictures(read_picture) as pictures:
        try:
            with transaction.atomic():
                loaded = _load(
                    parsed, ref, Sender(by, at or timezone.now(), defaults or Defaults(), pictures, comment)
                )
                if dry_run:
                    transaction.set_rollback(True)
        except IntegrityError as error:
            raise Refused(_t("Another import is storing the same file now; try again.")) from error
        if not dry_run:
            pictures.keep()
    return loaded


def _load(parsed: ParsedCopy, ref: str, sender: Sender) -> Loaded:
    # Locked until this import is done: what the desk saves meanwhile waits and then finds a conflict.
    article = Article.objects.select_for_update().filter(import_ref=ref).first()
    if article is None:
        twin = Article.objects.filter(import_digest=parsed.digest).first()
        if twin is not None:
            return Loaded(
                "unchanged",
                twin,
                [_t("The same copy came in before, from %(ref)s.") % {"ref": twin.import_ref}],
            )
        return _create(parsed, ref, sender)
    if article.import_digest == parsed.digest:
        return Loaded("unchanged", article)
    return _update(article, parsed, sender)


def _create(parsed: ParsedCopy, ref: str, sender: Sender) -> Loaded:
    article = Article(import_ref=ref, created_by=sender.by, created_at=sender.at)
    said = _said(parsed, sender, everything=True)
    _apply(article, said)
    _remember(article, parsed, said)
    snapshot(
        article,
        by=sender.by,
        at=sender.at,
        comment=sender.comment or _t("Imported"),
        origin=Revision.Origin.IMPORT,
    )
    return Loaded("created", article, _notes(parsed))


def _update(article: Article, parsed: ParsedCopy, sender: Sender) -> Loaded:
    base = article.import_state or {}
    said = _said(parsed, sender, everything=False)
    news = {name: value for name, value in said.items() if value != base.get(name)}
    current = {name: _current(article, name) for name in news}
    clashes = [name for name, value in news.items() if not _same(name, current[name], base.get(name), value)]
    if clashes:
        raise Refused(
            _t("Changed at the desk and in the file since the last import: %(fields)s. Nothing was moved.")
            % {"fields": ", ".join(map(_field, clashes))},
            _field(clashes[0]),
        )
    snapshot(article, by=None, at=sender.at)
    _apply(article, news)
    _remember(article, parsed, {**base, **said})
    revision = snapshot(
        article, by=sender.by, at=sender.at, comment=_t("Imported again"), origin=Revision.Origin.IMPORT
    )
    notes = _notes(parsed)
    if void_approval(article, revision, by=sender.by):
        notes.append(_t("The copy had been approved: it is in review again."))
    return Loaded("updated", article, notes)


def _notes(parsed: ParsedCopy) -> list[str]:
    """What its sender should know of a file that came in."""
    renamed = Topic.objects.now_called(parsed.topics) if parsed.topics else {}
    return [*parsed.warnings, *told_of(renamed)]


def _same(name: str, current: Any, base: Any, value: Any) -> bool:
    """Whether the desk left the field alone, or made the very same change."""
    if name == "body":
        # The editor may spell the same text with other tags; only words and figures make a clash.
        return spelled(current) in (spelled(base or ""), spelled(value))
    return current in (base, value)


def _said(parsed: ParsedCopy, sender: Sender, *, everything: bool) -> dict[str, Any]:
    """What the file says, in the form in which it is stored and compared; with `everything`, defaults too."""
    said = _said_texts(parsed, everything=everything)
    if section := parsed.section or (sender.defaults.section if everything else ""):
        said["section_id"] = section_named(section).pk
    if "translation_of" in parsed.said:
        name = parsed.translation_of
        said["translation_of_id"] = original_named(name, sender.by).pk if name else None
    if names := _byline(parsed, sender.defaults, everything):
        said["contributions"] = [{"author": author.pk, "role": Role.AUTHOR.value} for author in names]
    if everything or parsed.sources:
        said["sources"] = [source_of(source) for source in parsed.sources]
    if everything or "topics" in parsed.said:
        said["topics"] = sorted({topic_named(name).name for name in parsed.topics})
    if parsed.picture is not None:
        said["lead_photo_id"] = photo_of(parsed.picture, sender.pictures)
    return said


def _said_texts(parsed: ParsedCopy, *, everything: bool) -> dict[str, Any]:
    said: dict[str, Any] = {"body": sanitize(with_embeds(parsed.body))}
    for name in TEXTS:
        value = getattr(parsed, name)
        if name in parsed.said or (everything and value is not None):
            said[name] = value
    if everything or "headline" in parsed.said:
        said["headline_is_working"] = parsed.headline_is_working
    if "key_points" in parsed.said:
        said["key_points"] = "\n".join(parsed.key_points)
    if everything and "language" not in parsed.said:
        said["language"] = settings.LANGUAGE_CODE
    return said


def _byline(parsed: ParsedCopy, defaults: Defaults, everything: bool) -> list[Author]:
    from_bio = [introduced(parsed.author)] if parsed.author else []
    if parsed.by:
        return [author_named(name) for name in parsed.by]
    if from_bio:
        return from_bio
    return [author_named(defaults.author)] if defaults.author and everything else []


def _current(article: Article, name: str) -> Any:
    """What the working copy says now, in the form of `_said`."""
    if name == "contributions":
        return [{"author": line.author_id, "role": line.role} for line in article.contributions.all()]
    if name == "sources":
        return [
            {
                key: (value.isoformat() if key == "published_on" and value else value)
                for key, value in ((key, getattr(source, key)) for key in SOURCE_FIELDS)
            }
            for source in article.sources.all()
        ]
    if name == "topics":
        return sorted(article.topics.values_list("name", flat=True))
    return getattr(article, name)


def _apply(article: Article, said: dict[str, Any]) -> None:
    relations = {name: said[name] for name in ("contributions", "sources", "topics") if name in said}
    for name, value in said.items():
        if name not in relations:
            setattr(article, name, value)
    _check_lengths(article, said)
    _check_translation(article, said)
    if article._state.adding:
        article.save()
    else:
        article.edit_version = F("edit_version") + 1
        # Only what the file says: the status may have moved since the object in hand was read.
        changed = [name for name in said if name not in relations]
        article.save(update_fields=[*changed, "edit_version", "updated_at"])
        article.refresh_from_db(fields=["edit_version"])
    note(article.body)
    if "contributions" in relations:
        article.contributions.all().delete()
        for position, line in enumerate(relations["contributions"]):
            Contribution.objects.create(
                article=article, author_id=line["author"], role=line["role"], position=position
            )
    if "sources" in relations:
        article.sources.all().delete()
        for position, source in enumerate(relations["sources"]):
            Source.objects.create(article=article, position=position, **source)
    if "topics" in relations:
        article.topics.set(relations["topics"], clear=True)


def _check_lengths(article: Article, said: dict[str, Any]) -> None:
    """Raise Refused for text beyond its limit or its column; SQLite would keep it, PostgreSQL break off."""
    for column in Article._meta.concrete_fields:
        value = said.get(column.attname)
        if not isinstance(value, str):
            continue
        surface = LIMITS.get(column.name)
        widest = getattr(column, "max_length", None)
        for length, limit in ((graphemes(value), surface and surface.hard), (len(value), widest)):
            if limit and length > limit:
                raise Refused(
                    _t("The %(field)s has %(length)s characters; %(limit)s is the limit.")
                    % {"field": column.verbose_name, "length": length, "limit": limit},
                    column.name,
                )


def _check_translation(article: Article, said: dict[str, Any]) -> None:
    """Raise Refused for what is no translation of the story it names, or the second one into its language."""
    asked = [name for name in ("translation_of_id", "language") if name in said]
    original = article.translation_of if asked else None
    if original is None:
        return
    wrong = article.translation_fault()
    if not wrong and original.is_translated_into(article.language, besides=article):
        wrong = _t("“%(story)s” has a translation in this language already (%(language)s).")
        wrong %= {"story": original, "language": article.language}
    if wrong:
        raise Refused(wrong, _field(asked[0]))


def _field(name: str) -> str:
    """A column as the file and the report call it."""
    return name.removesuffix("_id")


def _remember(article: Article, parsed: ParsedCopy, said: dict[str, Any]) -> None:
    article.import_digest, article.import_state = parsed.digest, said
    article.save(update_fields=["import_digest", "import_state"])
