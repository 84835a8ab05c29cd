"""What machines fetch, held against the schemas of others: the XSDs of sitemaps, the IPTC's for ninjs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import islice
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator
from xmlschema import XMLSchema

from articles.models import Edition, Section
from articles.site import sitemaps
from articles.site.addresses import document_path
from checks.schemas import INDEX, NEWS, NINJS, SITEMAP, Schema, to_be_had, validator_of

SHOWN = 3
"""How many faults of one document are told; the rest are mostly the same."""

NAMESPACE = re.compile(r"\{[^{}]*\}")

type Validator = XMLSchema | Draft202012Validator


@dataclass(frozen=True, slots=True)
class Kind:
    """Documents of one kind, by their paths, and the schema they follow."""

    name: str
    schema: Schema
    paths: list[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the documents of a kind were found; None where their schema was not to be had."""

    name: str
    said: str
    wrong: list[str] | None = field(default=None)


def outcomes(base: str) -> Iterator[Outcome]:
    """Hold every sitemap and every ninjs document that a site serves against its schema."""
    texts = to_be_had()
    for kind in [*_sitemaps(base), *_ninjs()]:
        schema = kind.schema
        if schema not in texts:
            said = f"not to be had here: {schema}, the table in {schema.table} holds"
            yield Outcome(kind.name, said)
            continue
        validator = validator_of(schema, texts[schema])
        wrong = [
            f"{path}: {fault}" for path in kind.paths for fault in _faults(base, path, schema, validator)
        ]
        yield Outcome(kind.name, f"{len(kind.paths)} held against {schema.name}", wrong)


def _sitemaps(base: str) -> Iterator[Kind]:
    index, news = reverse("sitemap"), reverse("sitemap_news")
    named = ET.fromstring(_get(base, index)[1]).iter(f"{{{sitemaps.SITEMAP}}}loc")  # noqa: S314 - our own
    yield Kind("sitemap, the index", INDEX, [index])
    yield Kind("sitemaps", SITEMAP, [*(urlsplit(loc.text or "").path for loc in named), news])
    yield Kind("sitemap of news, its news", NEWS, [news])


def _ninjs() -> Iterator[Kind]:
    stories = Edition.objects.live(timezone.now()).order_by("pk")
    yield Kind("ninjs, every story", NINJS, [document_path(story, "ninjs") for story in stories])
    sections = [reverse("section_ninjs", args=[section.slug]) for section in Section.objects.all()]
    yield Kind("ninjs, every list", NINJS, [reverse("ninjs"), *sections])


def _faults(base: str, path: str, schema: Schema, validator: Validator) -> Iterator[str]:
    """The first faults of what a path answers."""
    status, said = _get(base, path)
    if status != HTTPStatus.OK:
        yield f"answers {status}"
    else:
        yield from islice(faults_in(said, schema, validator), SHOWN)


def faults_in(said: bytes, schema: Schema, validator: Validator) -> Iterator[str]:
    """What is wrong with a document, each with the place and the reason."""
    if isinstance(validator, XMLSchema):
        return _xml_faults(said, schema, validator)
    return _json_faults(said, validator)


def _xml_faults(said: bytes, schema: Schema, validator: XMLSchema) -> Iterator[str]:
    root = ET.fromstring(said)  # noqa: S314 - our own
    if schema is NEWS:
        parts = list(root.iter(f"{{{sitemaps.NEWS}}}news"))
        if not parts:
            yield "there is no news in it to look at"
    else:
        # What another schema describes is held against that one.
        for entry in root:
            for foreign in [part for part in entry if not part.tag.startswith(f"{{{sitemaps.SITEMAP}}}")]:
                entry.remove(foreign)
        parts = [root]
    for part in parts:
        for error in validator.iter_errors(part):
            yield NAMESPACE.sub("", f"{error.path}: {error.reason}")


def _json_faults(said: bytes, validator: Draft202012Validator) -> Iterator[str]:
    yield from (
        f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(json.loads(said))
    )


def _get(base: str, path: str) -> tuple[int, bytes]:
    address = urlsplit(base)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    return answer.status, said
