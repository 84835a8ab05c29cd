"""Human checks: what no program can see, and somebody says they have done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HumanCheck(models.Model):
    """One tick on the checklist of a story: who, when, and for which revision."""

    class Item(models.TextChoices):
        """What was done."""

        READ = "read", _("I have read the whole text")
        NAMES = "names", _("Names and titles are checked")
        FIGURES = "figures", _("Figures, dates and days of the week are checked")
        REPLY = "reply", _("Those criticised were offered a reply")
        HEADLINE = "headline", _("The text supports the headline")
        RIGHTS = "rights", _("We may use all pictures")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="human_checks")
    item = models.CharField(_("what"), max_length=12, choices=Item)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="human_checks",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    revision = models.ForeignKey(
        "articles.Revision",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("revision"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("human check")
        verbose_name_plural = _("human checks")
        constraints = [models.UniqueConstraint(fields=["article", "item"], name="human_check_once")]

    def __str__(self) -> str:
        return self.get_item_display()
