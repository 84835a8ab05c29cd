"""Front matter: YAML between ``---`` lines or TOML between ``+++`` lines, with the keys of the header.

Every value is read as text, whatever type YAML or TOML would give it, and goes through the same readers as a
header's: ``language: no`` stays Norwegian, a date stays as written.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import yaml
from django.utils.translation import gettext as _t

from articles.wire.parsed import Refused, grouped
from articles.wire.parsers.decode import scrub
from articles.wire.parsers.keys import Entry, Key, find_key, unknown_key

MAX_FRONT_MATTER = 64 * 1024
_FENCES = {"---": "YAML", "+++": "TOML"}
_LIKE_A_KEY = re.compile(r"[\"']?[A-Za-z][\w -]{0,29}[\"']?\s*[:=]")
_TOML_LINE = re.compile(r"\(at line (\d+)")


def has_front_matter(lines: list[str]) -> bool:
    """Whether the text opens with a fence, then a line that looks like a key, and closes the fence."""
    return _fences(lines) is not None


def split_front_matter(lines: list[str]) -> tuple[list[Entry], list[str]]:
    """The entries of the front matter and the lines after it; no entries when there is none."""
    found = _fences(lines)
    if found is None:
        return [], lines
    start, end = found
    text = "\n".join(lines[start + 1 : end])
    if len(text) > MAX_FRONT_MATTER:
        wrong = _t("The front matter has more than %(limit)s characters.")
        raise Refused(wrong % {"limit": grouped(MAX_FRONT_MATTER)})
    read = _read_yaml if lines[start].strip() == "---" else _read_toml
    try:
        entries = list(read(text, start + 2))
    except RecursionError as error:
        raise Refused(_t("The front matter is nested too deeply.")) from error
    if not any(line.strip() for line in lines[end + 1 :]):
        raise Refused(_t("The file has front matter but no story after it."), "body")
    return entries, lines[end + 1 :]


def _fences(lines: list[str]) -> tuple[int, int] | None:
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    fence = lines[start].strip() if start < len(lines) else ""
    if fence not in _FENCES:
        return None
    first = next(
        (line for line in lines[start + 1 :] if line.strip() and not line.lstrip().startswith("#")), ""
    )
    if not _LIKE_A_KEY.match(first):
        return None
    for end in range(start + 1, len(lines)):
        if lines[end].rstrip() == fence:
            return start, end
    wrong = _t("The front matter that opens with %(fence)s in line %(line)s is never closed.")
    raise Refused(wrong % {"fence": fence, "line": start + 1})


def _read_yaml(text: str, offset: int) -> Iterator[Entry]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = offset + (error.problem_mark.line if error.problem_mark else 0)
        wrong = _t("The front matter is not valid YAML in line %(line)s: %(problem)s.")
        raise Refused(wrong % {"line": line, "problem": error.problem}) from error
    if not isinstance(root, yaml.MappingNode):
        raise Refused(_t("The front matter is not a list of “key: value” lines."))
    for key_node, value_node in root.value:
        line = key_node.start_mark.line + offset
        key = _key(_yaml_text(key_node, line), line)
        for item in _yaml_items(value_node):
            yield Entry(key, _yaml_value(item, line), item.start_mark.line + offset)


def _yaml_items(node: yaml.Node) -> list[yaml.Node]:
    """What a key holds, one by one; an empty list is one empty text."""
    if isinstance(node, yaml.SequenceNode):
        return node.value or [yaml.ScalarNode("tag:yaml.org,2002:null", "", node.start_mark)]
    return [node]


def _yaml_value(node: yaml.Node, line: int) -> str | dict[str, str]:
    if isinstance(node, yaml.MappingNode):
        return {_yaml_text(key, line): _yaml_text(value, line) for key, value in node.value}
    return _yaml_text(node, line)


def _yaml_text(node: yaml.Node, line: int) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise Refused(_t("The front matter is nested too deeply in line %(line)s.") % {"line": line})
    return "" if node.tag == "tag:yaml.org,2002:null" else scrub(str(node.value))


def _read_toml(text: str, offset: int) -> Iterator[Entry]:
    try:
        table = tomllib.loads(text + "\n")  # without it an error has no line
    except tomllib.TOMLDecodeError as error:
        message = _TOML_LINE.sub(lambda match: f"(at line {int(match[1]) + offset - 1}", str(error))
        wrong = _t("The front matter is not valid TOML: %(problem)s.")
        raise Refused(wrong % {"problem": message}) from error
    except ValueError as error:
        raise Refused(_t("The front matter is not valid TOML: a number in it is too long.")) from error
    for name, value in table.items():
        line = _toml_line(text, name) + offset
        key = _key(name, line)
        for item in (value or [""]) if isinstance(value, list) else [value]:
            yield Entry(key, _toml_value(item, name), line)


def _toml_line(text: str, name: str) -> int:
    """The line, from 0, that sets a key; the parser does not tell."""
    starts = (number for number, line in enumerate(text.split("\n")) if name in line.partition("=")[0])
    return next(starts, 0)


def _toml_value(value: Any, name: str) -> str | dict[str, str]:
    if isinstance(value, dict):
        return {part: _toml_text(item, name) for part, item in value.items()}
    return _toml_text(value, name)


def _toml_text(value: Any, name: str) -> str:
    if isinstance(value, dict | list):
        raise Refused(_t("The front matter is nested too deeply at “%(key)s”.") % {"key": name})
    return value.isoformat() if hasattr(value, "isoformat") else scrub(str(value))


def _key(name: str, line: int) -> Key:
    key = find_key(name)
    if key is None:
        raise unknown_key(name, line)
    return key
