"""Filters of the article list."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.timezone import localdate, localtime, make_aware
from django.utils.translation import gettext_lazy as _

from articles.admin.access import colleague
from articles.admin.cells import person
from articles.admin.widgets import LARGEST_KEY
from articles.models import (
    Article,
    Change,
    Edition,
    LegalHold,
    Note,
    Photo,
    Revision,
    Section,
    SignOff,
    SignOffDesk,
    Source,
)
from articles.workflow import BEFORE_PUBLICATION, Status
from authors.models import Author

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    from articles.models.article import ArticleQuerySet

LANGUAGES_READ = 200
EXPIRED = 500


class PublicFilter(admin.SimpleListFilter):
    """By where the story stands with its readers at this moment."""

    title = _("publication")
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [
            ("live", _("Live")),
            ("scheduled", _("Scheduled")),
            ("expired", _("Expired")),
            ("withdrawn", _("Retracted or taken down")),
            ("unlicensed", _("Live, its picture’s licence expired")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        now = timezone.now()
        editions = Edition.objects.filter(article=OuterRef("pk"))
        match self.value():
            case "live":
                return queryset.filter(Exists(editions.live(now)))
            case "scheduled":
                return queryset.filter(pk__in=Edition.objects.pending(now).values("article"))
            case "expired":
                return queryset.filter(
                    latest_edition__in=Edition.objects.filter(ends_at__lte=now).values("pk")
                )
            case "withdrawn":
                return queryset.filter(latest_edition__change__in=[Change.RETRACTION, Change.TAKE_DOWN])
            case "unlicensed":
                return queryset.filter(pk__in=unlicensed(now).values("article"))
        return queryset


class CorrectedFilter(admin.SimpleListFilter):
    """Stories that have been corrected, clarified, or noted."""

    title = _("correction")
    parameter_name = "corrected"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("yes", _("Has one")), ("no", _("Has none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        # Few stories are: from the editions they are found sooner than by asking of every story.
        corrected = Q(pk__in=Edition.objects.on_record().values("article"))
        if self.value() == "yes":
            return queryset.filter(corrected)
        return queryset.exclude(corrected) if self.value() == "no" else queryset


class EmbargoFilter(admin.SimpleListFilter):
    """Stories nothing of which may be public yet."""

    title = _("embargo")
    parameter_name = "embargoed"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("yes", _("Under embargo"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(embargo_until__gt=timezone.now()) if self.value() == "yes" else queryset


class MineFilter(admin.SimpleListFilter):
    """What waits for the person who looks."""

    title = _("my work")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [
            ("assigned", _("Assigned to me")),
            ("written", _("My stories")),
            ("desk", _("On my desk")),
            ("all", _("Everybody’s")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        match self.value():
            case "assigned":
                return queryset.filter(assignee=colleague(request))
            case "written":
                return cast("ArticleQuerySet", queryset).all_theirs(colleague(request))
            case "desk":
                mine = Section.objects.filter(editors=colleague(request))
                return queryset.filter(section__in=mine.values("pk"))
        return queryset


def open_sign_offs_for(user: User) -> QuerySet[SignOff]:
    """The sign-offs this person may give and somebody waits for: asked for, or given for older copy of a
    story that is not out yet."""
    desks = [desk for desk in SignOffDesk if user.has_perm(f"articles.sign_off_{desk}")]
    newer = Revision.objects.filter(
        article=OuterRef("article"), substantive=True, number__gt=OuterRef("revision__number")
    )
    undecided = (Status.CHANGES_REQUESTED, Status.IN_REVIEW, Status.APPROVED)
    stale = Q(Exists(newer), state=SignOff.State.APPROVED, article__status__in=undecided)
    asked = SignOff.objects.filter(Q(state=SignOff.State.REQUIRED) | stale, desk__in=desks)
    return asked.exclude(article__status=Status.SPIKED)


def unlicensed(now: datetime) -> QuerySet[Edition]:
    """The live editions whose picture we may not show any more; of the pictures, those last run out."""
    expired = Photo.objects.filter(rights_expire_on__lt=localdate(now)).order_by("-rights_expire_on", "-pk")
    return Edition.objects.live(now).showing(expired[:EXPIRED])


class SignOffFilter(admin.SimpleListFilter):
    """By whose sign-off a story waits for, or by a legal hold."""

    title = _("sign-off required")
    parameter_name = "sign_off"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("mine", _("By me")), *SignOffDesk.choices, ("held", _("Legal hold"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        if value == "mine":
            return queryset.filter(pk__in=open_sign_offs_for(colleague(request)).values("article"))
        if value == "held":
            holds = LegalHold.objects.filter(lifted_at__isnull=True)
            return queryset.filter(pk__in=holds.values("article"))
        if value in SignOffDesk.values:
            asked = SignOff.objects.filter(state=SignOff.State.REQUIRED, desk=value)
            return queryset.filter(pk__in=asked.values("article"))
        return queryset


class NotesFilter(admin.SimpleListFilter):
    """Stories about which something is still being said."""

    title = _("notes")
    parameter_name = "notes"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("open", _("Has open notes")), ("mine", _("An open note names me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        notes = Note.objects.filter(resolved_at__isnull=True)
        match self.value():
            case "open":
                return queryset.filter(pk__in=notes.values("article"))
            case "mine":
                return queryset.filter(pk__in=notes.filter(mentioned=colleague(request)).values("article"))
        return queryset


class SourcesFilter(admin.SimpleListFilter):
    """Stories that do not say where they know it from. What was spiked owes nobody a source."""

    title = _("sources")
    parameter_name = "sources"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("none", _("Names none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() != "none":
            return queryset
        named = Exists(Source.objects.filter(article=OuterRef("pk")))
        return queryset.filter(~named).exclude(status=Status.SPIKED)


class PlanFilter(admin.SimpleListFilter):
    """By when something should happen: due at the desk, planned, or scheduled."""

    title = _("plan")
    parameter_name = "plan"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("late", _("Late")), ("today", _("Today")), ("week", _("Seven days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        now = timezone.now()
        midnight = make_aware(datetime.combine(localtime(now).date(), time.min))
        match self.value():
            case "late":
                # Named, not excluded: the index has the few that are on their way, and skips the archive.
                on_their_way = Article.objects.filter(status__in=sorted(BEFORE_PUBLICATION)).order_by()
                due, planned = on_their_way.filter(due_at__lt=now), on_their_way.filter(publish_at__lt=now)
                return queryset.filter(pk__in=due.values("pk").union(planned.values("pk")))
            case "today":
                return _planned(queryset, midnight, midnight + timedelta(days=1), now)
            case "week":
                return _planned(queryset, midnight, midnight + timedelta(days=7), now)
        return queryset


def _planned(queryset: QuerySet[Article], start: datetime, end: datetime, now: datetime) -> QuerySet[Article]:
    # The keys first, each kind from an index of its own; asked with OR, a database goes through every story.
    rows = Article.objects.order_by().values("pk")
    scheduled = Edition.objects.pending(now).filter(starts_at__lt=end).order_by().values("article")
    dates = ("due_at", "publish_at", "embargo_until")
    planned = (rows.filter(**{f"{name}__gte": start, f"{name}__lt": end}) for name in dates)
    return queryset.filter(pk__in=scheduled.union(*planned)).exclude(status=Status.SPIKED)


class LanguageFilter(admin.SimpleListFilter):
    """By the language of the copy: those of the stories last changed."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        newest = Article.objects.order_by("-updated_at", "-pk").values_list("language", flat=True)
        # The newest tell which languages are in use; asking every story would read the archive.
        codes = set(newest[:LANGUAGES_READ]) | {self.value() or ""}
        return [(code, code) for code in sorted(codes) if code]

    def has_output(self) -> bool:
        """Only where there is a choice."""
        return len(self.lookup_choices) > 1

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(language=self.value()) if self.value() else queryset


