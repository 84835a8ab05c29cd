"""What goes into the head of a public page for machines: titles, addresses, OpenGraph and JSON-LD.

OpenGraph follows https://ogp.me; `fediverse:creator` is Mastodon's; the JSON-LD nodes are in `schema_org`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t

from articles.models import Genre, Role, SourceKind
from articles.renditions import picture
from articles.site import schema_org
from articles.site.addresses import absolute, document_path, feed_formats, publisher_id
from articles.site.oembed import discovery
from articles.site.tongues import alternates

if TYPE_CHECKING:
    from articles.models import Edition
    from articles.site.pages import Page
    from articles.site.requests import SiteRequest
    from authors.models import Author, AuthorLink

WITH_TERRITORY = re.compile("([a-zA-Z]{2,3})-([a-zA-Z]{2})")
WORDS_A_MINUTE = {"de": 200}
DEFAULT_WORDS_A_MINUTE = 220
PORTRAIT = 400
"""Pixels of a portrait on the author's page, across and down."""
DESCRIPTION_LIMIT = 200
"""Characters of a description; the standfirst is shorter, a bio is not."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The head of a page, ready for the template."""

    title: str
    description: str = ""
    canonical: str = ""
    """The full address under which the page wants to be known."""
    open_graph: list[tuple[str, str]] = field(default_factory=list)
    """Pairs for `<meta property content>`, in order."""
    names: list[tuple[str, str]] = field(default_factory=list)
    """Pairs for `<meta name content>`, in order."""
    tongues: list[tuple[str, str]] = field(default_factory=list)
    """The page in every language it is in, as pairs of `hreflang` and full address; empty with one only."""
    json_ld: SafeString | None = None
    """For `<script type="application/ld+json">`; None where there is nothing to say."""
    feed: str = ""
    """The path of the feed that carries what this page lists."""
    alternates: list[tuple[str, str, str]] = field(default_factory=list)
    """The same as a file for machines: type, name and path."""

    @property
    def feeds(self) -> list[tuple[str, str]]:
        """That feed in every format, as pairs of type and path; none where there is no feed."""
        return feed_formats(self.feed) if self.feed else []


def reading_minutes(words: int, language: str) -> int:
    """How long a text of that many words takes to read, in whole minutes, at least one."""
    pace = WORDS_A_MINUTE.get(language.partition("-")[0].lower(), DEFAULT_WORDS_A_MINUTE)
    return max(1, round(words / pace))


def article_metadata(site_name: str, page: Page, policies: Iterable[Any] = ()) -> Metadata:
    """Everything a story tells machines. Needs nothing from the database beyond the page's own rows.

    `policies`: the publication's rules, of which a story names those it was made by.
    """
    edition = page.edition
    address = absolute(edition.get_absolute_url())
    return Metadata(
        title=_titled(edition, edition.seo),
        description=_described(edition),
        canonical=edition.canonical_url or address,
        open_graph=_article_open_graph(page, site_name),
        names=_article_names(page),
        tongues=alternates(edition, page.tongues),
        alternates=[
            ("application/json", "ninjs", document_path(edition, "ninjs")),
            ("text/markdown", "Markdown", document_path(edition, "markdown")),
            *discovery(edition.get_absolute_url()),
        ],
        json_ld=schema_org.json_ld(
            schema_org.graph(
                article_node(page, site_name) | schema_org.principles(policies),
                schema_org.breadcrumbs(site_name, edition.section, edition.headline),
            )
        ),
    )


def _titled(edition: Edition, title: str) -> str:
    """The title where only a title is shown: in a list of hits, on a card at another site."""
    return _t("Retracted: %(headline)s") % {"headline": title} if edition.is_retracted else title


def _described(edition: Edition) -> str:
    """What stands under it: the standfirst, or why the story was retracted."""
    if not edition.is_retracted:
        return edition.standfirst
    return schema_org.clipped(" ".join(edition.change_note.split()), DESCRIPTION_LIMIT)


