"""Figures: the pictures inside a published text, and what readers were told of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.photo import PublicPhoto


@dataclass(frozen=True, slots=True)
class PublicFigure(PublicPhoto):
    """A picture in a text as an edition keeps it. The file is the photo's; `src` is its JPEG for programs."""

    photo: int
    alt: str = ""
    caption: str = ""
    credit: str = ""
    src: str = ""
    width: int = 0
    height: int = 0


class EditionPhoto(models.Model):
    """That a picture stands in the text of an edition."""

    edition = models.ForeignKey("articles.Edition", on_delete=models.CASCADE, related_name="photo_lines")
    photo = models.ForeignKey("articles.Photo", on_delete=models.PROTECT, related_name="edition_lines")

    class Meta:
        verbose_name = _("picture of an edition")
        verbose_name_plural = _("pictures of editions")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["edition", "photo"], name="edition_photo_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.photo_id}"
