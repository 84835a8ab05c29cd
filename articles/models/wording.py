"""Wordings: the sentences a public note starts from, in each language the publication writes in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.models.edition import Change


class Wording(models.Model):
    """A template for one kind of change in one language; what stands in [[ ]] is to be replaced.

    Without a row, the desk offers the built-in one.
    """

    change = models.CharField(
        _("kind of change"),
        max_length=20,
        choices=Change,
        help_text=_("The desk is offered this sentence when it chooses this kind."),
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        help_text=_("The language of the stories it is for, as a code: en, de, pt-BR."),
    )
    text = models.TextField(
        _("wording"),
        help_text=_(
            "What stands in [[double brackets]] has to be replaced before the note goes out: "
            "An earlier version said [[wrong]]. It is [[right]]."
        ),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["language", "change"]
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints = [
            models.UniqueConstraint(fields=["change", "language"], name="wording_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="wording_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_change_display()} ({self.language})"
