"""What outdates pages beside stories: a section, a topic, a person, a picture, a policy, the front page.

Stories tell of their changes through `publishing`. The rest is edited in the admin like any row, so its
saving and deleting is heard here. No rule of the newsroom hangs on it; only pages that are kept do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from articles import tags
from articles.freshness import outdate, outdate_photo
from articles.models import Section
from newsroom.front_log import STRIP


def _frame(row: Any) -> Iterable[str]:
    return [tags.FRAME]


def _front(row: Any) -> Iterable[str]:
    return [tags.FRONT]


def _placed(row: Any) -> Iterable[str]:
    # Every change of the front page and of its strip is logged first; the strip stands over every page.
    return [tags.FRAME if row.area == STRIP else tags.FRONT]


def _topic(row: Any) -> Iterable[str]:
    # Feeds and the archive's form name topics and people.
    return [tags.topic(row.pk), tags.STORIES]


def _author(row: Any) -> Iterable[str]:
    # A section's page names who is in charge of it.
    edited = Section.objects.filter(editors=row.user_id) if row.user_id else Section.objects.none()
    sections = [tags.section(pk) for pk in edited.values_list("pk", flat=True)]
    return [tags.author(row.pk), tags.STORIES, *sections]


def _moved(row: Any) -> Iterable[str]:
    return [tags.MOVED]


def _link(row: Any) -> Iterable[str]:
    return [tags.author(row.author_id)]


OUTDATES: dict[str, Callable[[Any], Iterable[str]]] = {
    "newsroom.Publication": _frame,
    "newsroom.PolicyPage": _frame,
    "newsroom.Owner": _frame,
    "newsroom.Revenue": _frame,
    "newsroom.PublicMoney": _frame,
    "newsroom.FrontSlot": _front,
    "newsroom.FrontChange": _placed,
    "newsroom.BreakingStrip": _frame,
    "articles.Section": _frame,
    "articles.Topic": _topic,
    "authors.Author": _author,
    "authors.AuthorLink": _link,
    "redirects.Redirect": _moved,
}


def _listen() -> None:
    for label in (*OUTDATES, "articles.Photo"):
        sender = apps.get_model(label)
        for signal in (post_save, post_delete):
            signal.connect(_heard, sender=sender, dispatch_uid=f"outdating-{label}-{id(signal)}")


def _heard(sender: type[Model], instance: Any, *, raw: bool = False, **kwargs: Any) -> None:
    if sender._meta.label == "articles.Photo":
        outdate_photo(instance)
    elif tell := OUTDATES.get(sender._meta.label):
        outdate(tell(instance))


_listen()
