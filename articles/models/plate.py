"""Plates: editions set in type, so that a reader's page only has to be printed."""

from __future__ import annotations

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.richtext import trusted


class Plate(models.Model):
    """An edition's own part of its page as HTML. Made from its rows at any time, and never missed.

    `made_of` stands for everything it was set from that may change; a page compares it with what is so
    now, and a plate that differs is not used.
    """

    edition = models.OneToOneField(
        "articles.Edition",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="plate",
        verbose_name=_("edition"),
    )
    made_of = models.CharField(_("made of"), max_length=32)
    version = models.CharField(_("version of the templates and the frame"), max_length=32)
    title = models.CharField(_("title"), max_length=300)
    head = models.TextField(_("head of the page"))
    start = models.TextField(_("story up to its age"))
    rest = models.TextField(_("story from there on"))
    brief = models.TextField(_("smallest card"), default="")

    class Meta:
        verbose_name = _("plate")
        verbose_name_plural = _("plates")
        # Nobody at the desk ever sees one.
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    @property
    def head_html(self) -> SafeString:
        """What machines are told, rendered from a template of ours."""
        return trusted(self.head)

    @property
    def start_html(self) -> SafeString:
        """The story until where its age stands, rendered from a template of ours."""
        return trusted(self.start)

    @property
    def rest_html(self) -> SafeString:
        """The rest of the story, rendered from a template of ours."""
        return trusted(self.rest)
