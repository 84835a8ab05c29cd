"""Topics: what stories are about, across sections."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from taggit.models import ItemBase, TagBase

from articles.slugs import slug_of

SLUG_STEM = 94
"""How much of a slug comes from the name; the field has room for a number behind it."""


class TopicQuerySet(models.QuerySet["Topic"]):
    def named(self, name: str) -> Topic | None:
        """The topic of that name, whatever its capitals, or the one into which that was merged."""
        return self.filter(name__iexact=name).first() or self.filter(former_names__name__iexact=name).first()

    def merged_names(self, names: Iterable[str]) -> dict[str, str]:
        """Of these names those that a topic had until it was merged, each with the name of the topic that
        stayed; not one that a topic has again. One query."""
        lower = {name.lower(): name for name in names}
        same = Q(name__in=lower.values()) | Q(lower__in=lower)
        again = self.alias(lower=Lower("name")).filter(lower=OuterRef("lower"))
        former = FormerName.objects.alias(lower=Lower("name")).filter(same, ~Exists(again))
        now = {old.lower(): new for old, new in former.values_list("name", "topic__name")}
        return {name: now[key] for key, name in lower.items() if key in now}


class Topic(TagBase):
    """A subject with a page of its own: a description and every story about it."""

    # taggit's own takes any letter, the topic page's address only ASCII.
    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_("The end of the topic page's address: european-union."),
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_(
            "At the head of the topic page: a paragraph for a reader who hears of it for the first time."
        ),
    )
    medtop_id = models.CharField(
        _("IPTC media topic"),
        max_length=20,
        blank=True,
        help_text=_("The IPTC code of the subject, for partners who take our feed: medtop:20000425."),
    )

    history = HistoricalRecords()

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [models.CheckConstraint(condition=~models.Q(slug=""), name="topic_has_a_slug")]

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    def slugify(self, tag: str, i: int | None = None) -> str:
        """The slug of a new topic of that name; `i` counts from 1 the attempts after the plain one failed."""
        slug = slug_of(tag, SLUG_STEM, "topic")
        return slug if i is None else f"{slug}-{i + 1}"


class FormerName(models.Model):
    """What a topic was called until it was merged into another: whoever writes the name means that one."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, related_name="former_names", verbose_name=_("topic")
    )
    was_public = models.BooleanField(
        default=False, help_text=_("Whether readers knew the name: they are led on only then.")
    )

    class Meta:
        verbose_name = _("former name of a topic")
        verbose_name_plural = _("former names of topics")

    def __str__(self) -> str:
        return self.name


class ArticleTopic(ItemBase):
    """That an article is about a topic."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="article_topics")
    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="article_topics"
    )

    class Meta:
        verbose_name = _("topic of an article")
        verbose_name_plural = _("topics of articles")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="topic_once_per_article"),
        ]
