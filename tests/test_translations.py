"""The German of the house: complete where readers are, and spoken to whoever it is meant for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polib
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.template import Template, engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.test import Client
from django.utils import translation

from articles.models import Change, Preferences
from articles.publishing import publish
from articles.templatetags.newsroom_site import long_moment
from checks.messages import catalogs
from newsroom.formats.de import formats as german
from newsroom.formats.en import formats as english
from tests.conftest import Clock
from tests.factories import published

BASE = Path(settings.BASE_DIR)
GERMAN = BASE / "locale/de/LC_MESSAGES/django.po"
MARKS = {"_", "_t", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
# Where the words come from that readers see; choices of the models stand on pages as labels.
READERS = (
    *("templates/base.html", "templates/403.html", "templates/404.html", "templates/410.html"),
    *("templates/500.html", "templates/site/**/*.html"),
    *("articles/site/**/*.py", "articles/templatetags/*.py", "articles/reports.py", "articles/proofs.py"),
    *("articles/models/copy.py", "articles/models/edition.py", "articles/models/contribution.py"),
    *("articles/models/source.py", "articles/models/section.py", "articles/models/errorreport.py"),
    *("authors/models.py", "authors/views.py", "newsroom/models/policy.py", "newsroom/models/publication.py"),
    *("newsroom/front.py", "newsroom/policies.py", "newsroom/preview.py", "newsroom/well_known.py"),
    *("newsroom/errors.py", "newsroom/breaking.py", "newsroom/organisation.py", "newsroom/theme.py"),
)


def _of_template(text: str) -> Iterator[str]:
    engine: Any = engines["django"]
    nodelist = Template(text, engine=engine.engine).nodelist
    # The tags' own nodes have no types.
    nodes: list[Any] = [*nodelist.get_nodes_by_type(TranslateNode)]
    yield from (node.filter_expression.var.literal for node in nodes)
    nodes = [*nodelist.get_nodes_by_type(BlockTranslateNode)]
    yield from (node.render_token_list(node.singular)[0] for node in nodes)


def _of_code(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            said = node.args[0]
            if isinstance(said, ast.Constant):
                yield str(said.value)


def _said(path: Path) -> set[str]:
    text = path.read_text()
    return set(_of_template(text) if path.suffix == ".html" else _of_code(text))


def test_no_words_that_readers_see_are_missing_in_german() -> None:
    known = {entry.msgid for entry in polib.pofile(str(GERMAN)) if entry.translated()}
    missing = {
        f"{path.relative_to(BASE)}: {words}"
        for pattern in READERS
        for path in BASE.glob(pattern)
        for words in _said(path) - known
    }
    assert not missing, "run `make messages` and write the German in locale/de/LC_MESSAGES/django.po"


def test_every_place_with_words_for_readers_is_looked_at() -> None:
    assert all(list(BASE.glob(pattern)) for pattern in READERS)
    assert _of_code('x = _t("one")\ny = ngettext("two", "three", n)') is not None
    assert set(_of_code('x = _t("one")\ny = ngettext("two", "three", n)')) == {"one", "two"}
    assert "All stories by %(name)s" in _said(BASE / "templates/site/parts/bio.html")


@pytest.mark.parametrize("catalog", catalogs(), ids=lambda path: path.parts[-3])
def test_programs_read_what_people_wrote_and_nothing_is_guessed(catalog: Path) -> None:
    written = polib.pofile(str(catalog))
    assert not written.fuzzy_entries()
    assert not written.obsolete_entries()
    read = polib.mofile(str(catalog.with_suffix(".mo")))
    assert {(e.msgctxt, e.msgid, e.msgstr, *e.msgstr_plural.values()) for e in read} == {
        (e.msgctxt, e.msgid, e.msgstr, *e.msgstr_plural.values()) for e in written.translated_entries()
    }, "run `make messages`"


def test_what_is_filled_in_is_filled_in_in_german_too() -> None:
    for entry in polib.pofile(str(GERMAN)).translated_entries():
        for german_words in [entry.msgstr, *entry.msgstr_plural.values()]:
            if german_words:
                names = _names(entry.msgid) | _names(entry.msgid_plural)
                assert _names(german_words) <= names, entry.msgid
                assert entry.msgid_plural or _names(german_words) == names, entry.msgid


def _names(text: str) -> set[str]:
    return {part.partition(")")[0] for part in text.split("%(")[1:]}


def test_every_language_has_every_form_of_a_moment() -> None:
    ours = {name for name in vars(english) if name.isupper()}
    assert ours <= {name for name in vars(german) if name.isupper()}


def test_a_moment_is_written_as_newspapers_in_german_do() -> None:
    at = datetime(2026, 11, 25, 14, 5, tzinfo=ZoneInfo("Europe/Vienna"))
    with translation.override("de"):
        assert long_moment(at) == (
            '<time datetime="2026-11-25T14:05:00+01:00">25. November 2026, 14.05 Uhr</time>'
        )


@pytest.fixture
def in_german(settings: Any) -> None:
    """A publication that speaks German."""
    settings.LANGUAGE_CODE = "de"


@pytest.mark.django_db
def test_readers_pages_speak_the_language_of_the_publication_and_of_nobody_else(
    client: Client, in_german: None, clock: Clock
) -> None:
    at = datetime(2026, 11, 25, 14, 5, tzinfo=ZoneInfo("Europe/Vienna"))
    clock.put_to(at)
    first = published(genre="analysis", language="de", body="<p>Der Damm hält.</p>")
    first.article.body = "<p>Der Damm hielt.</p>"
    first.article.save()
    publish(first.article, by=None, change=Change.CORRECTION, note="Er hielt.")
    answer = client.get(first.get_absolute_url(), headers={"accept-language": "en"})
    html = answer.text
    assert '<html lang="de">' in html
    assert "Accept-Language" not in answer["Vary"]
    for words in (">Analyse<", ">Korrigiert<", "Korrektur, ", "25. November 2026, 14.05 Uhr", ">Startseite<"):
        assert words in html
    assert "14.05 Uhr" in client.get("/").text
    assert ">Fehler melden<" in client.get(f"{first.get_absolute_url()}report/").text


@pytest.mark.django_db
def test_the_desk_speaks_the_language_a_person_chose_and_the_site_does_not(
    client_for: Callable[[User], Client], desk: User
) -> None:
    client = client_for(desk)
    page = client.get("/admin/preferences/").text
    assert '<html lang="en"' in page
    client.post("/admin/preferences/", {"language": "de", "shortcuts": "on"})
    assert Preferences.objects.get(user=desk).language == "de"
    assert '<html lang="de"' in client_for(desk).get("/admin/preferences/").text
    assert '<html lang="en"' in client_for(desk).get("/").text


@pytest.mark.django_db
def test_an_english_editor_reads_english_at_a_german_paper(
    client_for: Callable[[User], Client], desk: User, in_german: None
) -> None:
    assert '<html lang="de"' in client_for(desk).get("/admin/preferences/").text
    Preferences.objects.create(user=desk, language="en")
    assert '<html lang="en"' in client_for(desk).get("/admin/preferences/").text
    assert '<html lang="de"' in client_for(desk).get("/").text


@pytest.mark.django_db
def test_what_django_says_at_the_desk_is_german_too(admin_client: Client, in_german: None) -> None:
    form = admin_client.get("/admin/articles/photo/add/").text
    assert "– bitte wählen –" in form
    assert "Select an option" not in form
    said = admin_client.get("/admin/jsi18n/").text
    assert "Heute (%(date)s)" in said
    assert "Zeiten gelten in der Zone" in said
