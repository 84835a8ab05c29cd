"""The desk: where editors and reporters work. Importing it registers every model's screen, one file a noun."""

from articles.admin import (
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
from articles.admin.article import ArticleAdmin

__all__ = [
    "ArticleAdmin",
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
