"""What a publication may change of the look: logo, two colours, three faces; and what it may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, PngImagePlugin

from articles.uploads import Unusable
from newsroom.look.checks import unreadable
from newsroom.look.contrast import PAPERS, Readable, contrast, is_readable, nearest
from newsroom.look.faces import FACES
from newsroom.look.logos import cleaned
from newsroom.look.sheet import COLOURS, stylesheet
from newsroom.models import Publication

TOKENS = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {root}>{inside}</svg>'
FORM = "/admin/newsroom/publication/1/change/"
# What the form sends while nothing was touched.
UNTOUCHED = {
    "name": "The Valley Post",
    "text_and_data_mining": "reserved",
    "font_head": "piazzolla",
    "font_text": "stix",
    "font_ui": "franklin",
    **{f"{rows}-TOTAL_FORMS": "0" for rows in ("owners", "revenues", "public_money")},
    **{f"{rows}-INITIAL_FORMS": "0" for rows in ("owners", "revenues", "public_money")},
}


def drawn(inside: str = "", root: str = 'viewBox="0 0 240 60"') -> bytes:
    """An SVG with something in it."""
    return SVG.format(inside=inside, root=root).encode()


def _long(colour: str) -> str:
    return "#" + "".join(c * 2 for c in colour[1:]) if len(colour) == len("#fff") else colour


def test_papers_and_colours_are_those_of_the_tokens() -> None:
    tokens = {
        name: dict(zip(("light", "dark"), map(_long, pair.split(",")), strict=True))
        for name, pair in re.findall(r"(--[\w-]+):light-dark\(([^)]+)\)", TOKENS)
    }
    for theme, papers in PAPERS.items():
        for name, colour in papers.items():
            assert tokens[name][theme] == colour
    assert {name: tokens[f"--{name}"] for name in COLOURS} == COLOURS


def test_faces_that_come_along_are_those_of_the_tokens() -> None:
    for name, face in (("head", "piazzolla"), ("text", "stix"), ("ui", "franklin")):
        assert f"--font-{name}:{FACES[face].stack};" in TOKENS
    for one in FACES.values():
        assert not one.file or Path(settings.BASE_DIR, "static", one.file).is_file()


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", PAPERS)
@pytest.mark.parametrize(
    "colour", ["#ff0000", "#00ff00", "#ffff00", "#777777", "#0000ff", "#ffffff", "#000000"]
)
def test_the_nearest_colour_is_readable_on_every_ground(colour: str, theme: str) -> None:
    found = nearest(colour, theme, on_its_tint=True)
    assert is_readable(found, theme, on_its_tint=True)
    assert all(contrast(found, paper) >= 4.5 for paper in PAPERS[theme].values())


def test_a_bad_colour_is_refused_with_its_contrast_and_the_nearest_that_passes() -> None:
    with pytest.raises(ValidationError) as refused:
        Readable("light", on_its_tint=False)("#e07000")
    sentence = refused.value.messages[0]
    assert "#e07000 has a contrast of 2.64:1 on #e6e9e3" in sentence
    suggested = re.findall(r"#[0-9a-f]{6}", sentence)[-1]
    Readable("light", on_its_tint=False)(suggested)


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#0a4d8c;}body{display:none"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValidationError, match="is no colour"):
        Readable("light", on_its_tint=False)(colour)


def test_a_publication_that_looks_as_it_came_has_no_stylesheet() -> None:
    assert stylesheet(Publication()) == ""
    assert Publication().stylesheet_url == ""


def test_the_stylesheet_has_what_differs_and_nothing_else() -> None:
    css = stylesheet(Publication(link_light="#7a3200", font_head="georgia"))
    assert css == (':root{--link:light-dark(#7a3200,#8fc1f2);--font-head:Georgia,"Times New Roman",serif}\n')


def test_another_colour_of_changes_brings_its_own_ground_for_notes() -> None:
    css = stylesheet(Publication(mark_light="#0b5d5b"))
    assert "--mark:light-dark(#0b5d5b,#ff8f85)" in css
    (light, _dark) = re.findall(r"--mark-paper:light-dark\((.+?),(.+?)\)", css)[0]
    assert contrast("#0b5d5b", light) >= 4.5


@pytest.mark.parametrize("value", ["#e07000", "url(//evil.example)", "#0a4d8c}body{display:none"])
def test_a_colour_that_came_past_the_form_is_not_shown_and_the_check_names_it(value: str) -> None:
    publication = Publication(link_light=value, font_ui="wingdings")
    assert stylesheet(publication) == ""
    assert [found.id for found in unreadable(publication)] == ["newsroom.look.link_light"]


@pytest.mark.django_db
def test_the_stylesheet_is_served_for_ever_at_the_address_of_its_content(client: Client) -> None:
    assert "look-" not in client.get("/").text
    Publication(link_light="#7a3200").save()
    (address,) = re.findall(r'href="(/look-\w+\.css)"', client.get("/").text)
    response = client.get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "#7a3200" in response.text
    assert {"public", "immutable", "max-age=31536000"} == set(response["Cache-Control"].split(", "))
    # A page of a moment ago names the old address.
    Publication(link_light="#5a2a00").save()
    response = client.get(address)
    assert ("#5a2a00" in response.text, response["Cache-Control"]) == (True, "no-store")
    Publication().save()
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_only_fonts_that_are_used_are_loaded_ahead(client: Client) -> None:
    Publication(font_head="georgia", font_text="charter").save()
    assert 'rel="preload"' not in client.get("/").text
    Publication(font_head="stix").save()
    assert client.get("/").text.count('rel="preload"') == 1


def test_a_drawing_is_written_anew_from_what_we_know() -> None:
    file = cleaned(
        drawn(
            '<metadata><x xmlns="urn:x"/></metadata><defs><linearGradient id="a"><stop offset="0" '
            'stop-color="#123"/></linearGradient></defs><g data-name="Layer">'
            '<path d="M0 0h9" fill="url(#a)"/></g>'
        )
    )
    stored = file.read().decode()
    assert file.shape == (240, 60)
    assert 'fill="url(#a)"' in stored
    assert "metadata" not in stored
    assert "data-name" not in stored


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<path d="M0 0" onload="alert(1)"/>', "runs a script"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<use href="https://evil.example/x.svg#a"/>', "links to something outside"),
        ('<a href="javascript:alert(1)"/>', "<a>"),
        ('<image href="data:image/png;base64,AA"/>', "Upload the picture in it as a PNG"),
        ("<style>@import 'https://evil.example/x.css'</style>", "styles ask for something outside"),
        ('<path d="M0 0" fill="url(https://evil.example/#a)"/>', "outside the drawing (fill)"),
        ('<path d="M0 0" style="fill:u\\rl(https://evil.example)"/>', "outside the drawing (style)"),
        ("<text>The Post</text>", "Turn words into paths"),
        ('<set attributeName="href" to="x"/>', "<set>"),
        ("<g>" * 200 + "</g>" * 200, "a hundred deep"),
        ("<g/>" * 6000, "more than 5,000 elements"),
    ],
)
def test_a_drawing_that_is_more_than_a_drawing_is_refused_by_name(inside: str, reason: str) -> None:
    with pytest.raises(Unusable, match=re.escape(reason)):
        cleaned(drawn(inside))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawn("&a;"), "document type"),
        (drawn().decode().encode("utf-16"), "neither a PNG nor an SVG"),
        (b"<html><svg/></html>", "no SVG drawing"),
        (b"<svg", "damaged"),
        (drawn(root=""), "no viewBox"),
        (b"GIF89a", "neither a PNG nor an SVG"),
        (b"\x89PNG nothing else", "damaged"),
        (drawn(" " * 300_000), "larger than 256 kB"),
    ],
)
def test_a_file_that_is_no_logo_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        cleaned(data)


def test_a_png_is_written_anew_without_what_was_noted_in_it() -> None:
    noted, file = PngImagePlugin.PngInfo(), BytesIO()
    noted.add_text("Author", "somebody at home")
    Image.new("RGB", (300, 80)).save(file, format="PNG", pnginfo=noted)
    logo = cleaned(file.getvalue() + b"<script>")
    stored = logo.read()
    assert logo.shape == (300, 80)
    assert b"somebody" not in stored
    assert b"<script>" not in stored


@pytest.mark.django_db
def test_the_logo_is_brought_at_the_desk_and_stands_in_the_masthead(
    client_for: Callable[[User], Client], managing: User, client: Client
) -> None:
    desk = client_for(managing)
    logo = SimpleUploadedFile("l.svg", drawn('<path d="M0 0h240v60z"/>'), "image/svg+xml")
    dark = SimpleUploadedFile("d.svg", drawn('<path d="M0 0h240v60z" fill="#fff"/>'), "image/svg+xml")
    assert desk.post(FORM, {**UNTOUCHED, "logo": logo, "logo_dark": dark}).status_code == 302
    stored = Publication.objects.get()
    assert (stored.logo_width, stored.logo_height) == (240, 60)
    html = client.get("/").text
    source = '<source media="screen and (prefers-color-scheme: dark)" srcset="{}">'
    assert source.format(stored.logo_dark.url) in html
    assert f'<img src="{stored.logo.url}" width="240" height="60" alt="The Valley Post">' in html
    client.cookies["theme"] = "dark"
    html = client.get("/").text
    assert f'<img src="{stored.logo_dark.url}"' in html
    assert stored.logo.url not in html.partition("</header>")[0].partition("<header")[2]


@pytest.mark.django_db
def test_two_logos_of_other_proportions_are_refused(
    client_for: Callable[[User], Client], managing: User
) -> None:
    logo = SimpleUploadedFile("l.svg", drawn(), "image/svg+xml")
    dark = SimpleUploadedFile("d.svg", drawn(root='viewBox="0 0 100 60"'), "image/svg+xml")
    response = client_for(managing).post(FORM, {**UNTOUCHED, "logo": logo, "logo_dark": dark})
    assert "It has other proportions" in response.text


@pytest.mark.django_db
def test_the_form_refuses_a_colour_that_cannot_be_read(
    client_for: Callable[[User], Client], managing: User
) -> None:
    response = client_for(managing).post(FORM, {**UNTOUCHED, "link_dark": "#0A4D8C"})
    assert "#0a4d8c has a contrast of 1.70:1 on #222a2f, a ground of the dark theme" in response.text
    assert not Publication.objects.exists()
