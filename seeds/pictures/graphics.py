"""Flat graphics: the zones of the sea, a census, a dial, a slab of signs, a semicolon."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from canvas import (
    HEAD,
    INK,
    INK_2,
    OCHRE,
    OCHRE_2,
    PAPER,
    PAPER_2,
    PLUM,
    SAND,
    SLATE,
    TEAL_DARK,
    Canvas,
    Point,
    mix,
    smooth,
)


def sea_zones() -> Canvas:
    """A cross-section of the sea by distance from the coast; not to scale."""
    canvas = Canvas(PAPER_2)
    surface, floor = 470.0, 1280.0
    edges = [330.0, 690.0, 960.0, 1540.0, 1920.0]
    tints = ["#a9cdc6", "#7fb2ad", "#3f8285", "#1d5560"]
    for (left, right), tint in zip(pairwise(edges), tints, strict=True):
        canvas.rect(left, surface, right - left + 1, floor - surface, tint)
    bed: list[Point] = [(0, 380), (190, 412), (330, 470), (520, 640), (760, 720), (1010, 790), (1230, 880),
                        (1420, 1085), (1600, 1150), (1780, 1135), (1920, 1165)]  # fmt: skip
    shade = canvas.gradient("bed", [(0, "#d8c79c"), (1, "#8d7a55")])
    canvas.path(smooth(bed) + "L1920 1280L0 1280Z", shade)
    canvas.path(smooth(bed), "none", stroke="#6f6042", stroke_width=4)
    for depth in (1, 2, 3):
        lower = [(x, y + depth * 46 + (x / 40) * depth * 0.35) for x, y in bed]
        canvas.path(smooth(lower), "none", stroke="#6f6042", stroke_width=1.5, stroke_opacity=0.4)
    canvas.line([(330, surface), (1920, surface)], PAPER, 4)
    marks = [
        (690, "12", "territorial sea"),
        (960, "24", "contiguous zone"),
        (1540, "200", "exclusive economic zone"),
    ]
    before = 330.0
    for x, miles, words in marks:
        canvas.line([(x, 236), (x, {690: 700, 960: 776, 1540: 1126}[x])], INK, 3, stroke_dasharray="2 9")
        canvas.text(x, 210, miles, 84, INK, font=HEAD, weight=700, text_anchor="middle")
        for k, word in enumerate(words.split(" ", 1) if x - before < 700 and x < 1500 else [words]):
            canvas.text((before + x) / 2, 330 + k * 42, word, 33, INK_2, text_anchor="middle")
        before = x
    canvas.text(1732, 330, "high seas", 33, INK_2, text_anchor="middle")
    canvas.text(70, 210, "Miles", 54, INK, font=HEAD, weight=700)
    for x, size in ((560, 0.7), (1180, 1.0), (1730, 1.25)):
        hull = [(x - 80 * size, surface - 26 * size), (x + 86 * size, surface - 26 * size),
                (x + 64 * size, surface + 12), (x - 66 * size, surface + 12)]  # fmt: skip
        canvas.poly(hull, INK)
        canvas.rect(x - 58 * size, surface - 62 * size, 38 * size, 38 * size, INK)
    return canvas


def census_dots() -> Canvas:
    """People as dots along the streets of an imagined town; some were missed, some counted twice."""
    canvas = Canvas(PAPER_2)
    chance = random.Random(1790)

    def bend(x: float, y: float) -> Point:
        """The streets curve, as if round a hill."""
        return (
            x + 90 * math.sin(y / 310 + 0.6) + 34 * math.sin(x / 260),
            y + 84 * math.sin(x / 420 + 1.2) + 20 * math.cos(y / 170),
        )

    for row in range(-4, 46):
        for column in range(-6, 66):
            if row % 7 == 6 or column % 12 == 11 or chance.random() < 0.035:
                continue
            x, y = bend(column * 40.0, row * 40.0)
            x, y = x + chance.uniform(-3, 3), y + chance.uniform(-3, 3)
            near = math.exp(-(((x - 1220) / 620) ** 2 + ((y - 560) / 430) ** 2))
            size = 9 + 5.4 * near + chance.uniform(-1.2, 1.2)
            fate = chance.random()
            if fate < 0.045 + 0.02 * near:
                canvas.circle(x, y, size + 1.5, "none", stroke=PLUM, stroke_width=3.6)
            elif fate > 0.972:
                canvas.circle(x - 5, y - 3, size + 2, OCHRE)
                canvas.circle(x + 8, y + 5, size + 2, OCHRE_2, stroke=PAPER_2, stroke_width=3)
            else:
                canvas.circle(x, y, size, mix("#a3acbd", SLATE, min(1, near * 0.9 + chance.uniform(0, 0.3))))
    return canvas


def leap_second() -> Canvas:
    """A dial of sixty strokes round a pale sun, and a sixty-first outside the ring."""
    canvas = Canvas(TEAL_DARK)
    night = canvas.gradient("night", [(0, "#2a5a5e"), (0.5, "#12363b"), (1, "#0a2126")], "r")
    canvas.rect(-250, -560, 2700, 2400, night)
    cx, cy = 1130.0, 890.0
    sun = canvas.gradient("sun", [(0, "#f7efd9"), (0.7, "#efdcae"), (1, "#dfbf7e")], "r")
    canvas.circle(cx, cy, 300, sun)
    for ring in (380, 452, 668):
        canvas.circle(cx, cy, ring, "none", stroke="#e9e4d2", stroke_width=1.5, stroke_opacity=0.28)
    for second in range(60):
        angle = math.radians(second * 6 - 90)
        long = second % 5 == 0
        inner, outer, half = (480, 645, 13) if long else (530, 630, 6.5)
        fill = "#f1ead6" if long else "#b9c9c2"
        stroke_at(canvas, (cx, cy), angle, inner=inner, outer=outer, half=half, fill=fill)
    stroke_at(canvas, (cx, cy), math.radians(-93), inner=692, outer=838, half=15, fill="#e2b04f")
    canvas.grain(0.07, 0.6)
    return canvas


def stroke_at(
    canvas: Canvas, centre: Point, angle: float, *, inner: float, outer: float, half: float, fill: str
) -> None:
    """A tapered stroke that points to the centre."""
    cos, sin = math.cos(angle), math.sin(angle)
    corners = [(inner, -half * 0.55), (outer, -half), (outer, half), (inner, half * 0.55)]
    canvas.poly([(centre[0] + r * cos - t * sin, centre[1] + r * sin + t * cos) for r, t in corners], fill)


def glyph(canvas: Canvas, chance: random.Random, at: Point, size: float, ink: str) -> None:
    """An invented pictorial sign, made of one to three plain shapes; it stands for nothing."""
    x, y = at
    kind = chance.randrange(7)
    pen = {"stroke": ink, "stroke_width": 5, "stroke_linecap": "round", "stroke_linejoin": "round"}
    if kind == 0:
        canvas.path(
            f"M{x} {y}q{size / 2} {-size * 0.5} {size} 0q{-size / 2} {size * 0.4} {-size} 0", "none", **pen
        )
        canvas.circle(x + size / 2, y - 3, size * 0.1, ink)
    elif kind == 1:
        for k in range(3):
            canvas.path(
                smooth(
                    [(x + j * size / 6, y - size * 0.3 + k * 16 + (7 if j % 2 else -7)) for j in range(7)]
                ),
                "none",
                **pen,
            )
    elif kind == 2:
        canvas.circle(x + size / 2, y - size * 0.12, size * 0.36, "none", **pen)
        canvas.circle(x + size / 2, y - size * 0.12, size * 0.1, ink)
    elif kind == 3:
        canvas.path(
            f"M{x + size / 2} {y + size * 0.4}c{-size * 0.5} {-size * 0.5} {-size * 0.2} {-size} 0 {-size}"
            f"c{size * 0.3} {size * 0.2} {size * 0.3} {size * 0.7} 0 {size}m0 0l0 {-size * 0.8}",
            "none",
            **pen,
        )
    elif kind == 4:
        canvas.rect(x + 6, y - size * 0.4, size - 12, size * 0.62, "none", **pen)
        canvas.line([(x + size / 2, y - size * 0.4), (x + size / 2, y)], ink, 5)
    elif kind == 5:
        canvas.path(
            f"M{x} {y + size * 0.35}l{size * 0.5} {-size * 0.8}l{size * 0.5} {size * 0.8}z", "none", **pen
        )
    else:
        canvas.path(
            f"M{x + size * 0.1} {y - size * 0.4}q{size * 0.7} {size * 0.1} {size * 0.4} {size * 0.5}"
            f"q{-size * 0.1} {size * 0.2} {size * 0.4} {size * 0.25}",
            "none",
            **pen,
        )


def slab_lines(canvas: Canvas, chance: random.Random) -> None:
    """Three bands of invented marks: pictures, flowing strokes, upright letters."""
    ink = "#d9d2bf"
    for row in range(4):
        for column in range(22):
            tone = mix(ink, "#6f7477", chance.random() * 0.4)
            glyph(canvas, chance, (330 + column * 66, 210 + row * 88), 50, tone)
    for row in range(6):
        x, y = 310.0, 592 + row * 56
        while x < 1690:
            long = chance.uniform(18, 62)
            points = [(x + long * k / 3, y + chance.uniform(-17, 17)) for k in range(4)]
            canvas.path(
                smooth(points),
                "none",
                stroke=ink,
                stroke_width=chance.uniform(3.5, 6.5),
                stroke_linecap="round",
                stroke_opacity=0.85,
            )
            x += long * 0.9 + chance.uniform(5, 20)
    strokes = [
        "M0 0v-30",
        "M0 0l12-30l12 30m-19-11h14",
        "M0 0v-30h20",
        "M0-30h24m-12 0v30",
        "M0 0v-30m20 0v30m-20-15h20",
        "M11-30a11 15 0 1 0 .1 0",
        "M0 0l22-30m-22 0l22 30",
        "M0-30h22l-22 30h22",
        "M0 0v-30l12 16l12-16v30",
    ]
    for row in range(6):
        x = 306.0
        while x < 1660 - row * 26:
            mark = chance.choice(strokes)
            canvas.add(f'<g transform="translate({x:.0f} {962 + row * 50})">')
            canvas.path(
                mark, "none", stroke=ink, stroke_width=4.5, stroke_linecap="round", stroke_opacity=0.85
            )
            canvas.add("</g>")
            x += 36


def three_scripts() -> Canvas:
    """A broken slab with three bands of invented signs."""
    canvas = Canvas(SAND)
    ground = canvas.gradient("ground", [(0, "#e6dabd"), (1, "#c9b48a")])
    canvas.rect(0, 0, 1920, 1280, ground)
    outline = [(470, 58), (690, 96), (1010, 62), (1240, 128), (1430, 118), (1600, 262), (1692, 300),
               (1716, 700), (1732, 1010), (1560, 1180), (1350, 1226), (760, 1240), (262, 1228),
               (250, 900), (262, 480),
               (268, 330), (392, 236)]  # fmt: skip
    canvas.poly([(x + 26, y + 34) for x, y in outline], "#7d6a45", fill_opacity=0.55)
    stone = canvas.gradient("stone", [(0, "#3a4147"), (1, "#23292e")], "d")
    canvas.poly(outline, stone)
    d = "M" + "L".join(f"{x} {y}" for x, y in outline) + "Z"
    canvas.defs.append(f'<clipPath id="slab"><path d="{d}"/></clipPath>')
    canvas.add('<g clip-path="url(#slab)">')
    slab_lines(canvas, random.Random(196))
    for y in (536, 916):
        canvas.line([(240, y), (1740, y)], "#8b9092", 2, stroke_opacity=0.6)
    canvas.add("</g>")
    canvas.path(d, "none", stroke="#59626a", stroke_width=7, stroke_linejoin="round")
    return canvas


def semicolon() -> Canvas:
    """The mark itself, very large, as if printed on rough paper."""
    canvas = Canvas("#ece5da")
    ground = canvas.gradient("sheet", [(0, "#f3ede3"), (1, "#e2d8ca")], "d")
    canvas.rect(0, 0, 1920, 1280, ground)
    for k in range(23):
        canvas.rect(110, 92 + k * 52, 560 + (k * 137 % 5) * 26, 10, "#cabdac", fill_opacity=0.8)
    canvas.text(1240, 1190, ";", 2600, PLUM, font=HEAD, weight=720, text_anchor="middle")
    canvas.grain(0.07, 0.6)
    return canvas


PICTURES = {
    "sea-zones.png": sea_zones,
    "census-dots.png": census_dots,
    "leap-second.jpg": leap_second,
    "three-scripts.jpg": three_scripts,
    "semicolon.jpg": semicolon,
}
