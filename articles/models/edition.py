"""Editions: what readers get. Each is complete in itself, numbered, and never changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.contribution import CreditLine, Role
from articles.models.copy import Copy, Genre
from articles.models.embed import PublicEmbed
from articles.models.figure import PublicFigure
from articles.models.photo import PublicPhoto
from articles.models.source import PublicSource
from articles.richtext import trusted

if TYPE_CHECKING:
    from articles.models.photo import Photo


class Change(models.TextChoices):
    """What kind of change an edition is, compared with the one before."""

    FIRST = "first", _("First published")
    MINOR = "minor", _("Minor change")
    UPDATE = "update", _("Update")
    CLARIFICATION = "clarification", _("Clarification")
    CORRECTION = "correction", _("Correction")
    EDITORS_NOTE = "editors_note", _("Editor’s note")
    RIGHT_OF_REPLY = "right_of_reply", _("Right of reply")
    RETRACTION = "retraction", _("Retraction")
    TAKE_DOWN = "take_down", _("Taken down")


# The reader is owed a sentence about each of these.
NOTE_OWED = frozenset(
    {
        Change.UPDATE,
        Change.CLARIFICATION,
        Change.CORRECTION,
        Change.EDITORS_NOTE,
        Change.RIGHT_OF_REPLY,
        Change.RETRACTION,
    }
)
# What the corrections page lists: changes that put something right, not news added to a story.
ON_RECORD = frozenset(NOTE_OWED - {Change.UPDATE})
# A minor change is no reason to look at the story again.
NOT_SIGNIFICANT = frozenset({Change.MINOR})
# Who only edited or checked a story did not write it: it does not stand on their page.
NOT_LISTED = frozenset({Role.EDITOR, Role.FACT_CHECKER})


class Placement(models.TextChoices):
    """Where the note stands on the page."""

    TOP = "top", _("Above the text")
    FOOT = "foot", _("Below the text")


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self, now: datetime) -> Self:
        """Editions whose period holds this moment, the markers of a take-down included."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now)

    def live(self, now: datetime) -> Self:
        """What the public may read at this moment. Every public surface starts here."""
        return self.current(now).exclude(change=Change.TAKE_DOWN)

    def pending(self, now: datetime) -> Self:
        """Editions that start later: scheduled, not public yet."""
        return self.filter(starts_at__gt=now)

    def begun(self, now: datetime) -> Self:
        """Editions that were public at some time up to now, the markers of a take-down included."""
        return self.filter(starts_at__lte=now)

    def unsettled(self, now: datetime) -> Self:
        """Those by which the open editions (`Tally`) and the live ones differ: an end is set for what can be
        read, or what is open has yet to begin. Few, whatever the size of the archive."""
        ending = Q(ends_at__gt=now, starts_at__lte=now)
        few = Edition.objects.filter(ending | Q(starts_at__gt=now, ends_at__isnull=True))
        # As keys, or SQLite goes through a whole list to find those that stand on it.
        return self.filter(pk__in=few.exclude(change=Change.TAKE_DOWN).order_by().values("pk"))

    def about(self, topic_id: int) -> Self:
        """The stories about a topic, with `listed_at`: the order of the topic's list, to be walked by it."""
        return self.filter(topic_lines__topic=topic_id).annotate(listed_at=F("topic_lines__listed_at"))

    def made_by(self, author_id: int) -> Self:
        """The stories on an author's page, each once, with `listed_at`: the order of the list."""
        listed = self.filter(credits__author=author_id, credits__listed_at__isnull=False)
        return listed.annotate(listed_at=F("credits__listed_at"))

    def showing(self, photos: models.QuerySet[Photo]) -> Self:
        """Those with one of these pictures, over the text or in it; a query for where they stand."""
        # As keys, or the database goes through every edition and asks for its pictures.
        lines = list(photos.values_list("pk", "edition_lines__edition"))
        in_text = {edition for _photo, edition in lines if edition is not None}
        return self.filter(Q(lead_photo__in={photo for photo, _edition in lines}) | Q(pk__in=in_text))

    def newest_first(self) -> Self:
        """By first publication: a correction does not move a story up."""
        # A list of a topic or a person is walked by its own index; the moments are the same.
        by = "listed_at" if "listed_at" in self.query.annotations else "first_published_at"
        return self.order_by(f"-{by}", "-pk")

    def as_cards(self) -> Self:
        """Only what a card or a list row shows; the text stays in the database."""
        return (
            self.select_related("section", "lead_photo")
            .defer("body", "html", "how_we_reported", "sources", "embeds", "key_points")
            .defer("figures", "photo_facts")
            .fetch_mode(models.FETCH_RAISE)
        )

    def on_record(self) -> Self:
        """Editions that put something right: corrections, clarifications, notes, retractions."""
        return self.filter(change__in=ON_RECORD)


