"""The sizes in which pictures are served, and the code that makes them. A leaf: no model is imported.

Renditions are cropped around the photo's focal point and never upscaled. They are made once, when a
photo is stored; `make_renditions` may run again at any time and makes only what is missing.
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

# Widths in pixels of each shape the pages use: a card to a lead picture at double density.
WIDTHS: dict[str, tuple[int, ...]] = {
    "3x2": (360, 720, 1080, 1600),
    "16x9": (1280, 1920),
}
# WebP's method 2 takes half the time of its default for two per cent more bytes.
SAVE: dict[str, dict[str, Any]] = {
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
    across, down = shape_of(ratio)
    if width * down > height * across:
        return height * across // down, height
    return width, width * down // across


def draw(original: Image.Image, ratio: str, width: int, ppoi: Sequence[float]) -> Image.Image:
    """The original cropped to the shape around the focal point, at most `width` pixels wide."""
    inside = crop_size(*original.size, ratio)
    box = calculate_crop_box(*original.size, *inside, ppoi)
    image = original.crop((box.left, box.top, box.left + box.width, box.top + box.height))
    if image.width <= width:
        return image
    across, down = shape_of(ratio)
    return image.resize((width, width * down // across), Image.Resampling.LANCZOS)


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
    for ratio, widths in WIDTHS.items()
    for width in widths
    for encoding in ("webp", "jpeg")
    # JPEG is the fallback of browsers without WebP: one middle size each is enough for them.
    if encoding == "webp" or width == widths[len(widths) // 2 - 1]
}
FORMATS = {name: _spec(*shape) for name, shape in SHAPES.items()}


@dataclass(frozen=True, slots=True)
class Picture:
    """What a template needs to show a photo in one shape without shifting the page."""

    src: str
    srcset: str
    width: int
    height: int


def picture(photo: Photo, ratio: str) -> Picture:
    """The addresses of a photo in one shape: a JPEG for every browser, WebP in all widths it has."""
    largest = crop_size(photo.width or 0, photo.height or 0, ratio)[0]
    widths = WIDTHS[ratio]
    # A width beyond the picture's own would be the same file again under a wrong number.
    fitting = [width for width in widths if width < largest] + [min(largest, widths[-1])]
    srcset = ", ".join(
        f"{getattr(photo.file, name_of(ratio, _holding(width, widths), 'webp'))} {width}w"
        for width in fitting
    )
    across, down = shape_of(ratio)
    fallback = widths[len(widths) // 2 - 1]
    shown = min(fallback, largest)
    return Picture(
        src=getattr(photo.file, name_of(ratio, fallback, "jpeg")),
        srcset=srcset,
        width=shown,
        height=shown * down // across,
    )


def _holding(width: int, widths: tuple[int, ...]) -> int:
    """The rendition whose file is that many pixels wide."""
    return next(limit for limit in widths if limit >= width)


def make_renditions(photo: Photo) -> int:
    """Make the renditions of a photo that are missing; return how many the photo has."""
    storage = photo.file.storage
    # The library decodes the upload anew for each file; once is enough, and ten times as fast.
    contexts = {name: photo.file._process_context(FORMATS[name]) for name in FORMATS}  # noqa: SLF001
    missing = [name for name, context in contexts.items() if not storage.exists(context.name)]
    if missing:
        with photo.file.open("rb") as file, Image.open(file) as image:
            original = upright(image)
        for name in missing:
            ratio, width, encoding = SHAPES[name]
            data = BytesIO()
            draw(original, ratio, width, contexts[name].ppoi).save(data, **SAVE[encoding])
            storage.save(contexts[name].name, ContentFile(data.getvalue()))
    return len(FORMATS)
