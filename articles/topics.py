"""Two topics that are one: the stories of the one go to the other, and its address leads there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles import tags
from articles.freshness import outdate, shown_by
from articles.marks import replace
from articles.models import Article, ArticleTopic, Edition, EditionTopic, FormerName, Topic
from articles.models.topic import is_called
from articles.moved import lead_on
from articles.revisions import snapshot
from articles.tallies import hand_over
from articles.workflow import NotAllowed, NotPossible, Status

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MAY_MERGE = "articles.delete_topic"
NAMED_ONE_BY_ONE = 300
"""Up to so many editions the pages that show them are named; for more, every page is made again."""


def was_public(topic: Topic, at: datetime) -> bool:
    """Whether a story about it was ever published: whether readers may know its address."""
    return Edition.objects.begun(at).filter(topics=topic).exists()


def stories(topic: Topic) -> QuerySet[Article]:
    """The articles that are about it now, or were in an edition."""
    working = ArticleTopic.objects.filter(tag=topic).values("content_object")
    published = Edition.objects.filter(topics=topic).order_by().values("article")
    # With OR instead, PostgreSQL would walk every article there is.
    return Article.objects.filter(pk__in=working.union(published))


@transaction.atomic
def merge(topic: Topic, into: Topic, *, by: User | None, at: datetime | None = None) -> int:
    """Give every story of a topic to another one and remove the first; how many stories that are.

    Published editions follow, so that the list of the other topic is whole. Raises NotAllowed, or
    NotPossible for a topic and itself, or one that somebody has removed by now.
    """
    at = at or timezone.now()
    if by is not None and not by.has_perm(MAY_MERGE):
        raise NotAllowed(_t("You do not have the permission to merge topics."))
    if topic.pk == into.pk:
        raise NotPossible(_t("A topic cannot be merged into itself."))
    number = _hold(topic, into)
    known = was_public(topic, at)
    _outdate(topic, into, at)
    _move_editions(topic, into)
    _move_articles(topic, into, by, at)
    if known:
        lead_on(topic.get_absolute_url(), into.get_absolute_url())
    topic.former_names.update(topic=into)
    _remember_name(topic.name, into, was_public=known)
    _remove(topic, into, by)
    return number


def _hold(topic: Topic, into: Topic) -> int:
    """Take the rows of both topics and of the stories; how many stories these are."""
    # Stories before topics, in the order in which whoever publishes takes them.
    list(stories(topic).select_for_update().order_by("pk").values_list("pk", flat=True))
    both = Topic.objects.filter(pk__in=[topic.pk, into.pk])
    held = list(both.select_for_update().order_by("pk").values_list("pk", flat=True))
    if held != sorted([topic.pk, into.pk]):
        raise NotPossible(_t("Somebody has removed one of the two topics by now."))
    return stories(topic).count()


def _outdate(topic: Topic, into: Topic, at: datetime) -> None:
    begun = Edition.objects.begun(at).filter(topics=topic)
    few = begun.count() <= NAMED_ONE_BY_ONE
    outdate({tags.topic(topic.pk), tags.topic(into.pk), *(shown_by(begun, at) if few else [tags.FRAME])})


def _move_editions(topic: Topic, into: Topic) -> None:
    lines = EditionTopic.objects.filter(topic=topic)
    hand_over(topic.pk, into.pk)
    lines.filter(edition__in=EditionTopic.objects.filter(topic=into).values("edition")).delete()
    lines.update(topic=into)
    replace(tags.topic(topic.pk), tags.topic(into.pk))


def _move_articles(topic: Topic, into: Topic, by: User | None, at: datetime) -> None:
    lines = ArticleTopic.objects.filter(tag=topic)
    moved = Article.objects.filter(pk__in=list(lines.values_list("content_object", flat=True)))
    lines.filter(content_object__in=ArticleTopic.objects.filter(tag=into).values("content_object")).delete()
    lines.update(tag=into)
    # A form that is open and still names the old topic is merged with this when it is saved.
    moved.update(edit_version=F("edit_version") + 1)
    # Whoever saves a published story next notes it along; before that, it must not look like their change.
    for article in moved.exclude(status=Status.PUBLISHED, latest_edition__starts_at__lte=at):
        snapshot(article, by=by, at=at, comment=_t("The topic “%s” was merged.") % topic.name)


def remember_rename(topic: Topic, before: str, *, was_public: bool) -> None:
    """Whoever writes the name that the topic had before means it still, unless another topic has it."""
    others = Topic.objects.exclude(pk=topic.pk)
    if before.lower() == topic.name.lower() or others.filter(is_called("name", before)).exists():
        FormerName.objects.filter(is_called("name", topic.name)).delete()
    else:
        _remember_name(before, topic, was_public=was_public)
    outdate({tags.MOVED})


def _remember_name(name: str, topic: Topic, *, was_public: bool) -> None:
    FormerName.objects.filter(is_called("name", name) | is_called("name", topic.name)).delete()
    FormerName.objects.create(name=name, topic=topic, was_public=was_public)


def _remove(topic: Topic, into: Topic, by: User | None) -> None:
    """Remove the topic; its history keeps who did it, and where its stories went."""
    told = {"_change_reason": (_t("Merged into “%s”.") % into.name)[:100], "_history_user": by}
    for name, value in told.items():
        # As simple_history is told.
        setattr(topic, name, value)
    topic.delete()


def told_of(renamed: Mapping[str, str]) -> list[str]:
    """What to say to somebody who wrote names that topics had before (`Topic.objects.now_called`)."""
    said = _t("The topic “%(old)s” is called “%(new)s” now: the story stands under that one.")
    return [said % {"old": old, "new": new} for old, new in renamed.items()]
