"""Who owns the publication and what it lives on, row by row: what readers and the law may ask."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from newsroom.models.publication import Publication


class Owner(models.Model):
    """Somebody who holds a share, or decides without one (Regulation (EU) 2024/1083, Article 6(1))."""

    class Held(models.TextChoices):
        """In what way they own it."""

        DIRECT = "direct", _("Directly")
        INDIRECT = "indirect", _("Through others")
        BENEFICIAL = "beneficial", _("As beneficial owner")

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="owners")
    name = models.CharField(
        _("name"), max_length=200, help_text=_("The person or company, as the register has it.")
    )
    held = models.CharField(
        _("held"),
        max_length=10,
        choices=Held,
        default=Held.DIRECT,
        help_text=_("A person behind a company is named too: through others, or as beneficial owner."),
    )
    through = models.CharField(
        _("through"), max_length=200, blank=True, help_text=_("The company in between, where there is one.")
    )
    share = models.DecimalField(
        _("share in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("100 for a sole owner; empty where nobody has shares, as in an association."),
    )
    is_public_body = models.BooleanField(
        _("public body"),
        default=False,
        help_text=_("A state, a town, a chamber, or what belongs to one: readers are told."),
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("Other media or offices they hold.")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Lower numbers stand first.")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("owner")
        verbose_name_plural = _("owners")

    def __str__(self) -> str:
        return self.name


class Revenue(models.Model):
    """One way in which money comes in, and how much of the whole it is."""

    class Kind(models.TextChoices):
        """Where it comes from."""

        READERS = "readers", _("Subscriptions and membership")
        DONATIONS = "donations", _("Donations")
        ADVERTISING = "advertising", _("Advertising")
        SPONSORED = "sponsored", _("Sponsored content")
        GRANTS = "grants", _("Grants from foundations")
        PUBLIC = "public", _("Public subsidies")
        SALES = "sales", _("Sales of stories to others")
        EVENTS = "events", _("Events and courses")
        OWNERS = "owners", _("Money from the owners")
        OTHER = "other", _("Other")

    class Band(models.TextChoices):
        """A share of last year's revenue."""

        SMALL = "5", _("under 5 %")
        SOME = "20", _("5 to 20 %")
        LARGE = "50", _("20 to 50 %")
        MOST = "100", _("over 50 %")

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="revenues")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, help_text=_("Where it comes from."))
    band = models.CharField(
        _("share of the whole"),
        max_length=3,
        choices=Band,
        blank=True,
        help_text=_("Of last year's revenue; a band is enough."),
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("Who gives it and on what conditions, by name.")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Lower numbers stand first.")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("source of revenue")
        verbose_name_plural = _("sources of revenue")

    def __str__(self) -> str:
        return str(self.get_kind_display())


class PublicMoney(models.Model):
    """What public bodies paid in a year for advertising, or gave. A nought is an answer too."""

    class Kind(models.TextChoices):
        """For what, and from whom."""

        ADVERTISING = "advertising", _("State advertising")
        THIRD_COUNTRY = "third_country", _("Advertising by public bodies of third countries")
        SUBSIDY = "subsidy", _("Public subsidies")

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="public_money")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)], help_text=_("2026.")
    )
    kind = models.CharField(
        _("kind"), max_length=13, choices=Kind, default=Kind.ADVERTISING, help_text=_("What it was paid for.")
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text=_("The whole of the year; 0 where there was none."),
    )
    currency = models.CharField(
        _("currency"), max_length=3, default="EUR", help_text=_("Three letters: EUR, CHF.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("Who paid, by name."))

    history = HistoricalRecords()

    class Meta:
        ordering = ["-year", "kind", "pk"]
        verbose_name = _("public money")
        verbose_name_plural = _("public money")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "year", "kind", "note"], name="public_money_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount} {self.currency}"
