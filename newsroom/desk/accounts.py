"""The desk's pages for people and their logins, and what other packages would add to the desk.

Those packages register their pages when their own `admin` module is loaded; it is imported here first, so
that what is taken away stays away.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, User
from django.contrib.redirects import admin as redirects_admin
from django.contrib.redirects.models import Redirect
from django.contrib.sites import admin as sites_admin
from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef
from django.db.models.query import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit import admin as taggit_admin
from taggit.models import Tag

BROUGHT_ALONG = (mfa_admin, auth_admin, redirects_admin, sites_admin, taggit_admin)

# One installation is one publication, so there is one site; topics are Topic, not taggit's own tags.
admin.site.unregister([Site, Tag, User, Group, Redirect, Authenticator])


@admin.register(User)
class PersonAdmin(auth_admin.UserAdmin):
    """Who may come in. What they may do follows from their roles."""

    list_display = ["username", "full_name", "email", "roles", "is_active", "has_second_factor", "last_login"]
    list_filter = ["is_active", "groups", "is_superuser"]
    list_per_page = 50
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Roles"), {"fields": ["groups", "is_active", "is_staff", "is_superuser"]}),
        (_("Single permissions"), {"fields": ["user_permissions"], "classes": ["collapse"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        return (
            super().get_queryset(request).prefetch_related("groups").annotate(second_factor=Exists(factors))
        )

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        """Store the person; a new one may come in at once, because everybody here works at the desk."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        """First and last name."""
        return user.get_full_name() or "–"

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        """Their groups, by name."""
        return ", ".join(group.name for group in user.groups.all()) or "–"

    @admin.display(description=_("second factor"), boolean=True, ordering="second_factor")
    def has_second_factor(self, user: User) -> bool:
        """Whether a password alone does not open the account."""
        return getattr(user, "second_factor", False)


@admin.register(Group)
class RoleAdmin(auth_admin.GroupAdmin):
    """The roles of the newsroom."""

    list_display = ["name", "members"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).annotate(people=Count("user"))

    @admin.display(description=_("people"), ordering="people")
    def members(self, group: Group) -> int:
        """How many people have the role."""
        return getattr(group, "people", 0)


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin):
    """Second factors: deleting one lets somebody back in who lost it. Secrets are never shown."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]
    fields = ["user", "type", "created_at", "last_used_at"]
    readonly_fields = ["user", "type", "created_at", "last_used_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: only its owner can add one."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        """Never."""
        return False


class RedirectForm(ModelForm):
    """Refuses a way that leads back to where it begins: readers would go round in a circle."""

    def clean(self) -> dict[str, Any]:
        """The fields; an error on the new path where the redirects there are lead from it back to the old."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        old, new = said.get("old_path", ""), said.get("new_path", "")
        if old and _comes_back(old, new, Redirect.objects.exclude(pk=self.instance.pk)):
            circle = _("“%(new)s” leads back to “%(old)s”: readers would go round in a circle.")
            self.add_error("new_path", ValidationError(circle, params={"new": new, "old": old}))
        return said


def _comes_back(old: str, new: str, others: QuerySet[Redirect]) -> bool:
    """Whether whoever is sent to `new` ends at `old` again. A query for each step of the way."""
    passed: set[str] = set()
    while new and new not in passed:
        # An address without a row of its own is led by its path, whatever is asked of it.
        if old in (new, new.partition("?")[0]):
            return True
        passed.add(new)
        ways = dict(
            others.filter(old_path__in=[new, new.partition("?")[0]]).values_list("old_path", "new_path")
        )
        new = ways.get(new) or next(iter(ways.values()), "")
    return False


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    """Old addresses from before this system, and those of sections, topics and people with another slug."""

    list_display = ["old_path", "new_path"]
    search_fields = ["old_path", "new_path"]
    fields = ["old_path", "new_path"]
    form = RedirectForm

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        """Store the redirect for the one site there is."""
        obj.site_id = settings.SITE_ID
        super().save_model(request, obj, form, change)
