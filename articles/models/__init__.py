"""The nouns of the newsroom, one file each."""

from articles.models.article import Article
from articles.models.contribution import Contribution, Role
from articles.models.copy import AiUse, Copy, Genre
from articles.models.edition import Change, Credit, Edition, Placement
from articles.models.editlock import EditLock
from articles.models.errorreport import ErrorReport
from articles.models.event import Event
from articles.models.note import Note
from articles.models.outlet import Outlet
from articles.models.photo import Photo, Rights
from articles.models.revision import Revision
from articles.models.section import Section
from articles.models.source import PublicSource, Source, SourceKind
from articles.models.topic import ArticleTopic, Topic

__all__ = [
    "AiUse",
    "Article",
    "ArticleTopic",
    "Change",
    "Contribution",
    "Copy",
    "Credit",
    "EditLock",
    "Edition",
    "ErrorReport",
    "Event",
    "Genre",
    "Note",
    "Outlet",
    "Photo",
    "Placement",
    "PublicSource",
    "Revision",
    "Rights",
    "Role",
    "Section",
    "Source",
    "SourceKind",
    "Topic",
]
