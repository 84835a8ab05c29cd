"""Which components there are and in which states: each a template of the site's and what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string

from articles.figures import PhotoMark
from articles.models import Change, Genre, Placement, PublicEmbed, PublicFigure, Role, Section
from articles.models.photo import Origin
from articles.richtext import trusted
from articles.site.paging import Slice
from articles.site.views.archive import Step
from articles.site.views.report import ReportForm
from articles.templatetags.newsroom_site import age_notice
from newsroom.breaking import Strip
from newsroom.desk.styleguide import rows
from newsroom.desk.styleguide.words import Words

PARTS = "site/parts/"
A_YEAR = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Specimen:
    """One component in one state. `wide` takes the page's whole width, as it does on the site."""

    name: str
    template: str
    context: dict[str, Any]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """Components of one kind."""

    name: str
    specimens: list[Specimen]
    is_narrow: bool = False
    """Whether they stand side by side, as they do in columns."""


def shelves(words: Words, now: datetime) -> list[Shelf]:
    """All of them, in the order in which a reader meets them."""
    return [
        Shelf("Masthead", list(_masthead(words))),
        Shelf("Breaking strip", list(_breaking(words))),
        Shelf("Kicker and genre", list(_kickers(words, now)), is_narrow=True),
        Shelf("Cards", list(_cards(words, now)), is_narrow=True),
        Shelf("Provenance rail", list(_rails(words, now)), is_narrow=True),
        Shelf("Notes", list(_notes(words, now)), is_narrow=True),
        Shelf("Pictures in texts", list(_figures(words, now)), is_narrow=True),
        Shelf("Embeds", list(_embeds(words, now))),
        Shelf("Sources, method, AI", list(_boxes(words, now))),
        Shelf("Author", list(_authors(words))),
        Shelf("Lists", list(_lists(words, now))),
        Shelf("Pagination", list(_pagers())),
        Shelf("Forms", list(_forms(words)), is_narrow=True),
    ]


def _masthead(words: Words) -> Iterator[Specimen]:
    many = [Section(pk=n, name=f"{words.section} {n}", slug=f"s{n}") for n in range(1, 15)]
    for name, sections, here in (("current", many[:4], "s2"), ("overflow", many, "s1")):
        given = {"navigation": {"sections": sections, "policies": []}, "here": here}
        yield Specimen(name, f"{PARTS}masthead.html", given, wide=True)


def _breaking(words: Words) -> Iterator[Specimen]:
    for name, url in (("with a story", "/"), ("words alone", "")):
        yield Specimen(name, f"{PARTS}breaking.html", {"breaking": Strip(words.short, url)}, wide=True)


def _kickers(words: Words, now: datetime) -> Iterator[Specimen]:
    for genre in Genre:
        given = {"edition": rows.edition(words, now, genre=genre), "full": True}
        yield Specimen(genre.value, f"{PARTS}kicker.html", given)
    retracted = rows.edition(words, now, change=Change.RETRACTION, change_note=words.note)
    yield Specimen("retracted", f"{PARTS}kicker.html", {"edition": retracted, "full": True})


def _cards(words: Words, now: datetime) -> Iterator[Specimen]:
    plain, old = rows.pictured(words, now), {"first_published_at": now - A_YEAR}
    states: list[tuple[str, dict[str, Any]]] = [
        ("lead", {"edition": plain, "size": "lead"}),
        ("standard", {"edition": plain}),
        ("row", {"edition": plain, "size": "row"}),
        ("text", {"edition": plain, "size": "text"}),
        ("brief", {"edition": plain, "size": "brief"}),
        ("no picture", {"edition": rows.edition(words, now)}),
        ("opinion", {"edition": rows.edition(words, now, genre=Genre.OPINION)}),
        ("sponsored", {"edition": rows.edition(words, now, genre=Genre.SPONSORED, sponsor="Example Inc.")}),
        ("satire", {"edition": rows.edition(words, now, genre=Genre.SATIRE)}),
        ("live", {"edition": rows.edition(words, now, genre=Genre.LIVE)}),
        ("corrected", {"edition": rows.corrected(words, now)}),
        ("editor’s note", {"edition": rows.corrected(words, now, Change.EDITORS_NOTE), "size": "brief"}),
        (
            "retracted",
            {"edition": rows.edition(words, now, change=Change.RETRACTION, change_note=words.note)},
        ),
        ("of another year", {"edition": rows.edition(words, now, **old)}),
        ("in another language", {"edition": rows.edition(words, now, language="fr")}),
    ]
    for name, given in states:
        yield Specimen(name, f"{PARTS}card.html", {"level": 4, **given})


def _rails(words: Words, now: datetime) -> Iterator[Specimen]:
    staff, guest = rows.person(words, face=True), rows.person(words, "Ada Example", affiliation="guest")
    more = [rows.person(words, name) for name in ("Pavel Vzorek", "Jan Voorbeeld")]
    by = Role.AUTHOR
    crews = {
        "one, with a face": [(staff, by)],
        "two": [(staff, by), (guest, by)],
        "four": [(person, by) for person in (staff, guest, *more)],
        "agency": [(rows.person(words, "APA", affiliation="agency", job_title=""), by)],
        "name withheld": [],
        "everybody who helped": [(staff, by), *((guest, role) for role in Role if role != by)],
    }
    shown = rows.edition(words, now, sources=rows.sources(words), dateline=words.dateline)
    for name, crew in crews.items():
        yield _rail(name, rows.page(words, shown, crew))
    for change in (Change.UPDATE, Change.CORRECTION, Change.RETRACTION):
        noted = rows.page(words, shown, [(staff, by)], [rows.note(words, now, change)])
        yield _rail(change.value, noted)
    yield _rail("old", rows.page(words, shown, [(staff, by)]), age=f" {age_notice(now - A_YEAR, now)}")


