"""Topics: what stories are about, across sections."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import CharField, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from taggit.models import ItemBase, TagBase

from articles.slugs import slug_of

SLUG_STEM = 94
"""How much of a slug comes from the name; the field has room for a number behind it."""


def is_called(field: str, name: str) -> Q:
    """The field holds that name, whatever its capitals.

    By `iexact` alone, SQLite would tell “Ö” from “ö”: there the usual ways to spell a name are asked for.
    """
    usual = (name, name.lower(), name.upper(), name.title(), name.capitalize())
    # “STRASSE” is not how “Straße” is spelled; what differs in ASCII alone is asked for once.
    spelled = {_lower_ascii(way): way for way in usual if way.lower() == name.lower()}
    called = Q()
    for way in spelled.values():
        called |= Q(**{f"{field}__iexact": way})
    return called


def _lower_ascii(name: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)


class TopicQuerySet(models.QuerySet["Topic"]):
    def named(self, name: str) -> Topic | None:
        """The topic of that name, whatever its capitals, or the one that was called so before."""
        now, before = is_called("name", name), is_called("former_names__name", name)
        return self.filter(now).first() or self.filter(before).first()

    def now_called(self, names: Iterable[str]) -> dict[str, str]:
        """Of these names those that a topic had until it was merged or renamed, each with the name that is
        meant now; not one that a topic has again. One query."""
        wanted = list(names)
        called = Q(pk__in=[])
        for name in wanted:
            called |= is_called("name", name)
        standing = self.filter(called).order_by().values_list("name", Value("", CharField()))
        former = FormerName.objects.filter(called).values_list("name", "topic__name")
        now: dict[str, str] = {}
        # Standing topics sort last: a name that one has is nobody's former name.
        for name, meant in sorted(standing.union(former, all=True), key=lambda row: not row[1]):
            now[name.lower()] = meant
        return {name: meant for name in wanted if (meant := now.get(name.lower()))}


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
    """What a topic was called until it was renamed, or merged into another: whoever writes the name means
    the topic there is."""

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
