"""Which articles the person behind a request may see and change; asked of the database once a request."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from articles.models import Article


def colleague(request: HttpRequest) -> User:
    """The person at the desk. Raises PermissionDenied for somebody without an account."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


def may_see(request: HttpRequest, article: Article) -> bool:
    """Whether the person may look at the article."""
    return _asked(request, article, "visible_to")


def may_edit(request: HttpRequest, article: Article) -> bool:
    """Whether the person may change the article and use the verbs they have the permission for."""
    return _asked(request, article, "editable_by")


def _asked(request: HttpRequest, article: Article, rule: str) -> bool:
    answers: dict[tuple[str, int], bool] = vars(request).setdefault("_desk_access", {})
    key = (rule, article.pk)
    if key not in answers:
        answers[key] = getattr(Article.objects, rule)(colleague(request)).filter(pk=article.pk).exists()
    return answers[key]
