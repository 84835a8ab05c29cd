"""What the specimens say, in both languages, and with the longest words a layout has to bear."""

from __future__ import annotations

from dataclasses import dataclass, replace

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words."""

    language: str
    headline: str
    short: str
    kicker: str
    standfirst: str
    points: str
    paragraph: str
    dateline: str
    caption: str
    note: str
    section: str
    topics: tuple[str, ...]
    job: str
    bio: str
    document: str
    method: str
    reason: str
    table: tuple[str, ...]


ENGLISH = Words(
    language="en",
    headline="The dam above the valley holds, and nobody can say for how long",
    short="The dam holds; for how long, nobody can say",
    kicker="Water",
    standfirst=(
        "The inspectors found eleven cracks and no reason to hurry. Three villages below are asked to keep a "
        "bag packed until the spring."
    ),
    points="The dam was built in 1931.\nEleven cracks were found.\nThe villages decide in March.",
    paragraph=(
        "The inspectors walked the crest for two days, with lamps, a hammer and a list of 1931. They found "
        "what the list says and a little more, and wrote down where."
    ),
    dateline="VALLEY, 14 October",
    caption="The crest on Tuesday morning, before the inspectors came.",
    note="An earlier version said that the dam was built in 1913. It was built in 1931.",
    section="Valley",
    topics=("Dams", "Water supply", "Civil protection"),
    job="Reporter, water and energy",
    bio="has written about rivers since 2009 and lives above the last flood mark.",
    document="Inspection report of the upper dam",
    method=(
        "We walked the crest with the inspectors, read the list of 1931, and asked the ministry, which did "
        "not answer."
    ),
    reason="works for the operator and was told to speak to nobody",
    table=("Crack", "Length", "Since"),
)
GERMAN = Words(
    language="de",
    headline="Der Damm über dem Tal hält, und niemand kann sagen, wie lange noch",
    short="Der Damm hält; wie lange noch, weiß niemand",
    kicker="Wasser",
    standfirst=(
        "Die Prüfer fanden elf Risse und keinen Grund zur Eile. In drei Dörfern darunter soll bis zum "
        "Frühjahr eine gepackte Tasche bereitstehen."
    ),
    points="Der Damm stammt aus dem Jahr 1931.\nElf Risse wurden gefunden.\nDie Dörfer entscheiden im März.",
    paragraph=(
        "Zwei Tage lang gingen die Prüfer die Krone ab, mit Lampen, einem Hammer und einer Liste von 1931. "
        "Sie fanden, was auf der Liste steht, und ein wenig mehr, und schrieben auf, wo."
    ),
    dateline="TAL, 14. Oktober",
    caption="Die Krone am Dienstagmorgen, bevor die Prüfer kamen.",
    note="In einer früheren Fassung stand, der Damm sei 1913 gebaut worden. Er wurde 1931 gebaut.",
    section="Tal",
    topics=("Dämme", "Wasserversorgung", "Katastrophenschutz"),
    job="Reporterin für Wasser und Energie",
    bio="schreibt seit 2009 über Flüsse und wohnt oberhalb der letzten Hochwassermarke.",
    document="Prüfbericht des oberen Damms",
    method=(
        "Wir sind mit den Prüfern die Krone abgegangen, haben die Liste von 1931 gelesen und das Ministerium "
        "gefragt, das nicht geantwortet hat."
    ),
    reason="arbeitet für den Betreiber und darf mit niemandem sprechen",
    table=("Riss", "Länge", "Seit"),
)


def words(language: str, *, long: bool) -> Words:
    """The words of a language; `long` puts the longest of all into what a reader sees large or narrow."""
    chosen = GERMAN if language == "de" else ENGLISH
    if not long:
        return chosen
    return replace(
        chosen,
        headline=f"{LONG}: {chosen.headline}",
        short=f"{LONG}: {chosen.short}",
        kicker=LONG,
        standfirst=f"{chosen.standfirst} {LONG}.",
        paragraph=f"{chosen.paragraph} {LONG}.",
        caption=f"{chosen.caption} {LONG}.",
        note=f"{chosen.note} {LONG}.",
        section=LONG,
        topics=(LONG, *chosen.topics),
        job=LONG,
        document=f"{chosen.document}, {LONG}",
        table=(LONG, *chosen.table[1:]),
    )
