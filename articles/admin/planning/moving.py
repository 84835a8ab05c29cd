"""Moving a plan: a plain form for one moment, saved as the article form saves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles import locks
from articles.admin.access import colleague
from articles.admin.cells import person
from articles.admin.facts import facts_of, spelled, standing
from articles.admin.forms import ArticleForm
from articles.admin.planning.entries import may_move
from articles.admin.planning.kinds import PLANS, Kind
from articles.admin.saving import EditConflict, save_changes
from articles.admin.widgets import MomentField
from articles.models import Article, Revision

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.utils.functional import _StrPromise


class PlannedForm(ArticleForm):
    """The article form, of which only the plan is asked."""

    # Declared by the whole form, so taken out by name.
    urgency = topics = None  # type: ignore[assignment]
    publish_at = MomentField(
        label=_("Planned for"), required=False, help_text=_("When we mean to publish. Empty: no plan.")
    )

    class Meta:
        model = Article
        fields = ("publish_at",)


class DueForm(ArticleForm):
    """The article form, of which only the deadline is asked."""

    urgency = topics = None  # type: ignore[assignment]
    due_at = MomentField(
        label=_("Due"), required=False, help_text=_("When the desk expects it. Empty: no deadline.")
    )

    class Meta:
        model = Article
        fields = ("due_at",)


@dataclass(frozen=True, slots=True)
class Plan:
    """Something that can be moved: how it is asked, and what is said of it afterwards."""

    form: type[ArticleForm]
    title: str | _StrPromise
    done: str | _StrPromise
    dropped: str | _StrPromise


MOVES = {
    Kind.PLANNED: Plan(
        PlannedForm,
        _("Move the plan"),
        _("%(story)s is planned for %(when)s."),
        _("%(story)s is not planned for any time now."),
    ),
    Kind.DUE: Plan(
        DueForm,
        _("Move the deadline"),
        _("%(story)s is due on %(when)s."),
        _("%(story)s has no deadline now."),
    ),
}


def move_page(admin: ModelAdmin[Article], request: HttpRequest, object_id: str, kind: str) -> HttpResponse:
    """Ask for another time; on POST, save it as a revision and go back.

    Answers 403 for an article that is not the person's to change, 404 for one there is not and for what
    cannot be moved. When somebody saved in the meantime, the form says so and keeps what was typed.
    """
    plan = MOVES.get(Kind(kind)) if kind in Kind.values else None
    article = _article(object_id)
    if plan is None or article is None:
        raise Http404
    if not may_move(request, article, Kind(kind)):
        raise PermissionDenied
    form = plan.form(request.POST if request.method == "POST" else None, instance=article)
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form, plan, PLANS[Kind(kind)])
        except EditConflict:
            overtaken = True
        else:
            return HttpResponseRedirect(_back(request))
    return _page(admin, request, plan, form, overtaken=overtaken)


def _article(object_id: str) -> Article | None:
    rows = Article.objects.select_related("section", "latest_edition", "assignee")
    return rows.filter(pk=object_id).first() if object_id.isdecimal() else None


def _save(request: HttpRequest, form: ArticleForm, plan: Plan, name: str) -> None:
    """Save what was typed, and say what stands now. Raises EditConflict when somebody was faster."""
    with transaction.atomic():
        article = form.save(commit=False)
        changed = save_changes(form, (), by=colleague(request)).changed
    moment = getattr(article, name)
    if not changed:
        messages.info(request, _t("Nothing had changed, so nothing was saved."))
    elif moment is None:
        messages.success(request, str(plan.dropped) % {"story": article})
    else:
        messages.success(request, str(plan.done) % {"story": article, "when": spelled(moment)})


def _page(
    admin: ModelAdmin[Article], request: HttpRequest, plan: Plan, form: ArticleForm, *, overtaken: bool
) -> HttpResponse:
    now = timezone.now()
    # As it is stored: the object in hand has what was typed.
    article = _article(str(form.instance.pk))
    if article is None:
        raise Http404
    lock = locks.holder(article, now)
    field = form[next(iter(form._meta.fields or ()))]
    # Once it has said that somebody was faster, the form answers for what it has shown.
    asked = plan.form(instance=article) if overtaken else form
    newest = _newest(article) if overtaken else None
    context = {
        **admin.admin_site.each_context(request),
        "title": plan.title,
        "subtitle": None,
        "opts": admin.opts,
        "article": article,
        "form": form,
        "field": field,
        "versions": {name: asked[name].value() for name in ("edit_version", "base_revision")},
        "newest": newest,
        "newest_by": person(newest.by) if newest else "",
        "stands": getattr(article, field.name),
        "facts": facts_of(article, now),
        "scheduled": standing(article, now).pending,
        "editing_by": person(lock.user) if lock and lock.user_id != request.user.pk else "",
        "back": _back(request),
    }
    return TemplateResponse(request, "admin/articles/article/move.html", context)


def _newest(article: Article) -> Revision | None:
    return article.revisions.select_related("by").defer("snapshot").order_by("-number").first()


def _back(request: HttpRequest) -> str:
    """Where the person came from, on this site; else the calendar."""
    back = request.POST.get("back") or request.GET.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/"):
        return back
    return reverse("admin:articles_article_calendar")
