"""Open windows: who has an article open, whether or not they type."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OpenWindow(models.Model):
    """That somebody looks at an article's form in one window. Who types in it holds the edit lock besides."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="open_windows")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user")
    )
    token = models.CharField(max_length=32)
    heartbeat_at = models.DateTimeField(_("last sign of life"), default=timezone.now)

    class Meta:
        ordering = ["heartbeat_at"]
        verbose_name = _("open window")
        verbose_name_plural = _("open windows")
        constraints = [
            models.UniqueConstraint(fields=["article", "user", "token"], name="open_window_once"),
        ]
        indexes = [models.Index(fields=["heartbeat_at"], name="open_window_age")]

    def __str__(self) -> str:
        return f"{self.article}: {self.user}"
