"""The journalist and the bio: the person a reader can hold to account for a story."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from imagefield.fields import ImageField
from simple_history.models import HistoricalRecords

# Square, for bylines (44 px) and author pages (up to 200 px), at single and double density.
PORTRAIT_FORMATS = {
    "byline": ["default", ("crop", (132, 132))],
    "page": ["default", ("crop", (400, 400))],
}


def split_list(text: str) -> list[str]:
    """The items of a comma-separated field, trimmed, without empty ones."""
    return [item for part in text.split(",") if (item := part.strip())]


class Affiliation(models.TextChoices):
    """How a person is bound to the publication."""

    STAFF = "staff", _("Staff")
    FREELANCE = "freelance", _("Freelance")
    GUEST = "guest", _("Guest")
    AGENCY = "agency", _("Agency")


class Author(models.Model):
    """A person (or an agency) who stands behind a story. Someone who left keeps their page."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("As it stands in the byline: no “By”, no title.")
    )
    slug = models.SlugField(
        _("slug"), max_length=120, unique=True, help_text=_("The end of the author page's address.")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("desk account"),
        help_text=_("The account this person writes with, if they have one."),
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    affiliation = models.CharField(
        _("affiliation"), max_length=10, choices=Affiliation, default=Affiliation.STAFF
    )
    bio = models.TextField(
        _("bio"),
        blank=True,
        help_text=_("In full, in their own words; the first person is fine. Shown on the author page."),
    )
    bio_short = models.CharField(
        _("short bio"),
        max_length=160,
        blank=True,
        help_text=_("One sentence in the third person. Shown at the foot of every article."),
    )
    specialties = models.CharField(
        _("specialties"), max_length=300, blank=True, help_text=_("What they know well, separated by commas.")
    )
    languages = models.CharField(
        _("languages"),
        max_length=100,
        blank=True,
        help_text=_("Language codes separated by commas: en, de, pt-BR."),
    )
    location = models.CharField(_("location"), max_length=120, blank=True)
    disclosures = models.TextField(
        _("disclosures"),
        blank=True,
        help_text=_("Memberships, holdings or ties a reader should know of, and how conflicts are handled."),
    )
    email_public = models.EmailField(_("public e-mail"), blank=True)
    fediverse_handle = models.CharField(
        _("fediverse handle"),
        max_length=120,
        blank=True,
        validators=[RegexValidator(r"^@[\w.-]+@[\w.-]+\.\w+$", _("Write it as @name@server.example."))],
    )
    portrait = ImageField(
        _("portrait"), upload_to="portraits", blank=True, auto_add_fields=True, formats=PORTRAIT_FORMATS
    )
    portrait_alt = models.CharField(_("portrait description"), max_length=200, blank=True)
    portrait_credit = models.CharField(_("portrait credit"), max_length=120, blank=True)
    left_on = models.DateField(
        _("left on"),
        null=True,
        blank=True,
        help_text=_("The page stays and says until when they wrote for us."),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="author_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="author_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.portrait and not self.portrait_alt:
            raise ValidationError({"portrait_alt": _("Describe the portrait for those who cannot see it.")})

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    def make_portraits(self) -> None:
        """Make the missing sizes of the portrait; nothing without one."""
        if self.portrait:
            for name in PORTRAIT_FORMATS:
                self.portrait.process(name)

    @property
    def specialty_list(self) -> list[str]:
        """The specialties, one by one."""
        return split_list(self.specialties)

    @property
    def language_list(self) -> list[str]:
        """The BCP 47 codes of the languages, one by one."""
        return split_list(self.languages)


class AuthorLink(models.Model):
    """A profile of the author elsewhere; marked rel=me, so that the other side can confirm it."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=60)
    url = models.URLField(_("address"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label
