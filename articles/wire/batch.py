"""A batch of copy: files, folders or standard input, one story each, none able to stop the others."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.models import Article
from articles.publishing import publish
from articles.wire.load import Defaults, ReadPicture, load
from articles.wire.parsed import ParsedCopy, Refused
from articles.wire.parsers import parse
from articles.wire.parsers.decode import MAX_BYTES
from articles.workflow import BEFORE_PUBLICATION, NotAllowed, NotPossible, Status, perform

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Lie beside copy in a folder and are no copy themselves.
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg", ".tif", ".tiff"})
STANDARD_INPUT = "-"
REF_LENGTH = 400
"""Characters the column of an identity holds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One story of a batch, not read yet: its name in the report and where it comes from."""

    name: str
    path: Path | None
    """None for standard input."""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one story: `created`, `updated`, `unchanged` or `refused`, and why."""

    name: str
    result: str
    headline: str = ""
    article: int | None = None
    published: bool = False
    field: str = ""
    notes: list[str] = dataclasses.field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        """For the JSON report."""
        return asdict(self)

    @property
    def is_complete(self) -> bool:
        """Whether everything that was asked for it was done."""
        return self.result != "refused" and not self.field


@dataclass(frozen=True, slots=True)
class Order:
    """What the person asked for the whole batch."""

    by: User | None = None
    format: str = "auto"
    defaults: Defaults = dataclasses.field(default_factory=Defaults)
    publish: bool = False
    dry_run: bool = False


def entries(paths: list[str]) -> list[Entry]:
    """The stories those paths hold: a folder's files in order, without pictures and hidden files."""
    found: list[Entry] = []
    for given in paths:
        path = Path(given)
        if given == STANDARD_INPUT:
            found.append(Entry(_t("standard input"), None))
        elif path.is_dir():
            found += [Entry(str(file), file) for file in sorted(path.rglob("*")) if _is_copy(file, path)]
        else:
            found.append(Entry(given, path, missing=not path.exists()))
    return found


def _is_copy(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.is_file() and not hidden and file.suffix.lower() not in PICTURES


def run(batch: list[Entry], order: Order, standard_input: BinaryIO) -> Iterator[Item]:
    """Import one story after the other; a refusal names its reason and the rest goes on."""
    for entry in batch:
        try:
            yield _import(entry, order, standard_input)
        except Refused as refusal:
            yield Item(entry.name, "refused", field=refusal.field or "file", notes=[refusal.reason])


def _import(entry: Entry, order: Order, standard_input: BinaryIO) -> Item:
    parsed = parse(_read(entry, standard_input), entry.path.name if entry.path else "", order.format)
    loaded = load(
        parsed,
        ref=_identity(entry, parsed),
        by=order.by,
        defaults=order.defaults,
        read_picture=_beside(entry.path) if entry.path else None,
        dry_run=order.dry_run,
    )
    article, notes, problem, published = loaded.article, list(loaded.notes), "", False
    if order.publish and not order.dry_run and article.latest_edition_id is None:
        try:
            publish_imported(article, parsed, by=order.by)
            published = True
        except (NotPossible, NotAllowed) as obstacle:
            problem = "publish"
            notes.append(_t("Not published: %(reason)s") % {"reason": obstacle})
    elif order.publish and loaded.result == "updated":
        notes.append(_t("The draft was updated; the page stays as it is until somebody publishes."))
    return Item(
        entry.name,
        loaded.result,
        headline=article.headline,
        article=None if order.dry_run else article.pk,
        published=published,
        field=problem,
        notes=notes,
    )


def _read(entry: Entry, standard_input: BinaryIO) -> bytes:
    if entry.missing:
        raise Refused(_t("There is no such file or folder."))
    try:
        if entry.path is None:
            return standard_input.read(MAX_BYTES + 1)
        with entry.path.open("rb") as file:
            # A little more than the limit is enough for the parser to refuse it by its size.
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(
            _t("The file cannot be read: %(reason)s.") % {"reason": error.strerror or error}
        ) from error


def _identity(entry: Entry, parsed: ParsedCopy) -> str:
    """What makes a file the same file next time: its Ref line, else its place, else its very bytes."""
    if parsed.ref:
        return f"ref:{parsed.ref}"
    if entry.path is None:
        return f"bytes:{parsed.digest}"
    place = f"file:{entry.path.resolve()}"
    return place if len(place) <= REF_LENGTH else f"path:{sha256(place.encode()).hexdigest()}"


def _beside(path: Path) -> ReadPicture:
    """Reads pictures from the file's folder, or from a folder `pictures` in it or next to it."""
    folders = (path.parent, path.parent / "pictures", path.parent.parent / "pictures")

    def read(name: str) -> bytes:
        found = next((folder / name for folder in folders if (folder / name).is_file()), path.parent / name)
        return found.read_bytes()

    return read


def publish_imported(article: Article, parsed: ParsedCopy, *, by: User | None) -> None:
    """Take an imported story through the door, at the moment its file names.

    The operator who asked for it stands in for the desk: sending and approving are logged as such.
    Raises NotPossible or NotReady and then leaves the status as it was.
    """
    now = timezone.now()
    at = _moment(parsed.published) or now
    note = _t("Imported for publication")
    before = article.status
    if before not in BEFORE_PUBLICATION:
        raise NotPossible(_t("The article is “%(status)s”.") % {"status": Status(before).label})
    try:
        with transaction.atomic():
            _approve(article, note)
            publish(article, by=by, at=at, now=now, archive=True)
    except (NotPossible, NotAllowed):
        article.refresh_from_db(fields=["status"])
        raise


def _approve(article: Article, note: str) -> None:
    for verb, needed in (
        ("submit", (Status.DRAFT, Status.CHANGES_REQUESTED)),
        ("approve", (Status.IN_REVIEW,)),
    ):
        if article.status in needed:
            perform(article, verb, by=None, note=note)


def _moment(published: date | datetime | None) -> datetime | None:
    """The moment a file means; a day without a time begins at midnight in the newsroom's zone."""
    if published is None:
        return None
    if not isinstance(published, datetime):
        published = datetime.combine(published, time())
    return published if timezone.is_aware(published) else timezone.make_aware(published)
