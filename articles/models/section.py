"""Sections: the parts of the paper, each with its own desk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Section(models.Model):
    """A part of the paper: World, Economy, Culture."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    description = models.CharField(
        _("description"), max_length=240, blank=True, help_text=_("One sentence under the section's name.")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Lower numbers stand first in the navigation.")
    )
    medtop_id = models.CharField(
        _("IPTC media topic"),
        max_length=20,
        blank=True,
        help_text=_("For machines, for example medtop:11000000."),
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="sections",
        verbose_name=_("desk editors"),
        help_text=_("Whose desk this section is."),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])
