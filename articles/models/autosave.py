"""Autosaves: what somebody has typed and not saved yet, kept by the server."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Autosave(models.Model):
    """The unsaved form of one person in one window. Only that person gets it back.

    `key` is the name of the browser's own copy of the same text (static/desk/unsaved.js); a save of the
    form forgets both.
    """

    key = models.CharField(max_length=32)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves", verbose_name=_("user")
    )
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        null=True,
        related_name="autosaves",
        verbose_name=_("article"),
        help_text=_("Empty: a story that was never saved."),
    )
    payload = models.JSONField(_("what was typed"))
    saved_at = models.DateTimeField(_("typed"), default=timezone.now)

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="autosave_once_a_window")]
        indexes = [
            models.Index(fields=["article", "user"], name="autosave_of"),
            models.Index(fields=["saved_at"], name="autosave_age"),
        ]

    def __str__(self) -> str:
        return f"{self.article or _('new story')}: {self.user}"
