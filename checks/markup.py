"""The Nu HTML checker, which needs Java: every page at once, because starting it takes longest."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

JAR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


class Markup:
    """A run of the checker over a folder of pages, which goes on beside other work until it is asked."""

    def __init__(self, folder: Path) -> None:
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
        # Not waited for here: it works while the browser does.
        self._run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words

    def errors(self) -> dict[str, list[str]]:
        """What is wrong, by the page's name. Waits until the checker is done."""
        said, _nothing = self._run.communicate()
        found: dict[str, list[str]] = defaultdict(list)
        for message in json.loads(said)["messages"]:
            if message["type"] == "info":
                continue
            name = Path(unquote(urlsplit(message.get("url", "")).path)).stem
            where = f"line {message.get('lastLine', '?')}"
            found[name].append(f"{where}: {message['message']} {message.get('extract', '').strip()}")
        return found
