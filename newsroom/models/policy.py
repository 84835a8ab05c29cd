"""Policy pages: the rules readers can hold the publication to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class PolicyPage(models.Model):
    """A policy readers can hold us to. Without a date it would not be one."""

    class Kind(models.TextChoices):
        """What the page settles; machines are told by this."""

        ABOUT = "about", _("About us and masthead")
        ETHICS = "ethics", _("Ethics")
        CORRECTIONS = "corrections", _("Corrections")
        UNNAMED_SOURCES = "unnamed_sources", _("Unnamed sources")
        FACT_CHECKING = "fact_checking", _("Verification and fact-checking")
        DIVERSITY = "diversity", _("Diversity")
        NO_BYLINES = "no_bylines", _("Stories without a byline")
        FEEDBACK = "feedback", _("Feedback")
        OWNERSHIP = "ownership", _("Ownership and funding")
        IMPRINT = "imprint", _("Imprint")
        EDITORIAL_LINE = "editorial_line", _("Editorial line")
        AI = "ai", _("Use of AI")
        PRIVACY = "privacy", _("Privacy")
        INTERESTS = "interests", _("Interests and affiliations")
        PUBLIC_CONTENT = "public_content", _("What readers send us")
        WORK = "work", _("Working conditions and training")

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind,
        unique=True,
        help_text=_("What the page settles. Search engines and partners find the right one by this."),
    )
    title = models.CharField(
        _("title"),
        max_length=120,
        help_text=_("The heading, and the link at the foot of every page: How we correct."),
    )
    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        help_text=_("The end of the address: about/corrections. Others link to it, so leave it as it is."),
    )
    body = models.TextField(
        _("text"),
        help_text=_(
            "In Markdown: a blank line between paragraphs, ## before a sub-headline, - before a "
            "point of a list."
        ),
    )
    effective_from = models.DateField(
        _("in force since"),
        help_text=_("The day it began to hold; readers see it. A policy without a date is none."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=0,
        help_text=_("Its place among the links at the foot: lower numbers stand first."),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("policy page")
        verbose_name_plural = _("policy pages")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.slug in AT_FIXED_ADDRESSES and self.slug != self.kind:
            raise ValidationError({"slug": _("This address belongs to the page of that kind.")})

    def get_absolute_url(self) -> str:
        return reverse("policy", args=[self.kind if self.kind in AT_FIXED_ADDRESSES else self.slug])


AT_FIXED_ADDRESSES = frozenset({PolicyPage.Kind.IMPRINT, PolicyPage.Kind.OWNERSHIP})
"""Where the law wants them found, whatever their text is called; the publication's fields stand there too."""
