"""Portraits of the sample authors: abstract profiles, nobody in particular."""

from __future__ import annotations

import math

from canvas import (
    OCHRE,
    OCHRE_2,
    OLIVE_2,
    PAPER,
    PLUM,
    PLUM_2,
    SAND,
    SLATE,
    SLATE_2,
    SLATE_3,
    SLATE_DARK,
    TEAL,
    TEAL_2,
    TEAL_3,
    TEAL_DARK,
    Canvas,
    mix,
)

SIZE = 800
PROFILE = (
    "M250 820C262 730 262 690 244 636C176 574 150 470 166 372C186 238 298 150 424 152C520 154 586 212 594 290"
    "C598 326 590 340 598 360L640 448Q648 466 622 474L606 480Q624 496 616 512L602 520Q620 532 610 550"
    "Q598 562 606 582Q616 624 574 642Q532 656 498 652Q470 656 470 694L486 820Z"
)


def sheet(ground: str) -> Canvas:
    """A square canvas."""
    return Canvas(ground, SIZE, SIZE)


def inside(canvas: Canvas, fill: str, mirrored: bool = False) -> None:
    """Begin a group that is cut to the profile, filled; close it with `</g></g>`."""
    canvas.defs.append(f'<clipPath id="head"><path d="{PROFILE}"/></clipPath>')
    turn = 'transform="matrix(-1 0 0 1 800 0)"' if mirrored else ""
    canvas.add(f'<g {turn}><g clip-path="url(#head)">')
    canvas.rect(0, 0, SIZE, SIZE + 40, fill)


def globe(canvas: Canvas, at: tuple[float, float], radius: float, stroke: str, width: float) -> None:
    """Meridians and parallels of a globe."""
    x, y = at
    for k in range(1, 5):
        rx = radius * math.sin(k * math.pi / 8)
        canvas.add(
            f'<ellipse cx="{x}" cy="{y}" rx="{rx:.1f}" ry="{radius}" fill="none" stroke="{stroke}" '
            f'stroke-width="{width}"/>'
        )
    for k in range(-3, 4):
        half = radius * math.cos(k * math.pi / 8)
        dy = radius * math.sin(k * math.pi / 8)
        canvas.path(
            f"M{x - half:.1f} {y + dy:.1f}Q{x} {y + dy + 34:.1f} {x + half:.1f} {y + dy:.1f}",
            "none",
            stroke=stroke,
            stroke_width=width,
        )


def wayne_wickman() -> Canvas:
    """A slate profile against a pale globe."""
    canvas = sheet("#d8dfdf")
    canvas.circle(430, 400, 352, "#eef0ea")
    globe(canvas, (430, 400), 352, "#a9b8ba", 2.5)
    inside(canvas, SLATE)
    canvas.circle(430, 400, 352, mix(SLATE, TEAL, 0.35))
    globe(canvas, (430, 400), 352, "#8b9ab5", 3)
    canvas.path("M0 800C160 660 330 700 560 820L0 840Z", SLATE_DARK)
    canvas.path(
        "M140 420C180 240 330 150 520 160L430 250C310 260 250 330 240 470Z", SLATE_DARK, fill_opacity=0.55
    )
    canvas.add("</g></g>")
    canvas.grain(0.08, 0.7)
    return canvas


def clara_muster() -> Canvas:
    """A teal profile of overlapping circles before a plum disc."""
    canvas = sheet("#efe7e3")
    canvas.circle(270, 350, 300, PLUM_2)
    canvas.circle(270, 350, 226, PLUM)
    inside(canvas, TEAL)
    for x, y, r, colour in (
        (330, 300, 250, TEAL_DARK),
        (520, 470, 220, TEAL_2),
        (610, 330, 150, TEAL_3),
        (300, 640, 200, "#164b4c"),
        (450, 700, 130, TEAL_2),
        (380, 190, 120, "#2b7672"),
    ):
        canvas.circle(x, y, r, colour, fill_opacity=0.72)
    canvas.add("</g></g>")
    canvas.grain(0.08, 0.7)
    return canvas


def ines_exemple() -> Canvas:
    """An ochre profile of stepped bars."""
    canvas = sheet("#e7e6da")
    for k in range(7):
        canvas.line([(0, 110 + k * 100), (800, 110 + k * 100)], "#c9c8b8", 2)
    inside(canvas, OCHRE, mirrored=True)
    tones = [OCHRE, OCHRE_2, "#8a5a14", "#dcb566", "#b98331", "#6f4810"]
    for k in range(14):
        height = 250 + 210 * math.sin(k * 0.55 + 0.3) + (k % 3) * 46
        canvas.rect(130 + k * 40, 820 - height - 200, 40, height + 260, tones[k % 6], fill_opacity=0.9)
    canvas.rect(130, 700, 600, 140, "#5d3d10")
    canvas.add("</g></g>")
    canvas.circle(660, 150, 54, TEAL)
    canvas.grain(0.08, 0.7)
    return canvas


