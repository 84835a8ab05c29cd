"""Preview: the page a working copy would make, rendered by the template readers get, for the desk only."""

from __future__ import annotations

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.proofs import compose
from articles.site.pages import Page
from articles.site.requests import SiteRequest
from articles.site.views.article import article_context

TEMPLATE = "site/preview.html"


@require_safe
@staff_member_required(login_url="account_login")
def preview(request: SiteRequest, pk: int) -> HttpResponse:
    """The page of an article as it would stand if it were published at this moment. Stores nothing.

    Answers 403 to somebody at the desk who may not see the article.
    """
    article = get_object_or_404(Article.objects.select_related("section", "lead_photo"), pk=pk)
    user = request.user
    if not isinstance(user, User) or not Article.objects.visible_to(user).filter(pk=pk).exists():
        raise PermissionDenied
    proof = compose(article, at=request.now)
    page = Page.proof(proof.edition, proof.credits, proof.topics, request.now)
    response = render(request, TEMPLATE, article_context(request, page) | {"article_pk": article.pk})
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-store"
    return response
