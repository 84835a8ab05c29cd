"""Sign-offs: that lawyers, fact-checkers, the picture desk or standards looked at a text and stand by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision

if TYPE_CHECKING:
    from articles.models.article import Article


class SignOffDesk(models.TextChoices):
    """Who is asked. The permission to sign is `articles.sign_off_<value>`."""

    LEGAL = "legal", _("Legal")
    FACT_CHECK = "fact_check", _("Fact check")
    PICTURE = "picture", _("Picture desk")
    STANDARDS = "standards", _("Standards")


class SignOff(models.Model):
    """What one desk said about one story. No row is as good as “not required”.

    An approval holds for the revision it names: once the copy has changed, it is stale and counts as
    required again.
    """

    class State(models.TextChoices):
        """How far it is."""

        NOT_REQUIRED = "not_required", _("Not required")
        REQUIRED = "required", _("Required")
        APPROVED = "approved", _("Approved")

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="sign_offs")
    desk = models.CharField(_("desk"), max_length=12, choices=SignOffDesk)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.REQUIRED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    revision = models.ForeignKey(
        "articles.Revision",
        on_delete=models.PROTECT,
        null=True,
        related_name="sign_offs",
        verbose_name=_("revision"),
        help_text=_("What was approved."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="sign_offs",
        verbose_name=_("by"),
        help_text=_("Who asked for it, waived it or signed."),
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        constraints = [
            models.UniqueConstraint(fields=["article", "desk"], name="sign_off_once_a_desk"),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(revision__isnull=False),
                name="approved_sign_off_names_revision",
            ),
        ]
        indexes = [models.Index(fields=["state", "desk"], name="sign_off_waiting")]

    def __str__(self) -> str:
        return f"{self.get_desk_display()}: {self.get_state_display()}"

    def is_stale(self, copy: Revision | None) -> bool:
        """Whether the copy changed after the approval; `copy` is the newest revision that changed it."""
        if self.state != self.State.APPROVED or self.revision is None or copy is None:
            return False
        return self.revision.number < copy.number


def open_sign_offs(article: Article) -> list[tuple[SignOff, bool]]:
    """The sign-offs that stop publication, each with whether it is a stale approval; two queries at most
    for an article whose sign-offs came with `with_sign_offs`."""
    sign_offs = list(article.sign_offs.all())
    copy = None
    if any(sign_off.state == SignOff.State.APPROVED for sign_off in sign_offs):
        copy = article.revisions.filter(substantive=True).defer("snapshot").order_by("-number").first()
    return [
        (sign_off, stale)
        for sign_off in sign_offs
        if (stale := sign_off.is_stale(copy)) or sign_off.state == SignOff.State.REQUIRED
    ]


def with_sign_offs() -> models.Prefetch:
    """The sign-offs of articles with their revisions’ numbers, for `prefetch_related`."""
    rows = SignOff.objects.select_related("revision", "by").defer("revision__snapshot")
    return models.Prefetch("sign_offs", rows)
