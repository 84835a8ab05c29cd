"""A plain-text story from its first line to its last."""

import hashlib
from datetime import date, datetime, timedelta, timezone

import pytest

from articles.wire.parsed import GENRES, ParsedAuthor, ParsedCopy, ParsedPicture, ParsedSource, Refused
from articles.wire.parsers import FORMATS, parse

LEAD = (
    "The harbour of Port Example will stay open at night from May, the town council decided on Tuesday. "
    "“We have waited nine years for this,” said the harbour master, who had asked for lights on the "
    "northern pier since 2015."
)
SECOND = (
    "Until now ferries had to wait outside the breakwater until dawn, which cost the two lines that "
    "call there about forty minutes a crossing – more in winter. The council’s own figures put the "
    "yearly loss at 900,000 euros."
)
THIRD = (
    "Not everybody is pleased. Fishermen fear for the herring, which gather off the pier in the dark, "
    "and a group of residents has gone to court. Its hearing is set for the autumn, when the lamps will "
    "already be burning."
)
BIO = (
    "I’m Ada van der Muster, a harbour reporter and editor for The Example Courier. My speciality is "
    "covering ports and shipping, giving readers a look behind the quay. I’m fond of boats."
)
PLAIN = f"""{LEAD}
Nine years of waiting
{SECOND}
Herring in the dark
{THIRD}
Source: Hafenblatt

{BIO}"""

FULL_HEADER = """\
Ref: desk-4711
Slugline: HARBOUR-NIGHT
Headline: The harbour stays open at night
Short headline: Harbour open at night
SEO headline: Port Example harbour to open at night
Social headline: Nine years on, the lights go on
Kicker: Shipping
Standfirst: The council lets the lamps burn, and the
  fishermen count their herring.
Key point: The pier gets forty lamps
Key point: Ferries save forty minutes
By: Ada van der Muster, Ben O’Hara and Chloé Zima, Jr.
Section: Business
Topics: Ports, Shipping; ports
Published: 2026-03-01T06:30+01:00
Dateline: PORT EXAMPLE, 1 March
Genre: Fact check
Language: de-at
Translation of: desk-4710
Source: Hafenblatt | Lichter am Pier | https://hafenblatt.example/1 | 2026-02-27
Source: Example Wire, Seefunk https://seefunk.example/
Document: Port Example | Minutes of the council | https://port.example/minutes | 2026-02-20
Data: Harbour office
Agency: Example Press
Picture: pictures/pier.jpg
Picture alt: A pier at dusk
Picture caption: The northern pier in February.
Picture credit: Ada van der Muster
How we reported: We read the minutes of nine meetings.
AI use: assisted
Sponsor: Port Example
Canonical URL: https://courier.example/harbour
Slug: harbour-open-at-night
Urgency: 2

"""


def read(text: str) -> ParsedCopy:
    return parse(text.encode(), "story.txt")


def test_a_plain_story_becomes_lead_subheadlines_paragraphs_source_and_author() -> None:
    assert read(PLAIN) == ParsedCopy(
        headline="The harbour of Port Example will stay open at night from May, the town council decided on",
        headline_is_working=True,
        body=(
            f"<p>{LEAD}</p>\n<h2>Nine years of waiting</h2>\n<p>{SECOND}</p>\n"
            f"<h2>Herring in the dark</h2>\n<p>{THIRD}</p>"
        ),
        sources=(ParsedSource(kind="based_on", outlet="Hafenblatt"),),
        author=ParsedAuthor(
            name="Ada van der Muster",
            bio=BIO,
            job_title="Harbour reporter and editor",
            publication="The Example Courier",
            specialties=("ports", "shipping"),
        ),
        digest=hashlib.sha256(PLAIN.encode()).hexdigest(),
        said=frozenset({"body", "sources", "author"}),
    )


