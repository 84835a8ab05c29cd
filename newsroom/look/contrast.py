"""Whether a colour can be read: contrast as WCAG 2.2 measures it (success criterion 1.4.3)."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

ENOUGH = 4.5
"""The least contrast of text."""
# The grounds that text stands on, as static/css/tokens.css has them; tests/test_look.py holds the two beside
# each other.
PAPERS = {
    "light": {"--paper": "#ffffff", "--paper-2": "#f3f4f0", "--paper-3": "#e6e9e3"},
    "dark": {"--paper": "#101518", "--paper-2": "#181e22", "--paper-3": "#222a2f"},
}
THEMES = {"light": _("light"), "dark": _("dark")}
TINT = {"light": 0.08, "dark": 0.12}
"""How much of the colour of changes is in the ground of a note."""
HEX = re.compile(r"#[0-9a-f]{6}")
STEPS = 256
# Where the sRGB curve turns from a line into a power.
KNEE = 0.04045


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _written(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def luminance(colour: str) -> float:
    """The relative luminance of a colour such as #0a4d8c."""
    linear = [part / 12.92 if part <= KNEE else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def tinted(colour: str, theme: str) -> str:
    """The ground of a note: the theme's paper with a little of the colour."""
    part, paper = TINT[theme], PAPERS[theme]["--paper"]
    mixed = [
        own * part + ground * (1 - part)
        for own, ground in zip(_channels(colour), _channels(paper), strict=True)
    ]
    return _written(tuple(mixed))


def worst(colour: str, theme: str, *, on_its_tint: bool) -> tuple[float, str]:
    """The least contrast the colour has on any ground of the theme, and that ground."""
    grounds = list(PAPERS[theme].values())
    if on_its_tint:
        grounds.append(tinted(colour, theme))
    return min((contrast(colour, ground), ground) for ground in grounds)


def is_readable(colour: str, theme: str, *, on_its_tint: bool) -> bool:
    """Whether text in that colour can be read wherever the theme puts it."""
    return bool(HEX.fullmatch(colour)) and worst(colour, theme, on_its_tint=on_its_tint)[0] >= ENOUGH


def nearest(colour: str, theme: str, *, on_its_tint: bool) -> str:
    """The colour of the same hue, as little darker or lighter as it takes to be readable."""
    hue, lightness, saturation = rgb_to_hls(*_channels(colour))
    end = 0.0 if theme == "light" else 1.0
    for step in range(STEPS + 1):
        moved = lightness + (end - lightness) * step / STEPS
        found = _written(hls_to_rgb(hue, moved, saturation))
        if is_readable(found, theme, on_its_tint=on_its_tint):
            return found
    return _written((end, end, end))


@deconstructible
class Readable:
    """Validates a colour for text of one theme; `on_its_tint` where it also stands on its own tint."""

    def __init__(self, theme: str, *, on_its_tint: bool) -> None:
        self.theme, self.on_its_tint = theme, on_its_tint

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Readable) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.theme, self.on_its_tint))

    def __call__(self, value: Any) -> None:
        """Raises ValidationError with the contrast that was measured and the nearest colour that passes."""
        colour = str(value)
        if not HEX.fullmatch(colour):
            message = _t(
                "“%(colour)s” is no colour: write # and six digits or letters a to f, such as #0a4d8c."
            )
            raise ValidationError(message % {"colour": colour}, code="no_colour")
        ratio, ground = worst(colour, self.theme, on_its_tint=self.on_its_tint)
        if ratio < ENOUGH:
            message = _t(
                "%(colour)s has a contrast of %(ratio)s:1 on %(ground)s, a ground of the %(theme)s theme; "
                "text needs 4.5:1. The nearest that passes is %(nearest)s."
            )
            told = {
                "colour": colour,
                # Rounded down: 4.49 is not enough, and must not read as if it were.
                "ratio": f"{int(ratio * 100) / 100:.2f}",
                "ground": ground,
                "theme": THEMES[self.theme],
                "nearest": nearest(colour, self.theme, on_its_tint=self.on_its_tint),
            }
            raise ValidationError(message % told, code="contrast")
