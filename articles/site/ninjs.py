"""ninjs 3.2, the IPTC's news in JSON: a story as another newsroom's system takes it in.

The standard is https://www.iptc.org/std/ninjs/userguide/. A story keeps its `uri` for good, and each
edition is a `version`. What readers were told about changes is the `edNote`; a retracted story is
`canceled` and comes with its name and its notes alone. A list is an item of the type `composite` whose
`associations` are the stories.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from articles.models import AiUse, Edition, Genre, SourceKind
from articles.models.photo import Origin
from articles.renditions import JPEG_WIDTHS, picture
from articles.richtext import plain
from articles.site.addresses import absolute, as_uri, document_path, short_link
from articles.site.documents import Row, subjects_of
from articles.site.feeds import with_full_addresses
from articles.site.pages import place_of
from articles.site.pieces import body_for_feeds
from articles.site.requests import SiteRequest
from articles.site.schema_org import MEDIA_TOPICS, filled, moment
from articles.site.tongues import tongues_of

type Item = dict[str, Any]

CONTENT_TYPE = "application/json"
STANDARD = {
    "name": "ninjs",
    "version": "3.2",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.2.json",
}
NEWSCODES = "http://cv.iptc.org/newscodes"
ORIGINS = dict(Origin.choices)
# The genres that http://cv.iptc.org/newscodes/genre/ has a word for; the others go by our own.
GENRES: dict[str, str] = {
    Genre.REPORT: "Current",
    Genre.ANALYSIS: "Analysis",
    Genre.OPINION: "Opinion",
    Genre.EXPLAINER: "Background",
    Genre.REVIEW: "Review",
    Genre.INTERVIEW: "Interview",
}
# http://cv.iptc.org/newscodes/digitalsourcetype/; what people wrote needs no label.
SOURCE_TYPES: dict[str, str] = {
    AiUse.ASSISTED: "compositeWithTrainedAlgorithmicMedia",
    AiUse.GENERATED_REVIEWED: "trainedAlgorithmicMedia",
    AiUse.GENERATED: "trainedAlgorithmicMedia",
}
# http://cv.iptc.org/newscodes/trustindicator/ by the kind of the policy page.
TRUST_INDICATORS = {
    "ethics": "ethicsPolicy",
    "corrections": "correctionsPolicy",
    "unnamed_sources": "unnamedSourcesPolicy",
    "fact_checking": "factCheckingPolicy",
    "diversity": "editorialDiversityPolicy",
    "no_bylines": "noBylinesPolicy",
    "feedback": "feedbackPolicy",
    "editorial_line": "coveragePolicy",
}


def written(item: Item) -> str:
    """The item as a document."""
    return json.dumps(item, ensure_ascii=False)


def story_item(request: SiteRequest, edition: Row, notes: Iterable[Edition]) -> Item:
    """A story as a document of its own."""
    return {"uri": edition.uid.urn, "standard": STANDARD} | _story(request, edition, list(notes))


def list_item(request: SiteRequest, title: str, stories: Iterable[tuple[Row, Iterable[Edition]]]) -> Item:
    """A list of stories, each complete, newest first."""
    rows = list(stories)
    return filled(
        {
            "uri": absolute(request.path),
            "standard": STANDARD,
            "type": "composite",
            "pubStatus": "usable",
            "versionCreated": moment(rows[0][0].changed_at) if rows else "",
            "title": title,
            "copyrightHolder": request.publication.name,
            "associations": [
                {"name": edition.headline, "rel": "item", "uri": edition.uid.urn}
                | _story(request, edition, list(notes))
                for edition, notes in rows
            ],
        }
    )


def _story(request: SiteRequest, edition: Row, notes: list[Edition]) -> Item:
    """Everything about a story but its name."""
    address = absolute(edition.get_absolute_url())
    return filled(
        _standing(edition, notes)
        | _names(edition)
        | _copy(edition, address)
        | _classification(edition)
        | _terms(request, edition)
        | _addresses(edition, address)
        | {"associations": [*_pictures(edition), *_translations(edition)]}
    )


def _standing(edition: Edition, notes: list[Edition]) -> Item:
    """Which version it is, since when, whether it may be used, and what readers were told."""
    return {
        "type": "text",
        "representationType": "partial" if edition.is_retracted else "full",
        "version": str(edition.number),
        "firstCreated": moment(edition.first_published_at),
        "versionCreated": moment(edition.starts_at),
        "expires": moment(edition.expires_at) if edition.expires_at else "",
        "pubStatus": "canceled" if edition.is_retracted else "usable",
        "edNote": "\n".join(_note(note) for note in notes),
    }


def _names(edition: Edition) -> Item:
    """What it is called, and by whom."""
    return {
        "language": edition.language,
        "title": edition.headline,
        "headlines": _texts(
            main=edition.headline,
            short=edition.headline_short,
            seo=edition.headline_seo,
            social=edition.headline_social,
            kicker=edition.kicker,
        ),
        "by": edition.byline,
    }


def _copy(edition: Edition, address: str) -> Item:
    """What it says, and how it is known; nothing of a retracted story, whatever its page keeps."""
    if edition.is_retracted:
        return {}
    return {
        "descriptions": _texts(
            standfirst=edition.standfirst, keypoints=edition.key_points, methods=edition.how_we_reported
        ),
        "bodies": _bodies(edition, address),
        "located": place_of(edition.dateline),
        "infoSources": _sources(edition),
        "digitalSourceType": _source_type(edition),
    }


def _classification(edition: Row) -> Item:
    """What it is about, and what kind of journalism it is."""
    return {"subjects": _subjects(edition), "genres": [_genre(edition)]}


def _terms(request: SiteRequest, edition: Edition) -> Item:
    """Whose it is, what may be done with it, and by which rules it was made."""
    usage = {"usageTerms": str(request.signals.sentence), "trustIndicators": _trust(request)}
    return usage | _copyright(request.publication.name, edition)


def _addresses(edition: Edition, address: str) -> Item:
    """Where it stands."""
    documents = (("markdown", "text/markdown"), ("ninjs", CONTENT_TYPE))
    return {
        "altIds": [
            {"role": "address", "value": address},
            {"role": "short", "value": absolute(short_link(edition))},
        ],
        "renditions": [
            {"name": "web", "href": address, "contentType": "text/html"},
            *(
                {"name": name, "href": absolute(document_path(edition, name)), "contentType": content_type}
                for name, content_type in documents
            ),
        ],
    }


def _note(note: Edition) -> str:
    """A public note for the desk that used the story: its kind, since which version, and its words."""
    return f"{note.get_change_display()} ({note.number}): {note.change_note}"


def _texts(**values: str) -> list[Item]:
    return [
        {"role": role, "contentType": "text/plain", "value": value} for role, value in values.items() if value
    ]


def _bodies(edition: Edition, address: str) -> list[Item]:
    html, text = with_full_addresses(body_for_feeds(edition), address), plain(edition.html)
    return [
        {"role": "main", "contentType": "text/html", "wordCount": edition.word_count, "value": html},
        {
            "role": "main",
            "contentType": "text/plain",
            "charCount": len(text),
            "wordCount": edition.word_count,
            "value": text,
        },
    ]


def _media_topic(code: str) -> str:
    """The full name of an IPTC media topic, `medtop:` before it or not."""
    return as_uri(f"{MEDIA_TOPICS}{code.removeprefix('medtop:')}")


def _subjects(edition: Row) -> list[Item]:
    found: list[Item] = []
    if (section := edition.section) is not None:
        uri = _media_topic(section.medtop_id) if section.medtop_id else absolute(section.get_absolute_url())
        found.append({"name": section.name, "rel": "section", "uri": uri})
    for subject in subjects_of(edition):
        uri = _media_topic(subject.medtop) if subject.medtop else absolute(subject.path)
        found.append({"name": subject.name, "rel": "about", "uri": uri})
    return found


def _genre(edition: Edition) -> Item:
    known = GENRES.get(edition.genre, "")
    uri = f"{NEWSCODES}/genre/{known}" if known else ""
    return filled({"name": edition.get_genre_display(), "literal": edition.genre, "uri": uri})


def _sources(edition: Edition) -> list[Item]:
    """Where the facts come from. An unnamed source is told to no machine."""
    return [
        filled({"name": source.name, "role": source.kind, "uri": as_uri(source.link)})
        for source in edition.public_sources
        if source.kind != SourceKind.ANONYMOUS and source.name
    ]


def _source_type(edition: Edition) -> Item | None:
    code = SOURCE_TYPES.get(edition.ai_use)
    return _made_how(edition.get_ai_use_display(), code) if code else None


def _made_how(name: object, code: str) -> Item:
    return {"name": str(name), "uri": f"{NEWSCODES}/digitalsourcetype/{code}"}


def _trust(request: SiteRequest) -> list[Item]:
    """The policies there are."""
    return [
        {
            "role": f"{NEWSCODES}/trustindicator/{TRUST_INDICATORS[policy.kind]}",
            "title": policy.title,
            "href": absolute(policy.get_absolute_url()),
        }
        for policy in request.navigation["policies"]
        if policy.kind in TRUST_INDICATORS
    ]


def _copyright(publication: str, edition: Edition) -> Item:
    """Agency copy belongs to the agency."""
    agencies = [source.name for source in edition.public_sources if source.kind == SourceKind.AGENCY]
    holder = ", ".join(name for name in agencies if name) or publication
    return {"copyrightHolder": holder, "copyrightNotice": f"© {edition.url_date.year} {holder}"}


def _pictures(edition: Edition) -> list[Item]:
    """The lead picture in every shape it is served in, with what it was published with."""
    photo, facts = edition.lead_photo, edition.public_photo
    if photo is None or not photo.width or edition.is_retracted:
        return []
    renditions = []
    for shape in JPEG_WIDTHS:
        shown = picture(photo, shape)
        renditions.append(
            {
                "name": shape,
                "href": absolute(shown.src),
                "contentType": "image/jpeg",
                "width": shown.width,
                "height": shown.height,
                "aspectRatio": shape.replace("x", ":"),
            }
        )
    origin = facts.digital_source_type
    lead = {
        "name": "lead",
        "rel": "lead",
        "uri": renditions[0]["href"],
        "type": "picture",
        "by": edition.photo_credit,
        "copyrightNotice": facts.copyright_notice,
        "digitalSourceType": _made_how(ORIGINS[origin], origin) if origin in ORIGINS else None,
        "descriptions": _texts(
            label=" ".join(facts.labels), caption=edition.photo_caption, alt=edition.photo_alt
        ),
        "renditions": renditions,
    }
    return [filled(lead)]


def _translations(edition: Row) -> list[Item]:
    """The same story in other languages, by their addresses."""
    return [
        {
            "name": tongue.language,
            "rel": "original" if tongue.is_original else "translation",
            "uri": absolute(tongue.path),
            "type": "text",
            "representationType": "partial",
            "language": tongue.language,
        }
        for tongue in tongues_of(edition.tongues, edition.language)
    ]
