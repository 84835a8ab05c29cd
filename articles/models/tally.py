"""Tallies: how many stories a list has, kept up in the transaction that changes it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """The number of open editions on a list, under the list's tag (`articles.tags`): topic-5, day-2026-03-01.

    An edition is open while no end is set for it. `articles.tallies` writes the numbers, and says how
    many stories are public at a moment.
    """

    name = models.CharField(_("list"), max_length=40, primary_key=True)
    stories = models.IntegerField(_("stories"), default=0)
    changed_at = models.DateTimeField(
        _("last significant change"), null=True, help_text=_("Of a month, for its file of the sitemap.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")

    def __str__(self) -> str:
        return f"{self.name}: {self.stories}"
