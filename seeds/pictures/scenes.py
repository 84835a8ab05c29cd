"""Scenes: a canal from above, a night train, a stranded ship."""

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
    Canvas,
    Point,
    mix,
    smooth,
)

BOXES = [TEAL, TEAL_2, PLUM, PLUM_2, OLIVE, OLIVE_2, OCHRE, OCHRE_2, SLATE, SLATE_2, "#d9d5c8"]


def ripple(y: float, swing: float, phase: float) -> list[Point]:
    """A wavy horizontal line across the picture."""
    x0, x1, step = -40.0, 1980.0, 60.0
    count = int((x1 - x0) / step) + 1
    return [
        (
            x0 + k * step,
            y + swing * math.sin(k * step / 190 + phase) + swing * 0.5 * math.sin(k * step / 83 + phase * 2),
        )
        for k in range(count + 1)
    ]


def ship_from_above(canvas: Canvas, length: float, beam: float) -> None:
    """A container ship seen from above, its bow to the right, centred on the origin."""
    half, bow, stern = beam / 2, length / 2, -length / 2
    hull = (
        f"M{stern} {-half * 0.8}Q{stern} {-half} {stern + 60} {-half}L{bow - 190} {-half}"
        f"Q{bow - 40} {-half * 0.8} {bow} 0Q{bow - 40} {half * 0.8} {bow - 190} {half}"
        f"L{stern + 60} {half}Q{stern} {half} {stern} {half * 0.8}Z"
    )
    canvas.add('<g transform="translate(22 30)">')
    canvas.path(hull, "#0a2a2e", fill_opacity=0.45)
    canvas.add("</g>")
    canvas.path(hull, "#26323a")
    canvas.path(hull, "none", stroke="#4c5a61", stroke_width=5)
    chance = random.Random(1869)
    box, gap = 44.0, 4.0
    rows = int((beam - 26) / 15)
    x = -length / 2 + 78
    bay = 0
    while x < length / 2 - 170:
        bay += 1
        if bay == 6:
            canvas.rect(x, -half + 10, 56, beam - 20, "#e9e5d9")
            canvas.rect(x + 12, -half - 8, 26, beam + 16, "#f6f3ea")
            x += 64
            continue
        narrow = max(0.0, (x - (length / 2 - 330)) / 330)
        reach = int(rows * (1 - narrow * 0.75)) // 2
        for row in range(-reach, reach):
            if chance.random() > 0.04:
                canvas.rect(
                    x, row * 15 + 1, box, 13, mix(chance.choice(BOXES), "#ffffff", chance.uniform(0, 0.14))
                )
        x += box + gap


def suez_passage() -> Canvas:
    """A long ship in a narrow channel through sand."""
    canvas = Canvas("#d9c79d")
    sand = canvas.gradient("sand", [(0, "#e6d7b2"), (1, "#c8b07c")], "d")
    canvas.rect(0, 0, 1920, 1280, sand)
    chance = random.Random(1956)
    for k in range(44):
        y = -300.0 + k * 44
        canvas.path(
            smooth(ripple(y, 15, k * 0.37)),
            "none",
            stroke="#a88f5c",
            stroke_width=chance.uniform(1.2, 3),
            stroke_opacity=0.4,
            transform="rotate(14 960 640)",
        )
    canvas.add('<g transform="translate(960 650) rotate(-24)">')
    water = canvas.gradient("water", [(0, "#2f7476"), (0.5, "#3f8d8a"), (1, "#2a686c")])
    canvas.rect(-1500, -208, 3000, 416, "#efe6cd")
    canvas.rect(-1500, -196, 3000, 392, "#b99f6b")
    canvas.rect(-1500, -178, 3000, 356, water)
    for _ in range(60):
        x, y = chance.uniform(-1450, 1400), chance.uniform(-160, 160)
        canvas.line([(x, y), (x + chance.uniform(30, 130), y)], "#bfe0d8", 2, stroke_opacity=0.28)
    for side in (-1, 1):
        canvas.path(
            f"M560 0Q200 {side * 70} -1500 {side * 170}L-1500 {side * 132}Q0 {side * 66} 300 {side * 40}Z",
            "#cfe8e0",
            fill_opacity=0.3,
        )
    canvas.line([(-1500, 262), (1500, 262)], "#8a7750", 9)
    canvas.line([(-1500, 262), (1500, 262)], "#e9dfc4", 2, stroke_dasharray="26 26")
    ship_from_above(canvas, 1280, 176)
    canvas.add("</g>")
    canvas.grain(0.07, 0.6)
    return canvas


