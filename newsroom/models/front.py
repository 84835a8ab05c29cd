"""What editors put on the front page, the strip over every page, and the log of both."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
