"""Sources: where a story's facts come from, as structured data."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """In what way the story rests on the source."""

    BASED_ON = "based_on", _("Based on reporting by")
    AGENCY = "agency", _("Agency copy")
    DOCUMENT = "document", _("Document")
    INTERVIEW = "interview", _("Interview")
    DATA = "data", _("Data")
    ANONYMOUS = "anonymous", _("Unnamed source")


@dataclass(frozen=True, slots=True)
class PublicSource:
    """What the public may read of a source. Lacks the internal note by design."""

    kind: str
    outlet: str = ""
    outlet_full_name: str = ""
    outlet_url: str = ""
    title: str = ""
    url: str = ""
    published_on: str = ""
    """An ISO 8601 date, or empty."""
    independently_confirmed: bool = False
    public_note: str = ""

    def as_dict(self) -> dict[str, str | bool]:
        """As stored in an edition."""
        return asdict(self)

    @property
    def label(self) -> str:
        """What the reader sees as the kind of source."""
        return str(SourceKind(self.kind).label)

    @property
    def name(self) -> str:
        """Whom the reader is told about: the outlet in full, else the title."""
        return self.outlet_full_name or self.outlet or self.title

    @property
    def link(self) -> str:
        """The best address we have for it: the piece itself, else the outlet."""
        return self.url or self.outlet_url


class Source(models.Model):
    """A source of the working copy. `internal_note` is for the desk and is never exported."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=SourceKind,
        default=SourceKind.BASED_ON,
        help_text=_("What we have it from. Readers see it before the name: Based on reporting by Krone."),
    )
    outlet = models.ForeignKey(
        "articles.Outlet",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("outlet"),
        help_text=_("The newsroom, agency or institution we credit."),
    )
    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        help_text=_("Of the piece, document or data set; for an interview, the person."),
    )
    url = models.URLField(
        _("address"), blank=True, max_length=500, help_text=_("Where readers can check it: the piece itself.")
    )
    published_on = models.DateField(
        _("published on"), null=True, blank=True, help_text=_("The day it appeared there.")
    )
    independently_confirmed = models.BooleanField(
        _("independently confirmed"),
        default=False,
        help_text=_("We have the facts from a second source, or saw for ourselves. Readers are told."),
    )
    public_note = models.CharField(
        _("public note"),
        max_length=400,
        blank=True,
        help_text=_(
            "What readers should know of it. For an unnamed source: how they know, and why the name "
            "is withheld."
        ),
    )
    internal_note = models.TextField(
        _("internal note"),
        blank=True,
        help_text=_("For the desk only, never shown or exported: who it is, the number, what was agreed."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.outlet or self.title or '–'}"

    def public(self) -> PublicSource:
        """The part of it that readers get."""
        return PublicSource(
            kind=self.kind,
            outlet=self.outlet.name if self.outlet else "",
            outlet_full_name=self.outlet.full_name if self.outlet else "",
            outlet_url=self.outlet.url if self.outlet else "",
            title=self.title,
            url=self.url,
            published_on=self.published_on.isoformat() if self.published_on else "",
            independently_confirmed=self.independently_confirmed,
            public_note=self.public_note,
        )
