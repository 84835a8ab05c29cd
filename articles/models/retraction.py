"""Retractions on their way: one person proposes, a second one confirms or declines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Retraction(models.Model):
    """The proposal to retract a public story, and what the second person decided."""

    class Outcome(models.TextChoices):
        """What came of it."""

        WAITING = "waiting", _("Waits for a second person")
        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="retractions")
    notice = models.TextField(_("notice"), help_text=_("Public: it heads the page for good."))
    keep_text = models.BooleanField(_("keep the text below the notice"), default=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    comment = models.TextField(_("comment on the decision"), blank=True)
    edition = models.ForeignKey(
        "articles.Edition",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("edition"),
        help_text=_("The retraction as published."),
    )

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("retraction")
        verbose_name_plural = _("retractions")
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(outcome="waiting"), name="one_retraction_waits"
            ),
            models.CheckConstraint(condition=~Q(notice=""), name="retraction_has_notice"),
            models.CheckConstraint(
                condition=~Q(outcome="confirmed") | ~Q(decided_by=F("proposed_by")),
                name="retraction_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_outcome_display()}"
