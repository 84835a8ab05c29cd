"""Light or dark, when the reader disagrees with the system: a cookie set by a form, no script needed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "theme"
THEMES = ("light", "dark")
AUTO = "auto"
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60


def theme_of(request: HttpRequest) -> str:
    """The reader's choice: light, dark, or empty for what the system prefers."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""


# A token would tie every public page to one reader; the worst a forged form can do here is dim the lights.
@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember `theme` (light, dark or auto) and go back to `next`; 400 for any other theme."""
    chosen = request.POST.get("theme", "")
    if chosen not in (*THEMES, AUTO):
        return HttpResponseBadRequest()
    back = request.POST.get("next", "")
    ours = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=ours, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back, status=303)
    if chosen == AUTO:
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=ONE_YEAR_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
