"""Logos as they come in, made fit to be public.

A PNG is decoded and written anew. An SVG is a document that could run scripts at our own address and ask
other servers for more, so it is not cleaned in place: what is stored is written by us from the shapes,
gradients and words we know. What cannot be left out without changing the drawing is refused by name.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _t
from PIL import Image

from articles.uploads import Unusable

MAX_BYTES = 256 * 1024
"""The largest logo that is read, in bytes."""
MOST_PIXELS = 4000
"""The widest and the highest that is decoded."""
MOST_ELEMENTS, DEEPEST = 5000, 100
SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
SHAPES = """
    svg g defs symbol use title desc path rect circle ellipse line polyline polygon clipPath
    mask linearGradient radialGradient stop pattern style
"""
# What drawing programs add for themselves: nothing that is drawn.
LEFT_OUT = frozenset({"metadata"})
ATTRIBUTES = """
    id class viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points
    pathLength transform width height fill fill-opacity fill-rule clip-rule clip-path mask
    stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
    stroke-dashoffset stroke-opacity opacity color display visibility vector-effect paint-order
    gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity clipPathUnits
    maskUnits maskContentUnits patternUnits patternContentUnits patternTransform mask-type
    style href type
"""
# In a value: an address that is none of the drawing's own parts, and what could hide one.
ELSEWHERE = re.compile(
    r"url\((?!\s*[\"']?#)|image(-set)?\(|src\(|//|@|\\|expression|javascript:", re.IGNORECASE
)
NUMBER = r"(\d{1,9}(?:\.\d{1,9})?)"
LENGTH = re.compile(rf"\s*{NUMBER}(?:px)?\s*", re.ASCII)
BOX = re.compile(rf"\s*[-\d.]+[\s,]+[-\d.]+[\s,]+{NUMBER}[\s,]+{NUMBER}\s*", re.ASCII)


class Logo(SimpleUploadedFile):
    """A file fit to be stored, with its size in pixels."""

    shape: tuple[int, int] = (0, 0)


def cleaned(data: bytes) -> Logo:
    """The logo as it may be stored. Raises Unusable with a sentence for the person who brought it."""
    if len(data) > MAX_BYTES:
        raise Unusable(_t("The logo is larger than 256 kB."))
    if data.startswith(b"\x89PNG"):
        return _png(data)
    if b"<svg" in data or b":svg" in data:
        return _svg(data)
    raise Unusable(_t("The logo is neither a PNG nor an SVG."))


def _named(data: bytes, kind: str, content_type: str, shape: tuple[int, int]) -> Logo:
    """Under the name of its content: another logo has another address, so caches never mix them up."""
    logo = Logo(f"{blake2b(data, digest_size=10).hexdigest()}.{kind}", data, content_type=content_type)
    logo.shape = shape
    return logo


def _png(data: bytes) -> Logo:
    file = BytesIO()
    try:
        image = Image.open(BytesIO(data), formats=["PNG"])
        is_large = max(image.size) > MOST_PIXELS
        if not is_large:
            image.load()
            image.info = {}
            image.convert("RGBA").save(file, format="PNG", optimize=True)
    except Exception as error:  # Pillow raises many kinds for a broken file
        raise Unusable(_t("The PNG is damaged.")) from error
    if is_large:
        raise Unusable(_t("The logo is wider or higher than 4,000 pixels."))
    return _named(file.getvalue(), "png", "image/png", image.size)


def _svg(data: bytes) -> Logo:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(_t("The SVG is not written in UTF-8.")) from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unusable(_t("The SVG has a document type. Save it as “plain SVG” or “SVG 1.1 without DTD”."))
    try:
        root = ET.fromstring(text.encode())  # noqa: S314 - no document type gets here, so no entity either
    except ET.ParseError as error:
        raise Unusable(_t("The SVG is damaged.")) from error
    if root.tag != f"{SVG}svg":
        raise Unusable(_t("The file holds no SVG drawing."))
    if sum(1 for _element in root.iter()) > MOST_ELEMENTS:
        raise Unusable(_t("The SVG has more than 5,000 elements: simplify the drawing."))
    drawn = _copied(root)
    shape = _shape(root)
    drawn.set("width", str(shape[0]))
    drawn.set("height", str(shape[1]))
    if "viewBox" not in drawn.attrib:
        drawn.set("viewBox", f"0 0 {shape[0]} {shape[1]}")
    drawn.set("xmlns", SVG.strip("{}"))
    return _named(ET.tostring(drawn), "svg", "image/svg+xml", shape)


def _copied(element: ET.Element, depth: int = 0) -> ET.Element:
    """The element with what we know of it. Raises Unusable for what cannot be left out."""
    if depth > DEEPEST:
        raise Unusable(_t("The SVG has groups in groups, a hundred deep: simplify the drawing."))
    name = element.tag.removeprefix(SVG)
    copy = ET.Element(name, _attributes(element, name))
    if name in {"title", "desc", "style"}:
        copy.text = element.text or ""
        if name == "style" and ("<" in copy.text or ELSEWHERE.search(copy.text)):
            raise Unusable(_t("The SVG’s styles ask for something outside the drawing."))
        return copy
    for child in element:
        if not isinstance(child.tag, str) or not child.tag.startswith(SVG):
            continue
        kind = child.tag.removeprefix(SVG)
        if kind in LEFT_OUT:
            continue
        if kind not in SHAPES.split():
            raise Unusable(
                _t("The SVG has an element <%(name)s>, which a logo may not have. %(tip)s")
                % {"name": kind, "tip": _tip(kind)}
            )
        copy.append(_copied(child, depth + 1))
    return copy


def _tip(kind: str) -> str:
    if kind in {"text", "tspan", "textPath"}:
        return _t("Turn words into paths: readers do not have the typeface.")
    if kind == "image":
        return _t("Upload the picture in it as a PNG.")
    return _t("Only shapes, gradients, masks and styles.")


def _attributes(element: ET.Element, name: str) -> dict[str, str]:
    kept = {}
    for key, value in element.attrib.items():
        plain = key.removeprefix(XLINK)
        if plain.lower().startswith("on"):
            raise Unusable(_t("The SVG runs a script (%(name)s).") % {"name": plain})
        if plain == "href" and not value.startswith("#"):
            raise Unusable(_t("The SVG links to something outside the drawing."))
        # What a program notes for itself has a namespace of its own.
        if plain not in ATTRIBUTES.split() or (plain == "type" and name != "style"):
            continue
        if ELSEWHERE.search(value):
            raise Unusable(_t("The SVG asks for something outside the drawing (%(name)s).") % {"name": plain})
        kept[plain] = value
    return kept


def _shape(root: ET.Element) -> tuple[int, int]:
    """The size the drawing has, by its own word or by its proportions."""
    own = [LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    box = BOX.fullmatch(root.get("viewBox", ""))
    if own[0] and own[1]:
        width, height = float(own[0][1]), float(own[1][1])
    elif box:
        width, height = float(box[1]), float(box[2])
    else:
        raise Unusable(_t("The SVG does not say how large it is: it has no viewBox."))
    if not (0 < width < MOST_PIXELS**2 and 0 < height < MOST_PIXELS**2):
        raise Unusable(_t("The SVG says that it is nothing wide, or endlessly."))
    return max(1, round(width)), max(1, round(height))


class LogoField(forms.FileField):
    """A form's field for a logo: what comes out of it is cleaned."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The widget's attributes; the admin groups the parts of a file field, and labels none of them."""
        return {**super().widget_attrs(widget), "accept": ".svg,.png", "aria-label": str(self.label or "")}

    def to_python(self, data: Any) -> Logo | None:
        """The logo as it may be stored. Raises ValidationError with the sentence of `Unusable`."""
        file = super().to_python(data)
        if file is None:
            return None
        try:
            return cleaned(file.read(MAX_BYTES + 1))
        except Unusable as error:
            raise ValidationError(str(error), code="unusable") from error
