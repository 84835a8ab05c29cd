"""The publication itself: who publishes, and where that is known from without a query."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.ledger import Remembered
from articles.tags import FRAME
from newsroom.models.look import Look

# Every page names the publication; one look a second is enough to see a change within a second.
FRESH_FOR = 1
CACHE_KEY = "newsroom.publication"
_publication: Remembered[Publication] = Remembered(CACHE_KEY, FRAME, seconds=FRESH_FOR)


class Publication(Look):
    """Who publishes. There is one row: one installation is one publication."""

    class Mining(models.TextChoices):
        """Whether machines may learn from what is published (Directive (EU) 2019/790, Article 4)."""

        RESERVED = "reserved", _("Reserved: not without our consent")
        ALLOWED = "allowed", _("Allowed")

    name = models.CharField(
        _("name"),
        max_length=120,
        default="Newsroom",
        help_text=_("At the head of every page and in every feed."),
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=200,
        blank=True,
        help_text=_(
            "A few words below the name, at the foot of every page and in the title of the front page."
        ),
    )
    legal_name = models.CharField(
        _("legal name"),
        max_length=200,
        blank=True,
        help_text=_(
            "The company or association that publishes: search engines are told, and the law wants "
            "it in the imprint."
        ),
    )
    legal_form = models.CharField(
        _("legal form"), max_length=120, blank=True, help_text=_("Association, limited company, foundation.")
    )
    registration_number = models.CharField(
        _("registration number"),
        max_length=60,
        blank=True,
        help_text=_("In the register of companies or associations."),
    )
    address = models.TextField(_("address"), blank=True, help_text=_("Where letters reach the newsroom."))
    country = models.CharField(
        _("country"), max_length=60, blank=True, help_text=_("The country whose press law holds for you.")
    )
    founded_on = models.DateField(
        _("founded on"), null=True, blank=True, help_text=_("The day it first appeared.")
    )
    editor_in_chief = models.CharField(
        _("editor in chief"), max_length=120, blank=True, help_text=_("Who answers for the whole paper.")
    )
    responsible_person = models.CharField(
        _("responsible under press law"),
        max_length=120,
        blank=True,
        help_text=_("The person the press law names, where it asks for one."),
    )
    email = models.EmailField(
        _("newsroom e-mail"), blank=True, help_text=_("At the foot of every page: readers write here.")
    )
    corrections_email = models.EmailField(
        _("corrections e-mail"),
        blank=True,
        help_text=_("Where readers report errors by mail; machines are told it too."),
    )
    phone = models.CharField(
        _("telephone"), max_length=40, blank=True, help_text=_("With the country code: +43 1 234 56 78.")
    )
    registered_office = models.CharField(
        _("registered office"),
        max_length=200,
        blank=True,
        help_text=_("The town where the company or association has its seat."),
    )
    register = models.CharField(
        _("register"),
        max_length=120,
        blank=True,
        help_text=_("Who keeps the register: Handelsgericht Wien, Amtsgericht Köln."),
    )
    purpose = models.CharField(
        _("business object"),
        max_length=300,
        blank=True,
        help_text=_("What the company or association does: publishing an online newspaper."),
    )
    management = models.TextField(
        _("management"),
        blank=True,
        help_text=_("Who runs the company, one a line: name, function. Managing directors, the board."),
    )
    other_holdings = models.TextField(
        _("other holdings"),
        blank=True,
        help_text=_("Shares of the owners in other media companies, one a line; “none” is an answer too."),
    )
    press_council = models.CharField(
        _("press council"),
        max_length=200,
        blank=True,
        help_text=_("Which code the newsroom has bound itself to: Austrian Press Council."),
    )
    complaints_contact = models.CharField(
        _("complaints"),
        max_length=200,
        blank=True,
        help_text=_("Whom readers turn to when the newsroom's own answer does not satisfy: name, address."),
    )
    jti_report_url = models.URLField(
        _("JTI report"),
        blank=True,
        help_text=_("The published self-assessment of the Journalism Trust Initiative, if there is one."),
    )
    text_and_data_mining = models.CharField(
        _("text and data mining"),
        max_length=10,
        choices=Mining,
        default=Mining.RESERVED,
        help_text=_(
            "Whether the stories may be used to train AI. robots.txt, tdmrep.json and trust.txt all say this."
        ),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="publication_is_one")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the one row and let every page of this process see it at once."""
        self.pk = 1
        super().save(*args, **kwargs)
        cache.delete(CACHE_KEY)

    @classmethod
    def current(cls) -> Publication:
        """The publication; an unnamed one before anybody filled it in."""
        return _publication(lambda: cls.objects.filter(pk=1).first() or cls(pk=1))
