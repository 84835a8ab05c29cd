"""What every picture shares: the size, the colours, an SVG builder, grain, projections of the globe."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Point = tuple[float, float]

WIDTH, HEIGHT = 1920, 1280
HEAD = "Piazzolla Variable"
SANS = "Libre Franklin Variable"

PAPER, PAPER_2, PAPER_3 = "#fbfaf6", "#f1efe7", "#e3e2d8"
INK, INK_2, INK_3 = "#12181c", "#414b51", "#6d777b"
TEAL, TEAL_2, TEAL_3, TEAL_DARK = "#0b5d5b", "#5d9793", "#a9c6c1", "#0b2f33"
PLUM, PLUM_2, PLUM_3 = "#6b2c4c", "#9a6a83", "#cdb3c0"
OLIVE, OLIVE_2, OLIVE_3 = "#55631d", "#8f9a5a", "#c5caa1"
OCHRE, OCHRE_2, OCHRE_3 = "#a8711c", "#cfa455", "#e8d3a2"
SLATE, SLATE_2, SLATE_3, SLATE_DARK = "#3c4a66", "#7b88a3", "#b9c1d0", "#1b2433"
SAND, SAND_2 = "#ddcfb0", "#c4ae84"


class Canvas:
    """An SVG picture under construction; every method appends one element."""

    def __init__(self, ground: str, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.width, self.height = width, height
        self.parts: list[str] = []
        self.defs: list[str] = []
        self.rect(0, 0, width, height, ground)

    def add(self, markup: str) -> None:
        """Append raw SVG markup."""
        self.parts.append(markup)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, **more: Any) -> None:
        """A rectangle."""
        self.add(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}"{attrs(more)}/>'
        )

    def circle(self, x: float, y: float, r: float, fill: str, **more: Any) -> None:
        """A circle."""
        self.add(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}"{attrs(more)}/>')

    def poly(self, points: Iterable[Point], fill: str, **more: Any) -> None:
        """A closed polygon."""
        self.path(path_of(points, closed=True), fill, **more)

    def line(self, points: Iterable[Point], stroke: str, width: float, **more: Any) -> None:
        """An open line."""
        self.path(path_of(points), "none", stroke=stroke, stroke_width=width, **more)

    def path(self, d: str, fill: str, **more: Any) -> None:
        """A path in SVG path syntax."""
        self.add(f'<path d="{d}" fill="{fill}"{attrs(more)}/>')

    def text(self, x: float, y: float, words: str, size: float, fill: str = INK, **more: Any) -> None:
        """A line of text; `font` and `weight` may be given, the rest are attributes."""
        font, weight = more.pop("font", SANS), more.pop("weight", 500)
        self.add(
            f'<text x="{x:.1f}" y="{y:.1f}" font-family="{font}" font-weight="{weight}" '
            f'font-size="{size}" fill="{fill}"{attrs(more)}>{words}</text>'
        )

    def gradient(self, name: str, stops: list[tuple[float, str]], angle: str = "v") -> str:
        """Define a linear (v, h, d) or radial (r) gradient; return the fill that uses it."""
        marks = "".join(f'<stop offset="{at}" stop-color="{colour}"/>' for at, colour in stops)
        ends = {"v": 'x1="0" y1="0" x2="0" y2="1"', "h": 'x1="0" y1="0" x2="1" y2="0"', "d": 'x2="1" y2="1"'}
        if angle == "r":
            self.defs.append(f'<radialGradient id="{name}">{marks}</radialGradient>')
        else:
            self.defs.append(f'<linearGradient id="{name}" {ends[angle]}>{marks}</linearGradient>')
        return f"url(#{name})"

    def grain(self, strength: float = 0.1, scale: float = 0.9, blend: str = "multiply") -> None:
        """Lay paper grain over everything drawn so far."""
        name = f"grain{len(self.defs)}"
        self.defs.append(
            f'<filter id="{name}" x="0" y="0" width="100%" height="100%">'
            f'<feTurbulence type="fractalNoise" baseFrequency="{scale}" numOctaves="2" seed="7"/>'
            '<feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0.9 0 0 0 -0.2"/></filter>'
        )
        self.add(
            f'<rect width="{self.width}" height="{self.height}" filter="url(#{name})" '
            f'opacity="{strength}" style="mix-blend-mode:{blend}"/>'
        )

    def svg(self) -> str:
        """The finished document."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}"><defs>{"".join(self.defs)}</defs>'
            f"{''.join(self.parts)}</svg>"
        )


def attrs(more: dict[str, Any]) -> str:
    """Keyword arguments as SVG attributes: stroke_width=2 becomes stroke-width="2"."""
    return "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())


def path_of(points: Iterable[Point], closed: bool = False) -> str:
    """Straight-line path data."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if closed else "")


def smooth(points: list[Point]) -> str:
    """Path data of a smooth curve through the points (Catmull-Rom, as cubic Bezier segments)."""
    ends = [points[0], *points, points[-1]]
    d = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        c1 = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        c2 = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        d += f"C{c1[0]:.1f} {c1[1]:.1f} {c2[0]:.1f} {c2[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    return d


def mix(a: str, b: str, share: float) -> str:
    """The colour `share` of the way from a to b (hex strings)."""
    one = [int(a[i : i + 2], 16) for i in (1, 3, 5)]
    two = [int(b[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(one, two, strict=True))


def outlines(name: str) -> list[dict[str, Any]]:
    """One set of outlines from data/outlines.json."""
    data = json.loads((Path(__file__).parent / "data" / "outlines.json").read_text())
    found: list[dict[str, Any]] = data[name]
    return found


class EqualArea:
    """Lambert azimuthal equal-area projection (Snyder, USGS PP 1395, eq. 24-2 to 24-4)."""

    def __init__(self, lon: float, lat: float, scale: float, at: Point) -> None:
        self.lon, self.lat, self.scale, self.at = math.radians(lon), math.radians(lat), scale, at

    def __call__(self, lon: float, lat: float) -> Point:
        """Degrees to pixels; `scale` is pixels per Earth radius."""
        la, dl = math.radians(lat), math.radians(lon) - self.lon
        cos_c = math.sin(self.lat) * math.sin(la) + math.cos(self.lat) * math.cos(la) * math.cos(dl)
        k = math.sqrt(2 / max(1 + cos_c, 1e-6))
        x = k * math.cos(la) * math.sin(dl)
        y = k * (math.cos(self.lat) * math.sin(la) - math.sin(self.lat) * math.cos(la) * math.cos(dl))
        return self.at[0] + self.scale * x, self.at[1] - self.scale * y


def project(rings: list[list[Point]], projection: Any) -> str:
    """Path data of rings given in degrees, after projection."""
    return "".join(path_of([projection(lon, lat) for lon, lat in ring], closed=True) for ring in rings)