def article_node(page: Page, site_name: str) -> schema_org.Node:
    """The NewsArticle (or its subtype) of a story."""
    edition = page.edition
    address = absolute(edition.get_absolute_url())
    node: schema_org.Node = {
        "@type": schema_org.article_types(edition),
        "@id": f"{address}#article",
        "mainEntityOfPage": address,
        "url": address,
        "headline": schema_org.clipped(edition.headline, schema_org.HEADLINE_LIMIT),
        "alternativeHeadline": edition.headline_short if edition.headline_short != edition.headline else "",
        "description": _described(edition),
        "abstract": "\n".join(edition.key_point_list),
        "genre": edition.get_genre_display(),
        "articleSection": edition.section.name if edition.section else "",
        "keywords": [topic.name for topic in page.topics],
        "about": [schema_org.subject(topic) for topic in page.topics],
        "inLanguage": edition.language,
        "datePublished": schema_org.moment(edition.first_published_at),
        "dateModified": schema_org.moment(edition.modified_at),
        "dateline": edition.dateline,
        # Where our reporter was; what the story is about may lie elsewhere.
        "locationCreated": {"@type": "Place", "name": page.place} if page.place else None,
        "isAccessibleForFree": True,
        "wordCount": edition.word_count or None,
        "timeRequired": _duration(edition),
        "backstory": edition.how_we_reported,
        "image": schema_org.images(edition),
        "correction": schema_org.correction_comments(page.notes),
        "creativeWorkStatus": "Retracted" if edition.is_retracted else "",
        "sponsor": {"@type": "Organization", "name": edition.sponsor} if edition.sponsor else None,
        "publisher": schema_org.publisher(site_name),
        "copyrightYear": edition.url_date.year,
    }
    if edition.genre == Genre.LIVE:
        node["coverageStartTime"] = node["datePublished"]
    if not any(source.kind == SourceKind.AGENCY for source in edition.public_sources):
        node["copyrightHolder"] = {"@id": publisher_id()}
        node["copyrightNotice"] = f"© {edition.url_date.year} {site_name}"
    node |= schema_org.translations(edition, page.tongues)
    node |= schema_org.provenance(edition) | schema_org.credited(page.credits)
    # Agency copy without a name belongs to the agency; a withheld byline is the publication's to answer for.
    node.setdefault("author", node.get("sourceOrganization") or [schema_org.publisher(site_name)])
    return schema_org.filled(node)


def _duration(edition: Edition) -> str:
    """The time it takes to read, as an ISO 8601 duration; empty without a text."""
    return f"PT{reading_minutes(edition.word_count, edition.language)}M" if edition.word_count else ""


def _article_names(page: Page) -> list[tuple[str, str]]:
    authors = [credit.author for credit in page.credits if credit.role == Role.AUTHOR]
    handles = [author.fediverse_handle for author in authors if author.fediverse_handle]
    return [
        ("robots", "max-image-preview:large"),
        *(("author", author.name) for author in authors),
        *(("fediverse:creator", handle) for handle in handles),
        ("twitter:card", "summary_large_image" if page.edition.lead_photo else "summary"),
    ]


def _article_open_graph(page: Page, site_name: str) -> list[tuple[str, str]]:
    edition = page.edition
    pairs = [
        ("og:type", "article"),
        ("og:title", _titled(edition, edition.social)),
        ("og:description", _described(edition)),
        ("og:url", edition.canonical_url or absolute(edition.get_absolute_url())),
        ("og:site_name", site_name),
        *_locale(edition.language),
        *(
            ("og:locale:alternate", code)
            for tongue in page.tongues
            for _name, code in _locale(tongue.language)
        ),
        *_picture(edition),
        ("article:published_time", schema_org.moment(edition.first_published_at)),
        ("article:modified_time", schema_org.moment(edition.modified_at)),
    ]
    pairs += [
        ("article:author", absolute(credit.author.get_absolute_url()))
        for credit in page.credits
        if credit.role == Role.AUTHOR
    ]
    if edition.section:
        pairs.append(("article:section", edition.section.name))
    pairs += [("article:tag", topic.name) for topic in page.topics]
    return [(name, content) for name, content in pairs if content]


