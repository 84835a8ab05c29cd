"""The sizes in which pictures are served, and the code that makes them. A leaf: no model is imported.

Renditions are cropped around the photo's focal point and never upscaled. What pages need is made when a
photo is stored; AVIF, which takes the longest, and the shapes only machines ask for follow in the minute job
and are listed nowhere before. Either may run again at any time and makes only what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from imagefield.backend_base import calculate_crop_box
from imagefield.processing_pillow import register_pillow
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from articles.models import Photo

WIDTHS = (360, 540, 720, 960, 1280, 1600)
"""Widths in pixels: a row's picture on a phone to a lead picture at double density."""
WHOLE = "whole"
"""The shape of the picture itself, as it stands in a text."""
JPEG_WIDTHS = {"3x2": 720, "16x9": 1280, "4x3": 1280, "1x1": 1280}
"""Every cut, and the width of its JPEG: for browsers without WebP, and machines that want 1200 and more."""
WHOLE_JPEG = 960
ON_PAGES = frozenset({"3x2", "16x9"})
# WebP's method 2 takes half the time of its default for two per cent more bytes; AVIF's speed 7 a third less
# than its default for five.
SAVE: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 58, "speed": 7},
    "webp": {"format": "WEBP", "quality": 78, "method": 2},
    "jpeg": {"format": "JPEG", "quality": 82, "progressive": True},
}

type Step = Callable[[Image.Image, Any], Image.Image]


def shape_of(ratio: str) -> tuple[int, int]:
    """`"3x2"` as (3, 2)."""
    across, down = ratio.split("x")
    return int(across), int(down)


def name_of(ratio: str, width: int, encoding: str) -> str:
    """The name of a rendition, also the attribute of the image file that holds its address."""
    return f"r{ratio}_{width}_{encoding}"


def crop_size(width: int, height: int, ratio: str) -> tuple[int, int]:
    """The largest size of that shape inside a picture, in pixels."""
    if ratio == WHOLE:
        return width, height
    across, down = shape_of(ratio)
    if width * down > height * across:
        return height * across // down, height
    return width, width * down // across


