"""Preferences: how a person likes the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def no_kinds() -> list[str]:
    """Quiet: nothing comes by e-mail until somebody asks for it."""
    return []


class Preferences(models.Model):
    """One person's choices; somebody without a row has the defaults."""

    class Language(models.TextChoices):
        """The languages the desk speaks, each by its own name."""

        EN = "en", "English"
        DE = "de", "Deutsch"
        __empty__ = _("As the paper")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    language = models.CharField(
        _("language of the desk"),
        max_length=10,
        choices=Language,
        blank=True,
        help_text=_("What you see here and at the login. Readers’ pages are in the language of the paper."),
    )
    mail_on = models.JSONField(_("e-mail me when"), default=no_kinds, blank=True)
    shortcuts = models.BooleanField(
        _("shortcuts with Ctrl or ⌘"),
        default=True,
        help_text=_("Save, send on, preview, compare, link, sub-headline, quote. Ctrl+/ lists them."),
    )
    single_keys = models.BooleanField(
        _("shortcuts of single letters"),
        default=True,
        help_text=_(
            "g and d, j and k and their like. Switch them off if you dictate or if they get in your way."
        ),
    )
    smart_quotes = models.BooleanField(
        _("quotation marks as the story’s language has them"),
        default=True,
        help_text=_(
            "Also dashes, ellipses and the space before a unit, while you type. Ctrl+Z takes one back."
        ),
    )

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")

    @classmethod
    def of(cls, user: User) -> Preferences:
        """The person's choices, or the defaults; no query for whoever is logged in (newsroom/accounts.py)."""
        mine: Preferences | None = getattr(user, "preferences", None)
        return mine or cls(user=user)

    def __str__(self) -> str:
        return str(self.user)
