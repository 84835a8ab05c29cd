"""The topics of editions, as published."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditionTopic(models.Model):
    """That an edition is about a topic, as published, and its place in the topic's list."""

    edition = models.ForeignKey("articles.Edition", on_delete=models.CASCADE, related_name="topic_lines")
    topic = models.ForeignKey("articles.Topic", on_delete=models.CASCADE, related_name="edition_lines")
    listed_at = models.DateTimeField(_("listed"), editable=False)

    class Meta:
        db_table = "articles_edition_topics"
        verbose_name = _("topic of an edition")
        verbose_name_plural = _("topics of editions")
        unique_together = [("edition", "topic")]
        indexes = [models.Index(fields=["topic", "-listed_at", "-edition"], name="edition_topic_newest")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.topic_id}"
