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

# Every page names the publication; one look a second is enough to see a change within a second.
FRESH_FOR = 1
CACHE_KEY = "newsroom.publication"


class Publication(models.Model):
    """Who publishes. There is one row: one installation is one publication."""

    class Mining(models.TextChoices):
        """Whether machines may learn from what is published (Directive (EU) 2019/790, Article 4)."""

        RESERVED = "reserved", _("Reserved: not without our consent")
        ALLOWED = "allowed", _("Allowed")

    name = models.CharField(_("name"), max_length=120, default="Newsroom")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=120, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    address = models.TextField(_("address"), blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    editor_in_chief = models.CharField(_("editor in chief"), max_length=120, blank=True)
    responsible_person = models.CharField(_("responsible under press law"), max_length=120, blank=True)
    email = models.EmailField(_("newsroom e-mail"), blank=True)
    corrections_email = models.EmailField(_("corrections e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    owners = models.TextField(
        _("owners"), blank=True, help_text=_("One a line: name, share, whether direct or beneficial.")
    )
    funding = models.TextField(
        _("funding"), blank=True, help_text=_("Where the money comes from, public money included.")
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
        found = cache.get(CACHE_KEY)
        if found is None:
            found = cls.objects.filter(pk=1).first() or cls(pk=1)
            cache.set(CACHE_KEY, found, FRESH_FOR)
        return found


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

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, unique=True)
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    body = models.TextField(_("text"), help_text=_("Markdown."))
    effective_from = models.DateField(_("in force since"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

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
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now)


class FrontSlot(models.Model):
    """A place on the front page that an editor filled by hand. What is not filled fills itself."""

    position = models.PositiveSmallIntegerField(_("position"), help_text=_("1 is the lead."))
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="front_slots", verbose_name=_("article")
    )
    headline = models.CharField(
        _("headline"),
        max_length=90,
        blank=True,
        help_text=_("Only for the front page; the short headline when empty."),
    )
    photo = models.ForeignKey(
        "articles.Photo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="front_slots",
        verbose_name=_("picture"),
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.article}"


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
