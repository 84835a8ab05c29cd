"""The breaking strip at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.cells import at_the_desk
from articles.workflow import NotPossible
from newsroom.breaking import end_strip, set_strip
from newsroom.context import forget
from newsroom.desk.front.entry import back, for_those_who, page
from newsroom.desk.front.forms import SeenForm, StripForm
from newsroom.front_log import newest_change
from newsroom.models import BreakingStrip


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who("set_breaking")
def breaking(request: HttpRequest) -> HttpResponse:
    """The form that sets the strip, filled in with the one that stands, and its answer."""
    now = timezone.now()
    current = BreakingStrip.objects.filter(ends_at__gt=now).order_by("starts_at").first()
    initial = {"text": current.text, "article": current.article_id} if current else {}
    form = StripForm(request.POST or None, initial=initial, now=now)
    seen = SeenForm(request.POST)
    if request.method == "POST" and form.is_valid() and seen.is_valid():
        try:
            set_strip(
                form.save(commit=False), by=at_the_desk(request), now=now, seen=seen.cleaned_data["seen"]
            )
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            forget()
            messages.success(request, _t("The breaking strip is set."))
            return HttpResponseRedirect(reverse("desk_front"))
    return page(
        request, "strip", _t("Breaking strip"), form=form, current=current, now=now, seen=newest_change()
    )


@require_POST
@for_those_who("set_breaking")
def end(request: HttpRequest) -> HttpResponse:
    """Take the strip down."""
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else 0
    answer = back(
        request,
        _t("The breaking strip is ended."),
        lambda: end_strip(by=at_the_desk(request), now=timezone.now(), seen=seen),
    )
    forget()
    return answer
