"""Maps: real outlines (Natural Earth, public domain), schematic contents."""

from __future__ import annotations

import math
import random
from typing import Any

from canvas import (
    HEAD,
    INK,
    INK_2,
    INK_3,
    OCHRE_2,
    OLIVE_2,
    OLIVE_3,
    PAPER,
    PAPER_2,
    PAPER_3,
    PLUM,
    SAND,
    SLATE,
    TEAL,
    TEAL_DARK,
    Canvas,
    EqualArea,
    Point,
    mix,
    outlines,
    project,
    smooth,
)

WATER = "#cfdedb"


def draw_countries(canvas: Canvas, name: str, projection: Any, fills: dict[str, str], other: str) -> None:
    """Fill every country of a set; borders are hairlines in the paper's colour."""
    for country in outlines(name):
        fill = fills.get(country["name"], other)
        canvas.path(
            project(country["rings"], projection), fill, stroke=PAPER, stroke_width=2, stroke_linejoin="round"
        )


def place(canvas: Canvas, at: Point, name: str, by: Point, anchor: str = "start") -> None:
    """A town: a ringed dot and its name, moved `by` so many pixels."""
    canvas.circle(*at, 9, PAPER, stroke=INK, stroke_width=4)
    for stroke, fill in ((PAPER, PAPER), ("none", INK)):
        canvas.text(
            at[0] + by[0], at[1] + by[1], name, 34, fill, weight=650, text_anchor=anchor, stroke=stroke,
            stroke_width=8, stroke_linejoin="round", stroke_opacity=0.75,
        )  # fmt: skip


def country_name(canvas: Canvas, at: Point, name: str, size: float = 40, fill: str = INK_2) -> None:
    """A country's name, letter-spaced."""
    canvas.text(*at, name, size, fill, font=HEAD, weight=520, text_anchor="middle", letter_spacing=size / 8)


def caspian_route() -> Canvas:
    """The trans-Caspian route: Aktau, Baku, Tbilisi, then to the Black Sea and the Mediterranean."""
    canvas = Canvas(WATER)
    to = EqualArea(49.5, 42.6, 4450, (985, 665))
    fills = {"Kazakhstan": OCHRE_2, "Azerbaijan": OLIVE_3, "Georgia": OLIVE_3, "Turkey": OLIVE_3}
    draw_countries(canvas, "caspian_region", to, fills, PAPER_3)
    labels = [
        ("Kazakhstan", 57.6, 46.9, 62), ("Russia", 43.6, 46.9, 46), ("Iran", 56.2, 36.3, 44),
        ("Turkmenistan", 58.6, 39.6, 38), ("Uzbekistan", 62.6, 41.9, 30), ("Turkey", 35.0, 39.7, 44),
    ]  # fmt: skip
    for name, lon, lat, size in labels:
        country_name(canvas, to(lon, lat), name, size, INK if name == "Kazakhstan" else INK_3)
    country_name(canvas, to(35.9, 43.4), "Black Sea", 34, TEAL)
    x, y = to(51.2, 40.0)
    canvas.text(
        x,
        y,
        "Caspian Sea",
        32,
        TEAL,
        font=HEAD,
        weight=520,
        transform=f"rotate(82 {x} {y})",
        letter_spacing=4,
    )
    aktau, baku = to(51.15, 43.65), to(49.95, 40.38)
    tbilisi, poti, ceyhan = to(44.83, 41.72), to(41.65, 42.15), to(35.85, 36.9)
    sea = smooth([aktau, to(50.75, 42.2), to(50.55, 41.0), baku])
    land = smooth([baku, to(47.3, 40.75), tbilisi])
    west = smooth([tbilisi, to(43.1, 41.95), poti])
    south = smooth([tbilisi, to(41.6, 40.3), to(38.6, 39.0), to(36.6, 37.9), ceyhan])
    for d, dash in ((sea, "4 20"), (land, ""), (west, ""), (south, "")):
        canvas.path(d, "none", stroke=PAPER, stroke_width=20, stroke_linecap="round", stroke_opacity=0.8)
        canvas.path(d, "none", stroke=PLUM, stroke_width=10, stroke_linecap="round", stroke_dasharray=dash)
    place(canvas, aktau, "Aktau", (24, -6))
    place(canvas, baku, "Baku", (-20, 50), "end")
    place(canvas, tbilisi, "Tbilisi", (8, -28))
    place(canvas, poti, "Poti", (-14, -26), "end")
    place(canvas, ceyhan, "Ceyhan", (26, 24))
    return canvas


