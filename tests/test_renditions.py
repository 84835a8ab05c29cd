"""Renditions: around the focal point, never upscaled, without a phone's position."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from articles.models import Photo
from articles.renditions import FORMATS, crop_size, make_renditions, picture
from tests.factories import PhotoFactory, picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def made(photo: Photo, name: str) -> Image.Image:
    with photo.file.storage.open(photo.file.process(name)) as file:
        image = Image.open(BytesIO(file.read()))
        image.load()
        return image


@pytest.mark.parametrize(
    ("width", "height", "ratio", "size"),
    [(1500, 1000, "3x2", (1500, 1000)), (1000, 1500, "3x2", (1000, 666)), (3000, 1000, "16x9", (1777, 1000))],
)
def test_the_largest_crop_of_a_shape(width: int, height: int, ratio: str, size: tuple[int, int]) -> None:
    assert crop_size(width, height, ratio) == size


def test_every_rendition_is_made_once_in_its_shape_and_encoding(media: Path) -> None:
    photo = PhotoFactory(file=picture_file(2000, 1500))
    assert make_renditions(photo) == len(FORMATS)
    files = sorted(media.rglob("__processed__/**/*.*"))
    assert len(files) == len(FORMATS)
    # Both ways to make one agree on its name.
    assert str(media / photo.file.process("r3x2_720_webp")) in map(str, files)
    assert make_renditions(photo) == len(FORMATS)
    assert sorted(media.rglob("__processed__/**/*.*")) == files
    image = made(photo, "r3x2_720_webp")
    assert (image.size, image.format) == ((720, 480), "WEBP")


def test_a_small_picture_is_never_upscaled_and_the_srcset_tells_the_truth() -> None:
    photo = PhotoFactory(file=picture_file(800, 600))
    assert made(photo, "r3x2_1600_webp").size == (800, 533)
    shown = picture(photo, "3x2")
    assert [part.split()[1] for part in shown.srcset.split(", ")] == ["360w", "720w", "800w"]
    assert (shown.width, shown.height) == (720, 480)


def test_the_crop_keeps_the_focal_point() -> None:
    image = Image.new("RGB", (400, 1200), "black")
    image.paste("white", (0, 0, 400, 200))
    data = BytesIO()
    image.save(data, "JPEG")
    photo = PhotoFactory(file=ContentFile(data.getvalue(), name="tall.jpg"), focal_x=0.5, focal_y=0.05)
    assert made(photo, "r3x2_360_webp").getpixel((180, 20))[0] > 200  # type: ignore[index]


def test_embedded_facts_such_as_a_position_are_dropped() -> None:
    image = Image.new("RGB", (1500, 1000))
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 12.0, 0.0)}
    exif[0x010E] = "Secret place"
    data = BytesIO()
    image.save(data, "JPEG", exif=exif)
    photo = PhotoFactory(file=ContentFile(data.getvalue(), name="phone.jpg"))
    assert dict(made(photo, "r3x2_720_jpeg").getexif()) == {}
    assert dict(made(photo, "r3x2_720_webp").getexif()) == {}
