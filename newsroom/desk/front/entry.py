"""Who comes in, and with which answer they leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.workflow import NotPossible

type View = Callable[..., HttpResponse]


def for_those_who(permission: str) -> Callable[[View], View]:
    """A view of the desk for people with that permission of the front page; 403 for others at the desk."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(f"newsroom.{permission}"):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return staff_member_required(guarded, login_url="account_login")

    return guard


def page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    """A page of the desk."""
    shown = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/front/{template}.html", shown)


def back(request: HttpRequest, done: str, act: Callable[[], Any]) -> HttpResponse:
    """Do it, and go back to the page with what was done, or with the reason why nothing was."""
    try:
        act()
    except NotPossible as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("desk_front"))
