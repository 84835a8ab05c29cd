"""Edit locks: who has an article open, so that two people know of each other."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A heartbeat comes every 20 s; after 90 s without one the editor is gone (lid closed, train, tunnel).
STALE_AFTER = timedelta(seconds=90)


class EditLock(models.Model):
    """That somebody is editing an article. Soft: it warns, and it can be taken over."""

    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="edit_lock")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="edit_locks", verbose_name=_("user")
    )
    token = models.CharField(
        max_length=32,
        blank=True,
        help_text=_("The window it is edited in; another window of the same person waits."),
    )
    acquired_at = models.DateTimeField(_("since"), default=timezone.now)
    heartbeat_at = models.DateTimeField(_("last sign of life"), default=timezone.now)

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("somebody waits for it"),
    )
    asked_at = models.DateTimeField(_("asked for"), null=True)
    taken_from = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("taken over from"),
    )

    class Meta:
        ordering = ["-heartbeat_at"]
        verbose_name = _("edit lock")
        verbose_name_plural = _("edit locks")

    def __str__(self) -> str:
        return f"{self.article}: {self.user}"

    def is_stale(self, now: datetime) -> bool:
        """Whether its holder has been silent for too long."""
        return now - self.heartbeat_at > STALE_AFTER
