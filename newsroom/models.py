"""The publication itself: who publishes, by which rules, and what stands on the front page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.ledger import Remembered
from articles.tags import FRAME

# Every page names the publication; one look a second is enough to see a change within a second.
FRESH_FOR = 1
CACHE_KEY = "newsroom.publication"
_publication: Remembered[Publication] = Remembered(CACHE_KEY, FRAME, seconds=FRESH_FOR)


class Publication(models.Model):
    """Who publishes. There is one row: one installation is one publication."""

    class Mining(models.TextChoices):
        """Whether machines may learn from what is published (Directive (EU) 2019/790, Article 4)."""

        RESERVED = "reserved", _("Reserved: not without our consent")
        ALLOWED = "allowed", _("Allowed")

    name = models.CharField(
        _("name"),
        max_length=120,
        default="Newsroom",
        help_text=_("At the head of every page and in every feed."),
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=200,
        blank=True,
        help_text=_(
            "A few words below the name, at the foot of every page and in the title of the front page."
        ),
    )
    legal_name = models.CharField(
        _("legal name"),
        max_length=200,
        blank=True,
        help_text=_(
            "The company or association that publishes: search engines are told, and the law wants "
            "it in the imprint."
        ),
    )
    legal_form = models.CharField(
        _("legal form"), max_length=120, blank=True, help_text=_("Association, limited company, foundation.")
    )
    registration_number = models.CharField(
        _("registration number"),
        max_length=60,
        blank=True,
        help_text=_("In the register of companies or associations."),
    )
    address = models.TextField(_("address"), blank=True, help_text=_("Where letters reach the newsroom."))
    country = models.CharField(
        _("country"), max_length=60, blank=True, help_text=_("The country whose press law holds for you.")
    )
    founded_on = models.DateField(
        _("founded on"), null=True, blank=True, help_text=_("The day it first appeared.")
    )
    editor_in_chief = models.CharField(
        _("editor in chief"), max_length=120, blank=True, help_text=_("Who answers for the whole paper.")
    )
    responsible_person = models.CharField(
        _("responsible under press law"),
        max_length=120,
        blank=True,
        help_text=_("The person the press law names, where it asks for one."),
    )
    email = models.EmailField(
        _("newsroom e-mail"), blank=True, help_text=_("At the foot of every page: readers write here.")
    )
    corrections_email = models.EmailField(
        _("corrections e-mail"),
        blank=True,
        help_text=_("Where readers report errors by mail; machines are told it too."),
    )
    phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("With the country code: +43 1 234 56 78.")
    )
    owners = models.TextField(
        _("owners"),
        blank=True,
        help_text=_(
            "One a line, down to the people behind companies: name, share, whether direct or beneficial."
        ),
    )
    funding = models.TextField(
        _("funding"),
        blank=True,
        help_text=_(
            "Where the money comes from, the large shares first: subscriptions, advertising, grants, "
            "public money."
        ),
    )
    text_and_data_mining = models.CharField(
        _("text and data mining"),
        max_length=10,
        choices=Mining,
        default=Mining.RESERVED,
        help_text=_(
            "Whether the stories may be used to train AI. robots.txt, tdmrep.json and trust.txt all say this."
        ),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="publication_is_one")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the one row and let every page of this process see it at once."""
        self.pk = 1
        super().save(*args, **kwargs)
        cache.delete(CACHE_KEY)

    @classmethod
    def current(cls) -> Publication:
        """The publication; an unnamed one before anybody filled it in."""
        return _publication(lambda: cls.objects.filter(pk=1).first() or cls(pk=1))


