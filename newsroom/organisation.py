"""The publication as machines know it: schema.org's NewsMediaOrganization and WebSite.

A policy property is given only while the page it points to exists: https://schema.org/NewsMediaOrganization.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.site.addresses import absolute, publisher_id
from articles.site.schema_org import filled
from newsroom.models import PolicyPage, Publication

PROPERTIES: dict[str, tuple[str, ...]] = {
    PolicyPage.Kind.ABOUT: ("masthead",),
    PolicyPage.Kind.ETHICS: ("ethicsPolicy", "publishingPrinciples"),
    PolicyPage.Kind.CORRECTIONS: ("correctionsPolicy",),
    PolicyPage.Kind.UNNAMED_SOURCES: ("unnamedSourcesPolicy",),
    PolicyPage.Kind.FACT_CHECKING: ("verificationFactCheckingPolicy",),
    PolicyPage.Kind.DIVERSITY: ("diversityPolicy",),
    PolicyPage.Kind.NO_BYLINES: ("noBylinesPolicy",),
    PolicyPage.Kind.FEEDBACK: ("actionableFeedbackPolicy",),
    PolicyPage.Kind.OWNERSHIP: ("ownershipFundingInfo",),
    PolicyPage.Kind.EDITORIAL_LINE: ("missionCoveragePrioritiesPolicy",),
}


def organisation_node(publication: Publication, policies: Iterable[PolicyPage]) -> dict[str, Any]:
    """The whole node of the publication, under the `@id` by which every story names its publisher."""
    links = {
        name: absolute(policy.get_absolute_url())
        for policy in policies
        for name in PROPERTIES.get(policy.kind, ())
    }
    contacts = [
        filled({"@type": "ContactPoint", "contactType": kind, "email": email, "telephone": phone})
        for kind, email, phone in (
            ("newsroom", publication.email, publication.phone),
            ("corrections", publication.corrections_email, ""),
        )
        if email or phone
    ]
    node = {
        "@type": "NewsMediaOrganization",
        "@id": publisher_id(),
        "name": publication.name,
        "legalName": publication.legal_name,
        "slogan": publication.tagline,
        "url": absolute("/"),
        "foundingDate": publication.founded_on.isoformat() if publication.founded_on else "",
        "address": publication.address,
        "email": publication.email,
        "contactPoint": contacts,
        "logo": _logo(publication),
    }
    return filled(node | links)


def _logo(publication: Publication) -> dict[str, Any]:
    if not publication.logo:
        return {}
    return {
        "@type": "ImageObject",
        "url": absolute(publication.logo.url),
        "width": publication.logo_width,
        "height": publication.logo_height,
    }


def website_node(publication: Publication, language: str) -> dict[str, Any]:
    """The site: search engines take its name from here."""
    return filled(
        {
            "@type": "WebSite",
            "@id": absolute("/#website"),
            "name": publication.name,
            "description": publication.tagline,
            "url": absolute("/"),
            "inLanguage": language,
            "publisher": {"@id": publisher_id()},
        }
    )
