"""Things: a telescope's mirror, a metre bar, shelves, ballots, a book."""

from __future__ import annotations

import math
import random

from canvas import (
    OCHRE,
    OCHRE_2,
    OLIVE,
    OLIVE_2,
    PAPER,
    PLUM,
    PLUM_2,
    SLATE,
    SLATE_2,
    TEAL,
    TEAL_2,
    TEAL_3,
    Canvas,
    Point,
    mix,
)


def hexagon(at: Point, side: float) -> list[Point]:
    """The corners of a hexagon that stands on no corner."""
    return [
        (at[0] + side * math.cos(k * math.pi / 3), at[1] + side * math.sin(k * math.pi / 3)) for k in range(6)
    ]


def webb_mirror() -> Canvas:
    """Eighteen hexagons in two rings round a hole, as in the primary mirror of the telescope."""
    canvas = Canvas("#0d1524")
    night = canvas.gradient("night", [(0, "#28324d"), (0.6, "#141d30"), (1, "#0a101c")], "r")
    canvas.rect(-100, -420, 2300, 2100, night)
    chance = random.Random(25)
    for _ in range(240):
        canvas.circle(
            chance.uniform(0, 1920),
            chance.uniform(0, 1280),
            chance.uniform(0.7, 2.1),
            PAPER,
            fill_opacity=f"{chance.uniform(0.15, 0.8):.2f}",
        )
    for k in range(5):
        canvas.add(
            f'<ellipse cx="-120" cy="1500" rx="{1150 + k * 330}" ry="{760 + k * 250}" fill="none" '
            f'stroke="#8fa0bd" stroke-width="1.6" stroke-opacity="0.3"/>'
        )
    side, cx, cy = 134.0, 1040.0, 640.0
    cells = [(q, r) for q in range(-2, 3) for r in range(-2, 3) if abs(q + r) <= 2 and (q, r) != (0, 0)]
    for q, r in cells:
        x, y = cx + side * 1.5 * q, cy + side * math.sqrt(3) * (r + q / 2)
        for inset, share in ((3, 0.0), (9, 1.0)):
            ring = hexagon((x, y), side - inset)
            if share:
                light = 0.5 + 0.5 * math.sin(q * 1.9 + r * 1.1 + 0.8)
                fill = canvas.gradient(
                    f"gold{q}_{r}",
                    [
                        (0, mix("#f2dc9c", "#c8943b", light)),
                        (0.55, mix("#d9ab55", "#a8731f", light)),
                        (1, "#7d5216"),
                    ],
                    "d",
                )
            canvas.poly(ring, fill if share else "#5e4316")
    for angle in (90, 210, 330):
        a = math.radians(angle)
        far = (cx + 720 * math.cos(a), cy + 720 * math.sin(a))
        canvas.line([(cx, cy), far], "#0b1220", 15, stroke_opacity=0.85)
        canvas.line([(cx, cy), far], "#5d6a84", 3, stroke_opacity=0.8)
    canvas.poly(hexagon((cx, cy), 58), "#0b1220", stroke="#5d6a84", stroke_width=4)
    canvas.grain(0.06, 0.6)
    return canvas


