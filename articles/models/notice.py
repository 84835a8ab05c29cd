"""Notices: what a colleague should hear of, at the desk and, by choice, by e-mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One thing told to one person. Written with what it tells of, in one transaction; `tick` mails it."""

    class Kind(models.TextChoices):
        """What happened, as the person chooses it in their preferences."""

        ASSIGNED = "assigned", _("A story is assigned to me")
        SENT_BACK = "sent_back", _("My story is sent back")
        APPROVED = "approved", _("My story is approved")
        PUBLISHED = "published", _("My story is published, changed or withdrawn")
        REVIEW = "review", _("A story waits for my desk")
        SIGN_OFF = "sign_off", _("A sign-off is asked of me")
        MENTIONED = "mentioned", _("Somebody names me in a note")
        TAKEN_OVER = "taken_over", _("Somebody takes over a story I am editing")
        SECOND_PERSON = "second_person", _("A retraction waits for a second person")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name=_("user")
    )
    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="notices", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    text = models.CharField(_("text"), max_length=400)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen"), null=True)
    to_mail = models.BooleanField(_("by e-mail"), default=False)
    claimed_at = models.DateTimeField(_("taken for mailing"), null=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_of"),
            models.Index(
                fields=["at"], condition=Q(to_mail=True, mailed_at__isnull=True), name="notice_to_mail"
            ),
        ]

    def __str__(self) -> str:
        return self.text
