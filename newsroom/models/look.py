"""What a publication may change of the look, beside its name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.look.contrast import Readable
from newsroom.look.faces import HEAD, INTERFACE, TEXT
from newsroom.look.sheet import digest_of, preloads, stylesheet

# How far apart the proportions of a logo's two files may be.
ALIKE = 0.02


class Colour(models.CharField):
    """A colour as six hexadecimal digits; empty for the house's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 7, "blank": True, "default": "", **kwargs})

    def to_python(self, value: Any) -> Any:
        return value.strip().lower() if isinstance(value, str) else value


class Look(models.Model):
    """Logo, colours and faces. Everything else of the look is the house's, and measured."""

    logo = models.FileField(
        _("logo"),
        upload_to="logo",
        blank=True,
        help_text=_(
            "Stands in place of the name at the head of every page. An SVG (shapes only, words turned into "
            "paths) or a PNG, of 256 kB at most."
        ),
    )
    logo_dark = models.FileField(
        _("logo on dark paper"),
        upload_to="logo",
        blank=True,
        help_text=_(
            "The same drawing for readers who prefer dark. Leave it empty where the logo is easy to see on "
            "black and white alike."
        ),
    )
    logo_width = models.PositiveIntegerField(default=0, editable=False)
    logo_height = models.PositiveIntegerField(default=0, editable=False)
    link_light = Colour(
        _("links, on light paper"),
        validators=[Readable("light", on_its_tint=False)],
        help_text=_(
            "Such as #0a4d8c, which it is while this is empty. It has to be readable on every ground."
        ),
    )
    link_dark = Colour(
        _("links, on dark paper"),
        validators=[Readable("dark", on_its_tint=False)],
        help_text=_("#8fc1f2 while this is empty."),
    )
    mark_light = Colour(
        _("corrections, on light paper"),
        validators=[Readable("light", on_its_tint=True)],
        help_text=_(
            "The one colour that says “this changed”, and nothing else. #b3201b while this is empty."
        ),
    )
    mark_dark = Colour(
        _("corrections, on dark paper"),
        validators=[Readable("dark", on_its_tint=True)],
        help_text=_("#ff8f85 while this is empty."),
    )
    font_head = models.CharField(
        _("face of headlines"),
        max_length=20,
        choices=HEAD,
        default=HEAD[0][0],
        help_text=_("A face from the reader’s device costs no byte, and looks a little different on each."),
    )
    font_text = models.CharField(
        _("face of the text"),
        max_length=20,
        choices=TEXT,
        default=TEXT[0][0],
        help_text=_("Stories, standfirsts and policies."),
    )
    font_ui = models.CharField(
        _("face of everything else"),
        max_length=20,
        choices=INTERFACE,
        default=INTERFACE[0][0],
        help_text=_("Navigation, labels, dates, captions, forms."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raises ValidationError for a dark logo that has no light one."""
        super().clean()
        if self.logo_dark and not self.logo:
            raise ValidationError({"logo": _("The logo for dark paper needs one for light paper beside it.")})

    @property
    def stylesheet_url(self) -> str:
        """The address of the publication's own stylesheet; empty while it looks as it came."""
        css = stylesheet(self)
        return reverse("look", args=[digest_of(css)]) if css else ""

    @property
    def preloads(self) -> list[str]:
        """The font files that text of the first screen waits for, as static files."""
        return preloads(self)

    def is_like_the_logo(self, width: int, height: int) -> bool:
        """Whether a drawing of that size has the logo's proportions: nothing moves when the theme does."""
        return abs(width * self.logo_height - height * self.logo_width) <= ALIKE * width * self.logo_height
