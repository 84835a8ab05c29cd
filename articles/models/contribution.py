"""Contributions: who did what for a story, in the order of the byline."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person did."""

    AUTHOR = "author", _("Author")
    REPORTING = "reporting", _("Additional reporting")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    PHOTOGRAPHER = "photographer", _("Photographer")
    ILLUSTRATOR = "illustrator", _("Illustrator")
    DATA = "data", _("Data")
    FACT_CHECKER = "fact_checker", _("Fact checker")


class CreditLine(models.Model):
    """A person's part in a story: shared by the working copy's contributions and an edition's credits."""

    author = models.ForeignKey(
        "authors.Author",
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name=_("author"),
        help_text=_("Type a part of the name. Who is not found yet is added with the plus."),
    )
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=Role,
        default=Role.AUTHOR,
        help_text=_("Authors stand in the byline; everybody else is named for what they did."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.author} ({self.get_role_display()})"


class Contribution(CreditLine):
    """A person's part in the working copy."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="contributions")

    class Meta(CreditLine.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = [models.Index(fields=["author", "article"], name="contribution_whose")]
        constraints = [
            models.UniqueConstraint(fields=["article", "author", "role"], name="contribution_once"),
        ]


def join_names(names: list[str]) -> str:
    """Names as a sentence lists them: A, B and C."""
    if len(names) <= 1:
        return "".join(names)
    return _t("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def byline_of(lines: Iterable[CreditLine]) -> str:
    """The byline without its “By”: the authors, then who else reported."""
    credited = list(lines)
    authors = join_names([line.author.name for line in credited if line.role == Role.AUTHOR])
    others = join_names([line.author.name for line in credited if line.role == Role.REPORTING])
    if not others:
        return authors
    reporting = _t("additional reporting by %(names)s") % {"names": others}
    return f"{authors}; {reporting}" if authors else reporting
