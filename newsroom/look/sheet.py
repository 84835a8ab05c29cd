"""The publication's own stylesheet: a few lines over the house's, at an address that is its content's.

There is none while a publication looks as it came. A colour that cannot be read is never sent, however it got
into the database; `manage.py check --database default` names it.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Protocol

from newsroom.look.contrast import PAPERS, is_readable, tinted
from newsroom.look.faces import FACES

THEMES = tuple(PAPERS)
# As static/css/tokens.css has them: what a publication changes for one theme keeps the other's.
COLOURS = {
    "link": {"light": "#0a4d8c", "dark": "#8fc1f2"},
    "mark": {"light": "#b3201b", "dark": "#ff8f85"},
}
FONTS = {"font_head": "piazzolla", "font_text": "stix", "font_ui": "franklin"}


class Looks(Protocol):
    """What a look is read from: the publication."""

    font_head: str
    font_text: str
    font_ui: str


def colour(publication: Looks, name: str, theme: str) -> str:
    """The colour readers see for `link` or `mark`."""
    own = str(getattr(publication, f"{name}_{theme}"))
    return own if own and is_readable(own, theme, on_its_tint=name == "mark") else COLOURS[name][theme]


def _both(values: list[str]) -> str:
    return f"light-dark({','.join(values)})"


def stylesheet(publication: Looks) -> str:
    """What differs from the house's look, as CSS; empty where nothing does."""
    lines = []
    for name, house in COLOURS.items():
        worn = {theme: colour(publication, name, theme) for theme in THEMES}
        if worn == house:
            continue
        lines.append(f"--{name}:{_both(list(worn.values()))}")
        if name == "mark":
            lines.append(f"--mark-paper:{_both([tinted(worn[theme], theme) for theme in THEMES])}")
    for field, house_face in FONTS.items():
        chosen = face(publication, field)
        if chosen != house_face:
            lines.append(f"--{field.replace('_', '-')}:{FACES[chosen].stack}")
    return f":root{{{';'.join(lines)}}}\n" if lines else ""


def face(publication: Looks, field: str) -> str:
    """The name of the face for head, text or interface."""
    chosen: Any = getattr(publication, field)
    return chosen if chosen in FACES else FONTS[field]


def digest_of(css: str) -> str:
    """Stands for the stylesheet in its address."""
    return blake2b(css.encode(), digest_size=8).hexdigest()


def preloads(publication: Looks) -> list[str]:
    """The font files that text of the first screen waits for."""
    files = [FACES[face(publication, field)].file for field in ("font_head", "font_text")]
    return list(dict.fromkeys(file for file in files if file))
