"""Photos and portraits at the desk."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from articles.models import Photo
from articles.renditions import FORMATS
from authors.models import Author
from tests.desk.pages import address, filled
from tests.factories import AuthorFactory, PhotoFactory, picture_file


def upload(client: Client, **fields: Any) -> Any:
    """Post a new photo."""
    values = {"file": picture_file(400, 300), "rights": "own", "focal_x": "0.5", "focal_y": "0.5"} | fields
    return client.post(address(Photo, "add"), values)


def crop_of(photo: Photo) -> str:
    """The name of the file a page would show in a list, whether it is there or not."""
    return str(photo.file._process_context(FORMATS["r3x2_360_webp"]).name)


def test_an_upload_makes_the_renditions_once_it_is_stored(
    everything: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        assert upload(everything, alt="A dam").status_code == 302
    photo = Photo.objects.get()
    stored = photo.file.storage.exists(crop_of(photo))
    assert (len(callbacks), photo.alt, stored) == (1, "A dam", True)


def test_another_focal_point_makes_other_renditions_and_another_caption_does_not(
    everything: Client, django_capture_on_commit_callbacks: Any
) -> None:
    photo = PhotoFactory()
    url = address(Photo, "change", photo.pk)
    with django_capture_on_commit_callbacks(execute=True) as for_the_caption:
        everything.post(url, filled(everything, url, caption="The dam in spring."))
    with django_capture_on_commit_callbacks(execute=True) as for_the_point:
        everything.post(url, filled(everything, url, focal_x="0.25"))
    photo.refresh_from_db()
    # Before the point is stored: no page asks for a crop that is not there yet.
    stored = photo.file.storage.exists(crop_of(photo))
    assert (len(for_the_caption), len(for_the_point)) == (0, 0)
    assert (photo.caption, photo.focal_x, stored) == ("The dam in spring.", 0.25, True)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"alt": ["Describe the picture, or mark it as decorative."]}),
        (
            {"alt": "A dam", "decorative": "on"},
            {"decorative": ["A picture with a description is not decorative."]},
        ),
    ],
)
def test_a_photo_is_either_described_or_decorative(everything: Client, fields: Any, errors: Any) -> None:
    response = upload(everything, **fields)
    assert (response.context["adminform"].form.errors, Photo.objects.count()) == (errors, 0)


def test_the_file_of_a_photo_never_changes(everything: Client) -> None:
    photo = PhotoFactory()
    url = address(Photo, "change", photo.pk)
    everything.post(url, filled(everything, url, file=picture_file(10, 10, "other.jpg")))
    before = photo.file.name
    photo.refresh_from_db()
    assert photo.file.name == before


def test_a_portrait_is_made_in_its_sizes_once_it_is_stored(
    everything: Client, django_capture_on_commit_callbacks: Any
) -> None:
    author = AuthorFactory()
    url = address(Author, "change", author.pk)
    values = filled(
        everything, url, portrait=picture_file(500, 500, "ada.jpg"), portrait_alt="Ada Writer, smiling"
    )
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        assert everything.post(url, values).status_code == 302
    author.refresh_from_db()
    stored = [author.portrait.storage.exists(author.portrait.process(size)) for size in ("byline", "page")]
    assert (len(callbacks), stored) == (0, [True, True])


def phone_picture() -> SimpleUploadedFile:
    """A picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "Secret place"
    data = BytesIO()
    Image.new("RGB", (500, 500)).save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("ada at home.jpg", data.getvalue())


def test_originals_are_stored_without_embedded_facts_under_names_nobody_guesses(everything: Client) -> None:
    upload(everything, file=phone_picture(), alt="A dam")
    url = address(Author, "change", AuthorFactory().pk)
    everything.post(url, filled(everything, url, portrait=phone_picture(), portrait_alt="Ada at home"))
    files = [Photo.objects.get().file, Author.objects.get().portrait]
    assert [b"Secret" in Path(file.path).read_bytes() for file in files] == [False, False]
    assert re.fullmatch(r"photos/\d{4}/\d\d/[0-9a-f]{32}\.jpeg", files[0].name)
    assert re.fullmatch(r"portraits/[0-9a-f]{32}\.jpeg", files[1].name)


def test_what_is_no_picture_is_refused_in_a_sentence(everything: Client) -> None:
    response = upload(everything, file=SimpleUploadedFile("dam.jpg", b"%!PS-Adobe-3.0 EPSF-3.0"), alt="A dam")
    sentence = "The picture is damaged, or no JPEG, PNG, WebP, AVIF or GIF."
    assert response.context["adminform"].form.errors == {"file": [sentence]}
