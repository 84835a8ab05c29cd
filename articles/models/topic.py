"""Topics: what stories are about, across sections."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from taggit.models import ItemBase, TagBase


class Topic(TagBase):
    """A subject with a page of its own: a description and every story about it."""

    description = models.TextField(
        _("description"), blank=True, help_text=_("A paragraph that explains the topic to a newcomer.")
    )
    medtop_id = models.CharField(
        _("IPTC media topic"),
        max_length=20,
        blank=True,
        help_text=_("For machines, for example medtop:20000425."),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


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
