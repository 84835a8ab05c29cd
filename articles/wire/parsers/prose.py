"""From pieces to HTML, and the last look at whether a text is a story at all."""

import unicodedata
from collections.abc import Iterable
from html import escape

from django.utils.translation import gettext as _t

from articles.wire.parsed import Refused
from articles.wire.parsers.layout import Piece

MIN_WORDS = 4
_MIN_LETTERS_WITHOUT_SPACES = 12
_LONGEST_WORD = 200
_MIN_SHARE_OF_LETTERS = 0.4


def escaped(text: str) -> str:
    """Text for HTML, its quotation marks untouched."""
    return escape(text, quote=False)


def to_html(pieces: Iterable[Piece]) -> str:
    """The body's HTML, a piece on each line."""
    return "\n".join(_to_html(piece) for piece in pieces)


def _to_html(piece: Piece) -> str:
    match piece.kind:
        case "hr":
            return "<hr>"
        case "ul" | "ol":
            items = "".join(f"<li><p>{escaped(text)}</p></li>" for text in piece.texts)
            return f"<{piece.kind}>{items}</{piece.kind}>"
        case "quote":
            texts = (*piece.texts, f"— {piece.attribution}") if piece.attribution else piece.texts
            return f"<blockquote>{''.join(f'<p>{escaped(text)}</p>' for text in texts)}</blockquote>"
        case _:
            return "".join(f"<{piece.kind}>{escaped(text)}</{piece.kind}>" for text in piece.texts)


def refuse_nonsense(paragraphs: Iterable[str]) -> None:
    """Refuse what is plain text but no story: no words, no sentence, or mostly signs."""
    texts = list(paragraphs)
    letters = sum(1 for text in texts for character in text if character.isalpha())
    marks = sum(1 for text in texts for character in text if not character.isspace())
    if not letters:
        raise Refused(_t("The text has no words in it."), "body")
    if letters < marks * _MIN_SHARE_OF_LETTERS:
        raise Refused(_t("The text is mostly digits and signs; it does not read like a story."), "body")
    if not any(_is_a_sentence(text) for text in texts):
        wrong = _t("The text has no paragraph of at least %(count)s words.")
        raise Refused(wrong % {"count": MIN_WORDS}, "body")


def _is_a_sentence(text: str) -> bool:
    """Whether a paragraph has words enough; in a script without spaces letters count instead."""
    words = [word for word in text.split() if any(character.isalpha() for character in word)]
    if len(words) >= MIN_WORDS and len(words[0]) <= _LONGEST_WORD:
        return True
    uncased = sum(1 for character in text if unicodedata.category(character) == "Lo")
    return uncased >= _MIN_LETTERS_WITHOUT_SPACES
