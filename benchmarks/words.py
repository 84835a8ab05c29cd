"""Text for the benchmarks' corpus: made of a small vocabulary, the same for the same seed.

Common words come often and most names are rare, as in a paper, so that a search for either costs what it
would there. Nothing here knows of the database.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from random import Random

WHO = [
    "The council",
    "The court",
    "The ministry",
    "The union",
    "The school board",
    "The regulator",
    "The hospital",
    "The university",
    "The police",
    "The fire service",
    "The mayor",
    "A committee",
    "The agency",
    "The board",
    "The commission",
    "The company",
    "The farmers",
    "The residents",
    "The teachers",
    "The nurses",
    "The drivers",
    "The tenants",
    "The students",
    "The auditors",
]
DID = [
    "approved",
    "rejected",
    "postponed",
    "reviewed",
    "announced",
    "published",
    "defended",
    "questioned",
    "withdrew",
    "cut",
    "doubled",
    "halved",
    "signed",
    "cancelled",
    "presented",
    "discussed",
    "extended",
    "reopened",
    "suspended",
    "praised",
    "criticised",
    "audited",
]
WHAT = [
    "the budget",
    "the bridge",
    "a new timetable",
    "the water plan",
    "the housing rules",
    "the contract",
    "a report",
    "the figures",
    "the tender",
    "the harbour works",
    "the bus lines",
    "the school meals",
    "the heating grant",
    "the flood wall",
    "the rents",
    "the hospital wing",
    "the tram extension",
    "the library hours",
    "the wind farm",
    "the land register",
    "the closing times",
    "the parking fees",
    "the research money",
    "the night trains",
    "the waste fees",
    "the old market hall",
    "the data centre",
]
WHEN = [
    "on Monday",
    "on Tuesday",
    "on Wednesday",
    "on Thursday",
    "on Friday",
    "last week",
    "after two years",
    "before the summer",
    "late in the evening",
    "without a vote",
    "by a narrow majority",
    "after a long debate",
    "in a closed meeting",
]
WHY = [
    "because the costs had risen",
    "after complaints from neighbours",
    "although the experts had warned against it",
    "as the state asked for",
    "to save energy",
    "following a court ruling",
    "since nobody else had made an offer",
    "so that work can begin in spring",
    "which the opposition calls a mistake",
    "as the documents show",
]
SAID = [
    "We have waited for this for a long time",
    "Nobody asked us",
    "The figures speak for themselves",
    "It is too early to say",
    "This is a good day for the town",
    "We will look at every objection",
    "The money is there, the people are not",
    "That was not what we were promised",
]
SYLLABLES = [
    "ka",
    "ler",
    "mon",
    "da",
    "vi",
    "sten",
    "or",
    "bri",
    "ta",
    "wel",
    "no",
    "sar",
    "hu",
    "pen",
    "ge",
    "lin",
    "far",
    "do",
    "ras",
    "mi",
    "tol",
    "ve",
    "kor",
    "an",
    "zel",
    "bu",
]
COMMON = 40
"""Every so many-th name is on everybody's lips; the others are rare."""


def names(count: int) -> list[str]:
    """Made-up names of people and places, each once, in a fixed order."""
    pairs = itertools.product(SYLLABLES, repeat=3)
    spread = itertools.islice(pairs, 0, None, 7)
    return list(itertools.islice(("".join(parts).capitalize() for parts in spread), count))


NAMES = names(2400)


def name(dice: Random) -> str:
    """One of the names, the first far more often than the last."""
    return NAMES[int(len(NAMES) * dice.random() ** 3)]


def sentence(dice: Random) -> str:
    """A sentence of a news story."""
    who, did, what = dice.choice(WHO), dice.choice(DID), dice.choice(WHAT)
    match dice.randrange(4):
        case 0:
            return f"{who} of {name(dice)} {did} {what} {dice.choice(WHEN)}, {dice.choice(WHY)}."
        case 1:
            return f"{who} {did} {what} {dice.choice(WHEN)} in {name(dice)}."
        case 2:
            amount = dice.randrange(2, 900)
            return f"According to {name(dice)}, it costs {amount} million, {dice.choice(WHY)}."
        case _:
            return f"“{dice.choice(SAID)},” said {name(dice)} {name(dice)} {dice.choice(WHEN)}."


def headline(dice: Random) -> str:
    """What happened, in one line."""
    who, did, what = dice.choice(WHO), dice.choice(DID), dice.choice(WHAT)
    return f"{who.removeprefix('The ').capitalize()} of {name(dice)} {did} {what}"


def paragraph(dice: Random, least: int = 2, most: int = 5) -> str:
    """Some sentences."""
    return " ".join(sentence(dice) for _ in range(dice.randint(least, most)))


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a story after its lead: as typed, as readers get it, in plain words, and how many."""

    typed: str
    shown: str
    plain: str
    words: int


def body(dice: Random) -> Body:
    """Six to fourteen paragraphs with sub-headlines between them, a quotation and a link."""
    typed, shown, plain = [], [], []
    for number in range(dice.randint(6, 14)):
        text = paragraph(dice)
        html = f"<p>{text}</p>"
        if number % 4 == 3:
            title = headline(dice)
            typed.append(f"<h2>{title}</h2>")
            shown.append(f'<h2 id="part-{number}">{title}</h2>')
            plain.append(title)
        elif number == 2:
            html = f"<blockquote><p>{text}</p></blockquote>"
        elif number == 4:
            html = f'<p>{text} <a href="https://archive.example/{dice.randrange(10**6)}">The document</a></p>'
            text += " The document"
        typed.append(html)
        shown.append(html)
        plain.append(text)
    words = sum(len(text.split()) for text in plain)
    return Body("".join(typed), "\n".join(shown), "\n".join(plain), words)


def bodies(seed: int, count: int) -> list[Body]:
    """The prepared texts of a corpus; a story is one of them behind a lead of its own."""
    dice = Random(f"{seed}/bodies")
    return [body(dice) for _ in range(count)]
