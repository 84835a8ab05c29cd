"""Renditions: around the focal point, never upscaled, without a phone's position."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from articles.models import Outdated, Photo, Plate
from articles.renditions import AT_ONCE, SHAPES, crop_size, make_renditions, picture
from newsroom.finishing import finish_pictures
from newsroom.plating import set_plates
from tests.factories import PhotoFactory, picture_file, published

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
    assert make_renditions(photo) == len(AT_ONCE)
    files = sorted(media.rglob("__processed__/**/*.*"))
    assert len(files) == len(AT_ONCE)
    # Both ways to make one agree on its name.
    assert str(media / photo.file.process("r3x2_720_webp")) in map(str, files)
    assert make_renditions(photo) == 0
    assert sorted(media.rglob("__processed__/**/*.*")) == files
    image = made(photo, "r3x2_720_webp")
    assert (image.size, image.format) == ((720, 480), "WEBP")


def test_a_small_picture_is_never_upscaled_and_the_srcset_tells_the_truth() -> None:
    photo = PhotoFactory(file=picture_file(800, 600))
    assert made(photo, "r3x2_960_webp").size == (800, 533)
    shown = picture(photo, "3x2")
    assert [part.split()[1] for part in shown.srcset.split(", ")] == ["360w", "540w", "720w", "800w"]
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


def test_a_rendition_beyond_the_largest_is_not_made(media: Path) -> None:
    photo = PhotoFactory(file=picture_file(800, 600))
    make_renditions(photo, [name for name in SHAPES if name.startswith("r3x2")])
    made_in = sorted(
        Image.open(BytesIO(path.read_bytes())).width for path in media.rglob("__processed__/**/*.webp")
    )
    assert made_in == [360, 540, 720, 800]


def test_no_width_is_listed_beyond_what_the_place_needs() -> None:
    shown = picture(PhotoFactory(file=picture_file(2000, 1500)), "3x2", 720)
    assert [part.split()[1] for part in shown.srcset.split(", ")] == ["360w", "540w", "720w"]


def test_what_nobody_waits_for_is_made_by_the_minute_job_and_listed_only_then(client: Client) -> None:
    photo = PhotoFactory(file=picture_file(1300, 900))
    make_renditions(photo)
    edition = published(lead_photo=photo)
    address = edition.get_absolute_url()
    assert (picture(photo, "3x2").avif, picture(photo, "1x1").srcset) == ("", "")
    assert "image/avif" not in client.get(address).content.decode()
    assert finish_pictures(timezone.now()) == 1
    photo.refresh_from_db()
    for shape in ("3x2", "16x9", "4x3", "1x1"):
        shown = picture(photo, shape)
        for listed in (*shown.avif.split(", "), *shown.srcset.split(", "), shown.src):
            path = unquote(listed.split()[0]).removeprefix("/media/")
            width = int(listed.split()[1][:-1]) if " " in listed else shown.width
            with photo.file.storage.open(path) as file:
                assert Image.open(file).width == width
    assert client.get(address).content.decode().count('type="image/avif"') == 2
    seen = [int(photo.colour[at : at + 2], 16) for at in (1, 3, 5)]
    assert seen == pytest.approx([120, 140, 150], abs=3)
    assert finish_pictures(timezone.now()) == 0


def test_the_plate_of_a_story_is_set_anew_when_its_picture_is_finished() -> None:
    photo = PhotoFactory(file=picture_file(400, 300))
    edition = published(lead_photo=photo)
    set_plates([edition.pk])
    finish_pictures(timezone.now())
    assert "image/avif" in Plate.objects.get(edition=edition).rest


def test_a_focal_point_that_moves_takes_the_old_cuts_off_the_pages() -> None:
    photo = PhotoFactory(file=picture_file(400, 300))
    finish_pictures(timezone.now())
    photo.refresh_from_db()
    photo.focal_x = 0.1
    assert picture(photo, "3x2").avif == ""
    photo.save()
    assert finish_pictures(timezone.now()) == 1


def test_a_picture_that_is_gone_costs_the_others_nothing() -> None:
    kept, gone = PhotoFactory(file=picture_file(400, 300)), PhotoFactory(file=picture_file(400, 300))
    gone.file.storage.delete(gone.file.name)
    assert finish_pictures(timezone.now()) == 1
    kept.refresh_from_db()
    assert kept.is_finished


def test_pages_that_show_a_finished_picture_are_made_anew() -> None:
    edition = published(lead_photo=PhotoFactory(file=picture_file(400, 300)))
    before = Outdated.objects.count()
    finish_pictures(timezone.now())
    told = Outdated.objects.order_by("pk")[before:]
    assert any(f"story-{edition.article_id}" in row.tags for row in told)
