"""A newsroom in which every word is marked: which story it belongs to, and which field.

All that the clock does happens at one moment, `turn`: a schedule begins, an embargo ends, a story expires, a
correction takes over, a place on the front page and a breaking strip begin. What people do happens at
`acts`: retractions, a take-down, the end of the place and the strip.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import CharField, DateTimeField, JSONField, Model, PositiveIntegerField, TextField

from articles import signoffs
from articles.models import Article, Section, SignOffDesk
from articles.publishing import cancel, publish
from articles.withdrawals import retract, take_down
from articles.workflow import perform
from newsroom.models import BreakingStrip, FrontSlot
from tests.factories import ArticleFactory, AuthorFactory, OutletFactory, PhotoFactory, TopicFactory, approved

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# Every field of an edition that readers see, and of what stands beside it.
COPY = (
    *("headline", "short", "search", "social", "kicker", "standfirst", "point", "slug"),
    *("body", "dateline", "method", "outlet", "source", "sourcenote", "alt", "caption", "credit"),
)
BESIDE = ("person", "bio", "topic", "about")
KEPT_BY_RETRACTION = ("headline", "short", "search", "social", "slug", "person", "bio")
# Models that hold nothing but what is public, once a story names it.
PUBLIC = frozenset(
    {
        *(
            "articles.Edition",
            "articles.Credit",
            "articles.EditionTopic",
            "articles.Section",
            "articles.Topic",
        ),
        *("authors.Author", "authors.AuthorLink", "newsroom.Publication", "newsroom.PolicyPage"),
        *("newsroom.Owner", "newsroom.Revenue", "newsroom.PublicMoney"),
        *("newsroom.FrontSlot", "newsroom.BreakingStrip"),
    }
)
# Models that are worked out from others, or have no words of anybody's.
WORDLESS = frozenset(
    {
        *(
            "articles.Plate",
            "articles.Tally",
            "articles.Outdated",
            "articles.Preferences",
            "newsroom.Heartbeat",
        ),
        *(
            "articles.Contribution",
            "articles.ArticleTopic",
            "articles.HumanCheck",
            "articles.Section_editors",
            "articles.EditionPhoto",
        ),
        "articles.Note_mentioned",
    }
)
# Of a picture everything but its file stands in the edition, as it was when that was published.
TECHNICAL = frozenset(
    {
        *("Photo.file", "Article.language", "Wording.language", "Article.canonical_url", "Source.url"),
        # The colour in a picture's place is its file's.
        "Photo.colour",
    }
)


def word(story: str, field: str) -> str:
    """The mark of a field of a story."""
    return f"quagga{story}{field}"


def marks(story: str, fields: tuple[str, ...] = COPY + BESIDE) -> set[str]:
    """The marks of a story's fields."""
    return {word(story, field) for field in fields}


def typed(story: str) -> dict[str, Any]:
    """Every field of the copy, each with its mark."""
    return {
        "headline": f"Headline {word(story, 'headline')}",
        "headline_short": f"Short {word(story, 'short')}",
        "headline_seo": f"Search {word(story, 'search')}",
        "headline_social": f"Social {word(story, 'social')}",
        "kicker": word(story, "kicker"),
        "standfirst": f"Standfirst {word(story, 'standfirst')}",
        "key_points": f"Point {word(story, 'point')}",
        "slug": word(story, "slug"),
        "body": f"<p>Body {word(story, 'body')}</p>",
        "dateline": f"{word(story, 'dateline').upper()}, today",
        "how_we_reported": f"Method {word(story, 'method')}",
        "slugline": f"SLUG-{story}",
    }


def complete(story: str) -> dict[str, Any]:
    """The same, with a person, a topic, a source and a picture that nobody else has."""
    source = {
        "kind": "based_on",
        "outlet": OutletFactory(name=f"Outlet {word(story, 'outlet')}"),
        "title": f"Title {word(story, 'source')}",
        "public_note": f"Note {word(story, 'sourcenote')}",
        "internal_note": word(story, "internal"),
    }
    return typed(story) | {
        "authors": [
            AuthorFactory(
                name=word(story, "person").title(), slug=f"a-{story}", bio=word(story, "bio"), bio_short=""
            )
        ],
        "topics": [
            TopicFactory(name=word(story, "topic"), slug=f"t-{story}", description=word(story, "about"))
        ],
        "sources": [source],
        "lead_photo": PhotoFactory(
            alt=word(story, "alt"), caption=word(story, "caption"), credit=word(story, "credit")
        ),
        "section": Section.objects.get(slug="world"),
    }


