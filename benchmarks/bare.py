"""The two limits of a page cache in Python: constant bytes, and an answer out of a dict.

`benchmarks/serving.py` serves them with the server and the flags of the real thing. KEPT_ANSWERS names a
JSON file of one page: `{"path": ..., "br": {"headers": [[name, value]], "body": base64}, "identity": ...}`.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

type Answer = tuple[list[tuple[str, str]], list[bytes]]


def _answer(kept: dict[str, Any]) -> Answer:
    return [(name, value) for name, value in kept["headers"]], [base64.b64decode(kept["body"])]


KEPT = json.loads(Path(os.environ["KEPT_ANSWERS"]).read_text(encoding="utf-8"))
HEADERS, BODY = _answer(KEPT["identity"])
BR_HEADERS, BR_BODY = _answer(KEPT["br"])
BY_PATH = {KEPT["path"]: (HEADERS, BODY)}


def constant(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The page, whatever is asked for."""
    start_response("200 OK", HEADERS)
    return BODY


def constant_br(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The compressed page, whatever is asked for."""
    start_response("200 OK", BR_HEADERS)
    return BR_BODY


def by_path(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The page out of a dict; any other address is answered with nothing."""
    found = BY_PATH.get(environ["PATH_INFO"])
    if found is None:
        start_response("404 Not Found", [])
        return []
    start_response("200 OK", found[0])
    return found[1]
