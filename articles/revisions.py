"""Snapshots of the working copy: take one, compare two, restore one."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.models import Article, Contribution, Outlet, Photo, Revision, Source, Topic
from articles.models.photo import Origin
from articles.richtext import spelled
from articles.workflow import Status, perform
from authors.models import Author

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What a snapshot holds beside the copy. The plan is kept for the record and never restored: a deadline, an
# embargo or an assignee of last week is no better for being old.
DESK_FIELDS = ("slugline", "headline_is_working")
PLAN_FIELDS = (
    "assignee",
    "due_at",
    "commissioned_length",
    "urgency",
    "embargo_until",
    "embargo_source",
    "embargo_terms",
    "publish_at",
)
SOURCE_FIELDS = tuple(
    field.attname for field in Source._meta.concrete_fields if field.name not in ("id", "article", "position")
)
# The parts that make a revision one of the copy: whoever changes them does not approve them.
SUBSTANCE = ("copy", "desk", "picture", "contributions", "sources", "topics")
# What readers get of the lead picture beside itself. It belongs to the photo, so restoring a revision leaves
# it alone.
PICTURE_FIELDS = (
    *("alt", "decorative", "caption", "credit"),
    *("is_illustrative", "digital_source_type", "taken_on", "copyright_notice"),
)
# The parts that people read as a whole rather than field by field.
LISTED = ("picture", "contributions", "sources", "topics")
TOKEN = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)


def working_copy(article: Article) -> dict[str, Any]:
    """The whole working copy as JSON values: copy, desk fields, bylines, sources and topics."""
    desk, plan = (
        {name: getattr(article, _field(name).attname) for name in names}
        for names in (DESK_FIELDS, PLAN_FIELDS)
    )
    return {
        "copy": _plain_values(article.copy_values()),
        "desk": _plain_values(desk),
        "plan": _plain_values(plan),
        "picture": _picture_words(article.lead_photo_id),
        "contributions": [
            {"author": line.author_id, "name": line.author.name, "role": line.role}
            for line in article.contributions.select_related("author")
        ],
        "sources": [
            _plain_values({name: getattr(source, name) for name in SOURCE_FIELDS})
            for source in article.sources.all()
        ],
        "topics": [
            {"topic": pk, "name": name}
            for pk, name in article.topics.order_by("name").values_list("pk", "name")
        ],
    }


def _picture_words(photo: int | None) -> dict[str, Any]:
    """What is told of the picture as it is stored now, whatever object is in hand."""
    told = Photo.objects.filter(pk=photo).values(*PICTURE_FIELDS).first() if photo else None
    return _plain_values(told or {})


def _plain_values(values: dict[str, Any]) -> dict[str, Any]:
    return {name: plain_value(value) for name, value in values.items()}


def plain_value(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, datetime):
        # One moment has one spelling, whatever zone it was typed in.
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def snapshot(
    article: Article,
    *,
    by: User | None,
    at: datetime | None = None,
    comment: str = "",
    origin: str = Revision.Origin.SAVE,
) -> Revision:
    """Store the working copy as the next revision; return the newest one when nothing changed."""
    state = working_copy(article)
    newest = article.revisions.order_by("-number").first()
    if newest is not None and newest.snapshot == state and not comment:
        return newest
    words = article.word_count
    return Revision.objects.create(
        article=article,
        number=newest.number + 1 if newest else 1,
        by=by,
        at=at or timezone.now(),
        origin=origin,
        comment=comment[:300],
        substantive=newest is None or _differs(newest.snapshot, state),
        words=words,
        words_delta=words - (newest.words if newest else 0),
        snapshot=state,
    )


def _differs(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the copy changed; a part an older snapshot does not hold says nothing."""
    return any(before[part] != after[part] for part in SUBSTANCE if part in before)


@transaction.atomic
def restore(article: Article, revision: Revision, *, by: User | None, at: datetime | None = None) -> Revision:
    """Make the working copy what it was in that revision, as a new revision.

    Rows that were deleted since (an author, a photo) are left out; the status, the plan (embargo,
    deadlines, assignee) and what is published stay as they are. Raises ValueError for a revision of
    another article.
    """
    if revision.article_id != article.pk:
        raise ValueError("A revision restores its own article only.")
    state = revision.snapshot
    restored = _restore_fields(article, state)
    article.edit_version = models.F("edit_version") + 1
    # Only what a revision holds: the status may have moved since the object in hand was read.
    article.save(update_fields=[*restored, "edit_version", "updated_at"])
    article.refresh_from_db()
    _restore_relations(article, state)
    return snapshot(
        article,
        by=by,
        at=at,
        comment=_t("Restored revision %(number)s") % {"number": revision.number},
        origin=Revision.Origin.RESTORE,
    )


def left_alone(state: dict[str, Any]) -> dict[str, Any]:
    """The parts of a working copy that restoring a revision does not touch."""
    return {part: state[part] for part in ("plan", "picture")}


def _restore_fields(article: Article, state: dict[str, Any]) -> list[str]:
    """Set the fields a snapshot holds; return their names."""
    restored = []
    for name, value in {**state["copy"], **state["desk"]}.items():
        field = _field(name)
        if field is None:
            continue
        if field.is_relation:
            setattr(article, field.attname, _existing(field.related_model, value))
        else:
            setattr(article, field.attname, field.to_python(value))
        restored.append(field.name)
    return restored


def _field(name: str) -> Any:
    """The article's field with that name or column; None for one that has gone since the snapshot."""
    return next((f for f in Article._meta.concrete_fields if name in (f.name, f.attname)), None)


def _existing(model: type[models.Model], pk: Any) -> Any:
    """The key, if that row still exists; else None."""
    return model._default_manager.filter(pk=pk).values_list("pk", flat=True).first()


