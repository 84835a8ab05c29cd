"""Pictures that come with copy: stored once each, and gone again when the copy is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Self

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _t

from articles.models import Photo
from articles.picturefacts import facts_in
from articles.pictures import photo_values
from articles.renditions import make_renditions
from articles.uploads import Unusable, cleaned
from articles.wire.parsed import Refused


class Pictures:
    """The photos one import makes. Leaving it without `keep()` removes their files again."""

    def __init__(self, read: Callable[[str], bytes] | None) -> None:
        self._read = read
        self._made: list[Photo] = []
        self._kept = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._kept:
            # The rows went with the transaction; files know nothing of transactions.
            for photo in self._made:
                photo.file.storage.delete(photo.file.name)

    def keep(self) -> None:
        """The import is committed: its pictures stay."""
        self._kept = True

    def photo(self, name: str, *, alt: str, caption: str, credit: str) -> Photo:
        """The photo made from that file; the same bytes are stored once. Raises Refused.

        What nobody says of it, the file says itself.
        """
        data = self._bytes(name)
        digest = hashlib.sha256(data).hexdigest()
        said = {"alt": alt, "caption": caption, "credit": credit}
        told = photo_values(facts_in(data)) | {field: text for field, text in said.items() if text}
        words = {field: told.get(field, "") for field in said}
        known = Photo.objects.filter(digest=digest, **words).first()
        if known is not None:
            return known
        photo = Photo(digest=digest, **told)
        file = _cleaned(name, data)
        photo.file.save(file.name, file, save=False)
        self._made.append(photo)
        photo.save()
        transaction.on_commit(partial(make_renditions, photo))
        return photo

    def _bytes(self, name: str) -> bytes:
        if self._read is None:
            raise Refused(_t("A picture is named, but this way in has no folder to find it in."), "picture")
        try:
            return self._read(name)
        except OSError as error:
            raise Refused(
                _t("The picture %(name)s cannot be read: %(reason)s.")
                % {"name": name, "reason": error.strerror or error},
                "picture",
            ) from error


def _cleaned(name: str, data: bytes) -> SimpleUploadedFile:
    """The picture as it may be stored. Raises Refused, naming the file."""
    try:
        return cleaned(data)
    except Unusable as error:
        raise Refused(f"{name}: {error}", "picture") from error
