"""The rules of the house, as functions from source text to the sentences that say what breaks them.

tests/test_layout.py applies them to the tree, and to small bad sources to prove that each can fail.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

PACKAGES = ("articles", "authors", "newsroom")
BANNED_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "services", "service", "misc"})
RICHTEXT = "articles.richtext"
STATUS_WRITERS = frozenset({"articles.workflow", "articles.publishing"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a module stands: it may import what stands on its own floor or below, and no other room."""

    floor: int
    room: str


# The longest matching name wins. Floors: leaves, authors.models, articles.models, verbs, rooms, newsroom.
PLACES = {
    "articles": Place(0, "leaf"),
    "articles.apps": Place(0, "leaf"),
    "articles.embedding": Place(0, "leaf"),
    "articles.figures": Place(0, "leaf"),
    "articles.guards": Place(0, "leaf"),
    "articles.limits": Place(0, "leaf"),
    "articles.picturefacts": Place(0, "leaf"),
    "articles.people": Place(0, "leaf"),
    "articles.slugs": Place(0, "leaf"),
    "articles.threeway": Place(0, "leaf"),
    "articles.merging": Place(0, "leaf"),
    "articles.moved": Place(0, "leaf"),
    "articles.tags": Place(0, "leaf"),
    "articles.terms": Place(0, "leaf"),
    "articles.uploads": Place(0, "leaf"),
    "articles.workflow": Place(0, "leaf"),
    "articles.renditions": Place(0, "leaf"),
    RICHTEXT: Place(0, "leaf"),
    "authors": Place(0, "leaf"),
    "authors.apps": Place(0, "leaf"),
    "authors.models": Place(1, "authors.models"),
    "articles.models": Place(2, "articles.models"),
    "articles.addresses": Place(3, "verb"),
    "articles.proofs": Place(3, "verb"),
    "articles.publishing": Place(3, "verb"),
    "articles.revisions": Place(3, "verb"),
    "articles.checklist": Place(3, "verb"),
    "articles.embargoes": Place(3, "verb"),
    "articles.embeds": Place(3, "verb"),
    "articles.followups": Place(3, "verb"),
    "articles.freshness": Place(3, "verb"),
    "articles.ledger": Place(3, "verb"),
    "articles.autosaves": Place(3, "verb"),
    "articles.locks": Place(3, "verb"),
    "articles.marks": Place(3, "verb"),
    "articles.mentions": Place(3, "verb"),
    "articles.notices": Place(3, "verb"),
    "articles.pictures": Place(3, "verb"),
    "articles.reports": Place(3, "verb"),
    "articles.signoffs": Place(3, "verb"),
    "articles.tallies": Place(3, "verb"),
    "articles.topics": Place(3, "verb"),
    "articles.withdrawals": Place(3, "verb"),
    "articles.wordings": Place(3, "verb"),
    "articles.search": Place(3, "verb"),
    "articles.indexing": Place(3, "verb"),
    "articles.templatetags": Place(4, "site"),
    "articles.site": Place(4, "site"),
    "authors.views": Place(4, "site"),
    "authors.urls": Place(4, "site"),
    "articles.admin": Place(4, "desk"),
    "authors.admin": Place(4, "desk"),
    "articles.wire": Place(4, "wire"),
    "articles.management": Place(5, "commands"),
    "newsroom": Place(6, "newsroom"),
}
ROOM_FLOOR = 4


def place_of(module: str) -> Place | None:
    """Return where a module stands; None for one that nobody has placed yet."""
    name = module
    while name not in PLACES:
        name, _, last = name.rpartition(".")
        # A new file directly in articles/ or authors/ has to be placed by somebody who thought about it.
        if not last or name in {"articles", "authors", ""}:
            return None
    return PLACES[name]


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _running_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs; what stands under `if TYPE_CHECKING:` does not."""
    children = list(ast.iter_child_nodes(tree))
    if isinstance(tree, ast.If) and _is_type_checking(tree):
        children = list(tree.orelse)
    for child in children:
        yield child
        yield from _running_nodes(child)


def imports(source: str, known: frozenset[str] | set[str] = frozenset()) -> set[str]:
    """The project modules a source imports when it runs; `known` tells a module from a name inside one."""
    found = set()
    for node in _running_nodes(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in known else node.module)
    return {name for name in found if name.split(".")[0] in PACKAGES}


def wrong_imports(module: str, imported: set[str]) -> list[str]:
    """Say which imports go up a floor or through the wall between two rooms."""
    place = place_of(module)
    if place is None:
        return [f"{module} has no place: put it into a room, or add it to PLACES in tests/layout_rules.py."]
    problems = []
    for name in sorted(imported):
        other = place_of(name)
        if other is None:
            continue
        if other.floor > place.floor:
            problems.append(
                f"{module} ({place.room}) imports {name} ({other.room}), which stands above it: "
                "move what is needed down, or hand it in as an argument."
            )
        elif other.floor == place.floor == ROOM_FLOOR and other.room != place.room:
            problems.append(
                f"{module} ({place.room}) imports {name} ({other.room}): rooms never import one another; "
                f"what both need is a verb or a model method."
            )
    return problems


def cycles(graph: Mapping[str, set[str]]) -> list[str]:
    """Say which modules import one another in a circle; one circle at a time."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        return [f"Import circle: {circle}. Move what both sides need into the lower of them."]
    return []


