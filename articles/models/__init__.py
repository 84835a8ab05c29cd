"""The nouns of the newsroom, one file each."""

from articles.models.article import Article
from articles.models.autosave import Autosave
from articles.models.contribution import Contribution, Role
from articles.models.copy import AiUse, Copy, Genre
from articles.models.edition import Change, Credit, Edition, Placement
from articles.models.editiontopic import EditionTopic
from articles.models.editlock import EditLock
from articles.models.embed import Embed, PublicEmbed
from articles.models.errorreport import ErrorReport
from articles.models.event import Event
from articles.models.figure import EditionPhoto, PublicFigure
from articles.models.followup import FollowUp
from articles.models.humancheck import HumanCheck
from articles.models.legalhold import LegalHold
from articles.models.note import Note
from articles.models.notice import Notice
from articles.models.openwindow import OpenWindow
from articles.models.outdated import Outdated
from articles.models.outlet import Outlet
from articles.models.photo import Photo, PublicPhoto, Rights
from articles.models.plate import Plate
from articles.models.preferences import Preferences
from articles.models.previewlink import PreviewLink, PreviewVisit
from articles.models.removalrequest import RemovalRequest
from articles.models.retraction import Retraction
from articles.models.revision import Revision
from articles.models.section import Section
from articles.models.signoff import SignOff, SignOffDesk, open_sign_offs, with_sign_offs
from articles.models.source import PublicSource, Source, SourceKind
from articles.models.tally import Tally
from articles.models.topic import ArticleTopic, FormerName, Topic
from articles.models.wording import Wording

__all__ = [
    "AiUse",
    "Article",
    "ArticleTopic",
    "Autosave",
    "Change",
    "Contribution",
    "Copy",
    "Credit",
    "EditLock",
    "Edition",
    "EditionPhoto",
    "EditionTopic",
    "Embed",
    "ErrorReport",
    "Event",
    "FollowUp",
    "FormerName",
    "Genre",
    "HumanCheck",
    "LegalHold",
    "Note",
    "Notice",
    "OpenWindow",
    "Outdated",
    "Outlet",
    "Photo",
    "Placement",
    "Plate",
    "Preferences",
    "PreviewLink",
    "PreviewVisit",
    "PublicEmbed",
    "PublicFigure",
    "PublicPhoto",
    "PublicSource",
    "RemovalRequest",
    "Retraction",
    "Revision",
    "Rights",
    "Role",
    "Section",
    "SignOff",
    "SignOffDesk",
    "Source",
    "SourceKind",
    "Tally",
    "Topic",
    "Wording",
    "open_sign_offs",
    "with_sign_offs",
]
