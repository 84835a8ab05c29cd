"""The desk: where editors and reporters work. Importing it registers every screen of the stories."""

from articles.admin import (
    article,
    edition,
    editlock,
    errorreport,
    event,
    note,
    outlet,
    photo,
    revision,
    section,
    topic,
)

__all__ = [
    "article",
    "edition",
    "editlock",
    "errorreport",
    "event",
    "note",
    "outlet",
    "photo",
    "revision",
    "section",
    "topic",
]
