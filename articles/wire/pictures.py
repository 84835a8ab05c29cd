"""Pictures that come with copy: stored once each, and gone again when the copy is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _t
from PIL import Image

from articles.models import Photo
from articles.tasks import make_photo_renditions
from articles.wire.parsed import Refused

MAX_BYTES = 40 * 1024 * 1024
"""The largest picture file that is read, in bytes."""


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
        """The photo made from that file; the same bytes are stored once. Raises Refused."""
        data = self._bytes(name)
        digest = hashlib.sha256(data).hexdigest()
        known = Photo.objects.filter(digest=digest, alt=alt, caption=caption, credit=credit).first()
        if known is not None:
            return known
        photo = Photo(alt=alt, caption=caption, credit=credit, digest=digest)
        photo.file.save(PurePosixPath(name).name, ContentFile(data), save=False)
        self._made.append(photo)
        photo.save()
        transaction.on_commit(partial(make_photo_renditions.enqueue, photo.pk))
        return photo

    def _bytes(self, name: str) -> bytes:
        if self._read is None:
            raise Refused(_t("A picture is named, but this way in has no folder to find it in."), "picture")
        try:
            data = self._read(name)
        except OSError as error:
            raise Refused(
                _t("The picture %(name)s cannot be read: %(reason)s.")
                % {"name": name, "reason": error.strerror or error},
                "picture",
            ) from error
        if len(data) > MAX_BYTES:
            raise Refused(_t("The picture %(name)s is larger than 40 MB.") % {"name": name}, "picture")
        try:
            Image.open(BytesIO(data)).verify()
        except Exception as error:  # Pillow raises many kinds for a broken file
            raise Refused(
                _t("The picture %(name)s is damaged or no picture.") % {"name": name}, "picture"
            ) from error
        return data
