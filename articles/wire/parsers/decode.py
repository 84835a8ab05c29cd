"""Bytes to text: the first gate every file passes.

What comes out is NFC text whose only line break is ``\\n``, without byte-order marks, controls or tabs.
"""

import codecs
import hashlib
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_noop as _

from articles.wire.parsed import Refused, grouped

MAX_BYTES = 2 * 1024 * 1024
MAX_WORDS = 50_000

# First bytes of common files that are not copy (the "magic numbers" of their specifications).
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", _("a PDF")),
    (b"\x89PNG\r\n\x1a\n", _("a PNG picture")),
    (b"\xff\xd8\xff", _("a JPEG picture")),
    (b"GIF87a", _("a GIF picture")),
    (b"GIF89a", _("a GIF picture")),
    (b"II*\x00", _("a TIFF picture")),
    (b"MM\x00*", _("a TIFF picture")),
    (b"PK\x03\x04", _("a zip archive or an office document (docx, odt)")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _("an old office document (doc, xls)")),
    (b"{\\rtf", _("a rich-text document (RTF)")),
    (b"\x1f\x8b", _("a gzip archive")),
    (b"7z\xbc\xaf\x27\x1c", _("a 7-Zip archive")),
    (b"Rar!\x1a\x07", _("a RAR archive")),
    (b"SQLite format 3\x00", _("an SQLite database")),
    (b"\x7fELF", _("a program")),
)
_MARKUP_STARTS = (
    ("<!doctype html", _("a web page (HTML)")),
    ("<html", _("a web page (HTML)")),
    ("<?xml", _("an XML document")),
)

_BOMS = (  # UTF-32 first: its little-endian mark begins with the one of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Vertical tab (a word processor's soft break), form feed, NEL, and Unicode's own two separators.
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# LRO and RLO show text in another order than it is stored, which only spoofing needs. The marks, embeddings
# and isolates that Arabic and Hebrew copy relies on stay, and so do joiners and soft hyphens.
_SURROGATES = re.compile("[\ud800-\udfff]")
_OVERRIDES = re.compile("[\u202d\u202e]")
# Zero-width space and word joiner: they say where a line may break, which means nothing at its own ends.
_INVISIBLE = "\u200b\u2060"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the SHA-256 of its bytes, and what a person should know about how it was read."""

    text: str
    digest: str
    warnings: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The text's lines, without their breaks."""
        return self.text.split("\n")


def decode(data: bytes) -> Decoded:
    """Read a file's bytes as text; raise :class:`Refused` for what is empty, too big or no text."""
    _refuse_by_size(data)
    _refuse_by_signature(data)
    warnings: list[str] = []
    text, encoding = _to_text(data)
    if encoding == "cp1252":
        warnings.append(_t("The file is not UTF-8; it was read as Windows-1252."))
    text = _without_controls(_unify_breaks(text), warnings)
    _refuse_markup(text)
    text = unicodedata.normalize("NFC", text).expandtabs(4)
    text = "\n".join(line.strip(_INVISIBLE) for line in text.split("\n"))
    if not text.strip():
        raise Refused(_t("The file is empty: it holds nothing but blank space."))
    if len(text.split()) > MAX_WORDS:
        wrong = _t("The file has more than %(limit)s words; a single story never does.")
        raise Refused(wrong % {"limit": grouped(MAX_WORDS)})
    if "\ufffd" in text:
        warnings.append(_t("Some characters were already damaged in the file (shown as %s).") % "\ufffd")
    return Decoded(text, hashlib.sha256(data).hexdigest(), tuple(warnings))


def scrub(text: str) -> str:
    """A text that front matter spelled with escapes, held to the same rules as the file's own characters."""
    text = _SURROGATES.sub("\ufffd", _unify_breaks(text))
    return unicodedata.normalize("NFC", _OVERRIDES.sub("", _CONTROLS.sub("", text)))


def _refuse_by_size(data: bytes) -> None:
    if not data:
        raise Refused(_t("The file is empty."))
    if len(data) > MAX_BYTES:
        wrong = _t("The file is larger than %(limit)s MiB; a single story never is.")
        raise Refused(wrong % {"limit": MAX_BYTES // 1024 // 1024})


def _refuse_by_signature(data: bytes) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise Refused(_t("The file is %(what)s, not plain text.") % {"what": _t(what)})
    if data[4:8] == b"ftyp":  # ISO base media: MP4, MOV, HEIC, AVIF
        raise Refused(_t("The file is a video or a picture, not plain text."))
    if data.startswith(b"RIFF") and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise Refused(_t("The file is a picture, sound or video, not plain text."))


def _refuse_markup(text: str) -> None:
    start = text[:200].lstrip().lower()
    for prefix, what in _MARKUP_STARTS:
        if start.startswith(prefix):
            raise Refused(_t("The file is %(what)s, not plain text or Markdown.") % {"what": _t(what)})


def _to_text(data: bytes) -> tuple[str, str]:
    """The text and the name of the encoding that was used."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding), encoding
    if b"\x00" in data:
        encoding = _guess_utf16(data)
        return _strictly(data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error.start)
    return _strictly(data, "cp1252"), "cp1252"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        said = {"byte": error.start + 1, "encoding": encoding[:6].upper().rstrip("-")}
        if encoding == "cp1252":
            wrong = _t("The file is neither UTF-8 nor Windows-1252 (byte %(byte)s); save it as UTF-8.")
        else:
            wrong = _t("The file says it is %(encoding)s but is damaged (byte %(byte)s).")
        raise Refused(wrong % said) from error


def _guess_utf16(data: bytes) -> str:
    """Which UTF-16 a file without a mark is: spaces and Latin letters have their zero byte on one side."""
    first, second = data[0::2].count(0), data[1::2].count(0)
    rare, common = sorted((first, second))
    if len(data) % 2 or rare or common < len(data) // 2 * 0.04:
        raise Refused(_t("The file is binary (it contains zero bytes), not plain text."))
    return "utf-16-le" if second else "utf-16-be"


def _refuse_damaged_utf8(data: bytes, position: int) -> None:
    """Refuse UTF-8 with a broken place, which would otherwise turn to gibberish as Windows-1252.

    Windows-1252 text hardly ever holds well-formed multi-byte sequences; damaged UTF-8 holds many.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    if whole > broken:
        wrong = _t("The file is UTF-8 but damaged at byte %(byte)s; send it again.")
        raise Refused(wrong % {"byte": position + 1})


def _unify_breaks(text: str) -> str:
    return _LINE_BREAKS.sub("\n", text.replace("\ufeff", ""))


def _without_controls(text: str, warnings: list[str]) -> str:
    """Drop stray control characters and direction overrides; refuse a text with over 1 % of the former."""
    text = text.rstrip("\x00\x1a\n ")  # \x1a is the end-of-file mark of DOS
    text, controls = _CONTROLS.subn("", text)
    if controls * 100 > len(text):
        raise Refused(_t("The file is binary (it is full of control characters), not plain text."))
    text, overrides = _OVERRIDES.subn("", text)
    if controls or overrides:
        removed = _t("Invisible control characters were removed (%(count)s).")
        warnings.append(removed % {"count": controls + overrides})
    return text
