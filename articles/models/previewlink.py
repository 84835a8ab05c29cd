"""Preview links: a draft for one person without an account, for a while."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SIGNER = Signer(salt="newsroom.preview")


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def holding(self, token: str) -> PreviewLinkQuerySet:
        """The link a token is the key of; none for a token nobody here made."""
        try:
            return self.filter(uid=uuid.UUID(hex=SIGNER.unsign(token)))
        except (BadSignature, ValueError):
            return self.none()

    def with_visits(self) -> PreviewLinkQuerySet:
        """With `opened` (how often) and `last_opened`."""
        return self.annotate(opened=models.Count("visits"), last_opened=models.Max("visits__at"))


class PreviewLink(models.Model):
    """A link to the working copy of a story, for whoever holds it, until it expires or is revoked."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="preview_links",
        verbose_name=_("article"),
    )
    recipient = models.CharField(
        _("for whom"), max_length=120, help_text=_("The name stands on every page of the preview.")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="preview_links",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="preview_link_expires"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.recipient}"

    def get_absolute_url(self) -> str:
        return reverse("shared_preview", args=[SIGNER.sign(self.uid.hex)])

    def is_open(self, now: datetime) -> bool:
        """Whether it still shows the story."""
        return self.revoked_at is None and now < self.expires_at


class PreviewVisit(models.Model):
    """That a preview link was opened, by whom as far as a request tells."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField(_("at"), default=timezone.now)
    address = models.GenericIPAddressField(_("address"), null=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("visit of a preview")
        verbose_name_plural = _("visits of previews")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.address or ''}".strip()
