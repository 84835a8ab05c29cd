"""Pictures that come in: clean, whole, of a bearable size, under a name nobody guesses."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from articles.uploads import MAX_BYTES, Unusable, cleaned

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Secret place</x:xmpmeta>"


def facts(*, orientation: int = 1) -> Image.Exif:
    """What a phone writes into a picture."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 12.0, 0.0)}
    exif[0x010E] = "Secret place"
    exif[0x0112] = orientation
    return exif


def encoded(kind: str, **options: Any) -> bytes:
    """A picture, 40 by 20, black with a white left half."""
    image = Image.new("RGB", (40, 20))
    ImageDraw.Draw(image).rectangle((0, 0, 19, 19), "white")
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def reopened(data: bytes) -> Image.Image:
    """The picture, with every fact Pillow finds in the file."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def iptc(text: bytes) -> bytes:
    """A JPEG with a caption as IPTC."""
    record = b"\x1c\x02\x78" + struct.pack(">H", len(text)) + text
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record
    plain = encoded("JPEG")
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + plain[2:]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_with_embedded_facts_loses_them_and_keeps_its_colours(kind: str) -> None:
    told: dict[str, Any] = {"exif": facts(), "icc_profile": PROFILE}
    if kind != "PNG":
        told["xmp"] = XMP
    data = cleaned(encoded(kind, **told)).read()
    image = reopened(data)
    assert (dict(image.getexif()), b"Secret" in data, image.info.get("icc_profile")) == ({}, False, PROFILE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_lying_on_its_side_is_put_upright(kind: str) -> None:
    image = reopened(cleaned(encoded(kind, exif=facts(orientation=6))).read())
    top, bottom = image.convert("L").getpixel((10, 3)), image.convert("L").getpixel((10, 36))
    assert isinstance(top, int)
    assert isinstance(bottom, int)
    assert (image.size, top > 200, bottom < 50) == ((20, 40), True, True)


def test_texts_and_captions_in_other_places_are_lost_too() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Secret name")
    for data in (
        encoded("PNG", pnginfo=text),
        encoded("GIF", comment=b"Secret name"),
        encoded("JPEG", comment=b"Secret name"),
        iptc(b"Secret name"),
    ):
        assert b"Secret" in data
        assert b"Secret" not in cleaned(data).read()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_without_facts_keeps_its_bytes(kind: str) -> None:
    data = encoded(kind, icc_profile=PROFILE)
    assert cleaned(data).read() == data


def test_the_name_says_the_format_and_is_different_every_time() -> None:
    names = [str(cleaned(encoded("PNG")).name) for _time in range(2)]
    assert [(len(name), name[32:]) for name in names] == [(36, ".png")] * 2
    assert names[0] != names[1]


def empty_png(width: int, height: int) -> bytes:
    """A PNG whose header promises a size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


NO_PICTURE = "The picture is damaged, or no JPEG, PNG, WebP, AVIF or GIF."
TOO_WIDE = "The picture has more than 60 megapixels."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no picture at all", NO_PICTURE),
        (encoded("JPEG")[:-200], NO_PICTURE),
        (encoded("EPS"), NO_PICTURE),
        (encoded("TIFF"), NO_PICTURE),
        (empty_png(10_000, 6_001), TOO_WIDE),
        (empty_png(60_000, 60_000), TOO_WIDE),
        (b"\xff" * (MAX_BYTES + 1), "The picture is larger than 40 MB."),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unusable) as refused:
        cleaned(data)
    assert str(refused.value) == sentence
