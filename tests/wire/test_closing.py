"""The closing paragraph in which the journalist introduces himself or herself."""

import textwrap

import pytest

from articles.wire.parsed import ParsedAuthor, ParsedSource
from articles.wire.parsers import parse
from articles.wire.parsers.closing import read_bio, read_specialties

STORY = (
    "The lamp on the northern pier burns from dusk to dawn, and whoever stands under it can read the "
    "timetable, the tide table and the notice that forbids fishing."
)
BIO = (
    "I'm Ada Muster, a harbour reporter for The Example Courier. My specialty is ports and ferries, "
    "offering a look behind the quay. I like herring."
)
ADA = ParsedAuthor("Ada Muster", BIO, "Harbour reporter", "The Example Courier", ("ports", "ferries"))


@pytest.mark.parametrize(
    "text",
    [
        f"{STORY}\nSource: Blatt\n\n{BIO}",
        f"{STORY}\nSource: Blatt\n{BIO}",
        f"{STORY}\n\nSource: Blatt\n\n{BIO}\n",
        f"{STORY}\n\n{BIO}\n\nSource: Blatt",
        f"{STORY}\n{BIO}\nSource: Blatt",
        f"{STORY}\n\nSource: Blatt\n" + "\n".join(textwrap.wrap(BIO, 60)),
    ],
    ids=["seed-like", "no blank", "blanks", "before the source", "one a line", "wrapped"],
)
def test_the_bio_stands_before_or_after_the_source_line(text: str) -> None:
    parsed = parse(text.encode(), "a.txt")
    assert (parsed.body, parsed.author, parsed.sources) == (f"<p>{STORY}</p>", ADA, (ParsedSource("Blatt"),))


def test_the_bio_is_no_byline_of_its_own_and_changes_none() -> None:
    assert parse(f"{STORY}\n\n{BIO}".encode(), "a.txt").by == ()
    parsed = parse(f"By: Ben O’Hara\n\n{STORY}\n\n{BIO}".encode(), "a.txt")
    assert (parsed.by, parsed.author) == (("Ben O’Hara",), ADA)


@pytest.mark.parametrize("opening", ["I'm", "I’m", "I am", "Iʼm", "I´m"])
@pytest.mark.parametrize(
    "name",
    [
        "Ada Muster",
        "Jean-Luc d’Exemple",
        "Ludwig van der Muster",
        "Noor al-Mithal",
        "Žofia Ó Sampla",
        "J. R. Roe",
    ],
)
def test_apostrophes_and_names_of_every_sort(opening: str, name: str) -> None:
    bio = f"{opening} {name}, a reporter for The Example Courier."
    assert read_bio(bio) == ParsedAuthor(name, bio, "Reporter", "The Example Courier")


@pytest.mark.parametrize(
    ("sentence", "job", "publication"),
    [
        ("an editor at the Example Post.", "Editor", "Example Post"),
        ("the Vienna correspondent for St. Pölten Post. More.", "Vienna correspondent", "St. Pölten Post"),
        (
            "a critic, editor and translator for Today Example!",
            "Critic, editor and translator",
            "Today Example",
        ),
        ("a reporter with Example Wire, where I cover trade.", "Reporter", "Example Wire"),
        ("a writer for the U.S. Example. I like tea.", "Writer", "U.S. Example"),
        ("a freelance reporter. I write about trade.", "Freelance reporter", ""),
    ],
)
def test_the_position_is_read_from_the_first_sentence(sentence: str, job: str, publication: str) -> None:
    author = read_bio(f"I am Ada Muster, {sentence}")
    assert author is not None
    assert (author.job_title, author.publication) == (job, publication)


@pytest.mark.parametrize(
    ("bio", "specialties"),
    [
        ("My specialty is covering ports and sea trade, offering readers a view.", ("ports", "sea trade")),
        ("My speciality is the law of the sea.", ("the law of the sea",)),
        ("My specialties are ports, ferries, and herring.", ("ports", "ferries", "herring")),
        ("My main beat is city hall.", ("city hall",)),
        ("I specialise in housing, planning law and tax.", ("housing", "planning law", "tax")),
        ("I specialize in chess, which I play badly.", ("chess",)),
        ("I mostly write about ports as well as ships, and I sail.", ("ports", "ships")),
        ("I cover ports, exploring the ways of the sea.", ("ports",)),
        ("I like ports.", ()),
    ],
)
def test_specialties_are_read_from_what_the_person_covers(bio: str, specialties: tuple[str, ...]) -> None:
    assert read_specialties(bio) == specialties


def test_specialties_fit_where_they_are_kept() -> None:
    found = read_specialties(
        f"I cover {', '.join(f'a rather long subject number {number}' for number in range(20))}."
    )
    assert len(found) > 5
    assert len(", ".join(found)) <= 300


@pytest.mark.parametrize(
    "paragraph",
    [
        "I'm sure that nobody knows, a reporter for The Example Courier said.",
        "I'm Ada Muster.",
        "I'm Ada Muster, and I live here.",
        "I'm tired, a sailor for life said at the bar.",
        "“I'm Ada Muster, a nurse for Port Example.”",
        "We are Ada and Ben, reporters for The Example Courier.",
        "I'm Ada Muster, a reporter for The Example Courier. " + "More. " * 400,
    ],
)
def test_other_paragraphs_are_no_bio(paragraph: str) -> None:
    assert read_bio(paragraph) is None


def test_a_first_person_paragraph_inside_the_story_stays_in_it() -> None:
    nurse = "I'm Eva Beispiel, a nurse for Port Example. That is what she says when she comes aboard."
    parsed = parse(f"{STORY}\n{nurse}\n{STORY}".encode(), "a.txt")
    assert (parsed.author, parsed.body) == (None, f"<p>{STORY}</p>\n<p>{nurse}</p>\n<p>{STORY}</p>")


def test_a_bio_alone_is_a_story_not_a_bio() -> None:
    assert parse(BIO.encode(), "a.txt").author is None