def _restore_relations(article: Article, state: dict[str, Any]) -> None:
    lines = state["contributions"]
    known = set(Author.objects.filter(pk__in=[line["author"] for line in lines]).values_list("pk", flat=True))
    article.contributions.all().delete()
    Contribution.objects.bulk_create(
        Contribution(article=article, author_id=line["author"], role=line["role"], position=position)
        for position, line in enumerate(lines)
        if line["author"] in known
    )
    article.sources.all().delete()
    Source.objects.bulk_create(
        Source(article=article, position=position, **_source_values(source))
        for position, source in enumerate(state["sources"])
    )
    topics = Topic.objects.filter(pk__in=[topic["topic"] for topic in state["topics"]])
    article.topics.set(topics, clear=True)


def _source_values(source: dict[str, Any]) -> dict[str, Any]:
    """What a snapshot says of a source, without columns that have gone since."""
    values = {name: source[name] for name in SOURCE_FIELDS if name in source}
    return {**values, "outlet_id": _existing(Outlet, source.get("outlet_id"))}


def changed_unread(article: Article, since: Revision | None) -> bool:
    """Whether somebody who may not approve has changed the copy after that revision; without one, ever."""
    changes = article.revisions.filter(substantive=True, number__gt=since.number if since else 0)
    return any(not _may_approve(change.by) for change in changes.select_related("by").defer("snapshot"))


def _may_approve(person: User | None) -> bool:
    """Whether a change of approved copy by this person leaves it approved; an import's (None) does not."""
    return person is not None and person.has_perm("articles.approve_article")


def void_approval(article: Article, revision: Revision, *, by: User | None) -> bool:
    """Take an approval back when its copy was changed by somebody who may not approve; whether it was.

    `revision` is the change. A `by` of None (an import) may not approve either.
    """
    status = Article.objects.values_list("status", flat=True).get(pk=article.pk)
    if status != Status.APPROVED or not revision.substantive or _may_approve(by):
        return False
    perform(
        article,
        "void",
        by=by,
        note=_t("The approved copy was changed: revision %(n)s.") % {"n": revision.number},
    )
    return True


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in a word diff: `same`, `removed` or `added`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """What happened to one field between two states."""

    name: str
    label: str
    pieces: list[Piece]


def word_diff(before: str, after: str) -> list[Piece]:
    """The two texts as one run of pieces, word by word; punctuation stands for itself."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("removed", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("added", "".join(new[j1:j2])))
    return pieces


def diff(before: Revision | dict[str, Any], after: Revision | dict[str, Any]) -> list[FieldDiff]:
    """The fields that differ between two revisions (or working copies), sources and bylines included."""
    old = readable(before.snapshot if isinstance(before, Revision) else before)
    new = readable(after.snapshot if isinstance(after, Revision) else after)
    labels = {**old, **new}
    return [
        FieldDiff(name, label, word_diff(old.get(name, ("", ""))[1], new.get(name, ("", ""))[1]))
        for name, (label, _text) in labels.items()
        if old.get(name, ("", ""))[1] != new.get(name, ("", ""))[1]
    ]


def readable(state: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """A snapshot as people read it: the label and the text of each field, rows as their names."""
    fields = {**state["copy"], **state["desk"], **state["plan"]}
    rows = {name: state.get(name, {}) for name in LISTED}
    return {
        name: (label(name), shown(name, value))
        for name, value in {**fields, **rows}.items()
        if name in rows or _field(name) is not None
    }


def label(name: str) -> str:
    """A part of a snapshot by the name the desk gives it."""
    lists = {
        "picture": _t("Words of the picture"),
        "contributions": _t("Byline"),
        "sources": _t("Sources"),
        "topics": _t("Topics"),
    }
    return lists.get(name) or _label(_field(name))


def shown(name: str, value: Any) -> str:
    """The value of a part of a snapshot as people read it, rows in a line each."""
    if name == "picture":
        return _picture_lines(value)
    if name == "contributions":
        return "\n".join(f"{line['name']} ({line['role']})" for line in value)
    if name == "sources":
        return "\n".join(_source_lines(value))
    if name == "topics":
        return "\n".join(topic["name"] for topic in value)
    return _shown(_field(name), value)


def _picture_lines(words: dict[str, Any]) -> str:
    shown: dict[str, Any] = {name: words[name] for name in PICTURE_FIELDS if words.get(name)}
    if origin := shown.get("digital_source_type"):
        shown["digital_source_type"] = str(dict(Origin.choices).get(origin, origin))
    return "\n".join(_label(_photo_field(name)) if value is True else value for name, value in shown.items())


def _photo_field(name: str) -> Any:
    return Photo._meta.get_field(name)


def _label(field: Any) -> str:
    text = str(field.verbose_name)
    return text[:1].upper() + text[1:]


def _shown(field: Any, value: Any) -> str:
    if value in (None, ""):
        return ""
    if field.name == "body":
        return spelled(value)
    if field.is_relation:
        return str(field.related_model._default_manager.filter(pk=value).first() or _t("(deleted)"))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def _source_lines(sources: list[dict[str, Any]]) -> list[str]:
    """Each source in one line, the outlet by its name."""
    ids = [source["outlet_id"] for source in sources if source.get("outlet_id")]
    names = (
        {str(pk): name for pk, name in Outlet.objects.filter(pk__in=ids).values_list("pk", "name")}
        if ids
        else {}
    )
    lines = []
    for source in sources:
        told = [str(value) for name, value in source.items() if name != "outlet_id" and value]
        outlet = names.get(str(source.get("outlet_id")), "")
        lines.append(", ".join([outlet, *told] if outlet else told))
    return lines
