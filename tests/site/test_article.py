"""The article page: what readers are told about a story, and what its address answers over time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Change, Edition, Genre, Placement, Role, SourceKind
from articles.publishing import publish
from articles.site import pages
from articles.site.prepared import Prepared
from articles.withdrawals import retract, take_down
from newsroom.models import PolicyPage
from newsroom.plating import set_plates
from tests.factories import (
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    TopicFactory,
    approved,
    published,
)
from tests.site.reading import Ago, Read

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-10-14T12:00:00+02:00")

type SetClock = Callable[[datetime], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Return a function that stops the clock at a moment."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def text_of(client: Client, edition: Edition) -> str:
    """The HTML at the edition's address, which must be a page."""
    response = client.get(edition.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def body_of(client: Client, edition: Edition) -> str:
    """The part of that page between its masthead and its footer."""
    html = text_of(client, edition)
    return html[html.index("<main") : html.index("</main>")]


def again(edition: Edition, change: str, note: str = "", placement: str = "", **fields: str) -> Edition:
    """The next edition of the story, with these fields changed."""
    article = Article.objects.get(pk=edition.article_id)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    return publish(article, by=None, change=change, note=note, placement=placement)


def test_the_page_shows_the_furniture_of_the_story(client: Client) -> None:
    author = AuthorFactory(name="Ada Writer", job_title="Rivers editor", languages="en, de")
    edition = published(
        at=NOON,
        authors=[author],
        kicker="Floods",
        dateline="VIENNA, 14 October",
        key_points="The dam holds\nThree villages are warned",
        how_we_reported="We stood at the dam.",
        section=SectionFactory(name="Europe"),
    )
    html = text_of(client, edition)
    assert f"<h1>{edition.headline}</h1>" in html
    assert '<span class="genre" data-g="report">Report</span>' in html
    assert f'<p class="dek">{edition.standfirst}</p>' in html
    assert "<dt>Reported from</dt><dd>Vienna</dd>" in html
    assert '<time datetime="2026-10-14T12:00:00+02:00">14 Oct 2026, 12:00 CEST</time>' in html
    assert "<li>The dam holds</li>" in html
    assert "<p>We stood at the dam.</p>" in html
    assert "Languages: English, German." in html
    assert '<span class="job">Rivers editor</span>' in html
    assert '<span class="dl">VIENNA, 14 October</span>' in html
    assert "Reading time" not in html


def test_the_reading_time_is_told_from_two_minutes_on(client: Client) -> None:
    edition = published(body=f"<p>{'word ' * 440}</p>")
    assert "<dt>Reading time</dt><dd>2 minutes</dd>" in text_of(client, edition)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_three_things_however_much_it_shows(
    client: Client, frame: None, number: int
) -> None:
    topics = TopicFactory.create_batch(number)
    edition = published(
        at=timezone.now() - timedelta(days=1),
        authors=AuthorFactory.create_batch(number),
        topics=topics,
        sources=[{"kind": SourceKind.BASED_ON, "outlet": OutletFactory()} for _ in range(number)],
        lead_photo=PhotoFactory(),
    )
    for other in range(number):
        published(topics=topics[: other + 1])
        edition = again(edition, Change.CORRECTION, f"Note {other}.", body=f"<p>Once more, {other}.</p>")
    with CaptureQueriesContext(connection) as queries:
        text_of(client, edition)
    # The edition with its facts, its text, and what is related; where its plate is set, the text came along.
    assert len(queries) == 3
    set_plates([edition.pk])
    with CaptureQueriesContext(connection) as queries:
        text_of(client, edition)
    assert len(queries) == 2


def test_the_lead_picture_keeps_its_place_and_is_fetched_first(client: Client) -> None:
    edition = published(lead_photo=PhotoFactory(caption="The dam.", credit="A. Photographer"))
    html = text_of(client, edition)
    picture = html[html.index("<picture>") : html.index("</picture>")]
    assert '<source media="(min-width: 64rem)"' in picture
    assert 'width="360" height="240"' in picture or 'width="720" height="480"' in picture
    assert 'alt="A river under grey clouds"' in picture
    assert 'fetchpriority="high"' in picture
    assert "lazy" not in picture
    assert '<span>The dam.</span> <span class="credit">A. Photographer</span>' in html


def test_editing_the_article_changes_nothing_on_the_page(client: Client) -> None:
    edition = published(at=NOON)
    before = text_of(client, edition)
    Article.objects.update(headline="Changed", body="<p>Changed.</p>", standfirst="Changed")
    assert text_of(client, edition) == before


def test_a_scheduled_story_is_not_there_until_its_moment(client: Client, set_clock: SetClock) -> None:
    later = timezone.now() + timedelta(hours=2)
    edition = publish(approved(), by=None, at=later)
    address = edition.get_absolute_url()
    assert client.get(address).status_code == 404
    set_clock(later - timedelta(microseconds=1))
    assert client.get(address).status_code == 404
    set_clock(later)
    assert client.get(address).status_code == 200


def test_an_expired_story_answers_that_it_is_gone(client: Client, set_clock: SetClock) -> None:
    end = timezone.now() + timedelta(hours=2)
    edition = publish(approved(), by=None, until=end)
    assert client.get(edition.get_absolute_url()).status_code == 200
    set_clock(end)
    response = client.get(edition.get_absolute_url())
    assert response.status_code == 410
    assert edition.headline not in response.content.decode()


def test_an_older_slug_leads_to_where_the_story_lives_now(client: Client) -> None:
    first = published(at=timezone.now() - timedelta(hours=1), slug="old-name")
    second = again(first, Change.MINOR, slug="new-name")
    response = client.get(first.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, second.get_absolute_url())


def test_a_slug_that_is_only_scheduled_is_not_given_away(client: Client) -> None:
    first = published(at=timezone.now() - timedelta(hours=1), slug="old-name")
    article = Article.objects.get()
    article.slug = "new-name"
    article.save()
    later = publish(article, by=None, change=Change.MINOR, at=timezone.now() + timedelta(hours=1))
    assert client.get(first.get_absolute_url()).status_code == 200
    assert client.get(later.get_absolute_url()).status_code == 404


def test_a_story_taken_down_leaves_the_notice_and_not_a_word_of_itself(client: Client) -> None:
    edition = published()
    take_down(Article.objects.get(), by=None, reason="Court order.", note="A court has ordered this.")
    response = client.get(edition.get_absolute_url())
    html = response.content.decode()
    assert response.status_code == 410
    assert "A court has ordered this." in html
    assert "Court order" not in html
    assert edition.headline not in html


def test_a_retracted_story_is_headed_by_the_notice_and_keeps_its_text(client: Client) -> None:
    edition = published()
    retract(Article.objects.get(), by=None, note="The measurements were wrong.")
    html = body_of(client, edition)
    assert html.index("The measurements were wrong.") < html.index("The river rose again")
    assert '<span class="mark">Retracted</span>' in html
    assert html.count('id="note-2"') == 1


def test_a_retraction_without_the_text_shows_none_of_it(client: Client) -> None:
    edition = published()
    retract(Article.objects.get(), by=None, note="The measurements were wrong.", keep_text=False)
    html = body_of(client, edition)
    assert "The measurements were wrong." in html
    assert "The river rose again" not in html


def test_a_correction_stands_where_its_editor_put_it_and_marks_the_paragraph(client: Client) -> None:
    first = published(at=timezone.now() - timedelta(hours=1), body="<p>One.</p><p>Two.</p><p>Three.</p>")
    second = again(first, Change.CORRECTION, "It was two.", body="<p>One.</p><p>2.</p><p>Three.</p>")
    html = body_of(client, second)
    assert second.note_placement == Placement.FOOT
    assert html.index("It was two.") > html.index("Three.")
    assert '<p class="changed">2.</p>' in html
    assert '<div class="chg"><dt>Corrected</dt>' in html
    assert 'href="#note-2">What changed</a>' in html
    third = again(second, Change.CLARIFICATION, "It is three.", placement=Placement.TOP, body="<p>3.</p>")
    html = body_of(client, third)
    assert html.index("It is three.") < html.index('<p class="changed">3.</p>') < html.index("It was two.")
    assert '<div class="chg"><dt>Clarified</dt>' in html


def test_the_paragraphs_of_a_note_stay_apart_and_its_angle_brackets_text(client: Client) -> None:
    first = published(at=timezone.now() - timedelta(hours=1))
    second = again(first, Change.CORRECTION, "It was <two>.\n\nWe regret this.", body="<p>Two.</p>")
    assert "It was &lt;two&gt;.<br><br>We regret this." in body_of(client, second)


def test_the_note_of_a_scheduled_edition_is_nobodys_business_yet(client: Client) -> None:
    edition = published(at=timezone.now() - timedelta(hours=1))
    article = Article.objects.get()
    article.body = "<p>Later.</p>"
    article.save()
    later = timezone.now() + timedelta(hours=1)
    publish(article, by=None, at=later, change=Change.CORRECTION, note="Not said yet.")
    html = text_of(client, edition)
    assert "Not said yet." not in html
    assert "Later." not in html


def test_the_sources_say_what_was_confirmed_and_why_a_name_is_missing(client: Client) -> None:
    kind = PolicyPage.Kind.UNNAMED_SOURCES
    PolicyPage.objects.create(
        kind=kind, title="Unnamed", slug="unnamed", body="x", effective_from=NOON.date()
    )
    edition = published(
        sources=[
            {
                "kind": SourceKind.BASED_ON,
                "outlet": OutletFactory(
                    name="Krone", full_name="Kronen Zeitung", url="https://krone.example/"
                ),
                "title": "Angebot an Europa",
                "published_on": NOON.date(),
                "internal_note": "Only for us.",
            },
            {"kind": SourceKind.DOCUMENT, "title": "Minutes", "independently_confirmed": True},
            {"kind": SourceKind.ANONYMOUS, "public_note": "They feared for their jobs."},
        ]
    )
    html = text_of(client, edition)
    assert 'Reporting by <a href="https://krone.example/">Krone</a>; 1 document; 1 unnamed source' in html
    day = '<time datetime="2026-10-14">14 Oct 2026</time>'
    assert f'<a href="https://krone.example/">Kronen Zeitung</a>, “Angebot an Europa”, {day}.' in html
    assert html.count("We have not confirmed it independently.") == 1
    assert html.count("We confirmed it independently.") == 1
    assert "They feared for their jobs." in html
    assert '<a href="/about/unnamed/">Our rule on unnamed sources</a>' in html
    assert "Only for us." not in html


def test_those_who_helped_are_named_by_what_they_did(client: Client) -> None:
    article = approved(authors=[AuthorFactory(name="Ada Writer")])
    article.contributions.create(author=AuthorFactory(name="Ed Itor"), role=Role.EDITOR, position=1)
    article.contributions.create(author=AuthorFactory(name="Tess Lator"), role=Role.TRANSLATOR, position=2)
    html = text_of(client, publish(article, by=None))
    assert "<dt>Edited by</dt><dd>Ed Itor</dd>" in html
    assert "<dt>Translated by</dt><dd>Tess Lator</dd>" in html


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ai_use": "assisted"}, "AI tools helped with this story."),
        ({"ai_use": "generated"}, "Nobody reviewed it before it was published."),
        ({"genre": Genre.SPONSORED, "sponsor": "Rivers Ltd"}, "Sponsored content, paid for by Rivers Ltd."),
        ({"genre": Genre.SATIRE}, "Satire: this did not happen."),
    ],
)
def test_the_reader_is_told_what_kind_of_text_it_is(
    client: Client, fields: dict[str, str], sentence: str
) -> None:
    plain, special = published(), published(**fields)
    assert sentence not in text_of(client, plain)
    assert sentence in text_of(client, special)


