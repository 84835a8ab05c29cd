"""Outdated: the record of what changed in public, which every process reads to know its old pages."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Outdated(models.Model):
    """One change of what the public sees, by the tags of the pages it outdates (`articles.tags`).

    Written in the transaction of the change itself, so that neither can be without the other; numbered
    in the order in which the changes became visible. `tick` forgets old rows.
    """

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    tags = models.JSONField(_("tags"), default=list)
    withdrawn = models.BooleanField(
        _("withdrawn"),
        default=False,
        help_text=_("A story was withdrawn: not even for a second may its old page bridge the gap."),
    )
    claimed_at = models.DateTimeField(
        _("claimed"), null=True, help_text=_("A process is telling the cache outside.")
    )
    told_at = models.DateTimeField(_("told outside"), null=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("outdated pages")
        verbose_name_plural = _("outdated pages")

    def __str__(self) -> str:
        return f"{self.number}: {' '.join(self.tags)}"