class Marked:
    """The newsroom, and what readers may find in it at each moment."""

    def __init__(self, start: datetime) -> None:
        self.start = start
        Section.objects.create(name="World", slug="world")
        self.stands = self._live("stands")
        self._live("expires", until=self.turn)
        self.kept = self._live("kept")
        self.emptied = self._live("emptied")
        self.taken = self._live("taken")
        self._replace(self.taken, "takennext", self.start)
        corrected = self._live("before")
        self._replace(corrected, "after", self.turn)
        publish(approved(**complete("scheduled")), by=None, at=self.turn)
        publish(approved(**complete("embargoed"), embargo_until=self.turn), by=None, at=self.turn)
        cancelled = approved(**complete("cancelled"))
        publish(cancelled, by=None, at=self.turn)
        cancel(cancelled, by=None)
        ArticleFactory(**complete("draft"))
        spiked = ArticleFactory(**complete("spiked"))
        perform(spiked, "spike", by=None, note="No.")
        during = {"starts_at": self.turn, "ends_at": self.acts}
        FrontSlot.objects.create(position=1, article=self.stands, headline=word("front", "slot"), **during)
        BreakingStrip.objects.create(article=self.stands, text=word("breaking", "strip"), **during)
        _fill_private(self.stands)
        mark_private()

    @property
    def turn(self) -> datetime:
        """When the clock changes everything it can."""
        return self.start + HOUR

    @property
    def acts(self) -> datetime:
        """When people take back what they published."""
        return self.turn + MINUTE

    def act(self) -> None:
        """Take back what is to be taken back."""
        retract(self.kept, by=None, note=word("kept", "notice"), now=self.acts)
        retract(self.emptied, by=None, note=word("emptied", "notice"), keep_text=False, now=self.acts)
        take_down(
            self.taken, by=None, reason=word("taken", "reason"), note=word("taken", "notice"), now=self.acts
        )

    def _live(self, story: str, until: datetime | None = None) -> Article:
        article = approved(**complete(story))
        publish(article, by=None, at=self.start - 2 * HOUR, until=until, now=self.start - 2 * HOUR)
        return article

    def _replace(self, article: Article, story: str, at: datetime) -> None:
        """Let another edition follow in which every word of the copy is another."""
        new = complete(story)
        for name in typed(story):
            setattr(article, name, new[name])
        article.lead_photo = new["lead_photo"]
        article.save()
        article.sources.all().delete()
        for fields in new["sources"]:
            article.sources.create(**fields)
        now = min(at, self.start)
        publish(article, by=None, change="correction", note=word(story, "notice"), at=at, now=now)

    def public(self, at: datetime) -> set[str]:
        """The marks that readers find somewhere at that moment, those of comparisons aside."""
        found = marks("stands")
        if at < self.acts:
            found |= marks("kept") | marks("emptied")
            # The person and the topic are those of the story, not of its second edition.
            found |= marks("takennext", COPY) | marks("taken", BESIDE) | {word("takennext", "notice")}
        else:
            found |= marks("kept") | {word(story, "notice") for story in ("kept", "emptied", "taken")}
            found |= marks("emptied", KEPT_BY_RETRACTION)
        found |= marks("before", BESIDE)
        if at < self.turn:
            found |= marks("expires") | marks("before")
        else:
            found |= (
                marks("scheduled") | marks("embargoed") | marks("after", COPY) | {word("after", "notice")}
            )
        if self.turn <= at < self.acts:
            found |= {word("front", "slot"), word("breaking", "strip")}
        return found

    def compared(self, at: datetime) -> set[str]:
        """The marks of editions that were public, which only a comparison may show."""
        found = set() if at < self.turn else marks("before", COPY)
        return found if at >= self.acts else found | marks("taken", COPY)


BLANK: dict[type, Any] = {
    PositiveIntegerField: lambda article: 1,
    DateTimeField: lambda article: article.created_at + HOUR,
    JSONField: lambda article: {},
    TextField: lambda article: "words",
}
"""What stands in a column that must hold something."""


def _fill_private(article: Article) -> None:
    """A row of everything the desk keeps to itself."""
    user = User.objects.create(username="somebody", email="somebody@news.example")
    article.notes.create(by=user, text="A note")
    signoffs.require(article, SignOffDesk.LEGAL, by=None)
    edition = article.editions.get()
    for model in private_models():
        if model._default_manager.exists():
            continue
        known: dict[str, Any] = {
            "article": article,
            "user": user,
            "by": user,
            "made_by": user,
            "edition": edition,
            "topic": edition.topics.get(),
        }
        fields = {field.name: field for field in model._meta.concrete_fields}
        given = {name: value for name, value in known.items() if name in fields}
        if "link" in fields:
            given["link"] = article.preview_links.earliest("pk")
        for name, field in fields.items():
            if not field.null and not field.has_default() and name not in given:
                given |= {name: BLANK[type(field)](article)} if type(field) in BLANK else {}
        model._default_manager.create(**given)


def private_models() -> list[type[Model]]:
    """Every model of ours that holds something readers never see."""
    ours = [apps.get_app_config(label).get_models() for label in ("articles", "authors", "newsroom")]
    models = [model for some in ours for model in some if not model.__name__.startswith("Historical")]
    return [*(model for model in models if model._meta.label not in PUBLIC | WORDLESS), User]


def mark_private() -> None:
    """Write a mark into every text of every private row, working copies included."""
    for model in private_models():
        columns = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, CharField | TextField | JSONField)
            and not field.choices
            and f"{model.__name__}.{field.name}" not in TECHNICAL
        ]
        for row in model._default_manager.all():
            model._default_manager.filter(pk=row.pk).update(
                **{field.name: _mark(row, field) for field in columns}
            )


def _mark(row: Model, field: Any) -> Any:
    name = f"{type(row).__name__}{field.name}".replace("_", "").lower()
    # Some have to differ from row to row, and all of them to be letters only.
    number = str(row.pk).translate(str.maketrans("0123456789", "abcdefghij"))
    text = f"quaggaprivate{name}"[: (field.max_length or 60) - len(number)] + number
    return {"x": text} if isinstance(field, JSONField) else text
