"""Makes the fonts of `static/fonts` from the packages they come from: python docs/fonts.py FOLDER

FOLDER holds `@fontsource-variable/piazzolla`, `stix-two-text` and `libre-franklin` 5.3.0, as `npm install`
leaves them in node_modules. Needs fontTools and brotli. Only weights and features that the pages use stay: an
article with italics then weighs under 120 kB with its fonts. The SIL Open Font License allows it, and none of
the three reserves its name.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent.parent / "static" / "fonts"
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "pnum", "tnum", "calt", "rlig", "rclt"]
# The weights of headlines, of the text, and of everything between; italics stand in running text only.
WEIGHTS: dict[str, tuple[int, int] | int] = {
    "piazzolla-latin-wght-normal": (400, 800),
    "stix-two-text-latin-wght-normal": (400, 700),
    "stix-two-text-latin-wght-italic": 400,
    "libre-franklin-latin-wght-normal": (400, 800),
}


def make(source: Path, target: Path, weights: tuple[int, int] | int) -> None:
    """Write a font with these weights only."""
    font = instancer.instantiateVariableFont(TTFont(source), {"wght": weights})
    # The subsetter wants the tables as a file has them.
    font.flavor = None
    font.save(target)
    font = TTFont(target)
    options = subset.Options(layout_features=FEATURES, notdef_outline=True, hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    for name, weights in WEIGHTS.items():
        family = name.partition("-latin")[0]
        file = f"{name}.woff2"
        source = Path(sys.argv[1], "@fontsource-variable", family, "files", file)
        make(source, HERE / family / file, weights)
