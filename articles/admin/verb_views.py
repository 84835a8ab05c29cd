"""The page behind each button: it says what will happen, and only its POST makes it happen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _t

from articles.admin.access import colleague, may_use
from articles.admin.facts import facts_of
from articles.admin.groups import place_of
from articles.admin.verb import Verb
from articles.admin.verb_cases import Case, case_of
from articles.admin.verb_forms import VerbForm
from articles.admin.verbs import VERBS
from articles.checklist import Finding
from articles.models import Article, Event, with_sign_offs
from articles.notices import tell_of
from articles.publishing import NotReady
from articles.revisions import FieldDiff, diff, working_copy
from articles.workflow import NotAllowed, NotPossible

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


# The verbs on the way to publication; what withdraws a story or signs it off is stopped by no checklist.
CHECKED = frozenset({"submit", "send_back", "approve", "publish", "reschedule"})


def seen(article: Article) -> str:
    """The state of an article in one word: what a person had before them when they decided."""
    return f"{article.status}.{article.edit_version}.{article.latest_edition_id or 0}"


def linked(article: Article, found: list[Finding]) -> list[dict[str, Any]]:
    """Findings with the address of the field where each is mended."""
    form = reverse("admin:articles_article_change", args=[article.pk])
    return [{"finding": finding, "url": f"{form}#{place_of(finding.field)}"} for finding in found]


def carry_out(admin: ModelAdmin[Article], request: HttpRequest, object_id: str, name: str) -> HttpResponse:
    """Show what the verb will do; on POST, do it and return to the article.

    Answers 403 without the permission or for an article it does not reach, 404 for an unknown verb. What
    is not possible now is said on the page, with everything typed kept.
    """
    verb, article = VERBS.get(name), _article(object_id)
    if verb is None or article is None:
        raise Http404
    if not may_use(request, article, verb.permission):
        raise PermissionDenied
    case = case_of(article, colleague(request))
    if request.method != "POST":
        form = verb.form(article=article, stands=case.stands, user=colleague(request))
        form.take(request.GET)
        return _page(admin, request, verb, case, form)
    form = verb.form(request.POST, article=article, stands=case.stands, user=colleague(request))
    if form.is_valid() and request.POST.get("promised") == form.promise():
        done, case = _try(request, verb, case, form)
        if done:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    return _page(admin, request, verb, case, form)


def _article(object_id: str) -> Article | None:
    rows = (
        Article.objects.with_desk_facts()
        .prefetch_related("sources__outlet", with_sign_offs())
        .select_related("lead_photo")
    )
    return rows.filter(pk=object_id).first() if object_id.isdecimal() else None


def _try(request: HttpRequest, verb: Verb, case: Case, form: VerbForm) -> tuple[str, Case]:
    """Carry the verb out on the row as it was seen; what to tell the person, or errors in the form."""
    try:
        with transaction.atomic():
            article = Article.objects.select_for_update().get(pk=case.article.pk)
            _check(request, verb, case, article)
            newest = article.events.order_by("-pk").values_list("pk", flat=True).first() or 0
            done = verb.run(article, colleague(request), form.cleaned_data)
            for event in Event.objects.filter(article=article, pk__gt=newest).order_by("pk"):
                tell_of(event)
            return done, case
    except NotReady as error:
        form.add_error(None, _t("The checklist stops this: see what has to be mended below."))
        rest = [finding for finding in case.findings if finding not in error.findings]
        return "", replace(case, findings=[*error.findings, *rest])
    except (NotPossible, NotAllowed) as error:
        form.add_error(None, str(error))
        return "", case


def _check(request: HttpRequest, verb: Verb, case: Case, article: Article) -> None:
    """Raise NotPossible when the row is not what the person saw, or the verb is not open to it."""
    if request.POST.get("seen") != seen(article):
        raise NotPossible(_t("The story changed while this page was open. Look again, then confirm."))
    if why := verb.obstacle(case):
        raise NotPossible(why)


def _page(
    admin: ModelAdmin[Article], request: HttpRequest, verb: Verb, case: Case, form: VerbForm
) -> HttpResponse:
    article = case.article
    context = {
        **admin.admin_site.each_context(request),
        "title": str(verb.label).rstrip("…"),
        "subtitle": None,
        "opts": admin.opts,
        "article": article,
        "verb": verb,
        "confirm": verb.confirm or str(verb.label).rstrip("…"),
        "form": form,
        "media": form.media,
        "facts": facts_of(article, case.stands.now),
        "why_not": verb.why_not(case),
        "sentence": verb.sentence(case, form.times()),
        "promise": form.promise(),
        "seen": seen(article),
        "is_checked": verb.transition in CHECKED,
        "findings": linked(article, case.findings),
        "differences": _since_public(case) if verb.name == "change" else None,
        "wording": form.wording(),
    }
    return TemplateResponse(request, "admin/articles/article/verb.html", context)


def _since_public(case: Case) -> list[FieldDiff] | None:
    """What readers would find changed; None when the public text came without a revision."""
    begun = case.stands.begun
    if begun is None or begun.revision_id is None:
        return None
    published = case.article.revisions.get(pk=begun.revision_id)
    return diff(published, working_copy(case.article))
