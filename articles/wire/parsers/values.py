"""What stands after a key: each reader turns the text of one value into a field's value, or refuses it.

A reader takes the key's name (for the reason it may have to give), the field and the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _t

from articles.limits import LIMITS, graphemes
from articles.wire.parsed import AI_USES, GENRES, Refused, grouped

type Reader = Callable[[str, str, str], Any]

MAX_NAME = 120
_SPACES = re.compile(r"[ \n]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?")
_FIRST_YEAR, _LAST_YEAR = 1605, 2999  # the first printed newspaper; far enough from the ends of `datetime`
# RFC 5646, section 2.1: language, script, region, variants; no extensions or private use.
_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)",
    re.IGNORECASE,
)
_MAX_LANGUAGE = 12
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME_BREAKS = re.compile(r"[,;&]|\b(?:and|und)\b")
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la", "le"}
    | {"ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur"}
)
_FEWEST_NAME_WORDS, _MOST_NAME_WORDS = 2, 6
_SHOWN = 60
_NAME_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d."})


def one_line(text: str) -> str:
    """A text with its line breaks and runs of spaces made single spaces."""
    return _SPACES.sub(" ", text).strip()


def text_up_to(limit: int, count: Callable[[str], int] = len) -> Reader:
    """A reader of plain text of at most ``limit`` characters."""

    def read(key: str, field: str, text: str) -> str:
        value = one_line(text)
        if count(value) > limit:
            said = {"key": key, "count": grouped(count(value)), "limit": grouped(limit)}
            raise Refused(_t("“%(key)s” has %(count)s characters; at most %(limit)s fit.") % said, field)
        return value

    return read


def furniture(field: str) -> Reader:
    """A reader of a text that stands within the limit of its surface, counted as readers count."""
    return text_up_to(LIMITS[field].hard or 0, graphemes)


def comma_list_of(limit: int) -> Reader:
    """A reader of a list separated by commas or semicolons, each item of at most ``limit`` characters."""
    read_item = text_up_to(limit)

    def read(key: str, field: str, text: str) -> tuple[str, ...]:
        return tuple(item for part in re.split("[,;]", text) if (item := read_item(key, field, part)))

    return read


def one_of(choices: tuple[str, ...]) -> Reader:
    """A reader of a fixed choice; case, hyphens and spaces do not matter."""

    def read(key: str, field: str, text: str) -> str:
        value = re.sub(r"[\s_-]+", "_", text.strip()).lower()
        if value and value not in choices:
            said = {**_quoted(key, text), "choices": ", ".join(choices)}
            raise Refused(_t("“%(key)s: %(text)s” is unknown; choose one of %(choices)s.") % said, field)
        return value

    return read


def read_names(key: str, field: str, text: str) -> tuple[str, ...]:
    """People named in a byline: ``A Name, B Name and C Name``, with or without “By” in front."""
    names = split_names(re.sub(r"^by\s+", "", one_line(text), flags=re.IGNORECASE))
    for name in names:
        if len(name) > MAX_NAME:
            said = {"key": key, "count": grouped(len(name)), "limit": MAX_NAME}
            raise Refused(
                _t("“%(key)s” has a name of %(count)s characters; at most %(limit)s fit.") % said, field
            )
    return names


def split_names(text: str) -> tuple[str, ...]:
    """The names in ``A Name, B Name and C Name``; “Jr.” and its like belong to the name before."""
    names: list[str] = []
    for part in (part.strip() for part in _NAME_BREAKS.split(text)):
        if part.lower() in _NAME_SUFFIXES and names:
            names[-1] += f", {part}"
        elif part:
            names.append(part)
    return once(names)


def read_published(key: str, field: str, text: str) -> date | datetime | None:
    """An ISO 8601 date or date-time; without an offset it means the newsroom's zone and stays naive."""
    text = text.strip()
    if not text:
        return None
    try:
        value = _date_or_time(text)
    except ValueError as error:
        wrong = _t("“%(key)s: %(text)s” is no day or time there ever is.")
        raise Refused(wrong % _quoted(key, text), field) from error
    if value is None:
        wrong = _t(
            "“%(key)s: %(text)s” is not a date as in 2026-03-01, 2026-03-01 06:30 or 2026-03-01T06:30+01:00."
        )
        raise Refused(wrong % _quoted(key, text), field)
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        said = {**_quoted(key, text), "first": _FIRST_YEAR, "last": _LAST_YEAR}
        raise Refused(_t("“%(key)s: %(text)s” lies outside the years %(first)s to %(last)s.") % said, field)
    return value