class PolicyPage(models.Model):
    """A policy readers can hold us to. Without a date it would not be one."""

    class Kind(models.TextChoices):
        """What the page settles; machines are told by this."""

        ABOUT = "about", _("About us and masthead")
        ETHICS = "ethics", _("Ethics")
        CORRECTIONS = "corrections", _("Corrections")
        UNNAMED_SOURCES = "unnamed_sources", _("Unnamed sources")
        FACT_CHECKING = "fact_checking", _("Verification and fact-checking")
        DIVERSITY = "diversity", _("Diversity")
        NO_BYLINES = "no_bylines", _("Stories without a byline")
        FEEDBACK = "feedback", _("Feedback")
        OWNERSHIP = "ownership", _("Ownership and funding")
        IMPRINT = "imprint", _("Imprint")
        EDITORIAL_LINE = "editorial_line", _("Editorial line")
        AI = "ai", _("Use of AI")
        PRIVACY = "privacy", _("Privacy")

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind,
        unique=True,
        help_text=_("What the page settles. Search engines and partners find the right one by this."),
    )
    title = models.CharField(
        _("title"),
        max_length=120,
        help_text=_("The heading, and the link at the foot of every page: How we correct."),
    )
    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        help_text=_("The end of the address: about/corrections. Others link to it, so leave it as it is."),
    )
    body = models.TextField(
        _("text"),
        help_text=_(
            "In Markdown: a blank line between paragraphs, ## before a sub-headline, - before a "
            "point of a list."
        ),
    )
    effective_from = models.DateField(
        _("in force since"),
        help_text=_("The day it began to hold; readers see it. A policy without a date is none."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=0,
        help_text=_("Its place among the links at the foot: lower numbers stand first."),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("policy page")
        verbose_name_plural = _("policy pages")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policy", args=[self.slug])


class FrontSlotQuerySet(models.QuerySet["FrontSlot"]):
    def active(self, now: datetime) -> FrontSlotQuerySet:
        """The slots in force at this moment."""
        return self.not_over(now).filter(starts_at__lte=now)

    def not_over(self, now: datetime) -> FrontSlotQuerySet:
        """The slots in force at this moment, and those that begin later."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))


class FrontSlot(models.Model):
    """A story that an editor put in a place of the front page. What is not filled by hand fills itself.

    The places are counted from 1 in each column: the top (the lead and the places beside it) and the
    band of each section. `newsroom.arranging` says who stands where at a moment, `newsroom.placing`
    alone writes.
    """

    PLACES = 4
    """How many places a column has."""
    WAITING = PLACES + 1
    """The position of a story that somebody moved out of its column; it waits below the last place."""

    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="front_slots",
        verbose_name=_("section"),
        help_text=_("Whose band it stands in; the top of the page when empty."),
    )
    position = models.PositiveSmallIntegerField(
        _("place"), help_text=_("Counted in its column. 1 is the lead, or the first story of a band.")
    )
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="front_slots", verbose_name=_("story")
    )
    headline = models.CharField(
        _("headline"),
        max_length=90,
        blank=True,
        help_text=_("Only for the front page; the story’s own when empty."),
    )
    photo = models.ForeignKey(
        "articles.Photo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="front_slots",
        verbose_name=_("picture"),
        help_text=_("Only for the front page; the story’s own when empty."),
    )
    pinned = models.BooleanField(
        _("pinned"),
        default=False,
        help_text=_(
            "A pinned story stays in its place. Any other slides down when somebody places a story above it."
        ),
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("until"),
        null=True,
        blank=True,
        help_text=_(
            "Then the place fills itself again, on the minute. When empty: until somebody removes it."
        ),
    )
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="front_slots",
        verbose_name=_("placed by"),
    )

    objects = FrontSlotQuerySet.as_manager()

    class Meta:
        ordering = ["position", "-starts_at"]
        verbose_name = _("front page slot")
        verbose_name_plural = _("front page slots")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="slot_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="slot_positions_start_at_1"),
            models.CheckConstraint(condition=Q(position__lte=5), name="slot_positions_end_at_5"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.article}"


class BreakingStrip(models.Model):
    """A line over every page, for an hour or so. The newest that has begun stands, and only until its end."""

    text = models.CharField(
        _("text"),
        max_length=120,
        help_text=_("What is known, in one line. The word “Breaking” stands before it by itself."),
    )
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("story"),
        help_text=_("A live story. When readers can no longer read it, the strip goes with it."),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("set by"),
    )

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("breaking strip")
        verbose_name_plural = _("breaking strips")
        default_permissions = ()
        permissions = [("set_breaking", _("Can set and end the breaking strip"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="strip_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="strip_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class FrontChange(models.Model):
    """What somebody did to the front page. The number is the page’s version: one person makes the next."""

    class Verb(models.TextChoices):
        """What was done."""

        PLACED = "placed", _("placed")
        CHANGED = "changed", _("changed")
        MOVED = "moved", _("moved")
        PINNED = "pinned", _("pinned")
        UNPINNED = "unpinned", _("unpinned")
        REMOVED = "removed", _("removed")
        STRIP_SET = "strip_set", _("set the breaking strip")
        STRIP_ENDED = "strip_ended", _("ended the breaking strip")

    number = models.PositiveIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    area = models.CharField(_("part of the page"), max_length=70)
    verb = models.CharField(_("verb"), max_length=12, choices=Verb)
    what = models.CharField(_("what"), max_length=300)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("change of the front page")
        verbose_name_plural = _("changes of the front page")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number}: {self.verb} {self.what}"


class Heartbeat(models.Model):
    """That a job of the server ran: the desk says so when it stops."""

    name = models.CharField(_("job"), max_length=40, unique=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    report = models.JSONField(_("report"), default=dict, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
