"""Which articles the person behind a request may see and change; asked of the database once a request."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles.models import Article, SignOffDesk

READS_EVERYTHING = "articles.view_article"
EDITS = "articles.change_article"
STOPS = "articles.hold_article"
# What somebody does beside the copy, and so to every story they may see: a lawyer edits none.
BESIDE_THE_COPY = frozenset(
    {STOPS, "articles.retract_article", *(f"articles.sign_off_{desk}" for desk in SignOffDesk)}
)
# What comes along with the right to stop a story.
WITH_STOPS = frozenset({"articles.require_sign_off", "articles.share_preview"})


class NewsroomList:
    """For a ModelAdmin whose list is for those who may see every story: what it counts and shows tells
    of stories that others may not see. Choosing from it in a form stays open to everybody."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list. Raises PermissionDenied for somebody who sees only their own stories."""
        if not request.user.has_perm(READS_EVERYTHING):
            raise PermissionDenied
        response: HttpResponse = super().changelist_view(request, extra_context)  # type: ignore[misc]
        return response

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the desk's menu names the list."""
        return request.user.has_perm(READS_EVERYTHING) and bool(
            super().has_module_permission(request)  # type: ignore[misc]
        )

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """On to the list; to the first screen for those who have none."""
        return self._after(request, "response_post_save_add", obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """On to the list; to the first screen for those who have none."""
        return self._after(request, "response_post_save_change", obj)

    def _after(self, request: HttpRequest, way: str, obj: Any) -> HttpResponse:
        if not request.user.has_perm(READS_EVERYTHING):
            return HttpResponseRedirect(reverse("admin:index"))
        response: HttpResponse = getattr(super(), way)(request, obj)
        return response


def colleague(request: HttpRequest) -> User:
    """The person at the desk. Raises PermissionDenied for somebody without an account."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def holds(request: HttpRequest, permission: str) -> bool:
    """Whether the person has the permission; asked of the backends once a request, whatever the number of
    stories and verbs on the page."""
    answers: dict[str, bool] = vars(request).setdefault("_desk_permissions", {})
    if permission not in answers:
        answers[permission] = request.user.has_perm(permission)
    return answers[permission]


def may_see(request: HttpRequest, article: Article) -> bool:
    """Whether the person may look at the article."""
    return _asked(request, article, "visible_to")


def may_edit(request: HttpRequest, article: Article) -> bool:
    """Whether the person may change the article and use the verbs they have the permission for."""
    return _asked(request, article, "editable_by")


def written_by_them(request: HttpRequest, article: Article) -> bool:
    """Whether the article is the person's own, to change from the slugline to the last source."""
    return _asked(request, article, "written_by")


def ask_together(request: HttpRequest, keys: Collection[int]) -> None:
    """Ask for many articles that exist, in three queries at most, what the functions beside this one ask for
    each."""
    answers = vars(request).setdefault("_desk_access", {})
    for rule in ("visible_to", "editable_by", "written_by"):
        if rule == "visible_to" and holds(request, READS_EVERYTHING):
            answers.update({(rule, key): True for key in keys})
            continue
        rows = getattr(Article.objects, rule)(colleague(request)).filter(pk__in=keys)
        allowed = set(rows.order_by().values_list("pk", flat=True))
        answers.update({(rule, key): key in allowed for key in keys})


def may_act(request: HttpRequest, article: Article) -> bool:
    """Whether the person works on the article: changes it, or signs, holds or retracts beside the copy."""
    if may_edit(request, article):
        return True
    return may_see(request, article) and any(holds(request, name) for name in BESIDE_THE_COPY)


def may_use(request: HttpRequest, article: Article, permission: str) -> bool:
    """Whether what needs that permission is the person's to do on the article: by button, by the address of
    its page and by a crafted request.

    What makes or moves the copy is for those who may change the article; signing, holding and retracting is
    for whoever may do it on every story they see. Who may stop any story may also ask for a sign-off of it
    and show it to somebody outside.
    """
    if not holds(request, permission) or not may_see(request, article):
        return False
    beside = permission in BESIDE_THE_COPY or (permission in WITH_STOPS and holds(request, STOPS))
    return beside or may_edit(request, article)


def _asked(request: HttpRequest, article: Article, rule: str) -> bool:
    answers: dict[tuple[str, int], bool] = vars(request).setdefault("_desk_access", {})
    key = (rule, article.pk)
    if key not in answers:
        answers[key] = getattr(Article.objects, rule)(colleague(request)).filter(pk=article.pk).exists()
    return answers[key]
