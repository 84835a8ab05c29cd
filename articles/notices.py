"""Telling colleagues: who should hear of what happened to a story."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_noop

from articles.models import Article, Event, Notice, Preferences, SignOff
from articles.people import person

if TYPE_CHECKING:
    from django.db.models import Model

Kind = Notice.Kind
LONGEST = 400
"""Characters of a notice."""
type Readers = Callable[[Article], QuerySet[User]]


def tell(
    users: Iterable[User],
    article: Article,
    kind: Notice.Kind,
    text: str,
    *,
    by: Model | None,
    at: datetime | None = None,
    **more: str,
) -> None:
    """Give each of them a notice, once; never the one who did it, nor somebody who may not see the story:
    a notice, and its mail, names it.

    `text` is marked for translation and filled in here, for everybody in the language of their desk: %(who)s,
    %(story)s and what `more` has.
    """
    told = {user.pk: user for user in users if user.is_active and user != by and may_know(user, article)}
    if not told:
        return
    chosen = {mine.user_id: mine for mine in Preferences.objects.filter(user__in=told)}
    languages = {pk: chosen[pk].language if pk in chosen else "" for pk in told}
    words = {language: _worded(text, language, article, by, more) for language in set(languages.values())}
    Notice.objects.bulk_create(
        Notice(
            user=user,
            article=article,
            kind=kind,
            text=words[languages[pk]],
            by_id=by.pk if by else None,
            at=at or timezone.now(),
            to_mail=pk in chosen and kind in chosen[pk].mail_on,
        )
        for pk, user in told.items()
    )


def _worded(text: str, language: str, article: Article, by: Any, more: dict[str, str]) -> str:
    with translation.override(language or settings.LANGUAGE_CODE):
        return (_t(text) % {"who": person(by), "story": str(article), **more})[:LONGEST]


def may_know(user: User, article: Article) -> bool:
    """Whether the person has a place at the desk and may see the story there."""
    return user.is_staff and Article.objects.visible_to(user).filter(pk=article.pk).exists()


def tell_of(event: Event) -> None:
    """Tell those whom a verb concerns: the desk of a story that waits, the writers of one that moved.

    A notice names the story and what was done, never why: reasons may be for fewer eyes.
    """
    if event.verb not in CONCERNS:
        return
    kind, readers, text = CONCERNS[event.verb]
    article = event.article
    tell(readers(article), article, kind, text, by=event.by, at=event.at)


def assigned(article: Article, *, by: User) -> None:
    """Tell somebody that a story is theirs now."""
    if article.assignee is not None:
        text = gettext_noop("%(who)s assigned “%(story)s” to you.")
        tell([article.assignee], article, Kind.ASSIGNED, text, by=by)


def writers(article: Article) -> QuerySet[User]:
    """Whose story it is: who started it, who has it now, who is credited."""
    return User.objects.filter(
        Q(created_articles=article) | Q(assigned_articles=article) | Q(author__articles=article)
    ).distinct()


def desk_of(article: Article) -> QuerySet[User]:
    """Who approves the story: the editors of its section; every approver where it has none."""
    # Somebody who has left no longer answers for the section.
    answering = User.objects.filter(is_active=True, is_staff=True)
    editors = answering.filter(sections=article.section_id) if article.section_id else User.objects.none()
    return editors if editors.exists() else holding("articles.approve_article")


def holding(permission: str) -> QuerySet[User]:
    """Those whose role gives them a permission."""
    codename = permission.partition(".")[2]
    roles = Permission.objects.filter(codename=codename, content_type__app_label="articles")
    return User.objects.filter(groups__permissions__in=roles).distinct()


def _signers(article: Article) -> QuerySet[User]:
    """Those who can give the sign-off that was asked for last."""
    asked = article.sign_offs.filter(state=SignOff.State.REQUIRED).order_by("-at").first()
    return holding(f"articles.sign_off_{asked.desk}") if asked else User.objects.none()


def _writers_and_desk(article: Article) -> QuerySet[User]:
    """Everybody who counts on the story's appearing."""
    return User.objects.filter(Q(pk__in=writers(article)) | Q(pk__in=desk_of(article)))


def _second_people(article: Article) -> QuerySet[User]:
    return holding("articles.retract_article")


# For each verb that somebody else should hear of: what kind of notice, who gets it, what it says.
CONCERNS: dict[str, tuple[Notice.Kind, Readers, str]] = {
    "submit": (Kind.REVIEW, desk_of, gettext_noop("%(who)s sent “%(story)s” to the desk.")),
    "send_back": (Kind.SENT_BACK, writers, gettext_noop("%(who)s sent “%(story)s” back to you.")),
    "approve": (Kind.APPROVED, writers, gettext_noop("%(who)s approved “%(story)s”.")),
    "publish": (Kind.PUBLISHED, writers, gettext_noop("%(who)s published or scheduled “%(story)s”.")),
    "cancel": (
        Kind.PUBLISHED,
        _writers_and_desk,
        gettext_noop("%(who)s cancelled the schedule of “%(story)s”."),
    ),
    "retract": (Kind.PUBLISHED, writers, gettext_noop("%(who)s retracted “%(story)s”.")),
    "take_down": (Kind.PUBLISHED, writers, gettext_noop("%(who)s took “%(story)s” down.")),
    "require_sign_off": (Kind.SIGN_OFF, _signers, gettext_noop("%(who)s asks you to sign off “%(story)s”.")),
    "propose_retraction": (
        Kind.SECOND_PERSON,
        _second_people,
        gettext_noop("%(who)s proposes to retract “%(story)s”: a second person has to decide."),
    ),
}
