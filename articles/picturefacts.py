"""What a picture file says about itself: caption, credit, rights, place, day, how it was made. A leaf.

Read from XMP, else IPTC-IIM, else EXIF, before `uploads` takes all of it out. A file is somebody else's: what
cannot be read is passed over, and nothing in it can make the reading long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from PIL import Image, ImageFile, IptcImagePlugin

from articles.uploads import FORMATS

LONGEST_PACKET = 1024 * 1024
"""The longest XMP packet that is read, in bytes; the ones of cameras have about 10,000."""
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "core": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "ext": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]")
DAY = re.compile(r"(\d{4})[-:]?(\d{2})[-:]?(\d{2})")
UTF8_DECLARED = b"\x1b%G"
CAMERA, PLACE, SOURCE = 0x8769, ("Location", "City", "Country"), "DigitalSourceType"

type Found = Mapping[str, list[str]]
"""Properties by their names, each with its values in order."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a file says about its picture; empty where it says nothing."""

    alt: str = ""
    caption: str = ""
    credit: str = ""
    source_agency: str = ""
    copyright_notice: str = ""
    usage_note: str = ""
    location: str = ""
    people: str = ""
    taken_on: date | None = None
    digital_source_type: str = ""

    def told(self) -> dict[str, Any]:
        """What it does say, by the names of a photo's fields."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in named if value}


def facts_in(data: bytes) -> PictureFacts:
    """The facts a picture file carries; none for a file that is no picture."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            sources = [_xmp(image), _iim(image), _exif(image)]
    except Exception:  # noqa: BLE001 - Pillow raises many kinds for a broken file; whoever stores it says so
        return PictureFacts()
    return _facts(
        {name: values for found in reversed(sources) for name, values in found.items() if any(values)}
    )


def _facts(found: Found) -> PictureFacts:
    def first(*names: str) -> str:
        return next((value for name in names for value in found.get(name, ()) if value), "")

    return PictureFacts(
        alt=first("AltTextAccessibility"),
        caption=first("description", "Headline"),
        credit=_credit(", ".join(found.get("creator", ())), first("Credit", "Source")),
        source_agency=first("Source", "Credit"),
        copyright_notice=first("rights"),
        usage_note=first("UsageTerms", "Instructions"),
        location=", ".join(dict.fromkeys(filter(None, (first(name) for name in PLACE)))),
        people=", ".join(found.get("PersonInImage", ())),
        taken_on=_day(first("DateCreated", "DateTimeOriginal")),
        digital_source_type=first(SOURCE).rstrip("/").rpartition("/")[2],
    )


def _credit(creator: str, agency: str) -> str:
    """Photographer and agency as they stand under a picture."""
    if creator and agency and creator.casefold() not in agency.casefold():
        return f"{creator} / {agency}"
    return agency or creator


def _day(text: str) -> date | None:
    match = DAY.match(text)
    try:
        found = date.fromisoformat("-".join(match.groups())) if match else None
    except ValueError:
        return None
    return found if found and found <= datetime.now(UTC).date() else None


def _clean(value: object) -> str:
    return " ".join(UNPRINTABLE.sub("", str(value)).split())


# --- XMP ---------------------------------------------------------------------------------------------------


def _xmp(image: Image.Image) -> Found:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode() if isinstance(packet, str) else bytes(packet)
    if not data or len(data) > LONGEST_PACKET:
        return {}
    try:
        text = data.decode("utf-8").strip("\ufeff\0 \r\n\t")
        # Without a document type there are no entities to expand.
        root = ET.fromstring(text) if "<!" not in text.replace("<!--", "") else None  # noqa: S314
    except (UnicodeDecodeError, ET.ParseError, ValueError):
        return {}
    return _properties(root.iter(f"{RDF}Description")) if root is not None else {}


def _properties(descriptions: Iterable[ET.Element]) -> Found:
    """Every property we know, written as an attribute or as an element."""
    known = {f"{{{address}}}": prefix for prefix, address in NAMES.items()}
    found: dict[str, list[str]] = {}
    for description in descriptions:
        for name, value in description.attrib.items():
            space, _brace, local = name.rpartition("}")
            if f"{space}}}" in known:
                found.setdefault(local, [_clean(value)])
        for element in description:
            space, _brace, local = element.tag.rpartition("}")
            if f"{space}}}" in known:
                found.setdefault(local, _values(element))
    return found


def _values(element: ET.Element) -> list[str]:
    """A text, a list of texts, or the one of several languages that is meant for everybody."""
    items = list(element.iter(f"{RDF}li"))
    texts = [text for item in items or [element] if (text := _clean(item.text or ""))]
    resource = element.get(f"{RDF}resource")
    return texts or ([_clean(resource)] if resource else [])


# --- IPTC-IIM and EXIF -------------------------------------------------------------------------------------

RECORDS = {
    "Headline": (2, 105),
    "description": (2, 120),
    "creator": (2, 80),
    "Credit": (2, 110),
    "Source": (2, 115),
    "rights": (2, 116),
    "Instructions": (2, 40),
    "DateCreated": (2, 55),
    "Location": (2, 92),
    "City": (2, 90),
    "Country": (2, 101),
}
EXIF = {"description": 0x010E, "creator": 0x013B, "rights": 0x8298}
TAKEN = 0x9003
# What cameras write where a description belongs.
CAMERA_NAMES = re.compile(r"(?:[A-Z ]*DIGITAL CAMERA|SONY DSC|DCIM.*|Screenshot|untitled)", re.IGNORECASE)


def _iim(image: Image.Image) -> Found:
    records = (IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None) or {}
    declared = records.get((1, 90)) == UTF8_DECLARED
    found = {}
    for name, key in RECORDS.items():
        value = records.get(key, [])
        values = value if isinstance(value, list) else [value]
        found[name] = [text for raw in values if (text := _clean(_decoded(raw, declared=declared)))]
    return found


def _decoded(raw: bytes, *, declared: bool) -> str:
    """Text of a record: as UTF-8 where it says so or reads so, else as old programs wrote it."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "" if declared else raw.decode("cp1252", "replace")


def _exif(image: Image.Image) -> Found:
    exif = image.getexif()
    found = {name: [_clean(_mended(str(exif[tag])))] for name, tag in EXIF.items() if tag in exif}
    if CAMERA_NAMES.fullmatch(found.get("description", [""])[0]):
        del found["description"]
    taken = exif.get_ifd(CAMERA).get(TAKEN)
    return found | ({"DateTimeOriginal": [_clean(taken)]} if taken else {})


def _mended(text: str) -> str:
    """UTF-8 that was read as Latin-1, because EXIF knows no letters beyond ASCII and programs do."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
