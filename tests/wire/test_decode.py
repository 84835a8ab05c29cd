"""Bytes to text: every encoding a newsroom still meets, and what is no text at all."""

import codecs
import hashlib
import unicodedata
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.wire.parsed import Refused
from articles.wire.parsers.decode import MAX_BYTES, MAX_WORDS, decode

STORY = "Die Brücke über die Thaya bleibt gesperrt.\n„Bis Mai“, sagt Zoë Ångström – vielleicht länger."


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        decode(data)
    return caught.value.reason


@pytest.mark.parametrize(
    "data",
    [
        STORY.encode(),
        codecs.BOM_UTF8 + STORY.encode(),
        codecs.BOM_UTF16_LE + STORY.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + STORY.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + STORY.encode("utf-32-le"),
        STORY.encode("utf-16-le"),
        STORY.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16-le bom", "utf-16-be bom", "utf-32", "utf-16-le", "utf-16-be"],
)
def test_every_unicode_encoding_gives_the_same_text_without_a_warning(data: bytes) -> None:
    assert (decode(data).text, decode(data).warnings) == (STORY, ())


def test_windows_1252_is_read_with_a_warning() -> None:
    decoded = decode("„Ja“ – sagt sie … für 5 €.".encode("cp1252"))
    assert decoded.text == "„Ja“ – sagt sie … für 5 €."
    assert decoded.warnings == ("The file is not UTF-8; it was read as Windows-1252.",)


def test_the_digest_is_of_the_bytes_as_they_came() -> None:
    data = codecs.BOM_UTF8 + STORY.encode()
    assert decode(data).digest == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_break_is_one(line_break: str) -> None:
    assert decode(f"One line.{line_break}Another line.".encode()).lines == ["One line.", "Another line."]


def test_text_is_composed_and_tabs_are_spaces() -> None:
    assert decode("Cafe\u0301\tZu\u0308rich".encode()).text == "Café    Zürich"


def test_invisible_characters_go_where_they_mean_nothing_and_stay_where_they_do() -> None:
    text = (
        "\u200bA\ufeff line with a soft\u00adhyphen and a joiner\u2060\u200b\n"
        "שלום\u200f!\u200f\nمی\u200cخواهم"
    )
    assert decode(text.encode()).lines == [
        "A line with a soft\u00adhyphen and a joiner",
        "שלום\u200f!\u200f",
        "می\u200cخواهم",
    ]


def test_direction_overrides_and_stray_controls_are_removed_with_a_warning() -> None:
    decoded = decode(f"{'A plain sentence. ' * 10}\u202eevil\x07".encode())
    assert decoded.text == f"{'A plain sentence. ' * 10}evil"
    assert decoded.warnings == ("Invisible control characters were removed (2).",)


def test_the_end_of_file_mark_of_dos_is_no_control_character() -> None:
    assert decode(b"All is well.\r\n\x1a").warnings == ()


def test_characters_damaged_before_are_pointed_out() -> None:
    assert decode("The caf\ufffd is closed.".encode()).warnings == (
        "Some characters were already damaged in the file (shown as \ufffd).",
    )


@pytest.mark.parametrize(
    "data", [b"", b"  \r\n\t\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u200b".encode()]
)
def test_empty_files_are_refused(data: bytes) -> None:
    assert refusal(data).startswith("The file is empty")


def _archive() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n...", "The file is a PDF, not plain text."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "The file is a PNG picture, not plain text."),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "The file is a JPEG picture, not plain text."),
        (_archive(), "The file is a zip archive or an office document (docx, odt), not plain text."),
        (b"{\\rtf1\\ansi Hello}", "The file is a rich-text document (RTF), not plain text."),
        (b"\x00\x00\x00\x18ftypmp42", "The file is a video or a picture, not plain text."),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "The file is a picture, sound or video, not plain text."),
        (b" <!DOCTYPE html><p>Hello", "The file is a web page (HTML), not plain text or Markdown."),
        (b"A story\x00with zero bytes", "The file is binary (it contains zero bytes), not plain text."),
        (b"ab\x01\x02\x03\x04cd", "The file is binary (it is full of control characters), not plain text."),
    ],
)
def test_files_of_another_kind_are_refused_by_name(data: bytes, reason: str) -> None:
    assert refusal(data) == reason


def test_utf8_with_a_broken_place_is_not_taken_for_windows_1252() -> None:
    data = "„Größe“ – sagt Zoë".encode()[:-1]
    assert refusal(data) == f"The file is UTF-8 but damaged at byte {len(data)}; send it again."


def test_half_a_character_of_utf16_is_refused() -> None:
    assert refusal(codecs.BOM_UTF16_LE + b"A\x00B") == "The file says it is UTF-16 but is damaged (byte 3)."


def test_bytes_of_no_known_encoding_are_refused() -> None:
    assert refusal(b"A line \x81\x8d\x9d") == (
        "The file is neither UTF-8 nor Windows-1252 (byte 8); save it as UTF-8."
    )


def test_enormous_files_are_refused() -> None:
    assert refusal(b"a" * (MAX_BYTES + 1)) == "The file is larger than 2 MiB; a single story never is."
    assert (
        refusal(b"word " * (MAX_WORDS + 1))
        == "The file has more than 50,000 words; a single story never does."
    )


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data).text
    except Refused:
        return
    assert text.encode()
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set("\x00\r\t\x1a\x85\u2028\u202e\ufeff")
