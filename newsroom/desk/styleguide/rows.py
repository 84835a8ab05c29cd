"""Editions, people and pictures for the specimens: written here, never stored, never asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.templatetags.static import static

from articles.models import (
    Article,
    Change,
    Credit,
    Edition,
    Photo,
    Placement,
    Role,
    Section,
    SourceKind,
    Topic,
)
from articles.models.source import PublicSource
from articles.richtext import render
from articles.site.pages import Page
from authors.models import Author
from newsroom.desk.styleguide.words import Words

SIZE = (1080, 720)
READ = 900
"""Words of a story long enough for its reading time to be told."""


class Picture:
    """Stands in for an uploaded file: every rendition of it is the same drawing."""

    def __init__(self, name: str) -> None:
        self._address = static(f"desk/styleguide/{name}.svg")

    def __getattr__(self, rendition: str) -> str:
        if rendition.startswith("__"):
            raise AttributeError(rendition)
        return self._address

    def __str__(self) -> str:
        return self._address


def photo(**facts: Any) -> Photo:
    """A picture of a mountain."""
    made = Photo(pk=1, width=SIZE[0], height=SIZE[1], alt="A valley", credit="Ada Example", **facts)
    made.__dict__["file"] = Picture("picture")
    return made


def person(words: Words, name: str = "Inès Exemple", *, face: bool = False, **facts: Any) -> Author:
    """Somebody with a bio, with a face or without."""
    given = {
        "slug": "specimen",
        "job_title": words.job,
        "bio_short": f"{name} {words.bio}",
        "languages": "de, en",
    }
    author = Author(pk=1, name=name, **given | facts)
    if face:
        author.__dict__["portrait"] = Picture("face")
        author.portrait_alt = name
    return author


def edition(words: Words, at: datetime, **facts: Any) -> Edition:
    """A story that was published two hours ago."""
    out = at - timedelta(hours=2)
    section = Section(pk=1, name=words.section, slug="specimen")
    given: dict[str, Any] = {
        "article": Article(pk=1),
        "number": 1,
        "starts_at": out,
        "first_published_at": out,
        "modified_at": out,
        "url_date": out.date(),
        "slug": "specimen",
        "language": words.language,
        "headline": words.headline,
        "headline_short": words.short,
        "kicker": words.kicker,
        "standfirst": words.standfirst,
        "section": section,
        "byline": "Inès Exemple",
        "word_count": READ,
        "html": body(words),
    }
    return Edition(**given | facts)


def pictured(words: Words, at: datetime, **facts: Any) -> Edition:
    """The same with a picture."""
    described = {
        "photo_alt": words.caption,
        "photo_caption": words.caption,
        "photo_credit": "Foto: Ada Example",
    }
    symbolic = {"is_illustrative": True}
    return edition(words, at, lead_photo=photo(), photo_facts=symbolic, **described, **facts)


def corrected(words: Words, at: datetime, change: Change = Change.CORRECTION, **facts: Any) -> Edition:
    """The same, put right an hour ago."""
    told = {"number": 2, "last_change": change, "modified_at": at - timedelta(hours=1)}
    return edition(words, at, **told | facts)


def note(words: Words, at: datetime, change: Change, placement: Placement = Placement.FOOT) -> Edition:
    """A public note."""
    facts = {"change": change, "change_note": words.note, "note_placement": placement}
    return edition(words, at, number=2, **facts)


def sources(words: Words) -> list[dict[str, Any]]:
    """A source of every kind."""
    address = "https://outlet.example/"
    named = [
        PublicSource(SourceKind.BASED_ON, outlet="Krone", outlet_url=address, published_on="2026-10-13"),
        PublicSource(SourceKind.AGENCY, outlet="APA", independently_confirmed=True),
        PublicSource(SourceKind.DOCUMENT, title=words.document, url=address),
        PublicSource(SourceKind.INTERVIEW, title="Ada Example"),
        PublicSource(SourceKind.DATA, title=words.document, url=address),
        PublicSource(SourceKind.ANONYMOUS, public_note=f"{words.reason[0].upper()}{words.reason[1:]}."),
    ]
    return [source.as_dict() for source in named]


def body(words: Words) -> str:
    """Everything a text may hold."""
    cells = "".join(f"<th><p>{cell}</p></th>" for cell in words.table)
    row = "<td><p>1</p></td><td><p>0,4 m</p></td><td><p>1931</p></td>"
    parts = [
        f"<p>{words.paragraph}</p>",
        f'<p><strong>{words.paragraph}</strong> <a href="https://outlet.example/">{words.document}</a></p>',
        f"<h2>{words.short}</h2>",
        f"<p>{words.paragraph}</p>",
        f"<blockquote><p>{words.standfirst}</p><p>— Ada Example</p></blockquote>",
        f"<ul><li><p>{words.short}</p></li><li><p>{words.short}</p></li></ul>",
        f"<ol><li><p>{words.short}</p></li><li><p>{words.short}</p></li></ol>",
        f"<h3>{words.document}</h3>",
        f'<blockquote class="pull"><p>{words.short}</p></blockquote>',
        f"<aside><h3>{words.document}</h3><p>{words.standfirst}</p></aside>",
        f"<p>Table: {words.document}</p>",
        f"<table><tbody><tr>{cells}</tr><tr>{row}</tr></tbody></table>",
        "<hr>",
        f"<p>{words.paragraph}</p>",
    ]
    return render("".join(parts), dateline=words.dateline, changed={3})


def page(
    words: Words, shown: Edition, people: list[tuple[Author, Role]], notes: list[Edition] | None = None
) -> Page:
    """A story's page with its people, its topics and its notes."""
    credits_ = [
        Credit(pk=number, author=author, role=role, position=number)
        for number, (author, role) in enumerate(people, 1)
    ]
    topics = [Topic(pk=number, name=name, slug="specimen") for number, name in enumerate(words.topics, 1)]
    return Page(shown, credits_, topics, notes or [])
