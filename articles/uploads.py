"""Pictures as they come in, made fit to be public: no embedded facts, a name nobody guesses. A leaf.

The original stands under /media/ like its renditions, so what a camera or a program wrote into it (a
position, a name, a comment) is taken out before it is stored.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _t
from PIL import Image, ImageOps

MAX_BYTES = 40 * 1024 * 1024
"""The largest picture file that is read, in bytes."""
MAX_PIXELS = 60_000_000
"""The largest picture that is decoded: about 180 MB of memory."""

# Nothing else: Pillow would hand a PostScript file to Ghostscript.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
SAVE: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "WEBP": {"quality": 95},
    "AVIF": {"quality": 95},
}
# What Pillow tells of a file that is about pixels and nothing else.
TECHNICAL = {
    "icc_profile",
    "dpi",
    "jfif",
    "jfif_version",
    "jfif_unit",
    "jfif_density",
    "progressive",
    "progression",
    "adobe",
    "adobe_transform",
    "gamma",
    "srgb",
    "chromaticity",
    "transparency",
    "interlace",
    "aspect",
    "loop",
    "duration",
    "background",
    "timestamp",
}
JPEG_SEGMENTS = ("APP0", "APP14")


class Unusable(ValueError):
    """A picture we do not take; the message is a sentence for the person who brought it."""


def cleaned(data: bytes) -> SimpleUploadedFile:
    """The picture upright, without embedded facts except its colour profile, under a random name.

    The bytes stay as they are where they carry none. An animation that has to be written anew, as every
    GIF is, keeps its first picture. Raises Unusable.
    """
    if len(data) > MAX_BYTES:
        raise Unusable(_t("The picture is larger than 40 MB."))
    try:
        image = _opened(data)
        if not _is_clean(image):
            data = _written_anew(image)
    except Unusable:
        raise
    except Image.DecompressionBombError as error:
        raise Unusable(_t("The picture has more than 60 megapixels.")) from error
    except Exception as error:  # Pillow raises many kinds for a broken file
        raise Unusable(_t("The picture is damaged, or no JPEG, PNG, WebP, AVIF or GIF.")) from error
    kind = _format(image).lower()
    return SimpleUploadedFile(f"{uuid4().hex}.{kind}", data, content_type=f"image/{kind}")


def _opened(data: bytes) -> Image.Image:
    """The picture, decoded to the end: what is cut short is found here and not on the page."""
    Image.open(BytesIO(data), formats=FORMATS).verify()
    image = Image.open(BytesIO(data), formats=FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise Unusable(_t("The picture has more than 60 megapixels."))
    image.load()
    return image


def _format(image: Image.Image) -> str:
    """How it is stored. MPO is what Pillow calls a JPEG with more pictures behind the first."""
    return "JPEG" if image.format == "MPO" else image.format or ""


def _is_clean(image: Image.Image) -> bool:
    """Whether the file holds nothing but a picture."""
    if image.format in {"MPO", "GIF"} or set(image.info) - TECHNICAL or image.getexif():
        return False
    segments: list[tuple[str, bytes]] = getattr(image, "applist", [])
    return all(name in JPEG_SEGMENTS or body.startswith(b"ICC_PROFILE") for name, body in segments)


def _written_anew(image: Image.Image) -> bytes:
    kind = _format(image)
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    upright.info = {name: upright.info[name] for name in ("transparency",) if name in upright.info}
    file = BytesIO()
    upright.save(file, format=kind, icc_profile=profile, **SAVE.get(kind, {}))
    return file.getvalue()


class PictureField(forms.ImageField):
    """A form's field for a picture: what comes out of it is cleaned."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The widget's attributes; the admin groups the parts of a file field, and labels none of them."""
        return {**super().widget_attrs(widget), "aria-label": str(self.label or "")}

    def to_python(self, data: Any) -> SimpleUploadedFile | None:
        """The picture as it may be stored. Raises ValidationError with the sentence of `Unusable`."""
        # Django's own check would open the file in every format Pillow knows.
        file = super(forms.ImageField, self).to_python(data)
        if file is None:
            return None
        try:
            # One byte more than allowed tells as much as the whole file.
            return cleaned(file.read(MAX_BYTES + 1))
        except Unusable as error:
            raise ValidationError(str(error), code="unusable") from error
