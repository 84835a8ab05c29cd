"""Rows of every model that has pages at the desk, with as many related rows, for counting queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.contrib.redirects.models import Redirect
from django.db.models import Model
from django.utils import timezone

from articles.followups import second_read
from articles.models import (
    Edition,
    EditLock,
    ErrorReport,
    Event,
    FollowUp,
    Note,
    Outlet,
    Photo,
    RemovalRequest,
    Revision,
    Section,
    Source,
    Topic,
    Wording,
)
from articles.revisions import snapshot
from authors.models import Author, AuthorLink
from newsroom.models import FrontSlot, PolicyPage, Publication
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
    published,
)

type Rows = Callable[[int], list[Model]]


def authors(count: int) -> list[Model]:
    """Authors with accounts, links and stories."""
    made: list[Model] = []
    for _number in range(count):
        author = AuthorFactory(user=UserFactory())
        for position in range(count):
            AuthorLink.objects.create(
                author=author, label=f"Link {position}", url="https://a.example", position=position
            )
            ArticleFactory(authors=[author])
        made.append(author)
    return made


def sections(count: int) -> list[Model]:
    """Sections with editors."""
    made = [SectionFactory() for _number in range(count)]
    for section in made:
        section.editors.set([UserFactory() for _number in range(count)])
    return list(made)


def topics(count: int) -> list[Model]:
    """Topics with stories."""
    made = [TopicFactory() for _number in range(count)]
    for topic in made:
        for _number in range(count):
            ArticleFactory(topics=[topic])
    return list(made)


def outlets(count: int) -> list[Model]:
    """Outlets that are credited."""
    made = [OutletFactory() for _number in range(count)]
    for outlet in made:
        for _number in range(count):
            Source.objects.create(article=ArticleFactory(), kind="based_on", outlet=outlet)
    return list(made)


def photos(count: int) -> list[Model]:
    """Photos with files."""
    return [PhotoFactory() for _number in range(count)]


def editions(count: int) -> list[Model]:
    """Live editions with a picture, several authors, topics and sources."""
    return [
        published(
            authors=[AuthorFactory() for _number in range(count)],
            topics=[TopicFactory() for _number in range(count)],
            sources=[{"kind": "based_on", "outlet": OutletFactory()} for _number in range(count)],
            lead_photo=PhotoFactory(),
        )
        for _number in range(count)
    ]


def events(count: int) -> list[Model]:
    """Events of different articles by different people."""
    return [
        ArticleFactory().events.create(
            verb="submit", by=UserFactory(), from_status="draft", to_status="in_review"
        )
        for _number in range(count)
    ]


def revisions(count: int) -> list[Model]:
    """Revisions of different articles by different people."""
    return [snapshot(ArticleFactory(), by=UserFactory()) for _number in range(count)]


def notes(count: int) -> list[Model]:
    """Notes on different articles, resolved by somebody."""
    return [
        Note.objects.create(
            article=ArticleFactory(),
            by=UserFactory(),
            text="Who says so?",
            resolved_by=UserFactory(),
            resolved_at=timezone.now(),
        )
        for _number in range(count)
    ]


def error_reports(count: int) -> list[Model]:
    """Answered reports on different editions."""
    return [
        ErrorReport.objects.create(
            article=edition.article,
            edition=edition,
            message="The dam is in another valley.",
            outcome=ErrorReport.Outcome.NO_ERROR,
            answered_by=UserFactory(),
            answered_at=timezone.now(),
        )
        for edition in (published() for _number in range(count))
    ]


def edit_locks(count: int) -> list[Model]:
    """Locks of different people on different articles."""
    return [EditLock.objects.create(article=ArticleFactory(), user=UserFactory()) for _number in range(count)]


def publication(count: int) -> list[Model]:
    """The one row, however many are asked for."""
    return [Publication.objects.get_or_create(pk=1)[0]]


def policy_pages(count: int) -> list[Model]:
    """Policy pages of different kinds."""
    return [
        PolicyPage.objects.create(
            kind=kind, title=kind, slug=kind, body="We say so.", effective_from=date(2026, 1, 1)
        )
        for kind in PolicyPage.Kind.values[:count]
    ]


def front_slots(count: int) -> list[Model]:
    """Slots with different articles and pictures."""
    return [
        FrontSlot.objects.create(
            position=number + 1, article=published().article, photo=PhotoFactory(), placed_by=UserFactory()
        )
        for number in range(count)
    ]


def people(count: int) -> list[Model]:
    """People with several roles."""
    made = [UserFactory() for _number in range(count)]
    for person in made:
        person.groups.set(Group.objects.order_by("pk")[:count])
    return list(made)


def groups(count: int) -> list[Model]:
    """Roles somebody has."""
    made = [Group.objects.create(name=f"Guests {number}") for number in range(count)]
    for group in made:
        group.user_set.set([UserFactory() for _number in range(count)])
    return list(made)


def redirects(count: int) -> list[Model]:
    """Redirects from an older system."""
    return [
        Redirect.objects.create(site_id=1, old_path=f"/old/{number}/", new_path="/")
        for number in range(count)
    ]


def email_addresses(count: int) -> list[Model]:
    """Addresses of different people."""
    return [
        EmailAddress.objects.create(user=UserFactory(), email=f"person{number}@news.example")
        for number in range(count)
    ]


def second_factors(count: int) -> list[Model]:
    """Second factors of different people."""
    return [
        Authenticator.objects.create(user=UserFactory(), type="totp", data={"secret": "not shown"})
        for _number in range(count)
    ]


def follow_ups(count: int) -> list[Model]:
    """Follow-ups of different stories and people."""
    return [
        second_read(ArticleFactory(), by=UserFactory(), reason="Alone on the night shift")
        for _number in range(count)
    ]


def removal_requests(count: int) -> list[Model]:
    """Requests about different stories, decided by different people."""
    return [
        RemovalRequest.objects.create(
            article=ArticleFactory(),
            ground="privacy",
            request="Take it off.",
            decision="refused",
            decision_reason="A public office.",
            decided_by=UserFactory(),
            decided_at=timezone.now(),
        )
        for _number in range(count)
    ]


def wordings(count: int) -> list[Model]:
    """Wordings in different languages."""
    return [
        Wording.objects.create(change="correction", language=language, text="[[x]]")
        for language in ("en", "de", "fr")[:count]
    ]


ROWS: dict[type[Model], Rows] = {
    Author: authors,
    Section: sections,
    Topic: topics,
    Outlet: outlets,
    Photo: photos,
    Edition: editions,
    Event: events,
    Revision: revisions,
    Note: notes,
    ErrorReport: error_reports,
    EditLock: edit_locks,
    Publication: publication,
    PolicyPage: policy_pages,
    FrontSlot: front_slots,
    User: people,
    Group: groups,
    Redirect: redirects,
    EmailAddress: email_addresses,
    Authenticator: second_factors,
    FollowUp: follow_ups,
    RemovalRequest: removal_requests,
    Wording: wordings,
}
