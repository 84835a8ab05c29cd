"""Events: the audit log. Who did what to which article, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.workflow import TRANSITIONS, Status


class Event(models.Model):
    """One verb, carried out. Nobody edits or deletes events."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(_("verb"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        verbose_name=_("by"),
        help_text=_("Empty: the system, that is a command an operator ran."),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    from_status = models.CharField(_("from"), max_length=20, choices=Status, blank=True)
    to_status = models.CharField(_("to"), max_length=20, choices=Status)
    revision_number = models.PositiveIntegerField(
        _("revision"), default=0, help_text=_("The newest one at that moment: what somebody had before them.")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["-at", "-id"], name="event_recent")]

    def __str__(self) -> str:
        return f"{self.article}: {self.label}"

    @property
    def label(self) -> str:
        """The verb as its button reads."""
        return str(TRANSITIONS[self.verb].label) if self.verb in TRANSITIONS else self.verb