def hills(canvas: Canvas, base: float, height: float, colour: str, seed: int) -> None:
    """One ridge across the picture."""
    chance = random.Random(seed)
    ridge: list[Point] = [
        (x, base - height * (0.35 + 0.65 * chance.random())) for x in range(-120, 2060, 145)
    ]
    canvas.path(smooth(ridge) + "L2060 1300L-120 1300Z", colour)


def carriages(canvas: Canvas, top: float, height: float, fills: tuple[str, str, str], lit: bool) -> None:
    """A train across the picture: bodies, a roof, rows of windows."""
    body, roof, dark = fills
    chance = random.Random(2020)
    glow = ["#e9bf6c", "#dcae5a", "#f0cf8d"]
    x = -190.0
    while x < 1920:
        width = 640.0
        canvas.rect(x, top, width - 10, height, body, rx=10)
        canvas.rect(x + 6, top - 12, width - 22, 18, roof, rx=8)
        for k in range(11):
            left = x + 28 + k * 54
            on = chance.random() < 0.52
            canvas.rect(
                left,
                top + height * 0.26,
                38,
                height * 0.32,
                glow[chance.randrange(3)] if on and lit else dark,
                rx=3,
            )
        canvas.rect(x + 8, top + height * 0.78, width - 26, 5, roof)
        x += width


def night_train() -> Canvas:
    """A train with lit windows along a lake at night."""
    canvas = Canvas("#17202f")
    sky = canvas.gradient("sky", [(0, "#121a2a"), (0.55, "#2e3d55"), (0.8, "#66708a")])
    canvas.rect(0, 0, 1920, 900, sky)
    chance = random.Random(42)
    for _ in range(150):
        canvas.circle(
            chance.uniform(0, 1920),
            chance.uniform(0, 520),
            chance.uniform(0.8, 2.2),
            PAPER,
            fill_opacity=f"{chance.uniform(0.2, 0.8):.2f}",
        )
    halo = canvas.gradient("halo", [(0, "#66728c"), (1, "#33425a")], "r")
    canvas.circle(1420, 260, 190, halo, fill_opacity=0.35)
    canvas.circle(1420, 260, 88, "#efe9d8")
    for base, height, colour, seed in (
        (760, 360, "#3f4d66", 5),
        (800, 260, "#2c3a50", 9),
        (835, 150, "#1d2938", 12),
    ):
        hills(canvas, base, height, colour, seed)
    canvas.rect(0, 812, 1920, 40, "#101823")
    carriages(canvas, 664, 150, ("#2b3750", "#1a2233", "#141b29"), lit=True)
    lake = canvas.gradient("lake", [(0, "#1c2839"), (1, "#0d141f")])
    canvas.rect(0, 848, 1920, 432, lake)
    canvas.add('<g transform="matrix(1 0 0 -1.15 0 1796)" opacity="0.5">')
    carriages(canvas, 664, 150, ("#1c2638", "#151d2b", "#131a27"), lit=True)
    canvas.add("</g>")
    for k in range(150):
        y = 856 + (k / 150) ** 1.4 * 420
        x, width = chance.uniform(-100, 1900), chance.uniform(80, 420)
        canvas.rect(x, y, width, chance.uniform(2, 5), "#0f1723" if k % 3 else "#3b4a63", fill_opacity=0.6)
    for k in range(26):
        y = 870 + k * 15
        width = chance.uniform(40, 150) * (1 - k / 60)
        canvas.rect(1420 - width / 2 + chance.uniform(-24, 24), y, width, 4, "#efe9d8", fill_opacity=0.42)
    canvas.grain(0.07, 0.6)
    return canvas


