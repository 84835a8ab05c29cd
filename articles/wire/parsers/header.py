"""The header of a plain-text story: ``Key: value`` lines up to the first blank line."""

import re

from django.utils.translation import gettext as _t

from articles.wire.parsed import Refused
from articles.wire.parsers.keys import Entry, Key, find_key, unknown_key

_LIKE_A_KEY = re.compile(r"([^\W\d_][\w -]{0,29}?) ?:\s*(.*)")
_CONTINUATION = "  "


def split_header(lines: list[str]) -> tuple[list[Entry], list[str]]:
    """The header's entries and the lines of the body; no entries when the text begins with the story.

    Lines are numbered from 1 as in the file. Raises :class:`Refused` for a line that is not part of a header
    before the blank line that ends it, for an unknown key, and for a header that nothing follows.
    """
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    if not _opens_header(lines[start : start + 2]):
        return [], lines[start:]
    found: list[tuple[Key, list[str], int]] = []
    end = start
    while end < len(lines) and lines[end].strip():
        line = lines[end]
        if found and line.startswith(_CONTINUATION):
            found[-1][1].append(line.strip())
        else:
            found.append(_entry(line, end + 1))
        end += 1
    if not any(line.strip() for line in lines[end:]):
        raise Refused(_t("The file has a header but no story after it."), "body")
    return [Entry(key, "\n".join(values), number) for key, values, number in found], lines[end:]


def _opens_header(lines: list[str]) -> bool:
    """Whether a text's first two lines begin a header.

    They do when the first has a known key. A misspelt first key shows in the second line's being a known
    one; a source line there proves nothing, for it may be the foot of a one-paragraph story.
    """
    first, second = (_LIKE_A_KEY.fullmatch(line) for line in [*lines, "", ""][:2])
    if first is None:
        return False
    if find_key(first[1]) is not None:
        return True
    known = find_key(second[1]) if second is not None else None
    return known is not None and known.field != "sources"


def _entry(line: str, number: int) -> tuple[Key, list[str], int]:
    match = _LIKE_A_KEY.fullmatch(line)
    if match is None:
        wrong = _t(
            "Line %(line)s is neither “Key: value” nor a continuation (two spaces in front); "
            "a blank line ends the header."
        )
        raise Refused(wrong % {"line": number})
    key = find_key(match[1])
    if key is None:
        raise unknown_key(match[1], number)
    return key, [match[2]], number
