"""What a picture file says of itself: XMP before IPTC-IIM before EXIF, whatever the file is like."""

from __future__ import annotations

import struct
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from articles.models import Photo
from articles.picturefacts import LONGEST_PACKET, facts_in
from articles.pictures import photo_values
from tests.desk.pages import address
from tests.factories import PhotoFactory, published

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 photoshop:Credit="Example Wire" photoshop:City="Linz" photoshop:DateCreated="2026-02-27T10:00:00+01:00"
 ext:DigitalSourceType="{AI}">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">The pier  at dusk.</rdf:li>
<rdf:li xml:lang="de">Der Pier.</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Ada Müller</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2026 Ada Müller</rdf:li></rdf:Alt></dc:rights>
<xmpRights:UsageTerms><rdf:Alt><rdf:li>Online only.</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<core:AltTextAccessibility><rdf:Alt><rdf:li>Lamps over water</rdf:li></rdf:Alt></core:AltTextAccessibility>
<ext:PersonInImage><rdf:Bag><rdf:li>Bo Second</rdf:li><rdf:li>Cy Third</rdf:li></rdf:Bag></ext:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def encoded(kind: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    Image.new("RGB", (400, 300)).save(file, kind, **options)
    return file.getvalue()


def with_iim(**records: bytes) -> bytes:
    """A JPEG with IPTC records by number, such as r120."""
    parts = [
        b"\x1c\x02" + bytes([int(name[1:])]) + struct.pack(">H", len(text)) + text
        for name, text in records.items()
    ]
    body = b"".join(parts)
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(body)) + body
    plain = encoded()
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + plain[2:]


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_xmp_is_read(kind: str) -> None:
    assert facts_in(encoded(kind, xmp=XMP.encode())).told() == {
        "alt": "Lamps over water",
        "caption": "The pier at dusk.",
        "credit": "Ada Müller / Example Wire",
        "source_agency": "Example Wire",
        "copyright_notice": "© 2026 Ada Müller",
        "usage_note": "Online only.",
        "location": "Linz",
        "people": "Bo Second, Cy Third",
        "taken_on": date(2026, 2, 27),
        "digital_source_type": "trainedAlgorithmicMedia",
    }


def test_iptc_is_read_in_utf8_and_as_old_programs_wrote_it() -> None:
    data = with_iim(r120="Der Pier für Fähren.".encode(), r80="Ada Müller".encode("cp1252"), r55=b"20260227",
                    r92=b"Hafen", r90=b"Linz", r110=b"Ada M\xfcller / Wire")  # fmt: skip
    assert facts_in(data).told() == {
        "caption": "Der Pier für Fähren.",
        "credit": "Ada Müller / Wire",
        "source_agency": "Ada Müller / Wire",
        "location": "Hafen, Linz",
        "taken_on": date(2026, 2, 27),
    }


def test_exif_is_read_last_and_a_camera_s_own_name_is_no_caption() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "OLYMPUS DIGITAL CAMERA", "Ada", "(c) Ada"
    exif.get_ifd(0x8769)[0x9003] = "2026:02:27 10:00:00"
    assert facts_in(encoded(exif=exif)).told() == {
        "credit": "Ada",
        "copyright_notice": "(c) Ada",
        "taken_on": date(2026, 2, 27),
    }
    exif[0x010E] = "From EXIF"
    assert facts_in(encoded(exif=exif, xmp=XMP.encode())).caption == "The pier at dusk."


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + XMP.split("?>", 1)[1]


@pytest.mark.parametrize(
    "packet",
    [
        b"<x", b"\xff\xfe<\x00x\x00", BOMB.encode(), XMP.encode("utf-16"), b"<a>" * 50_000,
        XMP.replace("The pier", "x" * LONGEST_PACKET).encode(),
    ],
)  # fmt: skip
def test_a_packet_that_is_odd_is_passed_over(packet: bytes) -> None:
    data = encoded("WEBP", xmp=packet)
    assert facts_in(data).told() == {}


@pytest.mark.parametrize("data", [b"", b"no picture", encoded()[:200], with_iim(r120=b"x")[:60]])
def test_a_file_that_is_no_picture_says_nothing(data: bytes) -> None:
    assert facts_in(data).told() == {}


def test_what_does_not_fit_a_field_is_cut_and_an_unknown_code_left_out() -> None:
    values = photo_values(facts_in(with_iim(r120=b"x" * 900)))
    assert len(values["caption"]) == 400
    assert "digital_source_type" not in photo_values(
        facts_in(encoded(xmp=XMP.replace("trained", "odd").encode()))
    )


# --- At the desk and in public -----------------------------------------------------------------------------


def post(client: Client, **fields: Any) -> Any:
    file = SimpleUploadedFile("pier.jpg", encoded(xmp=XMP.encode()), "image/jpeg")
    values = {"file": file, "rights": "own", "focal_x": "0.5", "focal_y": "0.5"} | fields
    return client.post(address(Photo, "add"), values, follow=True)


@pytest.mark.django_db
def test_an_upload_fills_the_empty_fields_and_says_which(admin_client: Client) -> None:
    response = post(admin_client, caption="Our own caption.")
    photo = Photo.objects.get()
    assert (photo.caption, photo.alt, photo.people) == (
        "Our own caption.",
        "Lamps over water",
        "Bo Second, Cy Third",
    )
    assert (photo.taken_on, photo.digital_source_type) == (date(2026, 2, 27), "trainedAlgorithmicMedia")
    (said,) = [
        str(message) for message in response.context["messages"] if "Taken from the file" in str(message)
    ]
    assert "credit" in said
    assert "caption" not in said
    with photo.file.open() as file:
        assert b"Example Wire" not in file.read()


@pytest.mark.django_db
def test_a_form_that_comes_back_shows_what_the_file_said(admin_client: Client) -> None:
    form = post(admin_client, focal_x="7").context["adminform"].form
    assert form["caption"].value() == "The pier at dusk."
    assert not Photo.objects.exists()


@pytest.mark.django_db
def test_readers_and_machines_are_told_that_a_picture_was_made_by_ai(client: Client) -> None:
    photo = PhotoFactory(
        digital_source_type="trainedAlgorithmicMedia", is_illustrative=True, caption="", credit="x"
    )
    html = client.get(published(lead_photo=photo).get_absolute_url()).content.decode()
    assert '<b class="label">Symbolic picture.</b> <b class="label">Made by AI.</b>' in html
    assert "https://schema.org/TrainedAlgorithmicMediaDigitalSource" in html


@pytest.mark.django_db
def test_an_old_picture_says_when_it_was_taken_and_a_new_one_does_not(client: Client) -> None:
    old, new = PhotoFactory(taken_on=date(2020, 5, 4)), PhotoFactory(taken_on=date.today())  # noqa: DTZ011
    assert "Taken on" in client.get(published(lead_photo=old).get_absolute_url()).content.decode()
    assert "Taken on" not in client.get(published(lead_photo=new).get_absolute_url()).content.decode()
