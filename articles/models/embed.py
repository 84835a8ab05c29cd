"""Embeds: posts, videos and sounds of others, and what was known of them when somebody put them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class PublicEmbed:
    """What a reader is told of an embed, as an edition keeps it: a post that is deleted stays on record."""

    address: str
    provider: str
    title: str = ""
    author: str = ""
    text: str = ""
    posted_on: str = ""
    player: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The embed in the shape an edition stores."""
        return asdict(self)


class EmbedQuerySet(models.QuerySet["Embed"]):
    def at(self, addresses: Iterable[str]) -> Self:
        """The embeds at these addresses."""
        return self.filter(address__in=list(addresses))

    def owed(self, now: datetime, again_after: Sequence[timedelta]) -> Self:
        """Those nobody has answered about yet and whose time to be asked about again has come."""
        due = models.Q(pk__in=[])
        for tries, wait in enumerate(again_after):
            due |= models.Q(tries=tries, added_at__lt=now - wait)
        return self.filter(due, fetched_at__isnull=True)


class Embed(models.Model):
    """A page of somebody else's that stands in stories of ours. Asked about once; what it said stays."""

    address = models.URLField(_("address"), max_length=700, unique=True)
    provider = models.CharField(_("provider"), max_length=20)
    title = models.CharField(_("title"), max_length=300, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    player = models.CharField(_("player"), max_length=1000, blank=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    fetched_at = models.DateTimeField(_("fetched"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = EmbedQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("embed")
        verbose_name_plural = _("embeds")
        # It comes and goes with the text of stories; nobody edits what somebody else said.
        default_permissions = ()
        indexes = [
            models.Index(fields=["added_at"], condition=models.Q(fetched_at__isnull=True), name="embed_owed")
        ]

    def __str__(self) -> str:
        return self.title or self.address

    def public(self) -> PublicEmbed:
        """What readers are told of it."""
        day: date | None = self.posted_on
        return PublicEmbed(
            self.address,
            self.provider,
            self.title,
            self.author,
            self.text,
            day.isoformat() if day else "",
            self.player,
        )
