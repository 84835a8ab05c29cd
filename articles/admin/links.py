"""Preview links: made, listed and revoked at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.access import colleague, may_use
from articles.models import Article, PreviewLink

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

PERMISSION = "articles.share_preview"
HOURS = [(4, _("4 hours")), (24, _("1 day")), (48, _("2 days")), (168, _("7 days"))]


class LinkForm(forms.Form):
    """For whom a link is, and for how long."""

    recipient = forms.CharField(
        label=_("For whom"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text=_("One person a link: the name stands across every page they open."),
    )
    hours = forms.TypedChoiceField(label=_("For how long"), choices=HOURS, coerce=int, initial=48)


def panel(request: HttpRequest, article: Article, *, now: datetime, may_change: bool) -> dict[str, Any]:
    """How many links show the article now; one query for those who may make links, none for others."""
    if not may_use(request, article, PERMISSION):
        return {}
    open_links = article.preview_links.filter(revoked_at__isnull=True, expires_at__gt=now).count()
    return {"may_share": True, "open_links": open_links}


def pages(admin: ModelAdmin[Article]) -> list[URLPattern]:
    """The addresses beside the article form."""
    view = admin.admin_site.admin_view
    return [
        path("<str:object_id>/links/", view(partial(links_page, admin)), name="articles_article_links"),
        path(
            "<str:object_id>/links/<int:number>/revoke/",
            view(partial(revoke, admin)),
            name="articles_article_revoke_link",
        ),
    ]


def links_page(admin: ModelAdmin[Article], request: HttpRequest, object_id: str) -> HttpResponse:
    """Every link of an article with its visits, and the form for one more. 403 without the permission."""
    article = _sharable(request, object_id)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _made(request, article, form.cleaned_data)
    now = timezone.now()
    links = article.preview_links.with_visits().select_related("made_by", "revoked_by")
    shown = [
        {"link": link, "open": link.is_open(now), "url": settings.SITE_URL + link.get_absolute_url()}
        for link in links
    ]
    context = {
        **admin.admin_site.each_context(request),
        "title": _t("Preview links"),
        "subtitle": None,
        "opts": admin.opts,
        "article": article,
        "form": form,
        "links": shown,
        "embargo": article.embargo_until if article.is_embargoed(now) else None,
    }
    return TemplateResponse(request, "admin/articles/article/links.html", context)


def _made(request: HttpRequest, article: Article, typed: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    article.preview_links.create(
        recipient=typed["recipient"],
        made_by=colleague(request),
        made_at=now,
        expires_at=now + timedelta(hours=typed["hours"]),
    )
    messages.success(request, _t("The link for %(name)s is ready to copy.") % {"name": typed["recipient"]})
    return HttpResponseRedirect(reverse("admin:articles_article_links", args=[article.pk]))


def revoke(admin: ModelAdmin[Article], request: HttpRequest, object_id: str, number: int) -> HttpResponse:
    """Close a link for good, by POST. 404 for a link of another article, 403 without the permission."""
    article = _sharable(request, object_id)
    if request.method == "POST":
        links = PreviewLink.objects.filter(article=article, pk=number)
        if not links.exists():
            raise Http404
        links.filter(revoked_at__isnull=True).update(revoked_at=timezone.now(), revoked_by=colleague(request))
        messages.success(request, _t("The link is revoked: it shows nothing any more."))
    return HttpResponseRedirect(reverse("admin:articles_article_links", args=[article.pk]))


def _sharable(request: HttpRequest, object_id: str) -> Article:
    article = Article.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
    if article is None:
        raise Http404
    if not may_use(request, article, PERMISSION):
        raise PermissionDenied
    return article
