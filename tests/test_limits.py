"""Limits are counted as readers count, and nothing longer is stored, whichever way it comes in."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from articles.limits import LIMITS, AtMost, graphemes
from articles.models import Article, Edition
from articles.wire.parsed import Refused
from articles.wire.parsers.values import furniture

FAMILY = "👨‍👩‍👧‍👦"
COUNTED = [
    ("", 0),
    ("The dam holds", 13),
    ("Café", 4),
    ("Cafe\u0301", 4),
    (FAMILY, 1),
    ("🇦🇹🇩🇪", 2),
    ("👍🏽!", 2),
    ("한국", 2),
    ("각", 1),
    ("क्षि", 1),
    ("a\u200db", 2),
    ("one\r\ntwo", 7),
]


@pytest.mark.parametrize(("text", "length"), COUNTED)
def test_a_character_is_what_a_reader_takes_for_one(text: str, length: int) -> None:
    assert graphemes(text) == length


@pytest.mark.parametrize("letter", ["x", "e\u0301", "🇦🇹", "👍🏽"])
def test_a_headline_may_have_120_characters_whatever_they_are_made_of(letter: str) -> None:
    article = Article(headline=letter * 120)
    article.clean_fields(exclude={f.name for f in Article._meta.fields} - {"headline"})
    article.headline += letter
    with pytest.raises(ValidationError) as refused:
        article.clean_fields(exclude={f.name for f in Article._meta.fields} - {"headline"})
    assert refused.value.message_dict == {"headline": ["1 character too many: 121 of 120."]}


def test_a_character_made_of_endless_accents_does_not_fit_the_column() -> None:
    article = Article(headline="e" + "\u0301" * 480)
    with pytest.raises(ValidationError):
        article.clean_fields(exclude={f.name for f in Article._meta.fields} - {"headline"})


@pytest.mark.parametrize("name", [name for name, limit in LIMITS.items() if limit.hard])
def test_the_models_keep_the_limits_of_the_table(name: str) -> None:
    for model in (Article, Edition) if name != "slugline" else (Article,):
        field: Any = model._meta.get_field(name)
        assert AtMost(LIMITS[name].hard or 0) in field.validators
        assert field.max_length == LIMITS[name].stored


def test_the_importer_counts_alike() -> None:
    read = furniture("kicker")
    assert read("Kicker", "kicker", "👍🏽" * 40) == "👍🏽" * 40
    with pytest.raises(Refused):
        read("Kicker", "kicker", "👍🏽" * 41)