def test_opinion_is_set_on_its_own_ground(client: Client) -> None:
    assert '<main id="main" class="wrap op">' in text_of(client, published(genre=Genre.OPINION))
    assert '<main id="main" class="wrap">' in text_of(client, published())


def test_words_in_another_language_say_so(client: Client) -> None:
    html = text_of(client, published(language="de", headline="Der Fluss steigt"))
    assert '<html lang="en">' in html
    assert '<h1 lang="de">Der Fluss steigt</h1>' in html


def test_an_old_story_says_how_old_it_is(client: Client, set_clock: SetClock) -> None:
    edition = published(at=NOON)
    for days, words in {29: "", 70: "More than 2 months old", 1500: "More than 4 years old"}.items():
        set_clock(NOON + timedelta(days=days))
        assert ("More than" in text_of(client, edition)) == bool(words)
        assert words in text_of(client, edition)


def test_errors_are_reported_on_a_page_of_the_story(client: Client) -> None:
    edition = published()
    assert f'href="{edition.get_absolute_url()}report/"' in text_of(client, edition)


def test_related_stories_share_a_topic_and_are_live(client: Client) -> None:
    topic, other = TopicFactory(), TopicFactory()
    published(headline="Same topic", topics=[topic])
    published(headline="Two topics", topics=[topic, other], at=timezone.now() - timedelta(days=3))
    published(headline="Elsewhere", topics=[TopicFactory()])
    publish(approved(headline="Not yet", topics=[topic]), by=None, at=timezone.now() + timedelta(hours=1))
    html = text_of(client, published(topics=[topic, other]))
    aside = html[html.index('<aside class="side"') :]
    assert aside.index("Two topics") < aside.index("Same topic")
    assert "Elsewhere" not in aside
    assert "Not yet" not in aside


