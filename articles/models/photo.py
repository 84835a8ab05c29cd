"""Photos: pictures with the facts a newsroom owes about them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from imagefield.fields import ImageField
from simple_history.models import HistoricalRecords

from articles.figures import pictured
from articles.renditions import FORMATS


class Origin(models.TextChoices):
    """How a picture came to be, in the IPTC's words (cv.iptc.org/newscodes/digitalsourcetype)."""

    CAPTURE = "digitalCapture", _("Photograph, digital")
    COMPUTATIONAL = "computationalCapture", _("Photograph, several exposures put together")
    NEGATIVE = "negativeFilm", _("Photograph, from a negative")
    POSITIVE = "positiveFilm", _("Photograph, from a slide")
    PRINT = "print", _("Photograph, from a print")
    EDITED = "humanEdits", _("Photograph, retouched by a person")
    ENHANCED = "algorithmicallyEnhanced", _("Photograph, enhanced by software")
    MONTAGE = "compositeCapture", _("Montage of photographs")
    MIXED = "composite", _("Montage of photographs and other things")
    SYNTHETIC = "compositeSynthetic", _("Montage with synthetic parts")
    PARTLY_AI = "compositeWithTrainedAlgorithmicMedia", _("Photograph with parts made by AI")
    AI = "trainedAlgorithmicMedia", _("Made by AI")
    ALGORITHM = "algorithmicMedia", _("Made by software, without AI")
    DATA = "dataDrivenMedia", _("Drawn from data")
    ART = "digitalCreation", _("Drawn by a person")
    SCREEN = "screenCapture", _("Screenshot")
    VIRTUAL = "virtualRecording", _("Recorded in a virtual world")


# What readers have to be told before they take the picture for a photograph of what happened.
LABELLED: dict[str, Any] = {
    Origin.MONTAGE: _("Montage."),
    Origin.MIXED: _("Montage."),
    Origin.SYNTHETIC: _("Montage with synthetic parts."),
    Origin.PARTLY_AI: _("Partly made by AI."),
    Origin.AI: _("Made by AI."),
    Origin.ALGORITHM: _("Made by software."),
    Origin.VIRTUAL: _("Recorded in a virtual world."),
}


class Rights(models.TextChoices):
    """On what terms we may show the picture."""

    OWN = "own", _("Our own")
    LICENSED = "licensed", _("Licensed")
    AGENCY = "agency", _("Agency subscription")
    CREATIVE_COMMONS = "cc", _("Creative Commons")
    PUBLIC_DOMAIN = "public_domain", _("Public domain")
    HANDOUT = "handout", _("Handout")
    PERMISSION = "permission", _("With permission")


