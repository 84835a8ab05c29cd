"""What the checklist reads in a text, from dates to accusations, and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from articles.checklist import findings
from articles.checklist.languages import WORDS
from articles.models import SourceKind
from tests.factories import ArticleFactory, AuthorFactory

pytestmark = pytest.mark.django_db
# A Thursday.
NOW = datetime(2026, 10, 15, 12, tzinfo=UTC)


def said(text: str = "It rained.", language: str = "en", at: datetime = NOW, **fields: Any) -> list[str]:
    """The messages about a text of one paragraph, or of HTML."""
    body = text if text.startswith("<") else f"<p>{text}</p>"
    article = ArticleFactory(body=body, language=language, **fields)
    return [finding.message for finding in findings(article, at) if finding.field != "lead_photo"]


@pytest.mark.parametrize(
    ("language", "text", "right"),
    [
        ("en", "It opens on Wednesday, 14 October.", True),
        ("en", "It opens on Tuesday, 14 October.", False),
        ("en", "It opens on Tuesday, October 14.", False),
        ("en", "It opens on Wed. Oct. 14th.", True),
        ("en", "It opens on Tues., 14 Oct 2025.", True),
        ("en", "It opened on Wednesday, 14 October 2025.", False),
        ("en", "It opened on 14 October 2025, a Tuesday.", True),
        ("en", "It opened on 14 October (Monday).", False),
        ("en", "In 1988, on Friday 14 October, it opened.", True),
        ("en", "It opens on Wednesday 14 October, Thursday 15 October and Friday 16 October.", True),
        ("en", "It opens on Monday, 31 June.", False),
        ("en", "On Tuesday, 14 people came in March.", True),
        ("en", "It opened on Tuesday, 14 April.", True),
        ("en", "It opens on Wednesday, 14 April.", True),
        ("en", "It opened on Friday, 14 April.", False),
        ("de", "Eröffnet wird am Mittwoch, 14. Oktober.", True),
        ("de", "Eröffnet wird am Dienstag, dem 14. Oktober.", False),
        ("de", "Eröffnet wird am Dienstag, 14.10.2026.", False),
        ("de", "Eröffnet wurde am 14. Oktober 2025, einem Dienstag.", True),
        ("de", "Eröffnet wird am Samstag, 17. Jänner 2026.", True),
        ("de-AT", "Eröffnet wird am Sonntag, 17. Jänner 2026.", False),
        ("fr", "Lundi, 14 octobre.", True),
    ],
)  # fmt: skip
def test_the_weekday_is_the_one_of_the_date(language: str, text: str, right: bool) -> None:
    assert bool(said(text, language)) != right


def test_a_year_that_is_not_said_is_the_nearest_to_publication() -> None:
    january = datetime(2027, 1, 4, 12, tzinfo=UTC)
    assert said("It opened on Thursday, 31 December.", at=january) == []
    assert "2026 that day is a Thursday" in said("It opened on Friday, 31 December.", at=january)[0]


@pytest.mark.parametrize(
    ("language", "text", "pair"),
    [
        ("en", "The mayor, Jane Wickman, spoke. Wickmann left early.", True),
        ("en", "The mayor, Jane Wickman, spoke. Later Mr Wikcman left.", True),
        ("en", "The mayor, Jane Wickman, spoke. Wickman’s car and the Wickmans left.", False),
        ("en", "Carlo Rossini met Carla Rossini.", False),
        ("en", "The trip went through Niger, Gambia and Zambia to Austria and the Austrian Alps.", False),
        ("en", "The Vienna State Opera and the Viennese State Ballet; the Statue stays.", False),
        ("de", "Der Staat und die Stadt, die Räte und die Rate, der Garten und die Gärten.", False),
        ("de", "Bürgermeisterin Anna Huber-Lindner sprach. Am Ende ging Lindnner.", True),
        ("de", "Anna Steiner sprach. Steiners Wagen wartete.", False),
    ],
)  # fmt: skip
def test_a_name_has_one_spelling(language: str, text: str, pair: bool) -> None:
    assert any("two spellings" in message for message in said(text, language)) == pair


def test_the_byline_counts_as_a_spelling() -> None:
    author = AuthorFactory(name="Wayne Wickman")
    assert "“Wickman” and “Wickmann”" in said("The prize went to Wayne Wickmann.", authors=[author])[0]


@pytest.mark.parametrize(
    ("language", "text", "closed"),
    [
        ("en", "“It rained,” she said.", True),
        ("en", "“It rained, she said.", False),
        ("en", "It was 3\" deep.", True),
        ("en", 'She said "it rained.', False),
        ("en", "<p>“It rained, she said.</p><p>“And then it snowed.”</p>", True),
        ("de", "„Es regnet“, sagte sie.", True),
        ("de", "„Es regnet”, sagte sie.", False),
        ("de", "»Es regnet«, sagte sie.", True),
        ("fr", "« Il pleut, dit-elle.", False),
    ],
)  # fmt: skip
def test_a_quotation_that_opens_closes(language: str, text: str, closed: bool) -> None:
    assert any("do not match" in message for message in said(text, language)) != closed


@pytest.mark.parametrize(
    ("language", "text", "known"),
    [
        ("en", "“The dam will hold for another year,” said the mayor.", True),
        ("en", "The mayor spoke. He was calm. “The dam will hold for another year.”", True),
        ("en", "“The dam will hold for another year.” Rain fell. Trains stopped.", False),
        ("en", "The town had “high water”. Rain fell.", True),
        ("en", "<blockquote><p>The dam will hold for a year.</p><p>— Jane Doe, mayor</p></blockquote>", True),
        ("de", "„Der Damm hält noch ein weiteres Jahr.“ Regen fiel.", False),
        ("de", "„Der Damm hält noch ein weiteres Jahr“, so die Bürgermeisterin.", True),
    ],
)  # fmt: skip
def test_the_reader_learns_who_speaks(language: str, text: str, known: bool) -> None:
    assert any("Who says this?" in message for message in said(text, language)) != known


def test_in_an_interview_the_form_says_who_speaks() -> None:
    assert said("“The dam will hold for another year.” Rain fell.", genre="interview") == []


@pytest.mark.parametrize(
    ("headline", "text", "language", "found"),
    [
        ("4 villages wait", "Four villages are ready.", "en", True),
        ("Four villages wait", "In 4 villages people are ready.", "en", True),
        ("1,000 people wait", "Some 1000 people are ready.", "en", True),
        ("A cost of 3.5 million", "It costs 3,500,000 euros.", "en", True),
        ("3.500 warten", "Es warten 3500 Menschen.", "de", True),
        ("3,5 Prozent mehr", "Ein Plus von 3,5 Prozent.", "de", True),
        ("Zwölf Dörfer warten", "In 12 Dörfern wartet man.", "de", True),
        ("One village, two dams", "People are ready.", "en", True),
        ("5 villages wait", "Four villages are ready.", "en", False),
        ("Five villages wait", "Four villages are ready.", "en", False),
        ("15 Dörfer warten", "Es sind 1,5 Dörfer oder 150.", "de", False),
    ],
)
def test_the_numbers_of_the_headline_stand_in_the_text(
    headline: str, text: str, language: str, found: bool
) -> None:
    assert (said(text, language, headline=headline) == []) == found


@pytest.mark.parametrize(
    ("language", "text", "warns"),
    [
        ("en", "The money was embezzled. The town is poor.", True),
        ("en", "The money was embezzled, the prosecutors say.", False),
        ("en", "The money was allegedly stolen.", False),
        ("en", "In 1911 the picture was stolen from the Louvre.", False),
        ("de", "Das Geld wurde von ihm veruntreut. Die Stadt ist arm.", True),
        ("de", "Das Geld soll veruntreut worden sein.", False),
    ],
)
def test_an_accusation_is_told_as_one(language: str, text: str, warns: bool) -> None:
    assert any("accusation" in message for message in said(text, language)) == warns


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "He was accused of fraud.", "accused of"),
        ("de", "Der mutmaßliche Täter schwieg.", "mutmaßliche"),
        ("en", "The tennis court was wet, and he won his case.", ""),
    ],
)
def test_matters_for_the_lawyers_are_pointed_out_until_they_were_asked(
    language: str, text: str, word: str
) -> None:
    article = ArticleFactory(body=f"<p>{text}</p>", language=language)
    found = [f for f in findings(article, NOW) if f.field == "sign_offs"]
    assert [f"“{word}”" in finding.message for finding in found] == ([True] if word else [])
    article.sign_offs.create(desk="legal", state="not_required", at=timezone.now())
    assert not [f for f in findings(article, NOW) if f.field == "sign_offs"]


@pytest.mark.parametrize(
    ("language", "text", "warns"),
    [
        ("en", "Jane Doe, 15, won the race.", True),
        ("en", "The race was won by 15-year-old Jane Doe.", True),
        ("en", "Jane Doe (45) won the race.", False),
        ("en", "In New York, 15 people came.", False),
        ("de", "Die 15-jährige Anna Huber gewann.", True),
        ("de", "Anna Huber (15) gewann.", True),
        ("de", "Anna Huber, 45, gewann.", False),
    ],
)
def test_a_minor_who_is_named_is_pointed_out(language: str, text: str, warns: bool) -> None:
    assert any("minor" in message for message in said(text, language)) == warns


def test_somebody_without_a_name_stands_among_the_sources() -> None:
    text = "An official, who spoke on condition of anonymity, said so."
    assert "without a name" in said(text)[0]
    source = {"kind": SourceKind.ANONYMOUS, "public_note": "She fears for her job."}
    assert said(text, sources=[source]) == []


def test_long_words_in_long_sentences_are_hard_to_read() -> None:
    sentence = "Notwithstanding considerable administrative difficulties, representatives reconsidered"
    assert "Hard to read" in said(" ".join([sentence] * 20) + ".")[0]


CRUEL = [
    "[[" * 20_000,
    "“abc def " * 10_000,
    "Anna Berta " * 10_000,
    "1,000,000" * 5_000,
    "wurde " * 20_000,
    "Tuesday, 14 " * 10_000,
    "A. " * 20_000,
    "a" * 100_000,
    " ".join(f"Anna W{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}ckman" for n in range(10_000)),
]


@pytest.mark.parametrize("language", WORDS)
def test_no_text_of_twenty_thousand_words_keeps_the_form_waiting(language: str) -> None:
    """A pattern that backtracks without an end would not come back from these at all."""
    for text in CRUEL:
        said(text, language)