def test_related_stories_are_looked_for_among_the_newest_only(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "RELATED_AMONG", 2)
    monkeypatch.setattr(pages, "_related", Prepared(pages._sharing))
    topic, other = TopicFactory(), TopicFactory()
    for days, topics in ((4, [topic, other]), (3, [topic, other]), (2, [topic]), (1, [other])):
        published(headline=f"Of day {days}", topics=topics, at=timezone.now() - timedelta(days=days))
    edition = published(topics=[topic, other])
    html = text_of(client, edition)
    aside = html[html.index('<aside class="side"') :]
    assert re.findall(r"Of day \d", aside) == ["Of day 3", "Of day 1", "Of day 2"]


@pytest.mark.parametrize("path", ["/2026/13/45/nothing/", "/2026/10/14/nothing/", "/0000/01/01/nothing/"])
def test_an_address_without_a_story_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_is_posted_to_an_article(client: Client) -> None:
    assert client.post(published().get_absolute_url()).status_code == 405


@pytest.mark.parametrize(
    ("language", "attributes"), [("en", ""), ("fr", ' lang="fr"'), ("ar", ' lang="ar" dir="rtl"')]
)
def test_a_story_says_its_language_and_its_direction_where_they_are_not_the_pages(
    read: Callable[..., str], language: str, attributes: str
) -> None:
    html = read(published(language=language).get_absolute_url())
    assert f"<h1{attributes}>" in html
    assert f'<div class="prose"{attributes}>' in html


def test_a_table_scrolls_by_keyboard_and_its_headings_say_of_what(read: Read, ago: Ago) -> None:
    head, row = "<th><p>Gauge</p></th><th><p>Monday</p></th>", "<th><p>Bridge</p></th><td><p>412</p></td>"
    body = f"<p>Rose.</p><table><tbody><tr>{head}</tr><tr>{row}</tr></tbody></table>"
    text = read(published(at=ago(hours=1), body=body).get_absolute_url())
    assert 'tabindex="0" aria-label="Table 1"><table><tbody><tr><th scope="col"><p>Gauge' in text
    assert '<tr><th scope="row"><p>Bridge</p></th><td class="num">' in text
