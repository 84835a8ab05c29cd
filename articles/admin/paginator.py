"""Pages of a list that nobody counts to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 1000
"""How many rows are counted and paged through. Whoever looks for an older one searches or filters."""

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:
    _Paginator = Paginator


class BoundedPaginator(_Paginator):
    """Counting a hundred thousand rows takes longer than showing thirty of them, so it counts MOST."""

    @cached_property
    def found(self) -> int:
        """How many rows there are; MOST + 1 for any more."""
        rows: Any = self.object_list
        return int(rows.order_by()[: MOST + 1].count())

    @cached_property
    def count(self) -> int:
        """How many rows there are to page through."""
        return min(self.found, MOST)

    @property
    def is_more(self) -> bool:
        """Whether there are rows beyond the last page."""
        return self.found > MOST
