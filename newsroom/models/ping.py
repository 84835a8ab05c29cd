"""Pings: what somebody outside is still to be told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ping(models.Model):
    """That a service (a WebSub hub, an IndexNow endpoint) is to hear that an address of ours changed.

    One row for each of them, however often it changes before they are told. Told, it goes.
    """

    to = models.CharField(_("service"), max_length=300)
    address = models.CharField(_("address that changed"), max_length=500)
    at = models.DateTimeField(_("last change"))
    claim = models.UUIDField(null=True, help_text=_("Of the run of the minute job that is telling it."))
    claimed_at = models.DateTimeField(_("claimed"), null=True)
    tries = models.PositiveIntegerField(_("attempts that failed"), default=0)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("ping")
        verbose_name_plural = _("pings")
        # Nobody at the desk ever sees one.
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["to", "address"], name="ping_once_per_address")]
        indexes = [models.Index(fields=["at"], name="ping_oldest")]

    def __str__(self) -> str:
        return f"{self.to}: {self.address}"
