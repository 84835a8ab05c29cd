"""Slugs: the last part of an address, readable in every language we write. A leaf: no model is imported."""

from __future__ import annotations

from django.utils.text import slugify

# German spells its letters out; Unicode's own decomposition would drop the ß and the e of the umlauts.
GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"}
)


def slug_of(text: str, limit: int, fallback: str) -> str:
    """The text in lower-case ASCII words joined by hyphens, at most `limit` characters, cut between words.

    `fallback` when the text holds nothing that can be spelled so (another script, only punctuation).
    """
    slug = slugify(text.translate(GERMAN)).strip("-_")
    if len(slug) > limit:
        cut = slug[: limit + 1]
        slug = cut.rpartition("-")[0] or slug[:limit]
    return slug.strip("-_") or fallback
