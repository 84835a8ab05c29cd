"""Removal requests: somebody wants a story changed or gone. The register of what was asked and decided."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

# The law gives a month to answer (Regulation (EU) 2016/679, Article 12(3)).
ANSWER_WITHIN = timedelta(days=30)


def answer_by() -> date:
    """The day by which a request of today is owed an answer."""
    return localdate() + ANSWER_WITHIN


class RemovalRequest(models.Model):
    """A request and its decision, for a few eyes only. The archive is a public record, so the least step
    that helps is the right one; a take-down is entered here too, with the day it is looked at again."""

    class Ground(models.TextChoices):
        """What the request rests on."""

        INACCURATE = "inaccurate", _("Inaccurate")
        OUTDATED = "outdated", _("Outdated")
        PRIVACY = "privacy", _("Privacy")
        MINOR = "minor", _("A minor is concerned")
        SAFETY = "safety", _("Danger to somebody")
        LEGAL_ORDER = "legal_order", _("Order of a court or an authority")
        ERASURE = "erasure", _("Data protection (GDPR Art. 17, 21)")
        COPYRIGHT = "copyright", _("Copyright")
        OWN = "own", _("The newsroom's own decision")

    class Decision(models.TextChoices):
        """What was done, the least first."""

        WAITING = "waiting", _("Not decided")
        REFUSED = "refused", _("Refused: the story stays as it is")
        UPDATED = "updated", _("The outcome was added")
        CORRECTED = "corrected", _("Corrected")
        NAME_REDUCED = "name_reduced", _("A name was reduced to an initial")
        PICTURE_REMOVED = "picture_removed", _("A picture was removed")
        ANONYMISED = "anonymised", _("Anonymised")
        REMOVED = "removed", _("Taken down")

    article = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="removal_requests",
        verbose_name=_("article"),
    )
    ground = models.CharField(
        _("ground"),
        max_length=12,
        choices=Ground,
        help_text=_("What the request rests on, as the person asks it."),
    )
    requester = models.CharField(
        _("who asks"),
        max_length=120,
        blank=True,
        help_text=_("The name, for the answer. It stays in this register."),
    )
    contact = models.CharField(
        _("contact"), max_length=200, blank=True, help_text=_("Where the answer goes.")
    )
    relation = models.CharField(
        _("relation to the story"),
        max_length=120,
        blank=True,
        help_text=_("The person named, a lawyer, a parent."),
    )
    request = models.TextField(
        _("what is asked for, and why"), help_text=_("In their words, as far as possible.")
    )
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    due_on = models.DateField(_("answer due"), default=answer_by, help_text=_("The law gives a month."))
    decision = models.CharField(
        _("decision"),
        max_length=16,
        choices=Decision,
        default=Decision.WAITING,
        help_text=_(
            "The least that helps: the archive is a public record. This is a record of the decision; "
            "carry it out at the story."
        ),
    )
    decision_reason = models.TextField(
        _("reasons of the decision"),
        blank=True,
        help_text=_("What weighed for and against. Whoever asked is owed the reasons."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    review_on = models.DateField(
        _("look again on"), null=True, blank=True, help_text=_("When the decision is looked at again.")
    )
    reviewed_at = models.DateTimeField(_("looked at again"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("removal request")
        verbose_name_plural = _("removal requests")
        permissions = [("handle_removal_requests", "Can read and decide removal requests")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="waiting") | ~Q(decision_reason=""), name="removal_decision_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["decision", "due_on"], name="removal_due"),
            models.Index(fields=["review_on"], name="removal_review"),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.get_ground_display()}"