def _date_or_time(text: str) -> date | datetime | None:
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    if _DATE_TIME.fullmatch(text):
        return datetime.fromisoformat(text)
    return None


def read_language(key: str, field: str, text: str) -> str:
    """A BCP 47 tag, brought to its usual case (``pt-BR``, ``zh-Hant``)."""
    text = text.strip()
    if not text:
        return ""
    match = _LANGUAGE.fullmatch(text) if len(text) <= _MAX_LANGUAGE else None
    if match is None:
        wrong = _t("“%(key)s: %(text)s” is not a language tag as in en, de or pt-BR.")
        raise Refused(wrong % _quoted(key, text), field)
    script, region = match["script"], match["region"]
    parts = (match["language"].lower(), script and script.title(), region and region.upper())
    return "-".join(filter(None, parts)) + match["variants"].lower()


def read_urgency(key: str, field: str, text: str) -> int | None:
    """A whole number from 1 (now) to 5 (whenever)."""
    text = text.strip()
    if text and text not in ("1", "2", "3", "4", "5"):
        wrong = _t("“%(key)s: %(text)s” is not a number from 1 (most urgent) to 5.")
        raise Refused(wrong % _quoted(key, text), field)
    return int(text) if text else None


def read_slug(key: str, field: str, text: str) -> str:
    """The end of the page's address: small letters, digits, single hyphens."""
    value: str = _text_of_slug(key, field, text)
    if value and not _SLUG.fullmatch(value):
        wrong = _t("“%(key)s: %(text)s” may hold only small letters a-z, digits and single hyphens.")
        raise Refused(wrong % _quoted(key, value), field)
    return value


def read_file(key: str, field: str, text: str) -> str:
    """The path of a file beside the text; never an address, an absolute path, or one that climbs out."""
    value: str = _text_of_file(key, field, text)
    if not is_beside(value):
        wrong = _t("“%(key)s: %(text)s” must name a file beside the text, as in picture.jpg.")
        raise Refused(wrong % _quoted(key, value), field)
    return value


def is_beside(path: str) -> bool:
    """Whether a path stays in the folder of the file that names it, on every operating system."""
    return not path.startswith("/") and not set(path) & set("\\:\x00") and ".." not in path.split("/")


def is_name(text: str) -> bool:
    """Whether a text reads like one person's name: two to six words, capitalised but for particles.

    Letters of a script without capitals count as capitals.
    """
    words = text.split()
    if (
        not _FEWEST_NAME_WORDS <= len(words) <= _MOST_NAME_WORDS
        or len(text) > MAX_NAME
        or words[-1].lower() in _PARTICLES
    ):
        return False
    return all(word.lower() in _PARTICLES or _is_capitalized(word) for word in words)


def _is_capitalized(word: str) -> bool:
    letters = word.replace("’", "'")
    rest = letters[3:] if letters.lower().startswith(("al-", "el-")) else letters
    if rest[:2].lower() in ("d'", "o'", "l'"):
        rest = rest[2:]
    spelled = rest.replace("'", "").replace("-", "").replace(".", "")
    letters_only = all(character.isalpha() or unicodedata.combining(character) for character in spelled)
    return bool(spelled) and letters_only and not spelled[0].islower()


def once(items: Iterable[str]) -> tuple[str, ...]:
    """The items in order, each once whatever its case."""
    seen: dict[str, str] = {}
    for item in items:
        seen.setdefault(item.casefold(), item)
    return tuple(seen.values())


_text_of_slug = text_up_to(75)
_text_of_file = text_up_to(200)
read_genre = one_of(GENRES)
read_ai_use = one_of(AI_USES)


def _quoted(key: str, text: str) -> dict[str, str]:
    text = one_line(text)
    return {"key": key, "text": text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"}
