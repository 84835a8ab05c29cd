"""Lighthouse on a phone: four marks out of a hundred."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from checks.visiting import CHROMIUM

PROGRAM = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
PERFORMANCE = "performance"
CATEGORIES = (PERFORMANCE, "accessibility", "best-practices", "seo")
FULL = 100
FEWEST, MOST = 3, 5
"""How often the speed is measured when it was not full at once: it depends on what else the machine does."""


class LighthouseError(Exception):
    """Lighthouse could not do its work; the message is what it said."""


@dataclass(slots=True)
class Marks:
    """What Lighthouse thinks of one page."""

    marks: dict[str, list[int]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    """What cost marks, in Lighthouse's words."""

    def of(self, category: str) -> int:
        """The mark: the median where it was measured more than once."""
        return int(median(self.marks[category]))

    def __str__(self) -> str:
        all_of_them = " / ".join(str(self.of(category)) for category in self.marks)
        speeds = self.marks[PERFORMANCE]
        return all_of_them if len(speeds) == 1 else f"{all_of_them} (speed: {', '.join(map(str, speeds))})"


def measure(url: str, categories: tuple[str, ...] = CATEGORIES) -> Marks:
    """The marks of a page. The speed is simulated; where it is not full at once, the median of three counts,
    and on a machine that is busy that of five."""
    found = Marks()
    _add(found, _run(url, categories))
    speeds = found.marks[PERFORMANCE]
    while found.of(PERFORMANCE) < FULL or 1 < len(speeds) < FEWEST:
        if len(speeds) == MOST:
            break
        _add(found, _run(url, (PERFORMANCE,)))
    return found


def _run(url: str, categories: tuple[str, ...]) -> dict:
    flags = " ".join(["--headless=new", *CHROMIUM])
    command = [
        *("node", str(PROGRAM), url, "--quiet", "--output=json", "--no-enable-error-reporting"),
        *(
            "--throttling-method=simulate",
            f"--only-categories={','.join(categories)}",
            f"--chrome-flags={flags}",
        ),
    ]
    environment = os.environ | {"CHROME_PATH": os.environ["CHROMIUM"]}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        raise LighthouseError(done.stderr.strip() or f"it ended with {done.returncode}")
    return json.loads(done.stdout)


def _add(found: Marks, report: dict) -> None:
    for name, category in report["categories"].items():
        found.marks.setdefault(name, []).append(round((category["score"] or 0) * FULL))
        found.lost += [line for line in _lost(report, category) if line not in found.lost]


def _lost(report: dict, category: dict) -> Iterator[str]:
    for reference in category["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            shown = audit.get("displayValue", "")
            items = json.dumps(audit.get("details", {}).get("items", ""))[:300]
            yield f"{audit['id']} ({audit['score']:.2f}) {shown} {items}"
