"""Preferences: how a person likes the desk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def no_kinds() -> list[str]:
    """Quiet: nothing comes by e-mail until somebody asks for it."""
    return []


class Preferences(models.Model):
    """One person's choices; somebody without a row has the defaults."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    mail_on = models.JSONField(_("e-mail me when"), default=no_kinds, blank=True)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return str(self.user)