def metre_bar() -> Canvas:
    """The X-shaped prototype bar above a divided rule, in parallel projection."""
    canvas = Canvas("#dfe3e4")
    table = canvas.gradient("table", [(0, "#44526b"), (1, "#1f2a3c")], "d")
    canvas.rect(0, 0, 1920, 1280, table)
    dx, dy = 1750.0, -560.0
    profile = [(-150, -160), (-92, -160), (0, -52), (92, -160), (150, -160), (150, -132), (56, -18), (56, 18),
               (150, 132), (150, 160), (92, 160), (0, 52), (-92, 160), (-150, 160), (-150, 132), (-56, 18),
               (-56, -18), (-150, -132)]  # fmt: skip
    ox, oy = 380.0, 700.0
    ring = [(ox + x * 0.96, oy + y + x * 0.16) for x, y in profile]
    shadow = [(x + 60, y + 250) for x, y in ((ring[15][0], ring[15][1] - 90), (ring[9][0], ring[9][1] - 60))]
    canvas.poly(
        [
            shadow[0],
            shadow[1],
            (shadow[1][0] + dx, shadow[1][1] + dy),
            (shadow[0][0] + dx, shadow[0][1] + dy),
        ],
        "#0d1420",
        fill_opacity=0.45,
    )
    rule(canvas, (300, 1196), (dx, dy))
    faces = []
    for k, (a, b) in enumerate(zip(ring, [*ring[1:], ring[0]], strict=True)):
        normal = math.atan2(-(b[0] - a[0]), b[1] - a[1])
        light = 0.5 + 0.5 * math.cos(normal + 2.0)
        faces.append((a[1] + b[1] - (a[0] + b[0]) * 0.4, k, a, b, light))
    for _, _, a, b, light in sorted(faces, key=lambda face: -face[0]):
        tone = mix("#5a6672", "#f0efe8", light)
        canvas.poly([a, b, (b[0] + dx, b[1] + dy), (a[0] + dx, a[1] + dy)], tone, stroke=tone, stroke_width=1)
    canvas.poly(ring, "#c9cdcb", stroke="#f4f3ec", stroke_width=5, stroke_linejoin="round")
    canvas.grain(0.06, 0.6)
    return canvas


def rule(canvas: Canvas, start: Point, along: Point) -> None:
    """A divided rule that runs out of the picture."""
    up = (-70.0, -118.0)
    corners = [(0.0, 0.0), (1.3, 0.0), (1.3, 1.0), (0.0, 1.0)]

    def at(u: float, v: float) -> Point:
        return start[0] + along[0] * u + up[0] * v, start[1] + along[1] * u + up[1] * v

    canvas.poly([(x + 14, y + 22) for x, y in (at(u, v) for u, v in corners)], "#0d1420", fill_opacity=0.5)
    canvas.poly([at(u, v) for u, v in corners], "#e3c98f")
    for k in range(1, 130):
        length = 0.62 if k % 10 == 0 else 0.46 if k % 5 == 0 else 0.3
        canvas.line([at(k / 100, 1.0), at(k / 100, 1.0 - length)], "#3b2d14", 5 if k % 10 == 0 else 3)


def shelves() -> Canvas:
    """Bookshelves close up, with one gap."""
    canvas = Canvas("#2a2019")
    chance = random.Random(1949)
    colours = [TEAL, TEAL_2, "#16484b", PLUM, PLUM_2, OLIVE, OLIVE_2, SLATE, SLATE_2, OCHRE, OCHRE_2,
               "#cfc6b2", "#8d7f6a", "#30394f", "#3f4a1a"]  # fmt: skip
    for row in range(3):
        floor = 404.0 + row * 428
        canvas.rect(
            0, floor - 404, 1920, 404, canvas.gradient(f"back{row}", [(0, "#120d0a"), (1, "#2b211a")])
        )
        x, last = -20.0, ""
        while x < 1930:
            if row == 1 and 1080 < x < 1130:
                x += 118
                book(canvas, chance, (x, floor), size=(66, 300), colour=TEAL_3, lean=-11)
                x += 116
                continue
            width, height = chance.uniform(34, 92), chance.uniform(236, 352)
            colour = chance.choice([c for c in colours if c != last])
            book(canvas, chance, (x, floor), size=(width, height), colour=colour)
            x, last = x + width + 3, colour
        canvas.rect(0, floor, 1920, 24, "#6b4e30")
        canvas.rect(0, floor, 1920, 5, "#9a774e")
        canvas.rect(0, floor + 24, 1920, 20, "#0d0907", fill_opacity=0.6)
    canvas.grain(0.07, 0.6)
    return canvas


