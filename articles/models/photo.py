"""Photos: pictures with the facts a newsroom owes about them."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from imagefield.fields import ImageField
from simple_history.models import HistoricalRecords

from articles.renditions import FORMATS


class Rights(models.TextChoices):
    """On what terms we may show the picture."""

    OWN = "own", _("Our own")
    LICENSED = "licensed", _("Licensed")
    AGENCY = "agency", _("Agency subscription")
    CREATIVE_COMMONS = "cc", _("Creative Commons")
    PUBLIC_DOMAIN = "public_domain", _("Public domain")
    HANDOUT = "handout", _("Handout")
    PERMISSION = "permission", _("With permission")


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
    digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        indexes = [models.Index(fields=["-rights_expire_on", "-id"], name="photo_licence_end")]
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

    def licence_expired(self, on: date) -> bool:
        """Whether the licence has run out on that day."""
        return self.rights_expire_on is not None and self.rights_expire_on < on