def test_every_key_of_the_header_fills_its_field() -> None:
    parsed = read(FULL_HEADER + LEAD)
    assert parsed == ParsedCopy(
        headline="The harbour stays open at night",
        body=f"<p>{LEAD}</p>",
        digest=parsed.digest,
        ref="desk-4711",
        slugline="HARBOUR-NIGHT",
        headline_short="Harbour open at night",
        headline_seo="Port Example harbour to open at night",
        headline_social="Nine years on, the lights go on",
        kicker="Shipping",
        standfirst="The council lets the lamps burn, and the fishermen count their herring.",
        key_points=("The pier gets forty lamps", "Ferries save forty minutes"),
        slug="harbour-open-at-night",
        by=("Ada van der Muster", "Ben O’Hara", "Chloé Zima, Jr."),
        section="Business",
        topics=("Ports", "Shipping"),
        published=datetime(2026, 3, 1, 6, 30, tzinfo=timezone(timedelta(hours=1))),
        dateline="PORT EXAMPLE, 1 March",
        genre="fact_check",
        language="de-AT",
        translation_of="desk-4710",
        sources=(
            ParsedSource("Hafenblatt", "Lichter am Pier", "https://hafenblatt.example/1", date(2026, 2, 27)),
            ParsedSource("Example Wire"),
            ParsedSource("Seefunk", url="https://seefunk.example/"),
            ParsedSource(
                "Port Example",
                "Minutes of the council",
                "https://port.example/minutes",
                date(2026, 2, 20),
                "document",
            ),
            ParsedSource("Harbour office", kind="data"),
            ParsedSource("Example Press", kind="agency"),
        ),
        picture=ParsedPicture(
            "pictures/pier.jpg", "A pier at dusk", "The northern pier in February.", "Ada van der Muster"
        ),
        how_we_reported="We read the minutes of nine meetings.",
        ai_use="assisted",
        urgency=2,
        sponsor="Port Example",
        canonical_url="https://courier.example/harbour",
        said=parsed.said,
    )
    everything = set(ParsedCopy.__slots__) - {"digest", "headline_is_working", "author", "warnings", "said"}
    assert parsed.said == everything


def test_a_key_with_nothing_after_it_says_that_the_field_is_empty() -> None:
    parsed = read(f"Kicker:\nTopics:\nPublished:\nGenre:\n\n{LEAD}")
    assert parsed.said == {"body", "kicker", "topics", "published", "genre"}
    assert (parsed.kicker, parsed.topics, parsed.published, parsed.genre) == ("", (), None, "report")


def test_keys_do_not_mind_their_case_and_a_space_more_or_less() -> None:
    parsed = read(f"HEADLINE:Night lights\nshort-headline :  Lights\nKey points: One\n\n{LEAD}")
    assert (parsed.headline, parsed.headline_short, parsed.key_points) == ("Night lights", "Lights", ("One",))


def test_dates_without_time_or_zone_stay_as_they_are_written() -> None:
    assert read(f"Published: 2022-07-04\n\n{LEAD}").published == date(2022, 7, 4)
    assert read(f"Published: 2022-07-04 06:30\n\n{LEAD}").published == datetime(2022, 7, 4, 6, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("header", "field", "reason"),
    [
        ("Headline: A\nKickr: B", "", "Unknown key “Kickr” in line 2. Did you mean “Kicker”?"),
        ("Headline: A\nAuthor: B", "", "Unknown key “Author” in line 2. Did you mean “By”?"),
        ("Titel: A\nSection: B", "", "Unknown key “Titel” in line 1. Did you mean “Headline”?"),
        (
            "Headline: A\nNo key here",
            "",
            (
                "Line 2 is neither “Key: value” nor a continuation (two spaces in front); "
                "a blank line ends the header."
            ),
        ),
        ("Slug: a\nSlug: b", "slug", "“Slug” stands in line 1 and again in line 2."),
        ("Genre: news", "genre", f"“Genre: news” is unknown; choose one of {', '.join(GENRES)}."),
        ("Urgency: 6", "urgency", "“Urgency: 6” is not a number from 1 (most urgent) to 5."),
        ("Language: german", "language", "“Language: german” is not a language tag as in en, de or pt-BR."),
        (
            "AI use: some",
            "ai_use",
            "“AI use: some” is unknown; choose one of none, assisted, generated_reviewed, generated.",
        ),
        (
            "Published: 1 March",
            "published",
            (
                "“Published: 1 March” is not a date as in 2026-03-01, 2026-03-01 06:30 or "
                "2026-03-01T06:30+01:00."
            ),
        ),
        (
            "Published: 2026-02-30",
            "published",
            "“Published: 2026-02-30” is no day or time there ever is.",
        ),
        (
            "Published: 0001-01-01",
            "published",
            "“Published: 0001-01-01” lies outside the years 1605 to 2999.",
        ),
        ("Slug: Ö", "slug", "“Slug: Ö” may hold only small letters a-z, digits and single hyphens."),
        ("Kicker: " + "k" * 41, "kicker", "“Kicker” has 41 characters; at most 40 fit."),
        ("By: " + "n" * 121, "by", "“By” has a name of 121 characters; at most 120 fit."),
        ("Topics: " + ",".join(map(str, range(51))), "topics", "“Topics” has more than 50 items."),
        (
            "Source: Blatt | 2026-02-31",
            "sources",
            "The source's date is not a day as in 2026-03-01: “2026-02-31”.",
        ),
        ("Picture alt: A pier", "picture", "“Picture alt” is given but no “Picture”."),
    ],
)
def test_a_bad_header_is_refused_with_the_reason(header: str, field: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        read(f"{header}\n\n{LEAD}")
    assert (caught.value.field, caught.value.reason) == (field, reason)


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../pier.jpg", "a/../../b.jpg", "C:\\pier.jpg", "https://a.example/b.jpg"]
)
def test_a_picture_is_a_file_beside_the_text_and_nothing_else(path: str) -> None:
    with pytest.raises(Refused, match="must name a file beside the text") as caught:
        read(f"Picture: {path}\n\n{LEAD}")
    assert caught.value.field == "picture"


