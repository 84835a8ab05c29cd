"""How the tests read a public page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

type Read = Callable[..., str]
type Ago = Callable[..., datetime]


def headlines(text: str) -> list[str]:
    """The headlines of the cards on a page, in order."""
    return re.findall(r'class="hl"><a href="[^"]*">([^<]*)<', text)


def link(text: str, rel: str) -> str:
    """The address behind rel=next or rel=prev; empty without one."""
    found = re.search(rf'href="([^"]*)" rel="{rel}"', text)
    return found[1].replace("&amp;", "&") if found else ""


def nodes(text: str) -> list[dict[str, Any]]:
    """The schema.org nodes of a page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    graph: list[dict[str, Any]] = json.loads(found[1])["@graph"] if found else []
    return graph


def node(text: str, kind: str) -> dict[str, Any]:
    """The first schema.org node of that type on a page."""
    return next(node for node in nodes(text) if kind in [node["@type"], *node["@type"]])
