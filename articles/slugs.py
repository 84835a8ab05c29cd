"""The one way a title or a name becomes the end of an address. A leaf."""

from __future__ import annotations

from unicodedata import normalize

from django.utils.text import slugify

# As German is written where there are no umlauts; other letters lose their accents.
GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"}
)


def slug_of(text: str, limit: int, fallback: str) -> str:
    """The text in small ASCII letters, digits and hyphens, at most `limit` characters, ended at a word.

    The fallback stands in for a text of which nothing is left, such as one in Japanese.
    """
    slug = slugify(normalize("NFC", text).translate(GERMAN))
    if len(slug) > limit:
        words, _hyphen, _rest = slug[: limit + 1].rpartition("-")
        slug = (words or slug[:limit]).strip("-_")
    return slug or fallback
