"""One kept page: what Django answered, in the encodings readers ask for."""

from __future__ import annotations

import gzip
import hashlib
import sys
from dataclasses import dataclass, field

import brotli

from newsroom.pagecache.wanted import Key

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

type Headers = list[tuple[str, str]]
type Raw = tuple[str | None, ...]
"""The parts of a request that tell which page it wants, as the server hands them over."""

# Says what the cache did; the first header of every answer, so that another state can take its place.
STATE, HIT = "X-Cache", "hit"

# Below this many bytes compressing costs more than it saves.
WORTH_COMPRESSING = 200
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/xml",
    "application/rss",
    "application/atom",
    "application/feed",
    "image/svg",
)
# Brotli's highest level makes an article 15 % smaller and takes 50 times as long, 11 ms: once for every page
# that anybody changes.
BROTLI_LEVEL, ZSTD_LEVEL, GZIP_LEVEL = 6, 12, 6
ENCODINGS = ("br", "zstd", "gzip")
"""The best first: an article of 14.5 kB takes 4.1, 4.4 and 4.5."""
ROW = 2048
"""Bytes a page costs beside its bodies: headers, tags, its place on the shelf."""


@dataclass(slots=True)
class Answer:
    """A page in one encoding, ready to be sent."""

    status: str
    headers: Headers
    body: list[bytes]
    etag: str
    not_modified: Headers
    modified: str | None
    """What a feed says of when it last changed; other pages say nothing."""

    def is_known_by(self, wanted: str) -> bool:
        """Whether a reader who names these ETags has it already."""
        return self.status.startswith("200") and (self.etag in wanted or wanted == "*")

    def is_of(self, since: str) -> bool:
        """Whether a reader who names this date has it. Feed readers give back the one they got: no other is
        compared, so that none has to be read."""
        return self.status.startswith("200") and since == self.modified


@dataclass(slots=True, eq=False)
class Page:
    """What was answered, from what it was made, and until when it is true."""

    key: Key
    status: str
    headers: Headers
    body: bytes
    tags: frozenset[str]
    until: float
    """The moment after which it would look different (seconds since 1970)."""
    stamp: int
    """What the ledger knew before the page was made."""
    made_at: float
    outdated_at: float | None = None
    outdated_by: frozenset[str] = frozenset()
    answers: dict[str, Answer] = field(default_factory=dict)
    quick: list[Raw] = field(default_factory=list)
    """The requests that are answered from it without being read again."""
    hits: int = 0
    hits_then: int = 0
    """How often it had been read when the shelf was last short of room."""

    @property
    def size(self) -> int:
        """The bytes it takes."""
        return ROW + len(self.body) + sum(len(answer.body[0]) for answer in self.answers.values())

    def is_true(self, now: float) -> bool:
        """Whether it may be sent at that moment."""
        return self.outdated_at is None and now < self.until

    def answer(self, encoding: str) -> Answer:
        """The page in an encoding, compressed when it is asked for the first time."""
        found = self.answers.get(encoding)
        if found is None:
            found = self.answers[encoding] = self._made(encoding)
        return found

    def _made(self, encoding: str) -> Answer:
        body = _encoded(self.body, encoding)
        digest = hashlib.blake2b(self.body, digest_size=12).hexdigest()
        etag = f'"{digest}-{encoding}"' if encoding else f'"{digest}"'
        said = [(STATE, HIT), *self.headers, ("ETag", etag)]
        headers = [*said, ("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        lasting = [(name, value) for name, value in said if name.lower() != "content-type"]
        modified = next((value for name, value in self.headers if name.lower() == "last-modified"), None)
        return Answer(self.status, headers, [body], etag, lasting, modified)


def _encoded(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(body, quality=BROTLI_LEVEL)
    if encoding == "zstd":
        return zstd.compress(body, level=ZSTD_LEVEL)
    if encoding == "gzip":
        return gzip.compress(body, compresslevel=GZIP_LEVEL, mtime=0)
    return body


def best_encoding(accepted: str, page: Page) -> str:
    """The encoding that the reader's program likes best, among equals the smallest; none when it takes none
    of ours (RFC 9110, section 12.5.3)."""
    content_type = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    if len(page.body) < WORTH_COMPRESSING or not content_type.startswith(COMPRESSIBLE):
        return ""
    offered = dict(_weighed(accepted))
    weights = {encoding: offered.get(encoding, offered.get("*", 0.0)) for encoding in ENCODINGS}
    best = max(ENCODINGS, key=weights.__getitem__)
    return best if weights[best] > 0 else ""


def _weighed(accepted: str) -> list[tuple[str, float]]:
    """Each coding of an Accept-Encoding header with its weight; one that cannot be read weighs nothing."""
    pairs = []
    for part in accepted.lower().split(","):
        coding, _, weight = part.strip().partition(";")
        try:
            pairs.append((coding.strip(), float(weight.strip().removeprefix("q=") or 1)))
        except ValueError:
            pairs.append((coding.strip(), 0.0))
    return pairs
