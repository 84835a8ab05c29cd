"""What machines are told about a story and the people behind it: schema.org nodes (version 30.0).

A node says only what the page says too. Each function returns plain data; `json_ld` turns it into text
that is safe inside a script element.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t

from articles.models import Change, Genre, Role, SourceKind
from articles.models.photo import Origin
from articles.renditions import Picture, picture
from articles.richtext import trusted
from articles.site.addresses import absolute, publisher_id
from authors.models import Affiliation

if TYPE_CHECKING:
    from articles.models import Credit, Edition, PublicSource, Section, Topic
    from articles.site.tongues import Tongue
    from authors.models import Author

type Node = dict[str, Any]

# https://schema.org/NewsArticle and its subtypes; paid content is never a NewsArticle.
TYPES: dict[str, list[str]] = {
    Genre.REPORT: ["NewsArticle", "ReportageNewsArticle"],
    Genre.ANALYSIS: ["NewsArticle", "AnalysisNewsArticle"],
    Genre.OPINION: ["NewsArticle", "OpinionNewsArticle"],
    Genre.EXPLAINER: ["NewsArticle", "BackgroundNewsArticle"],
    Genre.REVIEW: ["NewsArticle", "ReviewNewsArticle"],
    Genre.FACT_CHECK: ["NewsArticle", "ReportageNewsArticle"],
    Genre.INTERVIEW: ["NewsArticle"],
    Genre.CALLOUT: ["AskPublicNewsArticle"],
    Genre.LIVE: ["LiveBlogPosting"],
    Genre.AGENCY: ["NewsArticle"],
    Genre.SATIRE: ["SatiricalArticle"],
    Genre.SPONSORED: ["AdvertiserContentArticle"],
}
HEADLINE_LIMIT = 110
"""Characters; search engines cut a longer headline themselves."""

# Which property names a person who did more, or something other, than write the story.
PROPERTY_OF_ROLE: dict[str, str] = {
    Role.AUTHOR: "author",
    Role.EDITOR: "editor",
    Role.TRANSLATOR: "translator",
}
PRINCIPLES = "ethics"
"""The kind of policy page that a story's `publishingPrinciples` are."""
MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
# https://developers.google.com/search/docs/appearance/structured-data/article: wide first.
MACHINE_SHAPES = ("16x9", "4x3", "1x1")
COMMENTED = frozenset({Change.CORRECTION, Change.CLARIFICATION, Change.EDITORS_NOTE})
TYPE_OF_SOURCE: dict[str, str] = {SourceKind.DATA: "Dataset"}


def json_ld(data: Node) -> SafeString:
    """A node as text for `<script type="application/ld+json">`, safe whatever its strings hold.

    `<`, `>` and `&` leave as escapes, so that no string can close the element or open a comment.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return trusted(text)


def graph(*nodes: Node) -> Node:
    """Several nodes as one document."""
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def filled(node: Node) -> Node:
    """The node without what is empty: an empty property says less than none. False and 0 stay."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def moment(at: datetime) -> str:
    """A moment in ISO 8601 with the offset of the newsroom's zone, as the page shows it."""
    return localtime(at).isoformat(timespec="seconds")


def clipped(text: str, limit: int) -> str:
    """The text, cut after a word and marked with an ellipsis when it has more characters than that."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"


def principles(policies: Iterable[Any]) -> Node:
    """The rules a story was made by, where the publication has them written down."""
    found = [absolute(policy.get_absolute_url()) for policy in policies if policy.kind == PRINCIPLES]
    return {"publishingPrinciples": found[0]} if found else {}


def subject(topic: Topic) -> Node:
    """What a story is about: the page about it, and the IPTC's name for it where the desk gave that."""
    code = topic.medtop_id.removeprefix("medtop:")
    return filled(
        {
            "@type": "Thing",
            "name": topic.name,
            "url": absolute(topic.get_absolute_url()),
            "sameAs": f"{MEDIA_TOPICS}{code}" if code else "",
        }
    )


def publisher(name: str) -> Node:
    """The publication, short: the front page has the whole node under the same `@id`."""
    return {"@type": "NewsMediaOrganization", "@id": publisher_id(), "name": name, "url": absolute("/")}


def article_types(edition: Edition) -> list[str]:
    """The schema.org types of a story.

    A report that rests on nothing but unconfirmed reporting of others is not reportage of ours.
    """
    types = TYPES.get(edition.genre, ["NewsArticle"])
    sources = edition.public_sources
    borrowed = bool(sources) and all(
        source.kind == SourceKind.BASED_ON and not source.independently_confirmed for source in sources
    )
    return [name for name in types if not borrowed or name != "ReportageNewsArticle"]


def person(author: Author) -> Node:
    """Who wrote it: a person, or the agency whose copy it is."""
    if author.affiliation == Affiliation.AGENCY:
        return {"@type": "Organization", "name": author.name, "url": absolute(author.get_absolute_url())}
    return filled(
        {
            "@type": "Person",
            "name": author.name,
            "url": absolute(author.get_absolute_url()),
            "jobTitle": author.job_title,
            "knowsAbout": author.specialty_list,
        }
    )


