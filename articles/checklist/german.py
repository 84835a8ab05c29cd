"""German words of the checklist, Austria's and Switzerland's too."""

from __future__ import annotations

import re

from articles.checklist.words import NAME, Words, any_of, counted

_TENS = {
    "dreißig": 30,
    "vierzig": 40,
    "fünfzig": 50,
    "sechzig": 60,
    "siebzig": 70,
    "achtzig": 80,
    "neunzig": 90,
}
_LARGE = {"dutzend": 12, "hundert": 100, "tausend": 1_000, "million": 10**6, "millionen": 10**6}
_LARGEST = {"milliarde": 10**9, "milliarden": 10**9}

GERMAN = Words(
    numbers=counted(
        "null eins|ein|eine|einem|einen|einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
        " dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig"
    )
    | _TENS
    | _LARGE
    | _LARGEST,
    weekdays=counted("montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag"),
    months=counted(
        "januar|jänner|jan februar|feber|feb märz april|apr mai juni juli august|aug september|sept"
        " oktober|okt november|nov dezember|dez",
        start=1,
    ),
    dates=(
        r"\b(?P<day>\d{1,2})\. ?(?P<month>{months})\b\.?(?:,? (?P<year>\d{4})\b)?",
        r"\b(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.(?: ?(?P<year>\d{4})\b)?",
    ),
    attribution=any_of(
        """sagt, sagte, sagten, sagen, erklärt, erklärte, erklärten, so, laut, zufolge, meint, meinte,
        meinten, schrieb, schreibt, schrieben, betont, betonte, Angaben, ergänzt, ergänzte, fügt,
        fügte, antwortet, antwortete, fragt, fragte, zitiert, zitierte, nannte, nannten, nennt,
        nennen, berichtet, berichtete, berichten, erzählt, erzählte, warnt, warnte, fordert,
        forderte, kündigt, kündigte, heißt, hieß, steht, stand, sprach, spricht, liest, lautet,
        lautete, las, Wort, Worte, Worten, Satz, Rede, Interview, Brief, Titel, Motto, räumt,
        räumte, bestätigt, bestätigte, beschreibt, beschreiben, beschrieb, behauptet, behauptete,
        urteilt, urteilte, verspricht, versprach, rief, ruft, denkt, dachte, versichert,
        versicherte, kritisiert, kritisierte, lobt, lobte, beklagt, beklagte, erinnert, erinnerte"""
    ),
    wrongs=re.compile(
        r"\b(?:wurde|wurden|worden|wird|werden|ist|sind|war|waren)\b[^.!?]{0,60}?\b(?:bestochen|veruntreut"
        r"|betrogen|vergewaltigt|ermordet|missbraucht|belästigt|gestohlen|gefälscht|erpresst|gefoltert"
        r"|geschmuggelt|ausgeraubt|abgehört)\b",
        re.IGNORECASE,
    ),
    hedges=any_of(
        """mutmaßlich*, soll, sollen, angeblich*, Verdacht*, verdächtig*, beschuldig*, angeklagt*, Anklage,
        Vorwurf*, Vorwürfe*, laut, zufolge, verurteilt*, Gericht*, Urteil, Polizei, Staatsanwalt*,
        Ermittl*, sagte, sagt, Angaben, wohl, offenbar, ob, wenn, falls, nicht, nie, wäre, würde,
        könnte, sei, seien, habe, hätte"""
    ),
    court=any_of(
        """Verleumdung*, üble Nachrede, Klage gegen, Kläger*, Angeklagte*, angeklagt*, Anklage gegen,
        mutmaßlich*, Untersuchungshaft, U-Haft, Bestechung*, Bestechlichkeit, Veruntreuung,
        Geldwäsche, Vergewaltig*, sexuelle Belästigung, sexueller Missbrauch, einstweilige
        Verfügung, Haftbefehl, Unschuldsvermutung, verurteilt wegen, wegen Betrugs, ermittelt
        gegen, Ermittlungen gegen"""
    ),
    unnamed=any_of(
        """möchte anonym bleiben, wollte anonym bleiben, nicht genannt werden will, nicht genannt werden
        möchte, nicht genannt werden wollte, nicht namentlich genannt werden will, unter der
        Bedingung der Anonymität, ein Insider, eine Insiderin, ein Informant, eine Informantin,
        sagen Insider, berichten Insider, aus Parteikreisen, aus Regierungskreisen, aus
        Behördenkreisen, aus Firmenkreisen, aus Konzernkreisen, Name der Redaktion bekannt, Name
        geändert"""
    ),
    age=re.compile(
        rf"{NAME} \((\d{{1,2}})\)|{NAME}, (\d{{1,2}})(?=[,;]\s)|\b(\d{{1,2}})-?[Jj]ährigen? (?=[A-ZÀ-ÞŠŽ])"
    ),
    hard_lix=64,
    inflections=frozenset({"s", "es", "e", "en", "n", "er", "ern", "in", "innen", "em"}),
)