class PeopleFilter(admin.SimpleListFilter, ABC):
    """By a person, chosen from a short list."""

    @abstractmethod
    def people(self) -> Iterable[tuple[int, str]]:
        """Whom to offer."""

    def chosen(self) -> int | None:
        """The key of the person, 0 (nobody's) for one that cannot be; None when all are wanted."""
        value = self.value() or ""
        if not value.isdecimal():
            return None
        return int(value) if int(value) <= LARGEST_KEY else 0

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterator[tuple[str, str]]:
        return ((str(pk), name) for pk, name in self.people())


class AssigneeFilter(PeopleFilter):
    """By who is working on it."""

    title = _("assignee")
    parameter_name = "assignee"

    def people(self) -> Iterable[tuple[int, str]]:
        """Everybody with a desk account."""
        return [
            (user.pk, person(user))
            for user in User.objects.filter(is_staff=True, is_active=True).order_by("username")
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        chosen = self.chosen()
        return queryset if chosen is None else queryset.filter(assignee=chosen)


class AuthorFilter(PeopleFilter):
    """By who is credited: those of the house; guests and agencies are found by the search."""

    title = _("author")
    parameter_name = "author"

    def people(self) -> Iterable[tuple[int, str]]:
        """The authors who work here now."""
        here = Author.objects.filter(left_on__isnull=True).filter(
            Q(user__isnull=False) | Q(affiliation="staff")
        )
        return here.order_by(F("name")).values_list("pk", "name")

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        chosen = self.chosen()
        if chosen is None:
            return queryset
        credited = Author.objects.filter(pk=chosen).values("contributions__article")
        return queryset.filter(pk__in=credited)
