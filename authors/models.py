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
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_(
            "The end of the author page's address: wayne-wickman. Other sites link to it, so leave "
            "it as it is."
        ),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("desk account"),
        help_text=_(
            "The account they log in with, if they have one: their stories are then theirs at the desk."
        ),
    )
    job_title = models.CharField(
        _("job title"),
        max_length=120,
        blank=True,
        help_text=_("Beside the name on the author page: Correspondent in Brussels."),
    )
    affiliation = models.CharField(
        _("affiliation"),
        max_length=10,
        choices=Affiliation,
        default=Affiliation.STAFF,
        help_text=_("How they belong to us. An agency in the byline is marked as one."),
    )
    bio = models.TextField(
        _("bio"),
        blank=True,
        help_text=_(
            "On the author page, in full and in their own words: I am …, and I write about … The "
            "first person is fine."
        ),
    )
    bio_short = models.CharField(
        _("short bio"),
        max_length=160,
        blank=True,
        help_text=_("At the foot of every story: one sentence in the third person, up to 160 characters."),
    )
    specialties = models.CharField(
        _("specialties"),
        max_length=300,
        blank=True,
        help_text=_(
            "What they know well, separated by commas: energy, Central Asia. On the author page and "
            "for search engines."
        ),
    )
    languages = models.CharField(
        _("languages"),
        max_length=100,
        blank=True,
        help_text=_("What readers may write to them in, as codes separated by commas: en, de, pt-BR."),
    )
    location = models.CharField(
        _("location"), max_length=120, blank=True, help_text=_("Where they are based: Vienna.")
    )
    disclosures = models.TextField(
        _("disclosures"),
        blank=True,
        help_text=_(
            "What a reader should know before trusting them: memberships, shares, family, and what "
            "they therefore leave alone."
        ),
    )
    email_public = models.EmailField(
        _("public e-mail"),
        blank=True,
        help_text=_("For readers, on the author page. Leave it empty if mail is to go to the newsroom."),
    )
    fediverse_handle = models.CharField(
        _("fediverse handle"),
        max_length=120,
        blank=True,
        validators=[RegexValidator(r"^@[\w.-]+@[\w.-]+\.\w+$", _("Write it as @name@server.example."))],
        help_text=_(
            "@name@server.example: shown on the author page, and named where a story is shared there."
        ),
    )
    portrait = ImageField(
        _("portrait"),
        help_text=_("Square or higher than wide; the middle of it is shown, 400 pixels at most."),
        upload_to="portraits",
        blank=True,
        auto_add_fields=True,
        formats=PORTRAIT_FORMATS,
    )
    portrait_alt = models.CharField(
        _("portrait description"),
        max_length=200,
        blank=True,
        help_text=_(
            "What the portrait shows, for those who cannot see it: Inês Exemple in front of a bookshelf."
        ),
    )
    portrait_credit = models.CharField(
        _("portrait credit"), max_length=120, blank=True, help_text=_("Who took the portrait.")
    )
    left_on = models.DateField(
        _("left on"),
        null=True,
        blank=True,
        help_text=_("The last day with us. The page stays, and says until when they wrote here."),
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
    label = models.CharField(_("label"), max_length=60, help_text=_("Where it is: Mastodon, Personal site."))
    url = models.URLField(
        _("address"),
        help_text=_("The profile itself. Link back to the author page there, and it is proved to be theirs."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Lower numbers stand first.")
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label
