"""Error reports: readers who say that we got something wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ErrorReport(models.Model):
    """A reader's report, waiting at the desk until somebody answers it."""

    class Outcome(models.TextChoices):
        """What the desk decided."""

        WAITING = "waiting", _("Waiting")
        CORRECTED = "corrected", _("Corrected")
        NO_ERROR = "no_error", _("No error found")
        SPAM = "spam", _("Not a report")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="error_reports")
    edition = models.ForeignKey(
        "articles.Edition",
        on_delete=models.PROTECT,
        related_name="error_reports",
        verbose_name=_("edition"),
        help_text=_("What the reader had in front of them."),
    )
    message = models.TextField(_("what is wrong"), max_length=4000)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=Outcome,
        default=Outcome.WAITING,
        help_text=_("“Corrected” comes by itself when the correction is published from here."),
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_reports",
        verbose_name=_("answered by"),
    )
    answered_with = models.ForeignKey(
        "articles.Edition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_reports",
        verbose_name=_("answered with"),
        help_text=_("The edition that put it right."),
    )
    answer = models.TextField(
        _("note on the answer"),
        blank=True,
        help_text=_("What we found and told the reader; for the desk, never public."),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        indexes = [
            models.Index(
                fields=["received_at"], condition=models.Q(outcome="waiting"), name="error_report_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.message[:60]