def hidden_imports(module: str, source: str) -> list[str]:
    """Say which imports stand inside a function, where they hide a dependency."""
    functions = [
        n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lines = {n.lineno for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)}
    return [
        f"{module}, line {line}: import inside a function. Import at the top; a circle asks for moving code."
        for line in sorted(lines)
    ]


def names_article(module: str, source: str) -> list[str]:
    """Say where a module of the site names the working copy instead of the edition."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Name):
            names = [node.id]
        elif isinstance(node, ast.Attribute):
            names = [node.attr]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = [node.value.removeprefix("articles.")] if " " not in node.value else []
        if "Article" in names:
            found.append(getattr(node, "lineno", 0))
    return [
        f"{module}, line {line}: the site names Article. Readers only ever see an Edition: start from "
        f"Edition.objects.live(now), so that no draft can leak."
        for line in sorted(set(found))
    ]


def unsafe_html(module: str, source: str) -> list[str]:
    """Say where Python code declares text to be safe HTML outside articles/richtext.py.

    A literal in the source, SafeString("<hr>"), holds nobody's input and is fine.
    """
    if module == RICHTEXT:
        return []
    lines = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom():
                is_unsafe = any(alias.name == "mark_safe" for alias in node.names)
            case ast.Attribute():
                is_unsafe = node.attr == "mark_safe"
            case ast.Call(func=ast.Name(id="SafeString" | "SafeText")):
                is_unsafe = not all(isinstance(argument, ast.Constant) for argument in node.args)
            case _:
                continue
        lines += [node.lineno] if is_unsafe else []
    return [
        f"{module}, line {line}: declares HTML safe. Only articles/richtext.py may; "
        "use format_html, or its functions."
        for line in sorted(lines)
    ]


UNSAFE_TEMPLATE = re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off\b|{%\s*filter\s+[^%]*\bsafe\b")


def unsafe_template(name: str, source: str) -> list[str]:
    """Say where a template switches escaping off."""
    return [
        f"{name}, line {number}: switches escaping off. "
        "Hand the template a value made by articles/richtext.py."
        for number, line in enumerate(source.splitlines(), 1)
        if UNSAFE_TEMPLATE.search(line)
    ]


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return [leaf for target in node.targets for leaf in getattr(target, "elts", [target])]
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def status_writes(module: str, source: str) -> list[str]:
    """Say where a status is set outside workflow.py and publishing.py."""
    if module in STATUS_WRITERS:
        return []
    lines = []
    for node in ast.walk(ast.parse(source)):
        if any(isinstance(target, ast.Attribute) and target.attr == "status" for target in _targets(node)):
            lines.append(getattr(node, "lineno", 0))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
            lines += [node.lineno for keyword in node.keywords if keyword.arg == "status"]
    return [
        f"{module}, line {line}: sets a status. Call workflow.perform() or publishing.publish(): "
        "they check the permission and write the event."
        for line in sorted(set(lines))
    ]


def undocumented(commands: list[str], docs: str) -> list[str]:
    """Say which management commands no page under docs/ mentions."""
    return [
        f"manage.py {command} is in no page of docs/: say there what it is for, and give one example."
        for command in sorted(commands)
        if not re.search(rf"\b{re.escape(command)}\b", docs)
    ]


def banned_name(module: str) -> list[str]:
    """Say when a module is called after nothing in particular."""
    bad = BANNED_NAMES & set(module.split("."))
    return [
        f"{module}: a module is named after what it does or holds; {name!r} says neither." for name in bad
    ]
