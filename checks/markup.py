"""The Nu HTML checker, which needs Java: every page at once, because starting it takes longest."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def errors(folder: Path) -> dict[str, list[str]]:
    """What is wrong with the pages of a folder, by the page's name."""
    command = [
        "java",
        "-Xss1m",
        "-jar",
        str(JAR),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        str(folder),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own words
    found: dict[str, list[str]] = defaultdict(list)
    for message in json.loads(said)["messages"]:
        if message["type"] == "info":
            continue
        name = Path(unquote(urlsplit(message.get("url", "")).path)).stem
        where = f"line {message.get('lastLine', '?')}"
        found[name].append(f"{where}: {message['message']} {message.get('extract', '').strip()}")
    return found
