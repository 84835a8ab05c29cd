"""A paper with one of everything: what the samples have nothing of, so that every page has its state."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import (
    AiUse,
    Article,
    Change,
    Contribution,
    Edition,
    Genre,
    Outlet,
    Photo,
    Placement,
    Section,
    Source,
    SourceKind,
    Topic,
)
from articles.publishing import publish
from articles.withdrawals import retract, take_down
from articles.workflow import perform
from authors.models import Author
from newsroom.models import BreakingStrip

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
RETRACTED, GONE, SPONSORED, SATIRE, COMPLETE, MACHINE, WITHDRAWN = (
    *("checked-retracted", "checked-gone", "checked-sponsored"),
    *("checked-satire", "checked-complete", "checked-machine", "checked-withdrawn"),
)
TABLE = (
    "<table><tbody><tr>"
    + "".join(
        f"<th><p>{head}</p></th>"
        for head in ("Gauge", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    )
    + "</tr>"
    + "".join(
        f"<tr><th><p>{name}</p></th>"
        + "".join(f"<td><p>{level + day} cm</p></td>" for day in range(5))
        + "</tr>"
        for name, level in (("Upper bridge", 412), (LONG, 388), ("Lower lock", 97))
    )
    + "</tbody></table>"
)
BODY = (
    "<p>The river rose again on Tuesday, as <a href='https://example.com/gauges'>three gauges</a> say.</p>"
    f"<h2>What the {LONG} has to do with it</h2><p>Nothing, but the word has to fit.</p>"
    "<h3>A smaller heading</h3><ul><li><p>one thing</p></li><li><p>another thing</p></li></ul>"
    "<ol><li><p>first</p></li><li><p>second</p></li></ol>"
    "<blockquote><p>“The dam holds.”</p><p>An engineer, at the dam</p></blockquote>"
    f"{TABLE}<hr><p>H<sub>2</sub>O, 10<sup>3</sup> tonnes, <strong>bold</strong> and <em>leaning</em>.</p>"
)


def stage() -> None:
    """Publish what is missing, once."""
    if Edition.objects.filter(slug=COMPLETE).exists():
        return
    now = timezone.now() - timedelta(minutes=20)
    _everything(now)
    _published(
        SPONSORED, now, genre=Genre.SPONSORED, sponsor="A Maker of Pumps", headline="Pumps for everybody"
    )
    _published(SATIRE, now, genre=Genre.SATIRE, headline="River asks to be left alone")
    _published(MACHINE, now, ai_use=AiUse.GENERATED, headline="The levels of the day")
    retract(
        _published(RETRACTED, now, headline="A story we took back"),
        by=None,
        note="The interview was made up.",
    )
    emptied = _published(WITHDRAWN, now, headline="A story we took back without its text")
    retract(emptied, by=None, note="None of it was true.", keep_text=False)
    take_down(
        _published(GONE, now, headline="A story nobody may read"), by=None, reason="A court", note="By order."
    )
    read = Article.objects.get(slug=COMPLETE)
    Section.objects.earliest("position").editors.add(User.objects.filter(author__editions__isnull=False)[0])
    BreakingStrip.objects.create(
        text="The river has reached its second mark",
        article=read,
        starts_at=now,
        ends_at=now + timedelta(hours=3),
    )


def _published(slug: str, at: datetime, **fields: Any) -> Article:
    given: dict[str, Any] = {
        "headline": "A story",
        "standfirst": "Three villages have been told to be ready; the dam holds.",
        "body": "<p>The river rose again on Tuesday.</p><h2>The dam holds</h2><p>Nobody was hurt.</p>",
        "section": Section.objects.earliest("position"),
        **fields,
    }
    article = Article.objects.create(slug=slug, slugline=slug.upper(), **given)
    Contribution.objects.create(article=article, author=Author.objects.earliest("pk"))
    perform(article, "submit", by=None, at=at)
    perform(article, "approve", by=None, at=at)
    publish(article, by=None, at=at, now=at)
    return article


def _everything(now: datetime) -> None:
    """A story that has all that a story can have, and was changed twice."""
    before = now - timedelta(hours=2)
    article = _published(
        COMPLETE,
        before,
        headline=f"The {LONG} and the river, or how a word outgrew its column",
        kicker="High water",
        key_points="The river rose\nThe dam holds\nNobody was hurt",
        body=BODY,
        dateline="UPPER BRIDGE, Tuesday",
        how_we_reported="We stood on the bridge for three days.\n\nThen we asked those who read the gauges.",
        ai_use=AiUse.ASSISTED,
        lead_photo=Photo.objects.exclude(alt="").earliest("pk"),
        genre=Genre.ANALYSIS,
    )
    for position, author in enumerate(Author.objects.order_by("pk")[1:2], start=1):
        Contribution.objects.create(article=article, author=author, position=position)
    article.topics.set(Topic.objects.order_by("pk")[:3])
    for position, kind in enumerate(SourceKind.values):
        named = kind in {SourceKind.BASED_ON, SourceKind.AGENCY}
        Source.objects.create(
            article=article,
            kind=kind,
            position=position,
            outlet=Outlet.objects.earliest("pk") if named else None,
            title="" if kind == SourceKind.ANONYMOUS else f"A {kind} with a title",
            url="" if kind == SourceKind.ANONYMOUS else f"https://example.com/{kind}",
            public_note="Asked not to be named: the talks go on." if kind == SourceKind.ANONYMOUS else "",
        )
    publish(
        article,
        by=None,
        now=before,
        at=before + timedelta(minutes=1),
        change=Change.UPDATE,
        note="With sources.",
    )
    article.body = article.body.replace("Nothing, but", "Nothing at all, but")
    article.save()
    at = now - timedelta(hours=1)
    note = "An earlier version gave the word two letters too few."
    publish(article, by=None, at=at, now=at, change=Change.CORRECTION, note=note, placement=Placement.TOP)
