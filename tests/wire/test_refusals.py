"""What the parsers say of a text that is no story: in the language of whoever sent it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from articles.models import Preferences
from articles.wire.parsed import Refused
from articles.wire.parsers import parse

BASE = Path(settings.BASE_DIR)
WIRE = BASE / "articles" / "wire"
MARKS = {"_", "_t", "ngettext"}
PROSE = re.compile(r"[a-z]{2,}[,;:]? [a-z]{2,}")
# For programmers; a piece of an error message of Python's own.
NOT_FOR_SENDERS = {"unknown copy format ", "(at line "}


def marked_words(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts that are marked for translation."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS:
            yield from (node for node in ast.walk(call) if isinstance(node, ast.Constant))


def words_in_functions(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts that functions put together; no docstrings."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            silent = {id(node.value) for node in ast.walk(function) if isinstance(node, ast.Expr)}
            nodes = (node for node in ast.walk(function) if isinstance(node, ast.Constant))
            yield from (node for node in nodes if id(node) not in silent)


def test_whatever_the_wire_says_in_a_sentence_is_translated_and_german() -> None:
    catalog = polib.pofile(str(BASE / "locale/de/LC_MESSAGES/django.po"))
    german = {entry.msgid for entry in catalog if entry.translated()}
    english: list[tuple[str, str]] = []
    for path in sorted(WIRE.rglob("*.py")):
        tree = ast.parse(path.read_text())
        marked = list(marked_words(tree))
        english += [(path.name, str(node.value)) for node in marked if node.value not in german]
        known = {id(node) for node in marked}
        others = [str(node.value) for node in words_in_functions(tree) if id(node) not in known]
        english += [(path.name, text) for text in others if PROSE.search(text)]
    assert [found for found in english if found[1] not in NOT_FOR_SENDERS] == []


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("42", "a.txt", "Im Text stehen keine Wörter."),
        ("%PDF-1.7", "a.txt", "Die Datei ist ein PDF, kein reiner Text."),
        (
            "Headlin: A\nBy: B\n\nText.",
            "a.txt",
            "Unbekannter Schlüssel „Headlin“ in Zeile 1. Meinen Sie „Headline“?",
        ),
        ("Urgency: 9\n\nText.", "a.txt", "„Urgency: 9“ ist keine Zahl von 1 (am dringendsten) bis 5."),
        ("x" * 60_000, "a.md", "Ein Absatz hat mehr als 50.000 Zeichen."),
    ],
)
def test_a_refusal_is_german_where_german_is_spoken(text: str, name: str, reason: str) -> None:
    with translation.override("de"), pytest.raises(Refused) as refused:
        parse(text.encode(), name)
    assert refused.value.reason == reason


@pytest.mark.django_db
def test_the_german_desk_hears_in_german_why_a_text_is_no_story(client: Client, desk: User) -> None:
    Preferences.objects.update_or_create(user=desk, defaults={"language": "de"})
    client.force_login(desk)
    page = client.post("/admin/start-from-text/", {"text": "42"}).text
    assert "Im Text stehen keine Wörter." in page
