"""Revisions: every state the working copy was ever saved in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """An immutable snapshot of a whole working copy: bylines, sources and topics too."""

    class Origin(models.TextChoices):
        """What made it."""

        SAVE = "save", _("Saved")
        IMPORT = "import", _("Imported")
        RESTORE = "restore", _("Restored")
        MERGE = "merge", _("Merged")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="revisions",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.SAVE)
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    substantive = models.BooleanField(
        _("changed the copy"),
        default=True,
        help_text=_("Not only a deadline or a comment: whoever made it does not approve it."),
    )
    words = models.PositiveIntegerField(_("words"), default=0)
    words_delta = models.IntegerField(_("change in words"), default=0)
    snapshot = models.JSONField(_("snapshot"))

    class Meta:
        ordering = ["-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="revision_numbers_start_at_1"),
        ]

    def __str__(self) -> str:
        return f"{self.article} #{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new revision. Raises TypeError for one that exists."""
        if not self._state.adding:
            raise TypeError("A revision never changes.")
        super().save(*args, **kwargs)