def _rail(name: str, page: Any, age: str = "") -> Specimen:
    given = {"page": page, "edition": page.edition, "age": age}
    return Specimen(name, f"{PARTS}rail.html", given)


def _notes(words: Words, now: datetime) -> Iterator[Specimen]:
    owed = (Change.CORRECTION, Change.CLARIFICATION, Change.UPDATE, Change.EDITORS_NOTE)
    for change in (*owed, Change.RIGHT_OF_REPLY, Change.RETRACTION):
        given = {"note": rows.note(words, now, change, Placement.TOP)}
        yield Specimen(change.value, f"{PARTS}note.html", given)


def _embeds(words: Words, now: datetime) -> Iterator[Specimen]:
    address = "https://video.example/watch"
    told = PublicEmbed(address, "video", title=words.short, author="Ada Example", text=words.standfirst)
    states: list[tuple[str, dict[str, Any]]] = [
        ("post, nothing to load", {"embed": told, "posted_on": now.date()}),
        ("video, on request", {"embed": told, "player": address, "wide": True}),
        ("deleted or never answered", {"embed": PublicEmbed(address, "")}),
        ("changed", {"embed": told, "changed": True}),
    ]
    for number, (name, given) in enumerate(states, 1):
        yield Specimen(name, f"{PARTS}embed.html", {"label": "Video", "number": number, **given})
    yield Specimen("in feeds", f"{PARTS}embed_plain.html", {"embed": told, "label": "Video"})


def _figures(words: Words, now: datetime) -> Iterator[Specimen]:
    told = PublicFigure(1, words.caption, words.caption, "Ada Example", src=str(rows.photo().file), width=960)
    made_by_ai = replace(told, is_illustrative=True, digital_source_type=Origin.AI)
    upright = rows.photo()
    upright.width, upright.height = upright.height, upright.width
    states = [
        ("in the text", PhotoMark(1), rows.photo(), told),
        ("wide", PhotoMark(1, "wide"), rows.photo(), told),
        ("beside the text", PhotoMark(1, "side"), rows.photo(), told),
        ("upright", PhotoMark(1), upright, told),
        ("covered", PhotoMark(1, hidden=words.reason), rows.photo(), told),
        ("symbolic, made by AI", PhotoMark(1), rows.photo(), made_by_ai),
    ]
    edition = rows.pictured(words, now)
    for name, mark, photo, figure in states:
        given = {"mark": mark, "photo": photo, "figure": figure, "edition": edition}
        yield Specimen(name, f"{PARTS}figure.html", given)
    yield Specimen("in feeds", f"{PARTS}figure_plain.html", {"mark": PhotoMark(1), "figure": told})
    yield Specimen("under the lead picture", f"{PARTS}caption.html", {"edition": edition})


def _boxes(words: Words, now: datetime) -> Iterator[Specimen]:
    facts = {"sources": rows.sources(words), "how_we_reported": words.method, "ai_use": "assisted"}
    page = rows.page(words, rows.edition(words, now, **facts), [])
    yield Specimen("sources, method, AI", f"{PARTS}sources.html", {"page": page, "edition": page.edition})
    for use in ("generated_reviewed", "generated"):
        given = {"edition": rows.edition(words, now, ai_use=use)}
        yield Specimen(use, f"{PARTS}ai.html", given)


def _authors(words: Words) -> Iterator[Specimen]:
    for name, face in (("with a face", True), ("without", False)):
        yield Specimen(name, f"{PARTS}bio.html", {"author": rows.person(words, face=face)})


def _lists(words: Words, now: datetime) -> Iterator[Specimen]:
    some = [
        rows.pictured(words, now),
        rows.pictured(words, now, genre=Genre.OPINION),
        rows.corrected(words, now),
        rows.edition(words, now, genre=Genre.SPONSORED, sponsor="Example Inc."),
        rows.edition(words, now, genre=Genre.ANALYSIS),
    ]
    yield Specimen("opening", f"{PARTS}opening.html", {"editions": some})
    yield Specimen("rows", f"{PARTS}rows.html", {"editions": some, "level": 4})
    yield Specimen("rows of text", f"{PARTS}rows.html", {"editions": some, "level": 4, "size": "text"})
    card = {"size": "brief", "level": 3}
    cards = trusted("\n".join(render_to_string(f"{PARTS}card.html", card | {"edition": one}) for one in some))
    yield Specimen("related", f"{PARTS}related.html", {"cards": cards})
    yield Specimen("in the text edition", f"{PARTS}text_label.html", {"edition": some[2]})
    empty = {"title": words.short, "text": words.standfirst}
    yield Specimen("empty", "styleguide/empty.html", empty)


def _pagers() -> Iterator[Specimen]:
    for name, listing in (
        ("first page", Slice([], older="?before=1")),
        ("middle", Slice([], newest="?", newer="?after=1", older="?before=1")),
        ("last page", Slice([], newest="?", newer="?after=1")),
    ):
        yield Specimen(name, f"{PARTS}pager.html", {"listing": listing})
    beside = {"earlier": Step("2025", "/2025/"), "later": Step("2027", "/2027/")}
    yield Specimen("before and after", f"{PARTS}beside.html", beside)


def _forms(words: Words) -> Iterator[Specimen]:
    idle, wrong = ReportForm(prefix="idle"), ReportForm({"wrong-email": words.short}, prefix="wrong")
    for name, form in (("idle", idle), ("with errors", wrong)):
        yield Specimen(name, "styleguide/form.html", {"form": form})
    yield Specimen("search", f"{PARTS}search_box.html", {"typed": words.short})