def _locale(language: str) -> list[tuple[str, str]]:
    """og:locale is a language with a territory; a language alone has none to give."""
    if not (found := WITH_TERRITORY.fullmatch(language)):
        return []
    return [("og:locale", f"{found[1].lower()}_{found[2].upper()}")]


def _picture(edition: Edition) -> list[tuple[str, str]]:
    photo = edition.lead_photo
    if photo is None or not photo.width:
        return []
    shown = picture(photo, "16x9")
    return [
        ("og:image", absolute(shown.src)),
        ("og:image:type", "image/jpeg"),
        ("og:image:width", str(shown.width)),
        ("og:image:height", str(shown.height)),
        ("og:image:alt", edition.photo_alt),
    ]


def page_metadata(
    request: SiteRequest,
    title: str,
    *,
    description: str = "",
    path: str = "",
    feed: str = "",
    kind: str = "website",
    nodes: Sequence[schema_org.Node] = (),
    index: bool = True,
    more: Sequence[tuple[str, str]] = (),
) -> Metadata:
    """The head of a page that is not a story. `path` is its canonical path, the one asked for unless given.

    With `index=False` search engines are asked to follow its links but not to list it: filter results
    would otherwise fill their memory with the same stories in every order. `more`: OpenGraph of its own.
    """
    address = absolute(path or request.path)
    pairs = [
        ("og:type", kind),
        ("og:title", title),
        ("og:description", description),
        ("og:url", address),
        ("og:site_name", request.publication.name),
        *more,
    ]
    return Metadata(
        title=title,
        description=description,
        canonical=address,
        open_graph=[(name, content) for name, content in pairs if content],
        names=[] if index else [("robots", "noindex, follow")],
        json_ld=schema_org.json_ld(schema_org.graph(*nodes)) if nodes else None,
        feed=feed,
    )


def _portrait(author: Author) -> list[tuple[str, str]]:
    if not author.portrait:
        return []
    size = str(PORTRAIT)
    return [
        ("og:image", absolute(author.portrait.page)),
        ("og:image:width", size),
        ("og:image:height", size),
        ("og:image:alt", author.portrait_alt or author.name),
    ]


def author_metadata(
    request: SiteRequest, author: Author, links: Iterable[AuthorLink], *, here: str, feed: str, has_left: bool
) -> Metadata:
    """The head of an author page: a ProfilePage about a Person. `here`: the query string of a later page."""
    site_name = request.publication.name
    description = author.bio_short or schema_org.clipped(" ".join(author.bio.split()), DESCRIPTION_LIMIT)
    who = schema_org.person(author) | {
        "alternateName": author.fediverse_handle,
        "description": description,
        "sameAs": [link.url for link in links],
        "image": absolute(author.portrait.page) if author.portrait else "",
    }
    if who["@type"] == "Person":
        who["knowsLanguage"] = author.language_list
        who["workLocation"] = {"@type": "Place", "name": author.location} if author.location else None
    if not has_left:
        who["email"] = author.email_public
        if who["@type"] == "Person":
            who["worksFor"] = schema_org.publisher(site_name)
    address = absolute(author.get_absolute_url())
    profile: schema_org.Node = {
        "@type": "ProfilePage",
        "@id": f"{address}#profile",
        "url": address,
        "mainEntity": schema_org.filled(who),
    }
    return page_metadata(
        request,
        author.name,
        description=description,
        path=author.get_absolute_url() + here,
        feed=feed,
        kind="profile",
        nodes=[profile, schema_org.breadcrumbs(site_name, None, author.name)],
        more=_portrait(author),
    )
