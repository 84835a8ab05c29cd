"""Sections: the parts of the paper, each with its own desk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Section(models.Model):
    """A part of the paper: World, Economy, Culture."""

    name = models.CharField(
        _("name"), max_length=60, unique=True, help_text=_("In the navigation: one short word, World.")
    )
    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        help_text=_(
            "The end of the section page's address: world. Other sites link to it, so leave it as it is."
        ),
    )
    description = models.CharField(
        _("description"),
        max_length=240,
        blank=True,
        help_text=_("One sentence under the section's name on its page, and its summary for search engines."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Its place in the navigation: lower numbers stand first.")
    )
    medtop_id = models.CharField(
        _("IPTC media topic"),
        max_length=20,
        blank=True,
        help_text=_(
            "The IPTC code of the subject, for partners who take our feed: medtop:11000000 is politics."
        ),
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="sections",
        verbose_name=_("desk editors"),
        help_text=_(
            "Who is in charge: they may change, approve and publish its stories. Nobody chosen: "
            "every desk editor may."
        ),
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
