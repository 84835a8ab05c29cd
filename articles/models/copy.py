"""Copy: what a story says, shared by the working copy and by what was published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.limits import bounds
from articles.richtext import EXTENSIONS, sanitize


class Genre(models.TextChoices):
    """What kind of journalism a story is: the label, the colour and the schema.org type follow from it."""

    REPORT = "report", _("Report")
    ANALYSIS = "analysis", _("Analysis")
    OPINION = "opinion", _("Opinion")
    EXPLAINER = "explainer", _("Explainer")
    REVIEW = "review", _("Review")
    FACT_CHECK = "fact_check", _("Fact check")
    INTERVIEW = "interview", _("Interview")
    CALLOUT = "callout", _("Help us report")
    LIVE = "live", _("Live")
    AGENCY = "agency", _("Agency")
    SATIRE = "satire", _("Satire")
    SPONSORED = "sponsored", _("Sponsored")


class AiUse(models.TextChoices):
    """What machines wrote of it. The reader is told whenever it is not “none”."""

    NONE = "none", _("None")
    ASSISTED = "assisted", _("Assisted (disclosed)")
    GENERATED_REVIEWED = "generated_reviewed", _("Generated, reviewed by an editor")
    GENERATED = "generated", _("Generated")


def default_language() -> str:
    """The language the publication writes in."""
    return settings.LANGUAGE_CODE


class Copy(models.Model):
    """The words and facts of a story. Every field here is copied from Article to Edition on publication."""

    headline = models.CharField(
        _("headline"),
        **bounds("headline"),
        blank=True,
        help_text=_("What happened, in 40 to 90 characters. Stands on the page."),
    )
    headline_short = models.CharField(
        _("short headline"),
        **bounds("headline_short"),
        blank=True,
        help_text=_("For cards and the running order; the headline when empty."),
    )
    headline_seo = models.CharField(
        _("search headline"),
        **bounds("headline_seo"),
        blank=True,
        help_text=_("For the browser's tab and search results; 45 to 60 characters."),
    )
    headline_social = models.CharField(
        _("social headline"),
        **bounds("headline_social"),
        blank=True,
        help_text=_("For social cards; the headline when empty."),
    )
    kicker = models.CharField(
        _("kicker"), **bounds("kicker"), blank=True, help_text=_("A word or two over the headline.")
    )
    standfirst = models.TextField(
        _("standfirst"),
        **bounds("standfirst"),
        blank=True,
        help_text=_(
            "Under the headline: why it matters, in 100 to 180 characters. Also the summary in feeds."
        ),
    )
    key_points = models.TextField(
        _("key points"), blank=True, help_text=_("Three to five, one a line, in the present tense.")
    )
    slug = models.SlugField(
        _("slug"),
        max_length=75,
        blank=True,
        help_text=_("The end of the address; made from the headline when empty."),
    )
    body = ProseEditorField(_("body"), blank=True, extensions=EXTENSIONS, sanitize=sanitize)
    genre = models.CharField(
        _("genre"),
        max_length=12,
        choices=Genre,
        default=Genre.REPORT,
        help_text=_("The label the reader sees: what kind of journalism this is."),
    )
    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("section"),
    )
    dateline = models.CharField(
        _("dateline"),
        max_length=80,
        blank=True,
        help_text=_("VIENNA, 14 October. Only where a reporter really was; blank is honest."),
    )
    language = models.CharField(
        _("language"), max_length=12, default=default_language, help_text=_("A language code: en, de, pt-BR.")
    )
    lead_photo = models.ForeignKey(
        "articles.Photo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("lead picture"),
    )
    how_we_reported = models.TextField(
        _("how we reported"),
        blank=True,
        help_text=_("Whom we asked, what we saw, what we could not find out."),
    )
    ai_use = models.CharField(_("use of AI"), max_length=20, choices=AiUse, default=AiUse.NONE)
    sponsor = models.CharField(
        _("sponsor"),
        max_length=120,
        blank=True,
        help_text=_("Who paid for it; only with the genre Sponsored."),
    )
    canonical_url = models.URLField(
        _("canonical address"), blank=True, help_text=_("Only when the story first appeared elsewhere.")
    )

    class Meta:
        abstract = True

    @classmethod
    def copy_fields(cls) -> list[str]:
        """The names of the fields every Copy has, in order."""
        return [field.name for field in Copy._meta.local_fields]

    def copy_values(self) -> dict[str, Any]:
        """The copy as field values, related rows as their ids."""
        return {field.attname: getattr(self, field.attname) for field in Copy._meta.local_fields}

    @property
    def key_point_list(self) -> list[str]:
        """The key points, one by one."""
        return [line for raw in self.key_points.splitlines() if (line := raw.strip())]

    @property
    def short(self) -> str:
        """The headline for cards and lists."""
        return self.headline_short or self.headline

    @property
    def seo(self) -> str:
        """The headline for the browser's tab and search results."""
        return self.headline_seo or self.headline

    @property
    def social(self) -> str:
        """The headline for social cards."""
        return self.headline_social or self.headline
