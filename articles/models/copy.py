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
        help_text=_(
            "What happened, and who did it: 40 to 90 characters, a verb in it, nothing the text does "
            "not bear out."
        ),
    )
    headline_short = models.CharField(
        _("short headline"),
        **bounds("headline_short"),
        blank=True,
        help_text=_(
            "On the front page, in lists and in the running order; the headline stands there when "
            "this is empty."
        ),
    )
    headline_seo = models.CharField(
        _("search headline"),
        **bounds("headline_seo"),
        blank=True,
        help_text=_(
            "In search results and the browser's tab: 45 to 60 characters, the names people would search for "
            "first. The headline when empty."
        ),
    )
    headline_social = models.CharField(
        _("social headline"),
        **bounds("headline_social"),
        blank=True,
        help_text=_(
            "On the card when somebody shares the story: up to 70 characters. The headline when empty."
        ),
    )
    kicker = models.CharField(
        _("kicker"),
        **bounds("kicker"),
        blank=True,
        help_text=_(
            "A word or two over the headline that say what it is about: Energy, Heat pumps. Not the "
            "genre again."
        ),
    )
    standfirst = models.TextField(
        _("standfirst"),
        **bounds("standfirst"),
        blank=True,
        help_text=_(
            "Under the headline, and the summary in lists and feeds: what the reader learns and why "
            "it matters, "
            "in 100 to 180 characters. Not the headline again."
        ),
    )
    key_points = models.TextField(
        _("key points"),
        blank=True,
        help_text=_(
            "A box above the text for who reads nothing else: three to five, one a line, each a "
            "whole statement."
        ),
    )
    slug = models.SlugField(
        _("slug"),
        max_length=75,
        blank=True,
        help_text=_(
            "The end of the address: eu-security-pact. Made from the headline when empty; changing "
            "it later leaves a redirect."
        ),
    )
    body = ProseEditorField(
        _("body"),
        blank=True,
        extensions=EXTENSIONS,
        sanitize=sanitize,
        help_text=_(
            "The story. TK or XXX marks what is still to come, and keeps it from going out. Sources "
            "have their "
            "own place below, so no “Source:” line at the end. A line “Table: Water levels in October” "
            "right before a table is its caption."
        ),
    )
    genre = models.CharField(
        _("genre"),
        max_length=12,
        choices=Genre,
        default=Genre.REPORT,
        help_text=_(
            "The label readers see on the page and on every card: whether this is news, analysis or opinion."
        ),
    )
    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("section"),
        help_text=_("The part of the paper it stands in, and the desk that is in charge of it."),
    )
    dateline = models.CharField(
        _("dateline"),
        max_length=80,
        blank=True,
        help_text=_(
            "Opens the text: VIENNA, 14 October. Only where our reporter really was; empty is honest."
        ),
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        default=default_language,
        help_text=_(
            "The language it is written in, as a code: en, de, pt-BR. Screen readers and search "
            "engines go by it."
        ),
    )
    translation_of = models.ForeignKey(
        "articles.Article",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_translations",
        verbose_name=_("translation of"),
        help_text=_(
            "Only for a translation: the story it was made from. While both are public, each leads readers "
            "to the other. Type a word of it, or paste its address."
        ),
    )
    lead_photo = models.ForeignKey(
        "articles.Photo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("lead picture"),
        help_text=_(
            "Over the text, on cards and when shared. Type a word of the caption, the credit or the "
            "description."
        ),
    )
    how_we_reported = models.TextField(
        _("how we reported"),
        blank=True,
        help_text=_(
            "Below the text, for readers: whom we asked, what we saw ourselves, what we could not find out."
        ),
    )
    ai_use = models.CharField(
        _("use of AI"),
        max_length=20,
        choices=AiUse,
        default=AiUse.NONE,
        help_text=_(
            "What machines wrote or made of it. Everything but “None” is told to readers below the text."
        ),
    )
    sponsor = models.CharField(
        _("sponsor"),
        max_length=120,
        blank=True,
        help_text=_("Who paid for it, named over the headline. Only with the genre Sponsored."),
    )
    canonical_url = models.URLField(
        _("canonical address"),
        blank=True,
        help_text=_(
            "Only when the story first appeared elsewhere: the address there, so that search engines "
            "credit it."
        ),
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
