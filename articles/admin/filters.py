"""Filters of the article list."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.access import colleague
from articles.admin.cells import person
from articles.admin.widgets import LARGEST_KEY
from articles.models import Article, Change, Edition
from articles.models.edition import ON_RECORD
from authors.models import Author

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


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
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        now = timezone.now()
        editions = Edition.objects.filter(article=OuterRef("pk"))
        match self.value():
            case "live":
                return queryset.filter(Exists(editions.live(now)))
            case "scheduled":
                return queryset.filter(latest_edition__starts_at__gt=now)
            case "expired":
                return queryset.filter(latest_edition__ends_at__lte=now)
            case "withdrawn":
                return queryset.filter(latest_edition__change__in=[Change.RETRACTION, Change.TAKE_DOWN])
        return queryset


class CorrectedFilter(admin.SimpleListFilter):
    """Stories that have been corrected, clarified, or noted."""

    title = _("correction")
    parameter_name = "corrected"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("yes", _("Has one")), ("no", _("Has none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        corrected = Exists(Edition.objects.filter(article=OuterRef("pk"), change__in=ON_RECORD))
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
        return [("assigned", _("Assigned to me")), ("written", _("My stories")), ("desk", _("On my desk"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        match self.value():
            case "assigned":
                return queryset.filter(assignee=colleague(request))
            case "written":
                mine = Article.objects.theirs(colleague(request))
                return queryset.filter(pk__in=mine.values("pk"))
            case "desk":
                return queryset.filter(section__editors=colleague(request))
        return queryset


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