DAYS_OF_A_YEAR = 366
# Photos whose last renditions are missing, or were cut around another point than the focal point is now.
UNFINISHED = (
    models.Q(finished_x__isnull=True)
    | ~models.Q(finished_x=models.F("focal_x"))
    | ~models.Q(finished_y=models.F("focal_y"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPhoto:
    """What an edition tells of a picture beside its words: whose it is, when and how it was made."""

    copyright_notice: str = ""
    taken_on: str = ""
    """The day in ISO 8601, or empty."""
    digital_source_type: str = ""
    is_illustrative: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The facts in the shape an edition stores."""
        return asdict(self)

    @property
    def labels(self) -> list[str]:
        """What readers are told before the caption: that it is no picture of what happened."""
        told = [str(_("Symbolic picture."))] if self.is_illustrative else []
        label = LABELLED.get(self.digital_source_type)
        return [*told, str(label)] if label else told

    @property
    def day(self) -> date | None:
        """When it was taken."""
        return date.fromisoformat(self.taken_on) if self.taken_on else None

    def taken_long_before(self, moment: datetime) -> bool:
        """Whether it was taken more than a year before that moment."""
        return self.day is not None and (moment.date() - self.day).days > DAYS_OF_A_YEAR


class PhotoQuerySet(models.QuerySet["Photo"]):
    def in_text(self, html: str) -> dict[int, Photo]:
        """The photos that stand in a text, by key; no query for one without."""
        keys = {mark.photo for mark in pictured(html)}
        return {photo.pk: photo for photo in self.filter(pk__in=keys)} if keys else {}

    def unfinished(self) -> Self:
        """Those that have renditions to come."""
        return self.filter(UNFINISHED)


class Photo(models.Model):
    """A picture. Its file never changes: another picture is another photo."""

    file = ImageField(
        _("file"),
        help_text=_(
            "JPEG, PNG, WebP, AVIF or GIF, the largest you have: every size is made from it. Place "
            "and camera data are removed."
        ),
        upload_to="photos/%Y/%m",
        width_field="width",
        height_field="height",
        ppoi_field="ppoi",
        formats=FORMATS,
    )
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    alt = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_(
            "What there is to see, for those who cannot: “Two women carry a ballot box upstairs”. "
            "Not the caption again."
        ),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It tells nothing the text does not, so screen readers skip it. Rare in news."),
    )
    caption = models.TextField(
        _("caption"),
        blank=True,
        max_length=400,
        help_text=_("Under the picture: who does what, where and when. Up to 400 characters."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=120,
        blank=True,
        help_text=_("Under the picture, always: A. Photographer / Agency."),
    )
    rights = models.CharField(
        _("rights"),
        max_length=20,
        choices=Rights,
        default=Rights.OWN,
        help_text=_("On what terms we may show it. When in doubt, ask the picture desk first."),
    )
    rights_expire_on = models.DateField(
        _("licence expires on"),
        null=True,
        blank=True,
        help_text=_("The last day we may show it; the desk is warned. Empty for a licence without an end."),
    )
    usage_note = models.CharField(
        _("usage note"),
        max_length=300,
        blank=True,
        help_text=_("What the licence asks of us: print only, no crop, once. For the desk; never public."),
    )
    source_agency = models.CharField(
        _("agency"), max_length=120, blank=True, help_text=_("Who sent or sold it to us. For the desk.")
    )
    copyright_notice = models.CharField(
        _("copyright notice"),
        max_length=200,
        blank=True,
        help_text=_("Whose it is, as its maker writes it: © 2026 A. Photographer. Told to search engines."),
    )
    taken_on = models.DateField(
        _("taken on"),
        null=True,
        blank=True,
        help_text=_("Readers are told when the picture is more than a year older than the story."),
    )
    location = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("Where it was taken. For the desk and its search."),
    )
    people = models.CharField(
        _("people"),
        max_length=300,
        blank=True,
        help_text=_("Who can be recognised, from left to right. For the desk and its search."),
    )
    digital_source_type = models.CharField(
        _("made how"),
        max_length=40,
        blank=True,
        choices=Origin,
        help_text=_("Montages and what AI made are labelled in public, before the caption."),
    )
    is_illustrative = models.BooleanField(
        _("symbolic picture"),
        default=False,
        help_text=_("It does not show the event itself, and readers are told so before the caption."),
    )
    focal_x = models.FloatField(
        _("focal point, across"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("From 0, the left edge, to 1, the right: every crop keeps this point, mostly the eyes."),
    )
    focal_y = models.FloatField(
        _("focal point, down"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("From 0, the top edge, to 1, the bottom."),
    )
    colour = models.CharField(_("colour"), max_length=7, blank=True, editable=False)
    finished_x = models.FloatField(null=True, editable=False)
    finished_y = models.FloatField(null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["colour", "finished_x", "finished_y"])
    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        indexes = [
            models.Index(fields=["-rights_expire_on", "-id"], name="photo_licence_end"),
            models.Index(fields=["-id"], condition=UNFINISHED, name="photo_unfinished"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1)) & models.Q(focal_y__range=(0, 1)),
                name="photo_focal_point_inside",
                violation_error_message=_("The focal point lies between 0 and 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt or self.file.name

    @property
    def ppoi(self) -> str:
        """The focal point in django-imagefield's notation, `0.5x0.5`."""
        return f"{self.focal_x}x{self.focal_y}"

    @property
    def description(self) -> str:
        """What those hear who cannot see it."""
        return "" if self.decorative else self.alt

    def public(self) -> PublicPhoto:
        """What readers are told of it beside its words."""
        return PublicPhoto(
            copyright_notice=self.copyright_notice,
            taken_on=self.taken_on.isoformat() if self.taken_on else "",
            digital_source_type=self.digital_source_type,
            is_illustrative=self.is_illustrative,
        )

    @property
    def is_finished(self) -> bool:
        """Whether every rendition is there, cut around the focal point as it is."""
        return (self.finished_x, self.finished_y) == (self.focal_x, self.focal_y)

    def licence_expired(self, on: date) -> bool:
        """Whether the licence has run out on that day."""
        return self.rights_expire_on is not None and self.rights_expire_on < on