def book(
    canvas: Canvas,
    chance: random.Random,
    at: Point,
    *,
    size: Point,
    colour: str,
    lean: float = 0,
) -> None:
    """One spine standing on `at` (its lower left corner), perhaps leaning."""
    (x, floor), (width, height) = at, size
    canvas.add(f'<g transform="translate({x:.1f} {floor:.1f}) rotate({lean})">')
    canvas.rect(0, -height, width, height, colour)
    canvas.rect(0, -height, width * 0.16, height, "#000", fill_opacity=0.22)
    canvas.rect(width * 0.72, -height, width * 0.1, height, "#fff", fill_opacity=0.12)
    band = mix(colour, "#efe3c4", 0.62)
    style = chance.randrange(4)
    if style == 0:
        for y in (0.1, 0.15, 0.82):
            canvas.rect(0, -height * (1 - y), width, 5, band)
    elif style == 1:
        canvas.rect(width * 0.18, -height * 0.86, width * 0.64, height * 0.24, band)
        for k in range(3):
            canvas.rect(width * 0.3, -height * 0.8 + k * 16, width * 0.4, 4, colour)
    elif style == 2:
        canvas.rect(width * 0.42, -height * 0.9, width * 0.16, height * 0.56, band)
    else:
        canvas.rect(0, -height * 0.93, width, height * 0.05, band)
        canvas.rect(0, -height * 0.12, width, height * 0.05, band)
    canvas.add("</g>")


def ballot() -> Canvas:
    """Folded papers falling towards a slot."""
    canvas = Canvas("#2c3850")
    ground = canvas.gradient("ground", [(0, "#56637f"), (0.7, "#38445f"), (1, "#2a354c")])
    canvas.rect(0, 0, 1920, 1280, ground)
    lid = canvas.gradient("lid", [(0, "#c9cdd2"), (1, "#8f97a3")])
    canvas.poly([(160, 1010), (1760, 1010), (1990, 1290), (-70, 1290)], lid)
    canvas.poly([(160, 1010), (1760, 1010), (1764, 1022), (156, 1022)], "#e9ebec")
    canvas.poly([(600, 1100), (1320, 1100), (1352, 1152), (568, 1152)], "#141a26")
    canvas.poly([(600, 1100), (1320, 1100), (1324, 1110), (596, 1110)], "#59616f")
    chance = random.Random(1990)
    places = [(1290, 130, 24, 0.72), (640, 190, -28, 0.78), (1030, 330, 9, 0.9), (1430, 470, 42, 0.84),
              (560, 560, -14, 0.98), (1080, 640, -36, 1.06), (760, 840, 15, 1.14)]  # fmt: skip
    for x, y, turn, size in places:
        fill = TEAL_2 if (x, y) == (1080, 640) else "#f4f1e8"
        folded_paper(canvas, chance, (x, y), turn=turn, size=size, fill=fill)
    canvas.defs.append('<clipPath id="above"><rect width="1920" height="1128"/></clipPath>')
    canvas.add('<g clip-path="url(#above)">')
    folded_paper(canvas, chance, (965, 1092), turn=-3, size=1.28, fill="#f4f1e8")
    canvas.add("</g>")
    canvas.grain(0.06, 0.6)
    return canvas


def folded_paper(
    canvas: Canvas, chance: random.Random, at: Point, *, turn: float, size: float, fill: str
) -> None:
    """A sheet folded once, with a few printed lines and a cross in a ring."""
    canvas.add(f'<g transform="translate({at[0]} {at[1]}) rotate({turn}) scale({size})">')
    canvas.poly([(-140, -72), (160, -86), (178, 128), (-122, 132)], "#101725", fill_opacity=0.28)
    canvas.poly([(-160, -100), (0, -118), (0, 100), (-160, 112)], fill)
    canvas.poly([(0, -118), (160, -98), (160, 116), (0, 100)], mix(fill, "#5b6475", 0.24))
    for k in range(4):
        y = -66 + k * 42
        canvas.poly([(-134, y), (-60, y - 6), (-60, y + 2), (-134, y + 8)], mix(fill, "#2c3850", 0.5))
        canvas.circle(-30, y - 4, 12, "none", stroke=mix(fill, "#2c3850", 0.7), stroke_width=4)
    k = chance.randrange(4)
    y = -70 + k * 42
    canvas.line([(-42, y - 12), (-18, y + 12)], "#1b2433", 6)
    canvas.line([(-18, y - 12), (-42, y + 12)], "#1b2433", 6)
    canvas.add("</g>")


