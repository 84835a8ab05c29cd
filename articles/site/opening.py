"""How a list of stories opens: which of its first page stand large."""

from __future__ import annotations

from articles.models import Edition
from articles.site.paging import Slice

LARGE = 5
"""Stories above the dated list."""


def opening(listing: Slice) -> dict[str, list[Edition]]:
    """The stories of a page in two parts: `large`, led by the newest that may lead, and the `rest`.

    Where none of the page may lead nothing stands large, nor on any page but the first.
    """
    rows = listing.rows
    lead = next((row for row in rows if row.may_lead), None) if listing.is_first else None
    if lead is None:
        return {"large": [], "rest": rows}
    ordered = [lead, *(row for row in rows if row is not lead)]
    return {"large": ordered[:LARGE], "rest": ordered[LARGE:]}