def caspian_shorelines() -> Canvas:
    """The northern Caspian, its outline repeated inwards."""
    canvas = Canvas(SAND)
    to = EqualArea(50.6, 44.3, 10300, (900, 640))
    d = ""
    for country in outlines("caspian_shore"):
        d += project(country["rings"], to)
    dune = canvas.gradient("dune", [(0, "#e7dabb"), (1, "#cbb78f")], "d")
    canvas.rect(0, 0, canvas.width, canvas.height, dune)
    corners = [(45.5, 48), (55.3, 48), (55.3, 36), (48, 36), (45.5, 43.5)]
    canvas.defs.append(f'<clipPath id="sea"><path d="{project([corners], to)}"/></clipPath>')
    deep = canvas.gradient("deep", [(0, "#8fb5ae"), (0.4, TEAL), (1, TEAL_DARK)])
    canvas.add('<g clip-path="url(#sea)">')
    canvas.rect(0, 0, canvas.width, canvas.height, deep)
    steps = 13
    for step in range(steps):
        share = step / (steps - 1)
        colour = mix(TEAL, "#e8dcc0", share**0.8)
        width = 2 * 270 * (1 - share) ** 1.35 + 6
        canvas.path(
            d, "none", stroke=colour, stroke_width=f"{width:.0f}", stroke_linejoin="round", stroke_opacity=0.8
        )
    canvas.add("</g>")
    canvas.defs.append(f'<clipPath id="land"><path d="{d}"/></clipPath>')
    canvas.add(f'<g clip-path="url(#land)"><rect width="1920" height="1280" fill="{dune}"/></g>')
    canvas.grain(0.09, 0.6)
    return canvas


def danube_map() -> Canvas:
    """The Danube from Donaueschingen to Sulina; the course follows the towns on its banks."""
    canvas = Canvas(WATER)
    to = EqualArea(19.2, 46.3, 5900, (940, 640))
    along = [
        "Germany",
        "Austria",
        "Slovakia",
        "Hungary",
        "Croatia",
        "Serbia",
        "Romania",
        "Bulgaria",
        "Moldova",
        "Ukraine",
    ]
    draw_countries(canvas, "danube_region", to, dict.fromkeys(along, OLIVE_3), PAPER_2)
    course = [
        (8.5, 47.95), (9.2, 48.08), (9.99, 48.4), (10.78, 48.72), (11.43, 48.76), (12.1, 49.02),
        (12.9, 48.83), (13.46, 48.57), (14.29, 48.31), (15.2, 48.2), (15.6, 48.4), (16.37, 48.23),
        (17.11, 48.14), (17.7, 47.75), (18.12, 47.74), (18.74, 47.8), (19.0, 47.8), (19.08, 47.5),
        (18.93, 46.9), (18.95, 46.3), (18.7, 45.9), (19.0, 45.35), (19.4, 45.2), (19.85, 45.25),
        (20.2, 45.1), (20.46, 44.83), (20.95, 44.68), (21.4, 44.82), (22.0, 44.5), (22.53, 44.68),
        (22.7, 44.3), (22.88, 43.99), (23.3, 43.83), (24.2, 43.72), (25.0, 43.7), (25.95, 43.88),
        (26.65, 44.06), (27.27, 44.12), (28.0, 44.32), (28.1, 44.8), (27.97, 45.27), (28.1, 45.45),
        (28.8, 45.18), (29.66, 45.16),
    ]  # fmt: skip
    d = smooth([to(lon, lat) for lon, lat in course])
    canvas.path(d, "none", stroke=PAPER, stroke_width=30, stroke_linecap="round", stroke_opacity=0.7)
    canvas.path(d, "none", stroke=TEAL, stroke_width=15, stroke_linecap="round", stroke_linejoin="round")
    names = {
        "Deutschland": (10.9, 50.3), "Österreich": (14.4, 47.25), "Ungarn": (20.7, 46.75),
        "Serbien": (20.9, 43.6), "Rumänien": (25.0, 46.0), "Bulgarien": (25.3, 42.6),
        "Slowakei": (19.6, 48.72), "Ukraine": (29.5, 49.0),
    }  # fmt: skip
    for name, at in names.items():
        country_name(canvas, to(*at), name, 34, INK_3)
    country_name(canvas, to(30.2, 43.2), "Schwarzes Meer", 26, TEAL)
    place(canvas, to(11.88, 48.91), "2411", (0, -30), "middle")
    place(canvas, to(16.37, 48.23), "Wien 1929", (-10, -30), "middle")
    place(canvas, to(19.08, 47.5), "Budapest 1647", (26, 12))
    place(canvas, to(20.46, 44.83), "Belgrad 1170", (22, -24))
    place(canvas, to(29.66, 45.16), "0", (26, 12))
    return canvas


