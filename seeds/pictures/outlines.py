"""Extract the outlines the maps need from the npm package `world-atlas` (Natural Earth, public domain).

Run by hand, once: `python outlines.py PATH/TO/node_modules/world-atlas`. It writes data/outlines.json:
a mapping of set name to a list of {"name": country, "rings": [[[lon, lat], ...], ...]}, in degrees.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]

DATA = Path(__file__).parent / "data" / "outlines.json"
AFRICA = """Algeria|Angola|Benin|Botswana|Burkina Faso|Burundi|Cameroon|Central African Rep.|Chad|Congo|
Côte d'Ivoire|Dem. Rep. Congo|Djibouti|Egypt|Eq. Guinea|Eritrea|eSwatini|Ethiopia|Gabon|Gambia|Ghana|Guinea|
Guinea-Bissau|Kenya|Lesotho|Liberia|Libya|Madagascar|Malawi|Mali|Mauritania|Morocco|Mozambique|Namibia|Niger|
Nigeria|Rwanda|Senegal|Sierra Leone|Somalia|Somaliland|South Africa|S. Sudan|Sudan|Tanzania|Togo|Tunisia|
Uganda|W. Sahara|Zambia|Zimbabwe""".replace("\n", "").split("|")


def decode_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Undo the quantisation and delta coding of TopoJSON arcs (topojson-specification 2.1.3)."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(points)
    return arcs


def ring_of(indexes: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs to one ring; a negative index means the arc runs backwards (~index)."""
    ring: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def return_crimea(topology: dict[str, Any]) -> None:
    """Draw Crimea as part of Ukraine, as UN General Assembly resolution 68/262 has it.

    Natural Earth shows who holds a territory. The two rings share one arc; it is replaced by the coast.
    """
    shapes = {shape["properties"]["name"]: shape for shape in topology["objects"]["countries"]["geometries"]}
    mainland = shapes["Ukraine"]["arcs"][0][0]
    for polygon in shapes["Russia"]["arcs"]:
        ring = polygon[0]
        shared = [index for index in ring if ~index in mainland]
        if len(ring) == 2 and len(shared) == 1:
            coast = [index for index in ring if index != shared[0]]
            at = mainland.index(~shared[0])
            mainland[at : at + 1] = coast
            shapes["Russia"]["arcs"].remove(polygon)
            return
    raise ValueError("Crimea was not found: has the package changed?")


def thin(ring: Ring, tolerance: float, box: Box) -> Ring:
    """Drop points closer than `tolerance` degrees (three degrees outside the box) to the last one kept."""
    kept: Ring = []
    for lon, lat in ring:
        step = tolerance if touches([(lon, lat)], box) else 3.0
        if not kept or abs(lon - kept[-1][0]) + abs(lat - kept[-1][1]) >= step:
            kept.append((round(lon, 2), round(lat, 2)))
    return kept


def touches(ring: Ring, box: Box) -> bool:
    """True when any point of the ring lies in (west, south, east, north)."""
    return any(box[0] <= lon <= box[2] and box[1] <= lat <= box[3] for lon, lat in ring)


def countries(
    topology: dict[str, Any],
    tolerance: float,
    box: Box,
    names: list[str] | None = None,
) -> list[dict[str, Any]]:
    """The countries whose rings touch the box, thinned; only those named, when names are given."""
    arcs = decode_arcs(topology)
    found: list[dict[str, Any]] = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        if "arcs" not in geometry or (names is not None and name not in names):
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [ring_of(indexes, arcs) for polygon in polygons for indexes in polygon]
        rings = [thin(ring, tolerance, box) for ring in rings if touches(ring, box)]
        rings = [ring for ring in rings if len(ring) > 3]
        if rings:
            found.append({"name": name, "rings": rings})
    return found


def main() -> None:
    """Read the package, write data/outlines.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="folder of the npm package world-atlas")
    package = parser.parse_args().package
    fine = json.loads((package / "countries-10m.json").read_text())
    middle = json.loads((package / "countries-50m.json").read_text())
    return_crimea(middle)
    shore = ["Kazakhstan", "Russia", "Azerbaijan", "Iran", "Turkmenistan"]
    sets = {
        "caspian_region": countries(middle, 0.07, (30, 33, 67, 53)),
        "caspian_shore": countries(fine, 0.03, (46.4, 38, 55, 47.8), shore),
        "danube_region": countries(middle, 0.06, (4, 40, 34, 53.5)),
        "arctic": countries(middle, 0.6, (-180, 56, 180, 90)),
        "antarctica": countries(middle, 0.3, (-180, -90, 180, -55), ["Antarctica"]),
        "africa": countries(middle, 0.3, (-26, -36, 52, 38), AFRICA),
        "greenland": countries(middle, 0.15, (-75, 58, -10, 84), ["Greenland"]),
    }
    DATA.parent.mkdir(exist_ok=True)
    DATA.write_text(json.dumps(sets, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
