"""The desk: where editors and reporters work. Importing it registers every screen of the stories."""

from articles.admin import (
    article,
    edition,
    editlock,
    errorreport,
    event,
    followup,
    note,
    outlet,
    photo,
    removalrequest,
    revision,
    section,
    topic,
    wording,
)

__all__ = [
    "article",
    "edition",
    "editlock",
    "errorreport",
    "event",
    "followup",
    "note",
    "outlet",
    "photo",
    "removalrequest",
    "revision",
    "section",
    "topic",
    "wording",
]