def test_a_header_without_a_story_is_refused() -> None:
    with pytest.raises(Refused, match="has a header but no story"):
        read("Headline: Night lights\n\n \n")


def test_a_story_that_begins_with_a_word_and_a_colon_has_no_header() -> None:
    first = "Port Example: a town of ferries, herring and now of lamps, as its mayor put it on Tuesday night."
    parsed = read(f"{first}\nSource: Hafenblatt")
    assert parsed.body == f"<p>{first}</p>"
    assert parsed.sources == (ParsedSource("Hafenblatt"),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12 34 56 78\n90", "The text has no words in it."),
        ("Three words only", "The text has no paragraph of at least 4 words."),
        ("YWFhYWFhYWFhYWFh" * 40, "The text has no paragraph of at least 4 words."),
        ("1,2,3,4,a\n5,6,7,8,b\n", "The text is mostly digits and signs; it does not read like a story."),
        ("Source: Hafenblatt", "The file has a header but no story after it."),
        ("Kicker: Sea\n\nSource: Hafenblatt", "The text has no words in it."),
    ],
)
def test_what_reads_like_no_story_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        read(text)
    assert (caught.value.field, caught.value.reason) == ("body", reason)


def test_a_story_in_a_script_without_spaces_is_a_story() -> None:
    assert (
        read("市议会星期二决定港口从五月起夜间开放。").body == "<p>市议会星期二决定港口从五月起夜间开放。</p>"
    )


def test_markup_in_plain_text_is_text() -> None:
    parsed = read('She wrote <b>"R&D"</b> & <script>alert(1)</script> on the wall of the shed.')
    assert parsed.body == (
        '<p>She wrote &lt;b&gt;"R&amp;D"&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt; '
        "on the wall of the shed.</p>"
    )


def test_warnings_of_the_decoder_come_with_the_story() -> None:
    parsed = parse(f"{LEAD}\nSource: Hafenblatt".encode("cp1252"), "story.txt")
    assert parsed.warnings == ("The file is not UTF-8; it was read as Windows-1252.",)


def test_the_format_follows_the_suffix_and_the_front_matter() -> None:
    marked = f"---\nkicker: Shipping\n---\nA *bright* night lies ahead. {LEAD}"
    starred = "A *bright* night lies ahead of the town."
    assert "<em>bright</em>" in parse(starred.encode(), "a.MD").body
    assert "<em>bright</em>" in parse(marked.encode(), "").body
    assert "<em>bright</em>" in parse(starred.encode(), "a.txt", "markdown").body
    assert "*bright*" in parse(starred.encode(), "a.txt").body
    assert "*bright*" in parse(starred.encode(), "a.md", "text").body


def test_an_unknown_format_is_a_mistake_of_the_caller() -> None:
    assert sorted(FORMATS) == ["markdown", "text"]
    with pytest.raises(ValueError, match="unknown copy format 'docx'"):
        parse(b"Some words of a story.", "a.docx", "docx")
