"""The sentences a public note starts from, by kind of change and language."""

from __future__ import annotations

import re

from articles.models import Change, Wording

# What stands in double brackets is to be replaced; a note that still has some is refused.
PLACEHOLDER = "[["
BUILT_IN: dict[str, dict[str, str]] = {
    "en": {
        Change.UPDATE: "With [[what is new]].",
        Change.CLARIFICATION: "This article has been changed to make clear that [[what is true]].",
        Change.CORRECTION: (
            "An earlier version of this article said [[what was wrong]]. In fact, [[what is right]]."
        ),
        Change.EDITORS_NOTE: "[[What readers should know, and why]]. — [[name, role]]",
        Change.RIGHT_OF_REPLY: "[[The exact text of the reply]]. — [[name, date]]",
        Change.RETRACTION: (
            "We have retracted this article because [[reason]]. [[What readers should know]]. "
            "— [[name, role]]"
        ),
    },
    "de": {
        Change.UPDATE: "Mit [[was neu ist]].",
        Change.CLARIFICATION: "Der Artikel wurde geändert, um klarzustellen, dass [[was stimmt]].",
        Change.CORRECTION: (
            "In einer früheren Version dieses Artikels hieß es, [[was falsch war]]. "
            "Richtig ist: [[was stimmt]]."
        ),
        Change.EDITORS_NOTE: "[[Was Leserinnen und Leser wissen sollten, und warum]]. — [[Name, Funktion]]",
        Change.RIGHT_OF_REPLY: "[[Der genaue Wortlaut der Entgegnung]]. — [[Name, Datum]]",
        Change.RETRACTION: (
            "Wir haben diesen Artikel zurückgezogen, weil [[Grund]]. "
            "[[Was Leserinnen und Leser wissen sollten]]. — [[Name, Funktion]]"
        ),
    },
}
# A factual error is called one: the Associated Press’ rule for corrections.
EUPHEMISM = re.compile(
    r"\b(clarif(?:y|ies|ied)|updat(?:e|es|ed)|chang(?:e|es|ed)|recast(?:s)?|fix(?:es|ed)?|amend(?:s|ed)?"
    r"|adjust(?:s|ed)?|präzisier\w*|aktualisier\w*|angepasst|geändert|überarbeitet|klargestellt)\b",
    re.IGNORECASE,
)
SIGNATURE = re.compile(r"[—–]\s*\S[^—–]*$")
SIGNED = frozenset({Change.EDITORS_NOTE, Change.RIGHT_OF_REPLY, Change.RETRACTION})


def wordings(language: str) -> dict[str, str]:
    """The sentences for a story in this language: the newsroom’s own, else the built-in ones."""
    base = language.partition("-")[0].lower()
    known = dict(BUILT_IN.get(base, BUILT_IN["en"]))
    own = Wording.objects.filter(language__in=[base, language])
    # The exact language wins over its family, because it sorts after it.
    known.update({row.change: row.text for row in sorted(own, key=lambda row: len(row.language))})
    return known


def euphemism(change: str, note: str) -> str:
    """The word with which a correction avoids saying that something was wrong; empty when there is none."""
    found = EUPHEMISM.search(note) if change == Change.CORRECTION else None
    return found[0] if found else ""


def is_unsigned(change: str, note: str) -> bool:
    """Whether a note that somebody has to stand by names nobody after a dash at its end."""
    return change in SIGNED and not SIGNATURE.search(note.strip())
