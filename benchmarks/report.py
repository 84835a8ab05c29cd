"""Results for docs/performance.md: each benchmark owns a part of the page and writes it anew."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def put(part: str, text: str) -> None:
    """Replace what stands between the marks of that part. Raises ValueError where the page lacks them."""
    begin, end = f"<!-- {part}: made by a command, not by hand -->", f"<!-- {part}: end -->"
    page = PAGE.read_text(encoding="utf-8")
    before, found, rest = page.partition(begin)
    _old, closed, after = rest.partition(end)
    if not (found and closed):
        message = f"docs/performance.md has no part {part}"
        raise ValueError(message)
    PAGE.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; every column but the first stands to the right."""
    lines = [f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def machine(*more: str) -> str:
    """What it was measured on, in a sentence: processor, cores, memory, versions; no name, no path."""
    try:
        facts = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        facts = ""
    found = re.search(r"^model name\s*:\s*(.+)$", facts, re.MULTILINE)
    processor = found[1].strip() if found else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{os.cpu_count()} cores ({processor})",
        f"{memory:.0f} GiB",
        f"Python {platform.python_version()}",
        f"Django {version('django')}",
        f"SQLite {sqlite3.sqlite_version}",
        *more,
    ]
    return ", ".join(parts)
