"""Parts of dates in addresses: always four digits of a year, two of a month or day."""

from __future__ import annotations


class FourDigits:
    """A year: 2026."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """The year as a number."""
        return int(value)

    def to_url(self, value: int | str) -> str:
        """The year as it stands in an address."""
        return f"{int(value):04}"


class TwoDigits:
    """A month or a day, with its zero: 07."""

    regex = "[0-9]{2}"

    def to_python(self, value: str) -> int:
        """The month or day as a number."""
        return int(value)

    def to_url(self, value: int | str) -> str:
        """The month or day as it stands in an address."""
        return f"{int(value):02}"