def hull_lines(canvas: Canvas) -> None:
    """A rusting fishing boat, seen from the side; the origin is at the keel amidships."""
    hull = "M-520 -330Q-500 -120 -430 0L400 0Q520 -150 600 -390Q380 -300 60 -285Q-240 -275 -520 -330Z"
    canvas.path(hull, canvas.gradient("rust", [(0, "#3c4148"), (0.55, "#54453a"), (1, "#2a2622")]))
    canvas.defs.append(f'<clipPath id="hull"><path d="{hull}"/></clipPath>')
    canvas.add('<g clip-path="url(#hull)">')
    chance = random.Random(1960)
    for _ in range(90):
        x, y = chance.uniform(-520, 600), chance.uniform(-380, -30)
        canvas.path(
            f"M{x:.0f} {y:.0f}q{chance.uniform(-8, 8):.0f} {chance.uniform(40, 90):.0f} "
            f"{chance.uniform(-6, 6):.0f} {chance.uniform(80, 190):.0f}",
            "none",
            stroke=chance.choice(["#8a5a2e", "#6c4526", "#a3733f"]),
            stroke_width=f"{chance.uniform(3, 15):.0f}",
            stroke_opacity=0.38,
        )
    for k in range(1, 5):
        canvas.path(
            f"M-540 {-330 + k * 66}Q0 {-270 + k * 62} 620 {-390 + k * 84}",
            "none",
            stroke="#1b1b1c",
            stroke_width=3,
            stroke_opacity=0.55,
        )
    canvas.add("</g>")
    canvas.path("M-520 -330Q-240 -275 60 -285Q380 -300 600 -390", "none", stroke="#1d2023", stroke_width=16)
    canvas.path("M-400 -318L-392 -530L-130 -512L-120 -292Z", "#454b50")
    canvas.path("M-360 -530L-352 -622L-180 -612L-176 -516Z", "#383d42")
    for k in range(4):
        canvas.rect(-366 + k * 60, -462, 36, 48, "#15191c")
    canvas.line([(60, -285), (96, -760)], "#2a2e31", 15)
    canvas.line([(86, -640), (420, -352)], "#2a2e31", 6)
    canvas.line([(92, -700), (-160, -516)], "#2a2e31", 4)
    for k in range(7):
        canvas.line([(130 + k * 66, -290 - k * 12), (130 + k * 66, -338 - k * 15)], "#2a2e31", 5)


def aral_ship() -> Canvas:
    """A stranded boat on sand under a wide sky."""
    canvas = Canvas("#d8b273")
    sky = canvas.gradient("sky", [(0, "#8c9aa3"), (0.42, "#c9bb98"), (0.8, "#e6c98d")])
    canvas.rect(0, 0, 1920, 820, sky)
    canvas.circle(430, 560, 92, "#f6e8c4", fill_opacity=0.9)
    for y, colour, phase in ((770, "#cfae76", 0.4), (815, "#c39f68", 2.1)):
        canvas.path(smooth(ripple(y, 16, phase)) + "L1980 1300L-40 1300Z", colour)
    canvas.path(
        "M560 1010Q1100 1030 1650 980L1980 1150L1980 1250Q1300 1150 560 1060Z", "#5c4a35", fill_opacity=0.5
    )
    canvas.add('<g transform="translate(1080 1030) rotate(-6.5) scale(1.08)">')
    hull_lines(canvas)
    canvas.add("</g>")
    front = canvas.gradient("front", [(0, "#dcc08a"), (1, "#b18d56")])
    canvas.path(
        smooth([(-60, 1010), (260, 985), (640, 1035), (1000, 1010), (1340, 1050), (1980, 985)])
        + "L1980 1300L-60 1300Z",
        front,
    )
    for k in range(26):
        canvas.path(
            smooth(ripple(1062 + k * (6 + k * 0.18), 5 + k * 0.3, k * 0.5)),
            "none",
            stroke="#7f6338",
            stroke_width=1.5 + k * 0.07,
            stroke_opacity=0.3,
        )
    for x, y, size in ((230, 1150, 1.2), (360, 1120, 0.7), (1660, 1190, 1.4), (1500, 1140, 0.6)):
        for k in range(9):
            a = math.radians(-150 + k * 15)
            canvas.line(
                [(x, y), (x + 62 * size * math.cos(a), y + 70 * size * math.sin(a))], "#55512f", 4 * size
            )
    canvas.grain(0.07, 0.6)
    return canvas


PICTURES = {"suez-passage.jpg": suez_passage, "night-train.jpg": night_train, "aral-ship.jpg": aral_ship}
