"""What somebody who searches typed: words and phrases, free of every sign of a query language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 200
"""Characters of a query that are read."""
MOST_WORDS = 16
"""Words of a query that are looked for; each costs the database a walk through its list."""

WORD = re.compile(r"[^\W_]+")
TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))

type Phrase = list[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is looked for: phrases that all have to be there, the last one perhaps only begun."""

    phrases: list[Phrase]
    is_begun: bool
    """Whether the last word may go on: “riv” finds “river”."""

    @classmethod
    def parse(cls, text: str) -> Terms:
        """The words of a query. Every sign that is part of some query language counts as a space."""
        text = unicodedata.normalize("NFC", text[:LONGEST]).translate(QUOTES)
        phrases: list[Phrase] = []
        is_begun, left = False, MOST_WORDS
        for quoted, bare in TERM.findall(text):
            if words := WORD.findall(quoted or bare)[:left]:
                phrases.append(words)
                left -= len(words)
                is_begun = bool(bare) and len(words[-1]) > 1
        return cls(phrases, is_begun)

    def __bool__(self) -> bool:
        return bool(self.phrases)

    def for_fts5(self) -> str:
        """As an FTS5 query: each phrase a string, which holds letters and digits only."""
        phrases = " AND ".join(f'"{" ".join(phrase)}"' for phrase in self.phrases)
        return f"{phrases} *" if self.is_begun else phrases

    def for_tsquery(self) -> str:
        """As the text of to_tsquery: each word quoted, the words of a phrase one after the other."""
        phrases = [" <-> ".join(f"'{word}'" for word in phrase) for phrase in self.phrases]
        query = " & ".join(f"({phrase})" for phrase in phrases[:-1])
        last = f"({phrases[-1]}{':*' if self.is_begun else ''})"
        return f"{query} & {last}" if query else last
