"""The policy pages: the rules readers can hold us to."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from articles import tags
from articles.richtext import sanitize, trusted
from articles.site.metadata import page_metadata
from articles.site.requests import SiteRequest
from articles.site.schema_org import clipped
from newsroom.models import PolicyPage
from newsroom.organisation import organisation_node

DESCRIPTION_LIMIT = 200
markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def policy_html(text: str) -> SafeString:
    """A policy's Markdown as HTML. HTML in it is shown, not obeyed, and the sanitiser sees it all."""
    return trusted(sanitize(markdown.render(text)))


@require_safe
def policy(request: SiteRequest, slug: str) -> HttpResponse:
    """A policy with the date it is in force since, and the others beside it."""
    policies = list(PolicyPage.objects.all())
    found = next((page for page in policies if page.slug == slug), None)
    if found is None:
        raise Http404("No such policy.")
    request.made_from.add(tags.FRAME)
    metadata = page_metadata(
        request,
        found.title,
        description=clipped(_first_paragraph(found.body), DESCRIPTION_LIMIT),
        path=found.get_absolute_url(),
        nodes=[organisation_node(request.publication, policies)],
    )
    context = {"policy": found, "policies": policies, "body": policy_html(found.body), "metadata": metadata}
    return render(request, "site/policy.html", context)


def _first_paragraph(text: str) -> str:
    """The first paragraph of a Markdown text, without its marks; for descriptions."""
    inline = (token.content for token in markdown.parse(text) if token.type == "inline")
    return next(inline, "").replace("**", "")
