"""Telling colleagues: who should hear of what happened to a story."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission, User
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.models import Article, Event, Notice, Preferences, SignOff
from articles.people import person

if TYPE_CHECKING:
    from django.db.models import Model

Kind = Notice.Kind
type Readers = Callable[[Article], QuerySet[User]]


def tell(
    users: Iterable[User],
    article: Article,
    kind: Notice.Kind,
    text: str,
    *,
    by: Model | None,
    at: datetime | None = None,
) -> None:
    """Give each of them a notice, once; never the one who did it, nor somebody who may not see the story:
    a notice, and its mail, names it."""
    told = {user.pk: user for user in users if user.is_active and user != by and may_know(user, article)}
    if not told:
        return
    chosen = Preferences.objects.filter(user__in=told).values_list("user_id", "mail_on")
    by_mail = {pk for pk, kinds in chosen if kind in kinds}
    Notice.objects.bulk_create(
        Notice(
            user=user,
            article=article,
            kind=kind,
            text=text[:400],
            by_id=by.pk if by else None,
            at=at or timezone.now(),
            to_mail=pk in by_mail,
        )
        for pk, user in told.items()
    )


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
    words = _t(text) % {"who": person(event.by), "story": str(article)}
    tell(readers(article), article, kind, words, by=event.by, at=event.at)


def assigned(article: Article, *, by: User) -> None:
    """Tell somebody that a story is theirs now."""
    if article.assignee is not None:
        words = _t("%(who)s assigned “%(story)s” to you.") % {"who": person(by), "story": str(article)}
        tell([article.assignee], article, Kind.ASSIGNED, words, by=by)


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
    "submit": (Kind.REVIEW, desk_of, "%(who)s sent “%(story)s” to the desk."),
    "send_back": (Kind.SENT_BACK, writers, "%(who)s sent “%(story)s” back to you."),
    "approve": (Kind.APPROVED, writers, "%(who)s approved “%(story)s”."),
    "publish": (Kind.PUBLISHED, writers, "%(who)s published or scheduled “%(story)s”."),
    "cancel": (Kind.PUBLISHED, _writers_and_desk, "%(who)s cancelled the schedule of “%(story)s”."),
    "retract": (Kind.PUBLISHED, writers, "%(who)s retracted “%(story)s”."),
    "take_down": (Kind.PUBLISHED, writers, "%(who)s took “%(story)s” down."),
    "require_sign_off": (Kind.SIGN_OFF, _signers, "%(who)s asks you to sign off “%(story)s”."),
    "propose_retraction": (
        Kind.SECOND_PERSON,
        _second_people,
        "%(who)s proposes to retract “%(story)s”: a second person has to decide.",
    ),
}
