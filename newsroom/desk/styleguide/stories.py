"""Whole stories in every state, each as its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from articles.models import Change, Edition, Genre, Placement, Role
from articles.site.pages import Page
from newsroom.desk.styleguide import rows
from newsroom.desk.styleguide.words import Words

OLD = timedelta(days=500)

type Story = Callable[[Words, datetime], Page]


def _story(words: Words, at: datetime, notes: list[Edition] | None = None, **facts: Any) -> Page:
    given = {
        "key_points": words.points,
        "sources": rows.sources(words),
        "how_we_reported": words.method,
        "dateline": words.dateline,
    }
    people = [
        (rows.person(words, face=True), Role.AUTHOR),
        (rows.person(words, "Jan Voorbeeld"), Role.EDITOR),
    ]
    return rows.page(words, rows.pictured(words, at, **given | facts), people, notes)


def _corrected(words: Words, at: datetime) -> Page:
    return _story(
        words,
        at,
        [
            rows.note(words, at, Change.CORRECTION, Placement.TOP),
            rows.note(words, at, Change.CLARIFICATION, Placement.FOOT),
        ],
        last_change=Change.CORRECTION,
    )


def _retracted(words: Words, at: datetime) -> Page:
    return _story(words, at, change=Change.RETRACTION, change_note=words.note)


def _plain(words: Words, at: datetime) -> Page:
    return rows.page(words, rows.edition(words, at), [])


STORIES: dict[str, Story] = {
    "report": _story,
    "corrected": _corrected,
    "retracted": _retracted,
    "opinion": lambda words, at: _story(words, at, genre=Genre.OPINION),
    "sponsored": lambda words, at: _story(words, at, genre=Genre.SPONSORED, sponsor="Example Inc."),
    "satire": lambda words, at: _story(words, at, genre=Genre.SATIRE),
    "ai": lambda words, at: _story(words, at, ai_use="generated"),
    "old": lambda words, at: _story(words, at - OLD),
    "bare": _plain,
}
"""By name, for the address."""