def arctic_floes() -> Canvas:
    """Plates of ice around the pole, sparser towards the edge: a schematic drawing."""
    canvas = Canvas(TEAL_DARK)
    water = canvas.gradient("water", [(0, "#5f8d90"), (0.55, "#1f4d55"), (1, "#0d2b33")], "r")
    canvas.rect(0, -320, canvas.width, canvas.width, water)
    to = EqualArea(-40, 90, 2150, (1010, 600))
    chance = random.Random(15)
    side = 34.0
    shift: dict[tuple[int, int], Point] = {}

    def corner(x: float, y: float) -> Point:
        """A corner of the honeycomb, moved by a random amount that is the same for all its neighbours."""
        key = (round(x), round(y))
        if key not in shift:
            shift[key] = (chance.uniform(-15, 15), chance.uniform(-15, 15))
        return x + shift[key][0], y + shift[key][1]

    for row in range(-1, 28):
        for column in range(-1, 36):
            cx = (column + (row % 2) / 2) * side * math.sqrt(3)
            cy = row * side * 1.5
            angles = [math.pi / 6 + k * math.pi / 3 for k in range(6)]
            ring = [corner(cx + side * math.cos(a), cy + side * math.sin(a)) for a in angles]
            far = math.hypot(cx - 985, (cy - 560) * 1.15) / 560
            if chance.random() < max(0.0, (far - 0.62) * 1.7):
                continue
            size = max(0.32, min(0.97, 1.12 - 0.45 * far)) * chance.uniform(0.9, 1)
            shade = mix("#f4f5f0", "#a9c0c4", min(1, max(0, far * 0.55 + chance.uniform(-0.16, 0.16))))
            ring = [(cx + (x - cx) * size, cy + (y - cy) * size) for x, y in ring]
            canvas.poly([(x + 3, y + 5) for x, y in ring], "#08222a", fill_opacity=0.35)
            canvas.poly(ring, shade)
    for country in outlines("arctic"):
        rings = [ring for ring in country["rings"] if max(lat for _, lat in ring) > 58]
        canvas.path(project(rings, to), "#39435a", stroke="#66718a", stroke_width=2)
    canvas.grain(0.09, 0.6)
    return canvas


def ozone_hole() -> Canvas:
    """Antarctica under bands that thin out towards the middle: a schematic drawing."""
    canvas = Canvas("#131a2a")
    to = EqualArea(0, -90, 1500, (1030, 650))
    bands = 15
    for band in range(bands):
        share = band / (bands - 1)
        radius = 1330 * (1 - share) ** 0.9 + 70
        ring = []
        for k in range(120):
            a = k / 120 * 2 * math.pi
            wobble = math.sin(2 * a + 0.7) * 0.07 + math.sin(3 * a - share * 2.2) * 0.035 + math.sin(a) * 0.03
            ring.append(
                (
                    1030 + 40 * share + radius * (1 + wobble) * math.cos(a) * 1.1,
                    650 + radius * (1 + wobble) * math.sin(a) * 0.94,
                )
            )
        outer = mix("#2f6f73", "#7fb0a6", min(1.0, share * 2.4))
        colour = outer if share < 0.42 else mix("#7fb0a6", "#3b1f3b", min(1.0, (share - 0.42) / 0.5))
        canvas.path(smooth([*ring, ring[0]]) + "Z", colour, fill_opacity=0.55)
    for country in outlines("antarctica"):
        rings = [ring for ring in country["rings"] if max(lat for _, lat in ring) > -89]
        canvas.path(
            project(rings, to),
            "#f2f0e8",
            fill_opacity=0.26,
            stroke="#fbfaf6",
            stroke_width=4,
            stroke_linejoin="round",
        )
    for degrees in (60, 70, 80):
        canvas.circle(
            1030,
            650,
            math.dist(to(0, -degrees), (1030, 650)),
            "none",
            stroke="#fbfaf6",
            stroke_width=1.5,
            stroke_opacity=0.4,
            stroke_dasharray="3 9",
        )
    canvas.grain(0.09, 0.6)
    return canvas


def mercator(lon0: float, scale: float, at: Point) -> Any:
    """The Mercator projection on a sphere (Snyder, eq. 7-1 and 7-2), `scale` in pixels per radian."""

    def to(lon: float, lat: float) -> Point:
        y = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
        return at[0] + scale * math.radians(lon - lon0), at[1] - scale * y

    return to


def greenland_africa() -> Canvas:
    """Greenland beside Africa, in Mercator's projection and at a common scale of area."""
    canvas = Canvas(PAPER_2)
    canvas.rect(960, 0, 960, 1280, PAPER)
    pairs = [
        (mercator(17, 370, (700, 760)), mercator(-42, 370, (262, 1537)), "Mercator", 70),
        (EqualArea(17, 2, 560, (1580, 700)), EqualArea(-42, 72, 560, (1150, 700)), "Equal area", 1030),
    ]
    for africa_to, greenland_to, words, x in pairs:
        africa = "".join(project(country["rings"], africa_to) for country in outlines("africa"))
        greenland = "".join(project(country["rings"], greenland_to) for country in outlines("greenland"))
        canvas.path(africa, OLIVE_2, stroke=OLIVE_2, stroke_width=3)
        canvas.path(greenland, SLATE, stroke=SLATE, stroke_width=2)
        canvas.text(x, 118, words, 60, INK, font=HEAD, weight=720)
    canvas.line([(960, 70), (960, 1210)], INK, 2)
    canvas.text(70, 1215, "Greenland 2.2 million km²", 34, SLATE, weight=650)
    canvas.text(1030, 1215, "Africa 30 million km²", 34, "#5f6b2a", weight=650)
    return canvas


PICTURES = {
    "caspian-route.png": caspian_route,
    "caspian-shorelines.jpg": caspian_shorelines,
    "danube-map.png": danube_map,
    "arctic-floes.jpg": arctic_floes,
    "ozone-hole.jpg": ozone_hole,
    "greenland-africa.png": greenland_africa,
}
