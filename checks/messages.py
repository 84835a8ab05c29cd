"""Write what programs read of the translations: python -m checks.messages, after `makemessages`.

The .mo files are kept with the .po files: who installs the site has no gettext, and need not.
"""

from __future__ import annotations

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def catalogs() -> list[Path]:
    """The translations, as people write them."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def compiled(catalog: Path) -> bytes:
    """A translation as programs read it."""
    binary: bytes = polib.pofile(str(catalog)).to_binary()
    return binary


def main() -> None:
    """Write every .mo, and say how much is translated."""
    for catalog in catalogs():
        catalog.with_suffix(".mo").write_bytes(compiled(catalog))
        entries = polib.pofile(str(catalog))
        print(f"{catalog.relative_to(LOCALE)}: {entries.percent_translated()} % of {len(entries)}")  # noqa: T201


if __name__ == "__main__":
    main()
