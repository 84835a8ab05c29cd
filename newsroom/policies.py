"""The policy pages: the rules readers can hold us to."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from articles import tags
from articles.richtext import sanitize, trusted
from articles.site.metadata import page_metadata
from articles.site.requests import SiteRequest, only_read
from articles.site.schema_org import clipped
from newsroom import house
from newsroom.models import AT_FIXED_ADDRESSES, PolicyPage
from newsroom.organisation import organisation_node

DESCRIPTION_LIMIT = 200
markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def policy_html(text: str) -> SafeString:
    """A policy's Markdown as HTML. HTML in it is shown, not obeyed, and the sanitiser sees it all."""
    return trusted(sanitize(markdown.render(text)))


@only_read
def policy(request: SiteRequest, slug: str) -> HttpResponse:
    """A policy with the date it is in force since, and the others beside it.

    The imprint and the page about ownership show what the publication's own fields say above their text.
    """
    is_fixed = slug in AT_FIXED_ADDRESSES
    found = PolicyPage.objects.filter(**({"kind": slug} if is_fixed else {"slug": slug})).first()
    if found and found.get_absolute_url() != request.path:
        request.made_from.add(tags.FRAME)
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    policies = request.navigation["policies"]
    page = found or next((page for page in policies if is_fixed and page.kind == slug), None)
    if page is None:
        raise Http404("No such policy.")
    request.made_from.add(tags.FRAME)
    metadata = page_metadata(
        request,
        page.title,
        description=clipped(_first_paragraph(page.body), DESCRIPTION_LIMIT) or _about(request, page),
        path=page.get_absolute_url(),
        nodes=[organisation_node(request.publication, policies)],
    )
    context = {"policy": page, "policies": policies, "body": policy_html(page.body), "metadata": metadata}
    if is_fixed:
        context["facts"] = house.facts(request.publication, slug)
    if slug == house.OWNERSHIP:
        context |= house.rows(request.publication)
    return render(request, "site/policy.html", context)


def _about(request: SiteRequest, page: PolicyPage) -> str:
    """What a page is about that has no text of its own."""
    return f"{page.title}: {request.publication.legal_name or request.publication.name}"


def _first_paragraph(text: str) -> str:
    """The first paragraph of a Markdown text, without its marks; for descriptions."""
    inline = (token.content for token in markdown.parse(text) if token.type == "inline")
    return next(inline, "").replace("**", "")
