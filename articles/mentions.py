"""Colleagues named in a note: @name, and who that is."""

from __future__ import annotations

import re

from django.contrib.auth.models import User
from django.db.models.functions import Lower
from django.utils.translation import gettext_noop

from articles.models import Article, Note, Notice
from articles.notices import tell

# Not the middle of an e-mail address.
NAMED = re.compile(r"(?<![\w.@])@([\w][\w.+-]*\w|\w)")


def named(text: str) -> list[str]:
    """The user names a text calls, in order, each once, in small letters."""
    return list(dict.fromkeys(name.lower() for name in NAMED.findall(text)))


def unknown(text: str, article: Article) -> list[str]:
    """The names that belong to nobody at the desk who may see the story."""
    known = {user.username.lower() for user in colleagues(text, article)}
    return [name for name in named(text) if name not in known]


def colleagues(text: str, article: Article) -> list[User]:
    """Those named in a text who may see the story."""
    names = named(text)
    if not names:
        return []
    people = User.objects.filter(is_active=True, is_staff=True)
    found = people.annotate(called=Lower("username")).filter(called__in=names)
    return [user for user in found if Article.objects.visible_to(user).filter(pk=article.pk).exists()]


def mention(note: Note) -> None:
    """Keep who is named in a note, and tell those who were not named in it before."""
    people = colleagues(note.text, note.article)
    before = set(note.mentioned.values_list("pk", flat=True))
    note.mentioned.set(people)
    text = gettext_noop("%(who)s names you in a note on “%(story)s”.")
    fresh = [user for user in people if user.pk not in before]
    tell(fresh, note.article, Notice.Kind.MENTIONED, text, by=note.by, at=note.at)