def credited(lines: Iterable[Credit]) -> Node:
    """The people of a story under the properties that say what they did."""
    people: Node = {}
    for credit in lines:
        people.setdefault(PROPERTY_OF_ROLE.get(credit.role, "contributor"), []).append(person(credit.author))
    return people


def translations(edition: Edition, others: Iterable[Tongue]) -> Node:
    """The same story in other languages: those made from it, or the one it was made from."""
    if edition.is_retracted:
        return {}
    made_from_it = edition.translation_of_id is None
    works = [
        {"@type": "NewsArticle", "@id": f"{absolute(tongue.path)}#article", "inLanguage": tongue.language}
        for tongue in others
        if made_from_it or tongue.is_original
    ]
    return filled({"workTranslation" if made_from_it else "translationOfWork": works})


def _outlet(source: PublicSource) -> Node | None:
    name = source.outlet_full_name or source.outlet
    kind = "Organization" if source.kind == SourceKind.AGENCY else "NewsMediaOrganization"
    return filled({"@type": kind, "name": name, "url": source.outlet_url}) if name else None


def _work(source: PublicSource) -> Node:
    """The piece, document or data set itself, as far as we know it."""
    based_on = source.kind == SourceKind.BASED_ON
    name = source.title or (_t("Reporting by %(name)s") % {"name": source.name} if based_on else source.name)
    work = {
        "@type": "NewsArticle" if based_on else TYPE_OF_SOURCE.get(source.kind, "CreativeWork"),
        "headline" if based_on and source.title else "name": name,
        "url": source.url,
        "datePublished": source.published_on,
        "publisher": _outlet(source),
    }
    return filled(work)


def _citation(source: PublicSource) -> Node | str:
    """A citation: the work where it has an address, words where it has none."""
    if source.url:
        return _work(source)
    title = (
        _t("“%(title)s”") % {"title": source.title} if source.title and source.title != source.name else ""
    )
    return ", ".join(part for part in (source.name, title, source.published_on) if part)


def provenance(edition: Edition) -> Node:
    """Where the story comes from: `isBasedOn` and `citation`, and for agency copy `sourceOrganization`.

    `sourceOrganization` is the body on whose behalf the author was working; another outlet whose
    reporting we used is not that.
    """
    sources = edition.public_sources
    based_on = [source for source in sources if source.kind == SourceKind.BASED_ON]
    agencies = [source for source in sources if source.kind == SourceKind.AGENCY]
    cited = [source for source in sources if source.kind not in (SourceKind.AGENCY, SourceKind.ANONYMOUS)]
    return filled(
        {
            "isBasedOn": [_work(source) for source in based_on],
            "citation": [text for source in cited if (text := _citation(source))],
            "sourceOrganization": [node for source in agencies if (node := _outlet(source))],
        }
    )


# schema.org's names for the IPTC's, where they are not made by the rule.
UNRULY = {
    Origin.EDITED: "MinorHumanEdits",
    Origin.COMPUTATIONAL: "MultiFrameComputationalCapture",
    Origin.ART: "DigitalArt",
}


def digital_source(origin: str) -> str:
    """How a picture came to be, in schema.org's words; empty for one nobody knows it of."""
    if origin not in Origin.values:
        return ""
    name = UNRULY.get(Origin(origin), origin[0].upper() + origin[1:])
    return f"https://schema.org/{name}DigitalSource"


def images(edition: Edition) -> list[Node]:
    """The lead picture in JPEG in each shape that machines want, with what it was published with."""
    photo, facts = edition.lead_photo, edition.public_photo
    if photo is None or not photo.width:
        return []
    told = {
        "caption": edition.photo_caption or edition.photo_alt,
        "creditText": edition.photo_credit,
        "copyrightNotice": facts.copyright_notice,
        "dateCreated": facts.taken_on,
        "digitalSourceType": digital_source(facts.digital_source_type),
    }
    return [filled(_image(picture(photo, shape)) | told) for shape in MACHINE_SHAPES]


def _image(shown: Picture) -> Node:
    address = absolute(shown.src)
    return {
        "@type": "ImageObject",
        "url": address,
        "contentUrl": address,
        "width": shown.width,
        "height": shown.height,
    }


def correction_comments(notes: Iterable[Edition]) -> list[Node]:
    """One comment for each correction, clarification and editor's note that readers were given."""
    return [
        {"@type": "CorrectionComment", "text": note.change_note, "datePublished": moment(note.starts_at)}
        for note in notes
        if note.change in COMMENTED and note.change_note
    ]


def breadcrumbs(site_name: str, section: Section | None, title: str) -> Node:
    """The way from the front page to this one."""
    steps = [(site_name, absolute("/"))]
    if section is not None:
        steps.append((section.name, absolute(section.get_absolute_url())))
    items: list[Node] = [
        {"@type": "ListItem", "position": position, "name": name, "item": address}
        for position, (name, address) in enumerate(steps, start=1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": title})
    return {"@type": "BreadcrumbList", "itemListElement": items}
