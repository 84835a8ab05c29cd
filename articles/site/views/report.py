"""Reporting an error in a story: a plain form that goes straight into the desk's queue."""

from __future__ import annotations

import hashlib
from datetime import date

from allauth.account.adapter import get_adapter
from django import forms
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Edition
from articles.reports import receive
from articles.site.metadata import page_metadata
from articles.site.requests import SiteRequest

REPORTS, WITHIN = 5, 60 * 60
"""How many reports one address may send, and within how many seconds."""
TOO_MANY = 429
LONGEST = 4000


class ReportForm(forms.Form):
    """What is wrong, and whom to tell when it is put right."""

    message = forms.CharField(
        label=_("What is wrong?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )
    name = forms.CharField(label=_("Your name (if you like)"), max_length=120, required=False)
    email = forms.EmailField(label=_("Your e-mail (if you want an answer)"), required=False)
    # People do not see this field; programs that fill in every field do.
    website = forms.CharField(label=_("Leave this empty"), required=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SiteRequest, *, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The form; on POST, the report is in the desk's queue and the page says so.

    Raises Http404 for a story that is not live at that address. Answers 429 to an address that has sent
    too many within the hour.
    """
    edition = _live(request, (year, month, day), slug)
    if request.method != "POST":
        return _page(request, edition, ReportForm(), is_sent="sent" in request.GET)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, edition, form)
    # A program learns nothing from its success.
    if not form.cleaned_data.pop("website"):
        if _is_flooding(request):
            form.add_error(
                None, _t("You have sent us several reports within the hour. Thank you; please wait.")
            )
            return _page(request, edition, form, status=TOO_MANY)
        receive(edition, **form.cleaned_data, at=request.now)
    return HttpResponseRedirect(f"{request.path}?sent")


def _live(request: SiteRequest, on: tuple[int, int, int], slug: str) -> Edition:
    try:
        day = date(*on)
    except ValueError as error:
        raise Http404("No such day.") from error
    # At an earlier address too: nobody's words are lost because the story moved while they wrote.
    known = Edition.objects.begun(request.now).filter(url_date=day, slug=slug)
    live = Edition.objects.live(request.now).filter(article__in=known.values("article"))
    edition = live.defer("body", "html").first()
    if edition is None:
        raise Http404("No such story.")
    return edition


def _is_flooding(request: HttpRequest) -> bool:
    """Whether this address has had its share. The address itself is not kept, only a hash of it."""
    address = hashlib.sha256(get_adapter().get_client_ip(request).encode()).hexdigest()
    key = f"newsroom.reports.{address}"
    cache.add(key, 0, WITHIN)
    try:
        return cache.incr(key) > REPORTS
    except ValueError:
        # It ended between the two calls.
        return False


def _page(
    request: SiteRequest, edition: Edition, form: ReportForm, *, is_sent: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "edition": edition,
        "form": form,
        "is_sent": is_sent,
        "metadata": page_metadata(request, _t("Report an error"), path=request.path),
    }
    response = render(request, "site/report.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