def height_at(width: int, across: int, down: int, ratio: str) -> int:
    """How high a cut of that shape and width is, of a picture of those measures."""
    if ratio != WHOLE:
        across, down = shape_of(ratio)
    return max(1, width * down // across)


def draw(original: Image.Image, ratio: str, width: int, ppoi: Sequence[float]) -> Image.Image:
    """The original cropped to the shape around the focal point, at most `width` pixels wide."""
    inside = crop_size(*original.size, ratio)
    box = calculate_crop_box(*original.size, *inside, ppoi)
    image = original.crop((box.left, box.top, box.left + box.width, box.top + box.height))
    if image.width <= width:
        return image
    size = (width, height_at(width, *image.size, ratio))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def upright(image: Image.Image) -> Image.Image:
    """The picture the right way up, without any embedded fact (a phone's position among them)."""
    turned = ImageOps.exif_transpose(image).convert("RGB")
    turned.info = {}
    return turned


@register_pillow
def rendition(get_image: Step, ratio: str, width: int, encoding: str) -> Step:
    """Image processor of django-imagefield: one rendition from the file as it was uploaded."""

    def processor(image: Image.Image, context: Any) -> Image.Image:
        context.save_kwargs.update(SAVE[encoding])
        return draw(upright(get_image(image, context)), ratio, width, context.ppoi)

    return processor


def _spec(ratio: str, width: int, encoding: str) -> Callable[[Any, Any], None]:
    def spec(fieldfile: Any, context: Any) -> None:
        context.extension = f".{encoding}"
        context.processors = [("rendition", ratio, width, encoding)]

    return spec


SHAPES: dict[str, tuple[str, int, str]] = {
    name_of(ratio, width, encoding): (ratio, width, encoding)
    for ratio, jpeg_width in (JPEG_WIDTHS | {WHOLE: WHOLE_JPEG}).items()
    for encoding, widths in (("jpeg", (jpeg_width,)), ("webp", WIDTHS), ("avif", WIDTHS))
    for width in widths
}
FORMATS = {name: _spec(*shape) for name, shape in SHAPES.items()}
AT_ONCE = [
    name
    for name, (ratio, _width, encoding) in SHAPES.items()
    if (encoding == "jpeg" and ratio != WHOLE) or (encoding == "webp" and ratio in ON_PAGES)
]
"""What is made when a photo is stored."""
WHOLE_AT_ONCE = [
    name for name, (ratio, _w, encoding) in SHAPES.items() if ratio == WHOLE and encoding != "avif"
]
"""What is made when a photo is put into a text."""
LATER = [name for name in SHAPES if name not in AT_ONCE]
"""What the minute job makes."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a template needs to show a photo in one shape without shifting the page.

    `src` is a JPEG; the lists hold every width the photo has, and are empty for what is not made yet.
    """

    src: str
    width: int
    height: int
    srcset: str
    avif: str = ""


def picture(photo: Photo, ratio: str, most: int = WIDTHS[-1]) -> Picture:
    """The addresses of a photo in one shape, none wider than `most` or than the photo itself."""
    largest = crop_size(photo.width or 0, photo.height or 0, ratio)[0]
    # A width beyond the picture's own would be the same file again under a wrong number.
    fitting = [width for width in WIDTHS if width < min(largest, most)] + [min(largest, most)]

    def listed(encoding: str) -> str:
        names = [(name_of(ratio, _holding(width), encoding), width) for width in fitting]
        return ", ".join(f"{getattr(photo.file, name)} {width}w" for name, width in names)

    jpeg_width = JPEG_WIDTHS.get(ratio, WHOLE_JPEG)
    shown = min(jpeg_width, largest)
    return Picture(
        src=getattr(photo.file, name_of(ratio, jpeg_width, "jpeg")),
        width=shown,
        height=height_at(shown, photo.width or 1, photo.height or 1, ratio),
        srcset=listed("webp") if ratio in {*ON_PAGES, WHOLE} or photo.is_finished else "",
        avif=listed("avif") if photo.is_finished else "",
    )


def _holding(width: int) -> int:
    """The rendition whose file is that many pixels wide."""
    return next(limit for limit in WIDTHS if limit >= width)


def make_renditions(photo: Photo, names: Sequence[str] = AT_ONCE) -> int:
    """Make those of these renditions that are missing; return how many were."""
    storage = photo.file.storage
    wanted = [name for name in names if _is_needed(photo, name)]
    # The library decodes the upload anew for each file; once is enough, and ten times as fast.
    contexts = {name: photo.file._process_context(FORMATS[name]) for name in wanted}  # noqa: SLF001
    missing = [name for name, context in contexts.items() if not storage.exists(context.name)]
    if missing:
        original = decoded(photo)
        for name in missing:
            ratio, width, encoding = SHAPES[name]
            data = BytesIO()
            draw(original, ratio, width, contexts[name].ppoi).save(data, **SAVE[encoding])
            storage.save(contexts[name].name, ContentFile(data.getvalue()))
    return len(missing)


def _is_needed(photo: Photo, name: str) -> bool:
    """Whether a page may ask for it: the next width above the photo's own is its largest, and the last."""
    ratio, width, encoding = SHAPES[name]
    largest = crop_size(photo.width or 0, photo.height or 0, ratio)[0]
    return encoding == "jpeg" or width == WIDTHS[0] or max(w for w in WIDTHS if w < width) < largest


def decoded(photo: Photo) -> Image.Image:
    """The photo as it was uploaded, the right way up."""
    with photo.file.open("rb") as file, Image.open(file) as image:
        return upright(image)


def colour_of(photo: Photo) -> str:
    """The colour of the whole photo, for the place it will stand in: `#7d8a8c`."""
    return f"#{decoded(photo).resize((1, 1), Image.Resampling.BOX, reducing_gap=2.0).tobytes().hex()}"
