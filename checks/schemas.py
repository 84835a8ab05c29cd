"""The schemas of others, and where to have their texts, which are no part of this repository.

Each is looked for in the folder that SCHEMAS names, among the npm packages, among those fetched before
(`checks/schemas/`, which git ignores), and at last at its address: all at once, for a few seconds.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.request import urlopen
from xml.etree.ElementTree import ParseError

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from referencing import Registry
from xmlschema import XMLSchema, XMLSchemaException

HERE = Path(__file__).parent
FETCHED = HERE / "schemas"
SECONDS = 4
"""How long all of them together may take to be fetched."""
MOST = 1_000_000
"""Bytes of the longest text that is taken for a schema."""


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema by the name of its file."""

    name: str
    address: str
    table: str
    """The test that holds the same where the schema is not to be had."""
    package: str = ""
    """Where an npm package ships it."""

    def __str__(self) -> str:
        return f"{self.name} ({self.address})"

    def places(self) -> list[Path]:
        """Where it may lie."""
        given = os.environ.get("SCHEMAS", "")
        folders = [Path(given)] if given else []
        packaged = [HERE / "node_modules" / self.package] if self.package else []
        return [*(folder / self.name for folder in folders), *packaged, FETCHED / self.name]


_SITEMAPS = "tests/site/test_sitemaps.py"
SITEMAP = Schema(
    "sitemap.xsd",
    "https://www.sitemaps.org/schemas/sitemap/0.9/sitemap.xsd",
    _SITEMAPS,
    "sitemap/schema/sitemap.xsd",
)
INDEX = Schema("siteindex.xsd", "https://www.sitemaps.org/schemas/sitemap/0.9/siteindex.xsd", _SITEMAPS)
NEWS = Schema(
    "sitemap-news.xsd", "https://www.google.com/schemas/sitemap-news/0.9/sitemap-news.xsd", _SITEMAPS
)
NINJS = Schema(
    "ninjs-schema_3.2.json",
    "https://www.iptc.org/std/ninjs/ninjs-schema_3.2.json",
    "tests/site/ninjs_table.py",
)
ALL = (SITEMAP, INDEX, NEWS, NINJS)


def at_hand(schema: Schema) -> str | None:
    """The text of a schema that lies somewhere here already; None where it has to be fetched."""
    lying = [path for path in schema.places() if path.is_file()]
    return lying[0].read_text("utf-8") if lying else None


def to_be_had(schemas: Iterable[Schema] = ALL) -> dict[Schema, str]:
    """The texts of those that are to be had, fetched where they were not at hand."""
    wanted = list(schemas)
    _fetch([schema for schema in wanted if at_hand(schema) is None])
    return {schema: text for schema in wanted if (text := at_hand(schema)) is not None}


def _fetch(schemas: list[Schema]) -> None:
    # Nobody waits for a thread that hangs in looking up a name.
    threads = [Thread(target=_fetch_one, args=(schema,), daemon=True) for schema in schemas]
    until = time.monotonic() + SECONDS
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))


def _fetch_one(schema: Schema) -> None:
    """Keep the text that its address answers with; whatever is no schema is left alone."""
    try:
        with urlopen(schema.address, timeout=SECONDS) as answer:  # noqa: S310 - one of the addresses above
            text = answer.read(MOST).decode("utf-8")
        validator_of(schema, text)
    except (OSError, ValueError):
        return
    FETCHED.mkdir(exist_ok=True)
    half = FETCHED / f"{schema.name}.part"
    half.write_text(text, "utf-8")
    half.replace(FETCHED / schema.name)


def xml_validator(schema: Schema, text: str) -> XMLSchema:
    """An XML schema; nothing that it points at is fetched. Raises ValueError for what is none."""
    try:
        return XMLSchema(text, defuse="always", allow="none")
    except (ValueError, ParseError, XMLSchemaException) as error:
        raise _no_schema(schema, error) from error


def json_validator(schema: Schema, text: str) -> Draft202012Validator:
    """A JSON schema with its formats asserted; nothing that it points at is fetched.

    Raises ValueError for what is none.
    """
    try:
        told = json.loads(text)
        Draft202012Validator.check_schema(told)
    except (ValueError, SchemaError) as error:
        raise _no_schema(schema, error) from error
    formats = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(told, registry=Registry(), format_checker=formats)


def validator_of(schema: Schema, text: str) -> XMLSchema | Draft202012Validator:
    """The text as something to hold documents against."""
    return (xml_validator if schema.name.endswith(".xsd") else json_validator)(schema, text)


def _no_schema(schema: Schema, error: Exception) -> ValueError:
    return ValueError(f"What was found as {schema.name} is no schema: {error}")
