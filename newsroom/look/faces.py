"""The faces a publication may choose from: three that come along, and what readers' devices have already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

_SERIF = 'Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif'
_SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'


@dataclass(frozen=True, slots=True)
class Face:
    """A family as CSS names it; `file` is loaded before the first paint where text stands in it."""

    label: Any
    stack: str
    file: str = ""


FACES = {
    "piazzolla": Face(
        "Piazzolla",
        f'"Piazzolla Variable","Piazzolla Stand-in",{_SERIF}',
        "fonts/piazzolla/piazzolla-latin-wght-normal.woff2",
    ),
    "stix": Face(
        "STIX Two Text",
        f'"STIX Two Text Variable","STIX Stand-in",{_SERIF}',
        "fonts/stix-two-text/stix-two-text-latin-wght-normal.woff2",
    ),
    "franklin": Face(
        "Libre Franklin",
        f'"Libre Franklin Variable","Franklin Stand-in","Franklin Gothic Book",{_SANS}',
        "fonts/libre-franklin/libre-franklin-latin-wght-normal.woff2",
    ),
    "charter": Face(_("Charter or its like, from the reader’s device"), _SERIF),
    "georgia": Face(_("Georgia, from the reader’s device"), 'Georgia,"Times New Roman",serif'),
    "humanist": Face(
        _("A humanist sans, from the reader’s device"),
        f'Seravek,"Gill Sans Nova",Ubuntu,Calibri,"Noto Sans",{_SANS}',
    ),
    "system": Face(_("The sans of the reader’s device"), _SANS),
}


def _choices(*names: str) -> list[tuple[str, Any]]:
    return [(name, FACES[name].label) for name in names]


# By what it is for; the first is the one that comes along. Text needs an italic of its own.
HEAD = _choices("piazzolla", "stix", "franklin", "charter", "georgia", "humanist", "system")
TEXT = _choices("stix", "charter", "georgia", "humanist", "system")
INTERFACE = _choices("franklin", "humanist", "system")