def public_domain() -> Canvas:
    """The pages of an open book leave it as birds."""
    canvas = Canvas("#e8e4d8")
    sky = canvas.gradient("sky", [(0, "#aebfc4"), (0.6, "#dde0d6"), (1, "#efe8d6")])
    canvas.rect(0, 0, 1920, 1280, sky)
    canvas.path("M-20 1150Q960 1060 1940 1150L1940 1290L-20 1290Z", "#7a6346")
    canvas.path("M-20 1150Q960 1060 1940 1150", "none", stroke="#a58a63", stroke_width=6)
    left, right = (660.0, 1130.0), 60.0
    canvas.path(
        "M120 1090Q400 1010 660 1130Q920 1010 1200 1090L1210 1128Q930 1060 660 1176Q390 1060 110 1128Z", PLUM
    )
    for k in range(9):
        lift = k * 13
        tone = mix("#fbf8ee", "#cfc7b2", (k % 2) * 0.5)
        canvas.path(
            f"M{left[0]} {left[1] - 4}Q{400 - k * 4} {1000 - lift} {136 + k * 7} {1078 - lift * 0.9}"
            f"L{136 + k * 7} {1090 - lift * 0.9}Q{400 - k * 4} {1014 - lift} {left[0]} {left[1] + 6}Z",
            tone,
        )
        canvas.path(
            f"M{left[0]} {left[1] - 4}Q{920 + k * 4} {1000 - lift} {1184 - k * 7} {1078 - lift * 0.9}"
            f"L{1184 - k * 7} {1090 - lift * 0.9}Q{920 + k * 4} {1014 - lift} {left[0]} {left[1] + 6}Z",
            tone,
        )
    for k in range(3):
        reach, top = 330 + right * k, 800 - k * 105
        canvas.path(
            f"M660 1126Q{690 + k * 50} {940 - k * 30} {660 + reach} {top}L{700 + reach} {top + 150}"
            f"Q{760 + k * 50} {1010 - k * 10} 660 1126Z",
            mix("#fbf8ee", "#d5cdb8", k * 0.3),
        )
    flock = [
        (1180, 610, 1.5, -12),
        (1330, 430, 1.25, 8),
        (1060, 360, 1.05, -24),
        (1500, 560, 1.0, 20),
        (1490, 270, 0.95, -8),
        (1250, 210, 0.8, 14),
        (1680, 390, 0.72, -16),
        (1660, 170, 0.62, 6),
        (1420, 110, 0.5, -10),
        (1810, 260, 0.46, 18),
        (1800, 90, 0.36, -4),
        (1560, 60, 0.3, 12),
    ]
    for x, y, size, turn in flock:
        paper_bird(canvas, (x, y), size, turn)
    canvas.grain(0.07, 0.6)
    return canvas


def paper_bird(canvas: Canvas, at: Point, size: float, turn: float) -> None:
    """A bird folded from a page, with traces of print on one wing."""
    canvas.add(f'<g transform="translate({at[0]} {at[1]}) rotate({turn}) scale({size})">')
    canvas.poly([(-10, 10), (-130, -120), (40, -20)], "#d3cbb7")
    canvas.poly([(-40, 26), (96, -150), (60, 14)], "#fdfbf4")
    canvas.poly([(-150, 58), (-20, -4), (60, 14), (-10, 52)], "#e9e3d3")
    canvas.poly([(60, 14), (128, -26), (92, 22)], "#c2b9a3")
    canvas.poly([(128, -26), (160, -12), (112, -6)], PLUM_2)
    for k in range(5):
        a, b = 0.18 + k * 0.13, 0.9 - k * 0.03
        canvas.line(
            [(-40 + 136 * a + 12, 26 - 176 * a + 8), (60 + 36 * a * 0.9 - 16, 14 - 164 * a * b)],
            "#9aa0a0",
            3.4,
        )
    canvas.add("</g>")


PICTURES = {
    "webb-mirror.jpg": webb_mirror,
    "metre-bar.jpg": metre_bar,
    "shelves.jpg": shelves,
    "ballot.jpg": ballot,
    "public-domain.jpg": public_domain,
}
