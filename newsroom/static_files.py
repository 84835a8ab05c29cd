"""Static files as they are served: style sheets in one piece, compressed, with a hash in each name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of the ways to write it (https://www.w3.org/TR/css-cascade-5/#at-import), the one we use.
IMPORT = re.compile(r'@import url\("([\w./-]+)"\);\n?')


class WholeStyleSheets(CompressedManifestStaticFilesStorage):
    """Puts what a style sheet imports into it: a browser that has to read one to learn of another
    waits twice.

    Django's development server sends the files as they lie in `static/`.
    """

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        """Collected files by name, and where each came from; what became of each."""
        if not dry_run:
            for name in [name for name in paths if name.endswith(".css")]:
                self._put_together(name, paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _put_together(self, name: str, paths: dict[str, tuple[Storage, str]]) -> None:
        text = _read(paths[name])
        if IMPORT.search(text) is None:
            return
        folder = posixpath.dirname(name)
        whole = IMPORT.sub(lambda found: _read(paths[posixpath.join(folder, found[1])]), text)
        self.delete(name)
        self.save(name, ContentFile(whole.encode()))
        paths[name] = (self, name)


def _read(place: tuple[Storage, str]) -> str:
    storage, path = place
    with storage.open(path) as file:
        text: bytes = file.read()
    return text.decode()
