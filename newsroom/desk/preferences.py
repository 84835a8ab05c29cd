"""The desk's page for a person's own preferences and for what they have been told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Notice, Preferences

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Preferences]
else:
    _ModelForm = forms.ModelForm

NEWEST = 50


class PreferencesForm(_ModelForm):
    """What comes by e-mail, which keys do something, and what typing makes of a quotation mark."""

    mail_on = forms.MultipleChoiceField(
        label=_("E-mail me when"),
        choices=Notice.Kind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing is mailed that you did not tick. All of it stands on your first screen anyway."),
    )

    class Meta:
        model = Preferences
        fields = ("language", "mail_on", "shortcuts", "single_keys", "smart_quotes")


def _person(request: HttpRequest) -> User:
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied


@staff_member_required(login_url="account_login")
def preferences(request: HttpRequest) -> HttpResponse:
    """The person's own choices."""
    user = _person(request)
    mine = Preferences.objects.filter(user=user).first() or Preferences(user=user)
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=mine)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _t("Your preferences are saved."))
        return HttpResponseRedirect(request.path)
    return _page(request, "preferences", _t("Preferences"), form=form)


@staff_member_required(login_url="account_login")
def notices(request: HttpRequest) -> HttpResponse:
    """What this person has been told, newest first; a POST marks all of it as seen."""
    user = _person(request)
    mine = Notice.objects.filter(user=user, article__in=Article.objects.visible_to(user).values("pk"))
    if request.method == "POST":
        Notice.objects.filter(user=user, seen_at__isnull=True).update(seen_at=timezone.now())
        return HttpResponseRedirect(reverse("desk_notices"))
    newest = list(mine.select_related("article").defer("article__body").order_by("-at", "-pk")[:NEWEST])
    return _page(request, "notices", _t("News for me"), notices=newest)


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    shown = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/{template}.html", shown)