def pavel_vzorek() -> Canvas:
    """A dark profile crossed by orbits."""
    canvas = sheet("#cdd3da")
    back = canvas.gradient("back", [(0, "#e3e5e4"), (1, "#aeb8c4")], "d")
    canvas.rect(0, 0, SIZE, SIZE, back)
    orbits(canvas, "#8a97aa", 2.5)
    inside(canvas, "#1c2433")
    orbits(canvas, "#aebbd0", 3.5)
    canvas.circle(390, 380, 66, OCHRE_2)
    canvas.circle(390, 380, 96, "none", stroke=OCHRE_2, stroke_width=2)
    canvas.path("M150 820C240 690 380 690 520 820Z", "#2f3b52")
    canvas.add("</g></g>")
    canvas.circle(668, 246, 20, OCHRE)
    canvas.grain(0.08, 0.7)
    return canvas


def orbits(canvas: Canvas, stroke: str, width: float) -> None:
    """Five ellipses about one focus."""
    for k in range(5):
        canvas.add(
            f'<ellipse cx="390" cy="380" rx="{130 + k * 66}" ry="{62 + k * 32}" fill="none" '
            f'stroke="{stroke}" stroke-width="{width}" transform="rotate(-26 390 380)"/>'
        )


def amina_mfano() -> Canvas:
    """A plum profile, hair in a round, among upright bands like spines."""
    canvas = sheet("#e4dccb")
    bands = [(0, 70, OLIVE_2), (76, 40, "#6d7a38"), (122, 92, SAND), (220, 46, OCHRE_2),
             (272, 84, "#d9cfb9"), (362, 52, OLIVE_2), (420, 100, "#cbb98f"), (526, 44, "#6d7a38"),
             (576, 78, SAND),
             (660, 50, OCHRE_2), (716, 84, "#d9cfb9")]  # fmt: skip
    for x, width, colour in bands:
        canvas.rect(x, 40 + (x * 7) % 90, width, 800, colour)
    canvas.circle(318, 318, 236, "#3a1930")
    for k in range(7):
        canvas.circle(318, 318, 236 - k * 30, "none", stroke="#5a3049", stroke_width=3)
    inside(canvas, PLUM)
    canvas.circle(318, 318, 236, "#3a1930")
    for k in range(7):
        canvas.circle(318, 318, 236 - k * 30, "none", stroke="#5a3049", stroke_width=3)
    canvas.path("M470 820C500 640 540 520 700 470L700 820Z", PLUM_2, fill_opacity=0.5)
    canvas.path("M180 820C260 720 400 706 520 820Z", OCHRE_2)
    canvas.add("</g></g>")
    canvas.circle(372, 520, 26, "none", stroke=OCHRE_2, stroke_width=9)
    canvas.grain(0.08, 0.7)
    return canvas


def example_wire() -> Canvas:
    """Signal arcs leaving a mast."""
    canvas = sheet("#dfe3e6")
    for k in range(7, 0, -1):
        canvas.circle(400, 300, 62 * k, mix("#eef0ef", SLATE_2, k / 9), fill_opacity=0.8)
    canvas.circle(400, 300, 62, PAPER)
    canvas.circle(400, 300, 26, OCHRE)
    canvas.poly([(388, 300), (412, 300), (520, 820), (280, 820)], SLATE_DARK)
    for k in range(5):
        top, low = 400 + k * 90, 490 + k * 90
        spread = 0.2
        canvas.line([(400 - (top - 300) * spread, top), (400 + (low - 300) * spread, low)], SLATE_3, 5)
        canvas.line([(400 + (top - 300) * spread, top), (400 - (low - 300) * spread, low)], SLATE_3, 5)
    canvas.grain(0.08, 0.7)
    return canvas


PICTURES = {
    "portrait-wayne-wickman.jpg": wayne_wickman,
    "portrait-clara-muster.jpg": clara_muster,
    "portrait-ines-exemple.jpg": ines_exemple,
    "portrait-pavel-vzorek.jpg": pavel_vzorek,
    "portrait-amina-mfano.jpg": amina_mfano,
    "portrait-example-wire.jpg": example_wire,
}
