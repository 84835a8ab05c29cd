"""Follow-ups: what is still owed after a story went out."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FollowUp(models.Model):
    """Something to be done about a story by a certain time, and who did it."""

    class Kind(models.TextChoices):
        """What is owed."""

        SECOND_READ = "second_read", _("Second read: approved by its own writer")
        TELL_OTHERS = "tell_others", _("Put it right where else it went: push, newsletter, social, partners")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    note = models.TextField(_("note"), blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("opened by"),
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    due_at = models.DateTimeField(_("due"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    done_at = models.DateTimeField(_("done"), null=True)
    done_note = models.TextField(_("what was done"), blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="second_read")
                | Q(done_at__isnull=True)
                | Q(opened_by__isnull=True)
                | ~Q(done_by=F("opened_by")),
                name="second_read_by_somebody_else",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="follow_up_open")]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_kind_display()}"

    def is_late(self, now: datetime) -> bool:
        """Whether it is still open after its time."""
        return self.done_at is None and now > self.due_at
