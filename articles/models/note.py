"""Notes: what editors say to one another about an article."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """An editor's comment on the working copy. Never exported."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="notes",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    text = models.TextField(_("text"))
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="mentions", verbose_name=_("named in it")
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resolved_notes",
        verbose_name=_("resolved by"),
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="note_says_something")]
        indexes = [
            models.Index(fields=["article"], condition=models.Q(resolved_at__isnull=True), name="note_open")
        ]

    def __str__(self) -> str:
        return self.text[:60]