class Edition(Copy):
    """What was published. Made only by `publishing`; a row that exists is never saved again.

    It is public while `starts_at <= now` and (`ends_at` is null or `ends_at > now`). The periods of
    one article's editions never overlap: the database holds that (migration 0002, guards.py).
    """

    article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="editions", verbose_name=_("article")
    )
    revision = models.ForeignKey(
        "articles.Revision",
        on_delete=models.PROTECT,
        null=True,
        related_name="editions",
        verbose_name=_("revision"),
    )
    number = models.PositiveIntegerField(_("number"))
    change = models.CharField(_("change"), max_length=20, choices=Change, default=Change.FIRST)
    change_note = models.TextField(_("public note"), blank=True)
    note_placement = models.CharField(
        _("placement of the note"), max_length=4, choices=Placement, default=Placement.FOOT
    )
    starts_at = models.DateTimeField(_("public from"))
    ends_at = models.DateTimeField(_("public until"), null=True, blank=True)
    expires_at = models.DateTimeField(
        _("expires"),
        null=True,
        blank=True,
        help_text=_("The end its editor chose; `ends_at` is earlier when another edition follows before."),
    )
    first_published_at = models.DateTimeField(_("first published"))
    modified_at = models.DateTimeField(_("last significant change"))
    last_change = models.CharField(
        _("change shown"),
        max_length=20,
        choices=Change,
        default=Change.FIRST,
        help_text=_(
            "The newest change readers are told of, made at `modified_at`; a minor change does not hide it."
        ),
    )
    url_date = models.DateField(_("date in the address"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="published_editions",
        verbose_name=_("published by"),
    )
    byline = models.CharField(_("byline"), max_length=600, blank=True)
    word_count = models.PositiveIntegerField(_("words"), default=0)
    html = models.TextField(_("body as shown"), blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    embeds = models.JSONField(_("embeds"), default=list, blank=True)
    figures = models.JSONField(_("pictures in the text"), default=list, blank=True)
    photo_alt = models.CharField(_("picture description"), max_length=300, blank=True)
    photo_caption = models.TextField(_("picture caption"), blank=True)
    photo_credit = models.CharField(_("picture credit"), max_length=120, blank=True)
    photo_facts = models.JSONField(_("facts of the picture"), default=dict, blank=True)
    authors = models.ManyToManyField(
        "authors.Author", through="articles.Credit", related_name="editions", verbose_name=_("authors")
    )
    topics = models.ManyToManyField(
        "articles.Topic",
        through="articles.EditionTopic",
        blank=True,
        related_name="editions",
        verbose_name=_("topics"),
    )

    photos = models.ManyToManyField(
        "articles.Photo",
        through="articles.EditionPhoto",
        blank=True,
        related_name="text_editions",
        verbose_name=_("pictures in the text"),
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(ends_at__isnull=True), name="edition_one_open_per_article"
            ),
            models.UniqueConstraint(
                fields=["url_date", "slug"], condition=Q(ends_at__isnull=True), name="edition_address_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="edition_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(first_published_at__lte=models.F("starts_at")),
                name="edition_first_published_first",
            ),
            models.CheckConstraint(
                condition=~Q(change__in=NOTE_OWED) | ~Q(change_note=""), name="edition_note_where_owed"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_numbers_start_at_1"),
        ]
        indexes = [
            models.Index(fields=["-first_published_at", "-id"], name="edition_newest"),
            models.Index(fields=["section", "-first_published_at", "-id"], name="edition_section_newest"),
            models.Index(fields=["genre", "-first_published_at", "-id"], name="edition_genre_newest"),
            models.Index(fields=["url_date", "slug"], name="edition_address"),
            models.Index(fields=["change", "-starts_at"], name="edition_changes"),
            models.Index(fields=["starts_at"], name="edition_starts"),
            # Of those that have an end: SQLite would look for the many that have none by it.
            models.Index(fields=["ends_at"], condition=Q(ends_at__isnull=False), name="edition_ends"),
            models.Index(fields=["-modified_at"], name="edition_modified"),
            # Nearly all translate nothing: by an index of the whole column SQLite expects to find them all.
            models.Index(
                fields=["translation_of"],
                condition=Q(translation_of__isnull=False),
                name="edition_translations",
            ),
            # The record of what was put right is short; a walk down it needs no sorting.
            models.Index(
                fields=["-starts_at", "-id"],
                condition=Q(change__in=sorted(ON_RECORD)),
                name="edition_on_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new edition. Raises TypeError for one that exists: publish the next one instead."""
        if not self._state.adding:
            raise TypeError("An edition never changes; publish the next one.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("article", args=[*f"{self.url_date:%Y %m %d}".split(), self.slug])

    def get_history_url(self) -> str:
        """The page that lists every edition of the story."""
        return reverse("history", args=[*f"{self.url_date:%Y %m %d}".split(), self.slug])

    @property
    def body_html(self) -> str:
        """The body, ready for a template: rendered from sanitised copy when it was published."""
        return trusted(self.html)

    @property
    def public_sources(self) -> list[PublicSource]:
        """The sources as the reader gets them, in order."""
        return [PublicSource(**source) for source in self.sources]

    @property
    def public_embeds(self) -> list[PublicEmbed]:
        """What was known of the embeds when the edition was made, in order."""
        return [PublicEmbed(**embed) for embed in self.embeds]

    @property
    def public_figures(self) -> list[PublicFigure]:
        """The pictures in the text with what readers were told of them."""
        return [PublicFigure(**figure) for figure in self.figures]

    @property
    def public_photo(self) -> PublicPhoto:
        """What readers were told of the lead picture beside its words."""
        return PublicPhoto(**self.photo_facts)

    @property
    def may_lead(self) -> bool:
        """Whether it may stand first and large without an editor who put it there: nothing paid for, and
        nothing withdrawn."""
        return self.genre != Genre.SPONSORED and not self.is_retracted

    @property
    def is_retracted(self) -> bool:
        """Whether this edition is a retraction."""
        return self.change == Change.RETRACTION

    @property
    def is_corrected(self) -> bool:
        """Whether the newest change readers are told of put something right."""
        return self.last_change in ON_RECORD


class Credit(CreditLine):
    """A person's part in an edition, as published."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="credits")
    listed_at = models.DateTimeField(
        _("listed"),
        null=True,
        editable=False,
        help_text=_("The story's place on the person's page; empty where another line gives it one already."),
    )

    class Meta(CreditLine.Meta):
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        constraints = [models.UniqueConstraint(fields=["edition", "author", "role"], name="credit_once")]
        indexes = [
            models.Index(fields=["author", "edition"], name="credit_author"),
            models.Index(
                fields=["author", "-listed_at", "-edition"],
                condition=Q(listed_at__isnull=False),
                name="credit_newest",
            ),
        ]
