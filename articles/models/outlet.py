"""Outlets: other newsrooms and agencies we credit."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class OutletQuerySet(models.QuerySet["Outlet"]):
    def named(self, name: str) -> Outlet:
        """The outlet known by this name, whatever its capitals; made when it is new."""
        found = self.filter(name__iexact=name).first()
        return found or self.create(name=name)


class Outlet(models.Model):
    """A newsroom, agency or institution whose work we build on: Krone, APA, Reuters."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("As the last line of the copy credits it: Krone.")
    )
    full_name = models.CharField(
        _("full name"),
        max_length=200,
        blank=True,
        help_text=_("As readers see it: Kronen Zeitung. The name when empty."),
    )
    url = models.URLField(
        _("address"), blank=True, help_text=_("Its front page: linked where a story has no better address.")
    )

    objects = OutletQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        constraints = [models.UniqueConstraint(Lower("name"), name="outlet_name_once")]

    def __str__(self) -> str:
        return self.name
