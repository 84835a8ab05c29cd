"""Small files that machines look for at fixed places: what the publication allows, and whom to ask.

Each says only what is true: a line appears when there is something to put into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _t

from articles import tags
from articles.site.addresses import absolute
from articles.site.requests import SiteRequest, only_read
from newsroom.context import navigation
from newsroom.mining import signals_of
from newsroom.models import PolicyPage, Publication

TEXT = "text/plain; charset=utf-8"
# The desk and its previews are nothing for a search engine; a story's history says noindex itself.
CLOSED = ("/admin/", "/accounts/", "/preview/")
SECURITY_VALID_FOR = timedelta(days=180)
# The record of a site that sells no advertising through anybody: ads.txt 1.1, section 3.2.1.
NO_ADVERTISING = "placeholder.example.com, placeholder, DIRECT, placeholder"


def _text(lines: Iterable[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


def _one_line(text: str) -> str:
    """The text without line breaks: a name must not become a line of its own."""
    return " ".join(text.split())


def _mailto(address: str) -> str:
    return f"mailto:{quote(address, safe='@+')}"


def _policy_addresses() -> dict[str, str]:
    """The full address of each policy there is, by its kind."""
    return {policy.kind: absolute(policy.get_absolute_url()) for policy in navigation()["policies"]}


def _contact(publication: Publication, policies: dict[str, str]) -> str:
    """Where somebody answers: the newsroom's e-mail, else the imprint; empty before there is either."""
    if publication.email:
        return _mailto(publication.email)
    return policies.get(PolicyPage.Kind.IMPRINT, "")


@only_read
def robots(request: SiteRequest) -> HttpResponse:
    """What crawlers are asked to leave alone: https://www.rfc-editor.org/rfc/rfc9309."""
    request.made_from.add(tags.FRAME)
    barred = signals_of(request.publication).barred
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    if barred:
        lines += [*(f"User-agent: {name}" for name in barred), "Disallow: /", ""]
    lines += [f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap", "sitemap_news")]
    return _text(lines)


@only_read
def tdmrep(request: SiteRequest) -> HttpResponse:
    """Whether text and data mining is reserved, for the whole site.

    The format is https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/.
    """
    request.made_from.add(tags.FRAME)
    reservation = signals_of(request.publication).tdm_reservation
    return JsonResponse([{"location": "/", "tdm-reservation": reservation}], safe=False)


@only_read
def trust(request: SiteRequest) -> HttpResponse:
    """Whom to ask, who owns it, and whether training is allowed.

    The format is https://journallist.net/reference-document-for-trust-txt-specifications.
    """
    request.made_from.add(tags.FRAME)
    publication, policies = request.publication, _policy_addresses()
    pairs = [
        ("contact", _contact(publication, policies)),
        ("disclosure", policies.get(PolicyPage.Kind.OWNERSHIP, "")),
        ("datatrainingallowed", signals_of(publication).training_allowed),
    ]
    lines = [f"{name}={value}" for name, value in pairs if value]
    return _text([f"# {_one_line(publication.name)}, {absolute('/')}", *lines])


@only_read
def security(request: SiteRequest) -> HttpResponse:
    """Whom to tell of a hole: https://www.rfc-editor.org/rfc/rfc9116.

    Raises Http404 while nobody can be told: a file without a contact is none.
    """
    contact = _contact(request.publication, _policy_addresses())
    if not contact:
        raise Http404("Nobody to tell.")
    request.made_from.add(tags.FRAME)
    today = datetime.combine(request.now.astimezone(UTC).date(), time(), UTC)
    request.made_from.not_after(today + timedelta(days=1))
    return _text(
        [
            f"Contact: {contact}",
            f"Expires: {today + SECURITY_VALID_FOR:%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {get_language() or 'en'}",
            f"Canonical: {absolute(reverse('security'))}",
        ]
    )


@only_read
def ads(request: SiteRequest) -> HttpResponse:
    """That nobody is authorised to sell advertising here: https://iabtechlab.com/ads-txt/."""
    request.made_from.add(tags.FRAME)
    email = request.publication.email
    return _text([NO_ADVERTISING, *([f"CONTACT={email}"] if email else [])])


@only_read
def indexnow_key(request: SiteRequest, key: str) -> HttpResponse:
    """The proof that whoever tells search engines of our changes is us: https://www.indexnow.org/documentation.

    Raises Http404 for any other name.
    """
    if not settings.INDEXNOW_KEY or key != settings.INDEXNOW_KEY:
        raise Http404("No such file.")
    request.made_from.add(tags.FRAME)
    return HttpResponse(settings.INDEXNOW_KEY, content_type=TEXT)


@only_read
def llms(request: SiteRequest) -> HttpResponse:
    """The site in a few lines, for language models: https://llmstxt.org."""
    request.made_from.add(tags.FRAME)
    publication, frame = request.publication, navigation()
    sections = [(section.name, section.get_absolute_url()) for section in frame["sections"]]
    policies = [(policy.title, policy.get_absolute_url()) for policy in frame["policies"]]
    lists = [
        (_t("All stories (JSON Feed)"), reverse("feed_json")),
        (_t("All stories, whole (ninjs)"), reverse("ninjs")),
        (_t("Corrections (JSON Feed)"), reverse("corrections_feed_json")),
        (_t("Archive"), reverse("archive")),
        (_t("Sitemap"), reverse("sitemap")),
    ]
    return _text(
        [
            f"# {_one_line(publication.name)}",
            "",
            *([f"> {_one_line(publication.tagline)}", ""] if publication.tagline else []),
            str(signals_of(publication).sentence),
            _t("Behind the address of every story, index.html.md is the same story as Markdown."),
            _t("A corrected or retracted story says so at its own address: quote that, not an older copy."),
            *_links(_t("Stories"), lists),
            *_links(_t("Sections"), sections),
            *_links(_t("How we work"), policies),
        ]
    )


def _links(heading: str, links: list[tuple[str, str]]) -> list[str]:
    """A heading and its links; nothing without a link."""
    if not links:
        return []
    entries = [f"- [{_label(name)}]({absolute(path)})" for name, path in links]
    return ["", f"## {heading}", "", *entries]


def _label(text: str) -> str:
    """The text of a Markdown link."""
    return re.sub(r"([\\\[\]])", r"\\\1", _one_line(text))
