"""How long a text may be, per surface: where it reads well, and where it ends. Counted as a reader counts.

One table: the models refuse by it, the importer refuses by it, the counters of the article form show it. A
leaf: no model is imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import regex
from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import ngettext_lazy

GRAPHEME = regex.compile(r"\X")
# A column counts code points. A reader's one character takes up to seven of them (a family, a flag) and two
# or three in many scripts; four for each leaves room for every headline somebody means to write.
STORED = 4


@dataclass(frozen=True, slots=True)
class Limit:
    """From `fewest` to `most` characters a text reads well on its surface; beyond `hard` it is refused."""

    fewest: int
    most: int
    hard: int | None = None
    per_line: bool = False
    """Whether each line is counted by itself."""

    @property
    def stored(self) -> int | None:
        """The width of the column: code points."""
        return self.hard * STORED if self.hard else None


LIMITS: dict[str, Limit] = {
    "slugline": Limit(0, 24, 40),
    "kicker": Limit(0, 24, 40),
    "headline": Limit(40, 90, 120),
    "headline_short": Limit(0, 64, 64),
    "headline_seo": Limit(45, 60, 100),
    "headline_social": Limit(0, 70, 88),
    "standfirst": Limit(100, 180, 240),
    "key_points": Limit(0, 100, per_line=True),
}


def graphemes(text: str) -> int:
    """How many characters a reader sees: an accent, a flag or a family belongs to one of them."""
    # What is only ASCII has as many as it has code points, but for a line break of two.
    return len(text) if text.isascii() and "\r" not in text else len(GRAPHEME.findall(text))


@deconstructible
class AtMost:
    """A validator: at most so many characters as a reader counts them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, value: str) -> None:
        """Raise ValidationError for a text that is longer, saying by how much."""
        length = graphemes(value)
        if length > self.limit:
            over = length - self.limit
            message = ngettext_lazy(
                "%(over)d character too many: %(length)d of %(limit)d.",
                "%(over)d characters too many: %(length)d of %(limit)d.",
                over,
            )
            raise ValidationError(
                message, code="too_long", params={"over": over, "length": length, "limit": self.limit}
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AtMost) and self.limit == other.limit

    def __hash__(self) -> int:
        return hash((AtMost, self.limit))


def bounds(name: str) -> dict[str, Any]:
    """The arguments of a model field that keep it within its hard limit, and its column wide enough."""
    limit = LIMITS[name]
    if limit.hard is None:
        return {}
    return {"max_length": limit.stored, "validators": [AtMost(limit.hard)]}
