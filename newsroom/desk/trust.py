"""The desk's page about trust: what the imprint lacks, and which clauses of the JTI have a page."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_safe

from newsroom import house
from newsroom.models import AT_FIXED_ADDRESSES, Publication
from newsroom.trust import report

MAY_SEE = "newsroom.view_publication"


@require_safe
@staff_member_required(login_url="account_login")
def trust(request: HttpRequest) -> HttpResponse:
    """What is missing on the pages the law asks for, and the 18 clauses."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    publication = Publication.objects.filter(pk=1).first() or Publication(pk=1)
    policies = house.policy_pages()
    paths = {page.kind: page.get_absolute_url() for page in policies}
    context = {
        **admin.site.each_context(request),
        "title": _t("Trust"),
        "answers": report(publication, policies),
        "pages": [
            (kind.label, paths.get(kind, ""), house.missing(publication, kind))
            for kind in sorted(AT_FIXED_ADDRESSES)
        ],
    }
    return TemplateResponse(request, "admin/trust.html", context)
