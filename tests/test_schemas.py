"""The schemas of others: where they are looked for, and that documents which break them are found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.site.sitemaps import NEWS as NEWS_NAMESPACE
from articles.site.sitemaps import SITEMAP as SITEMAP_NAMESPACE
from checks import schemas
from checks.schemas import NINJS, Schema, to_be_had, validator_of
from checks.standards import faults_in

# Nothing listens there, so asking takes no time.
NOWHERE = Schema("nowhere.xsd", "https://127.0.0.1:1/nowhere.xsd", "tests/a_table.py")
LIST = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{SITEMAP_NAMESPACE}"
  elementFormDefault="qualified">
  <xs:element name="urlset"><xs:complexType><xs:sequence><xs:element name="url" maxOccurs="9"><xs:complexType>
    <xs:sequence><xs:element name="loc" type="xs:anyURI"/></xs:sequence>
  </xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that SCHEMAS names, and none where others were fetched to."""
    monkeypatch.setenv("SCHEMAS", str(tmp_path))
    monkeypatch.setattr(schemas, "FETCHED", tmp_path / "fetched")
    return tmp_path


def test_a_schema_comes_from_the_operators_folder_before_anywhere_else(folder: Path) -> None:
    (folder / NOWHERE.name).write_text(LIST)
    assert to_be_had([NOWHERE]) == {NOWHERE: LIST}


def test_a_schema_that_cannot_be_fetched_is_not_there_and_leaves_nothing(folder: Path) -> None:
    assert to_be_had([NOWHERE]) == {}
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("schema", [NOWHERE, NINJS])
@pytest.mark.parametrize("text", ["<html>Sign in</html>", "", '{"type": "nonsense"}', "<!DOCTYPE x>"])
def test_what_is_no_schema_is_refused_by_name(schema: Schema, text: str) -> None:
    with pytest.raises(ValueError, match=rf"What was found as {schema.name} is no schema: "):
        validator_of(schema, text)


def test_what_breaks_a_schema_is_told_by_place_and_reason() -> None:
    def urlset(entries: str) -> bytes:
        return (f'<urlset xmlns="{SITEMAP_NAMESPACE}" xmlns:n="{NEWS_NAMESPACE}">{entries}</urlset>').encode()

    validator = validator_of(NOWHERE, LIST)
    # What another schema describes is held against that one.
    good = urlset("<url><loc>https://news.example/</loc><n:news>Anything</n:news></url>")
    assert list(faults_in(good, NOWHERE, validator)) == []
    (missing,) = faults_in(urlset("<url/>"), NOWHERE, validator)
    assert missing.startswith("/urlset/url: ")
    assert "loc" in missing
    numbers = validator_of(NINJS, '{"type": "object", "properties": {"at": {"format": "date-time"}}}')
    (wrong,) = faults_in(b'{"at": "2026-10-14"}', NINJS, numbers)
    assert wrong.startswith("$.at: ")
