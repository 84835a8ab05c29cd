"""A front page with every kind of place filled."""

from __future__ import annotations

from datetime import datetime, timedelta

from articles.models import Change, Edition, Genre, Section
from newsroom.desk.styleguide import rows
from newsroom.desk.styleguide.words import Words
from newsroom.front import BAND, Band, Front, Record, Story

HALF = 3
"""Stories of a band that shares its line."""
ORDER = (Genre.AGENCY, Genre.REPORT, Genre.ANALYSIS, Genre.OPINION, Genre.FACT_CHECK, Genre.LIVE)


def front(words: Words, now: datetime) -> Front:
    """The top, the running order, the corrections strip, and a band of each kind."""
    top = [
        rows.pictured(words, now, genre=Genre.ANALYSIS),
        rows.pictured(words, now),
        rows.edition(words, now, genre=Genre.OPINION),
        rows.corrected(words, now),
    ]
    yesterday = now - timedelta(days=1)
    return Front(
        places={place: Story(edition) for place, edition in enumerate(top, 1)},
        running=[
            *(rows.edition(words, now, genre=genre) for genre in ORDER),
            rows.corrected(words, yesterday),
        ],
        bands=[
            _band(words, now, 1, BAND),
            _band(words, now, 2, HALF, half=True),
            _band(words, now, 3, HALF, half=True),
        ],
        record=Record(2, rows.note(words, now, Change.CORRECTION)),
    )


def _band(words: Words, now: datetime, number: int, stories: int, *, half: bool = False) -> Band:
    section = Section(pk=number, name=f"{words.section} {number}", slug=f"band-{number}")
    shown: list[Edition] = [
        rows.pictured(words, now),
        *(rows.edition(words, now) for _ in range(stories - 1)),
    ]
    return Band(section, {place: Story(edition) for place, edition in enumerate(shown, 1)}, half=half)
