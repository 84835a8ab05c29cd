"""The oEmbed endpoint: what another site may show of a story."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _t
from django.views.decorators.http import conditional_page

from articles import tags
from articles.site.oembed import as_json, as_xml, facts_of, story_behind
from articles.site.requests import SiteRequest, only_read

WRITTEN = {"json": ("application/json", as_json), "xml": ("text/xml; charset=utf-8", as_xml)}
NOT_IMPLEMENTED = 501
NO_LIMIT = 1_000_000
PIXELS = re.compile("[0-9]{1,9}")
PLAIN = "text/plain; charset=utf-8"


@only_read
@conditional_page
def oembed(request: SiteRequest) -> HttpResponse:
    """The facts of the story whose address is given as `url`, in the `format` json or xml.

    Raises Http404 for an address behind which no story is public.
    """
    written = WRITTEN.get(request.GET.get("format", "json"))
    if written is None:
        return HttpResponse(_t("Ask for the format json or xml."), status=NOT_IMPLEMENTED, content_type=PLAIN)
    address = request.GET.get("url", "")
    most = [request.GET.get(name) or str(NO_LIMIT) for name in ("maxwidth", "maxheight")]
    if not address or not all(map(PIXELS.fullmatch, most)):
        said = _t("Give url, the address of a story, and maxwidth and maxheight as whole numbers if at all.")
        return HttpResponseBadRequest(said, content_type=PLAIN)
    edition = story_behind(address, request.now)
    if edition is None:
        raise Http404("No public story at that address.")
    # Whoever wrote it may get another name; the record of any story tells of that.
    request.made_from.add(tags.story(edition.article_id), tags.STORIES, tags.FRAME)
    facts = facts_of(edition, request.publication.name, (int(most[0]), int(most[1])))
    content_type, as_text = written
    return HttpResponse(as_text(facts), content_type=content_type)
