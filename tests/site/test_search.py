"""Searching: what is found, in which order, and that nothing else ever is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.indexing import rebuild
from articles.models import Edition
from articles.publishing import cancel, publish, reschedule
from articles.search import search
from articles.terms import LONGEST, Terms
from articles.withdrawals import retract, take_down
from articles.workflow import NotPossible
from tests.factories import AuthorFactory, approved, published
from tests.site.reading import Ago, Read, headlines

pytestmark = pytest.mark.django_db

# What a query language would take for orders; here it is only what somebody typed.
ORDERS = [
    '"',
    '""',
    '"""',
    'river"',
    '"river',
    "*",
    "river*",
    "ri*er",
    "^river",
    "-river",
    "river -dam",
    "headline:river",
    "NEAR(river dam)",
    "NEAR/2",
    "river OR",
    "AND",
    "NOT river",
    "{headline} : river",
    "river:*",
    "river:A",
    "river & | ! <-> dam",
    "(river",
    "')",
    "'; DROP TABLE articles_search; --",
    "\\",
    "%s %d %%",
    "_",
    "ﬁ ß İ ı",
    "👩‍🚀",
    "­",
    "²",
    "१२",
]


def found(text: str, now: datetime | None = None) -> list[str]:
    """The headlines the search finds, best first."""
    live = Edition.objects.all() if now is None else Edition.objects.live(now)
    return [edition.headline for edition in search(live, text).rows]


def entries() -> set[int]:
    """The editions that stand in the index."""
    key = "rowid" if connection.vendor == "sqlite" else "edition_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM articles_search")  # noqa: S608 - one of the two words above
        return {pk for (pk,) in cursor.fetchall()}


def stories(**bodies: str) -> None:
    """A story for each headline, with that text."""
    for headline, body in bodies.items():
        published(headline=headline, standfirst="Read on.", body=f"<p>{body}</p>")


# --- Words ------------------------------------------------------------------------------------------------


def test_every_word_has_to_be_in_the_story() -> None:
    stories(One="Geese came back to the lake.", Two="Geese left the town.")
    assert found("geese lake") == ["One"]
    assert found("lake GEESE") == ["One"]
    assert sorted(found("geese")) == ["One", "Two"]
    assert found("geese ducks") == []


def test_headline_standfirst_byline_and_key_points_are_searched() -> None:
    published(
        headline="Herons return",
        standfirst="Bitterns too.",
        key_points="Curlews stay",
        dateline="HALLSTATT, today",
        authors=[AuthorFactory(name="Inès Exemple")],
    )
    for word in ("herons", "bitterns", "curlews", "exemple", "hallstatt"):
        assert found(word) == ["Herons return"], word


def test_the_last_word_may_be_only_begun() -> None:
    stories(One="The observatory opens.")
    assert found("obs") == ["One"]
    assert found("the observ") == ["One"]
    assert found("observ the") == []
    assert found("servatory") == []


def test_a_single_letter_is_a_word_and_not_the_beginning_of_all() -> None:
    stories(One="Plan B it is.", Two="The bridge is shut.")
    assert found("b") == ["One"]


@pytest.mark.parametrize("word", ["Müller", "muller", "MÜLLER", "mu\u0308ller", "mülle"])
@pytest.mark.parametrize("written", ["Müller", "Muller", "Mu\u0308ller", "MÜLLER"])
def test_accents_and_capitals_do_not_matter(word: str, written: str) -> None:
    stories(One=f"Ms {written} speaks.")
    assert found(word) == ["One"]


def test_a_phrase_in_quotes_is_found_word_by_word_in_order() -> None:
    stories(One="They say the dam holds fast.", Two="It holds, the dam.")
    assert found('"the dam holds"') == ["One"]
    assert found("“the dam holds”") == ["One"]
    assert found('"dam hol"') == []
    assert found('fast "the dam"') == ["One"]


@pytest.mark.parametrize("word", ["O’Brien", "O'Brien", "state-of-the-art", "krone.at", "and/or", "3.5"])
def test_words_with_signs_inside_are_found_as_they_are_written(word: str) -> None:
    stories(One=f"It was {word} again.", Two="Brien and O; art of the state; at krone or and, 5.3")
    assert found(word) == ["One"]


@pytest.mark.parametrize("text", ORDERS)
def test_what_looks_like_an_order_is_only_words(text: str, read: Read) -> None:
    stories(One="The river rose.")
    found(text)
    read("/search/", q=text)
    read("/search/", q=text, sort="date")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=2 * LONGEST), st.text("\"*-:()^ andORN'’ü&|!<>\\", max_size=60)))
def test_no_text_whatever_makes_the_search_fail(text: str) -> None:
    assert search(Edition.objects.all(), text).count == 0


def test_a_query_is_read_so_far_and_no_further() -> None:
    assert Terms.parse("ab " * 1000).phrases == [["ab"]] * 16
    assert len(Terms.parse("x" * 1000).phrases[0][0]) == LONGEST
    assert not Terms.parse(" – _ ")


# --- Order ------------------------------------------------------------------------------------------------


def test_a_word_in_the_headline_weighs_more_than_one_in_the_body(ago: Ago) -> None:
    published(at=ago(days=3), headline="Storks return", body="<p>They are back.</p>")
    published(at=ago(days=1), headline="Birds of the plain", body="<p>Storks and herons.</p>")
    published(at=ago(days=2), headline="More", standfirst="Storks again.", body="<p>They came.</p>")
    assert found("storks") == ["Storks return", "More", "Birds of the plain"]


def test_among_equals_the_newer_story_comes_first(ago: Ago) -> None:
    for days in (3, 2, 1):
        published(
            at=ago(days=days), headline=f"Storks {'abc'[days - 1]}", authors=[AuthorFactory(name="A B")]
        )
    assert found("storks") == ["Storks a", "Storks b", "Storks c"]


# --- What is shown ----------------------------------------------------------------------------------------


def test_only_live_editions_are_found(now: datetime, ago: Ago) -> None:
    hour = timedelta(hours=1)
    publish(approved(headline="Later", body="<p>otter</p>"), by=None, at=now + hour)
    publish(
        approved(headline="Over", body="<p>otter</p>"),
        by=None,
        at=ago(hours=2),
        until=ago(hours=1),
        now=ago(hours=2),
    )
    publish(
        approved(headline="Ending", body="<p>otter</p>"),
        by=None,
        at=ago(hours=1),
        until=now + hour,
        now=ago(hours=1),
    )
    assert found("otter", now) == ["Ending"]
    # Nobody indexes anything in between: time is part of the query.
    assert found("otter", now + hour) == ["Later"]
    assert found("otter", now + 2 * hour) == ["Later"]


def test_a_correction_takes_the_old_words_out(now: datetime, ago: Ago) -> None:
    first = published(at=ago(hours=1), body="<p>Seven badgers.</p>")
    first.article.body = "<p>Eight badgers.</p>"
    first.article.save()
    second = publish(first.article, by=None, change="correction", note="It was eight.")
    assert search(Edition.objects.live(second.starts_at), "seven badgers").count == 0
    assert search(Edition.objects.live(second.starts_at), "eight badgers").rows == [second]
    assert entries() == {second.pk}


def test_a_scheduled_change_leaves_the_running_edition_findable(now: datetime, ago: Ago) -> None:
    first = published(at=ago(hours=1), body="<p>Seven badgers.</p>")
    first.article.body = "<p>Eight badgers.</p>"
    first.article.save()
    publish(first.article, by=None, change="update", note="One more.", at=now + timedelta(hours=1))
    assert len(found("seven", now)) == 1
    assert found("eight", now) == []
    assert len(found("eight", now + timedelta(hours=1))) == 1
    assert found("seven", now + timedelta(hours=1)) == []
    reschedule(first.article, by=None, at=now + timedelta(hours=2))
    assert len(found("seven", now + timedelta(hours=1))) == 1
    cancel(first.article, by=None)
    assert found("eight", now + timedelta(hours=3)) == []
    assert entries() == {first.pk}


def test_words_that_were_withdrawn_are_found_no_more(read: Read, ago: Ago) -> None:
    hoax = published(at=ago(hours=2), headline="The hoax", body="<p>Unicorns.</p>", key_points="Unicorns!")
    gone = published(at=ago(hours=2), headline="The unicorn is gone", body="<p>Unicorns.</p>")
    retract(hoax.article, by=None, note="Made up.", keep_text=False)
    take_down(gone.article, by=None, reason="A court said so.")
    assert headlines(read("/search/", q="unicorn")) == []
    assert headlines(read("/search/", q="hoax")) == ["The hoax"]
    assert hoax.pk not in entries()
    assert found("unicorn") == []


# --- Publishing -------------------------------------------------------------------------------------------


def test_a_publication_that_fails_leaves_the_index_as_it_was(
    monkeypatch: pytest.MonkeyPatch, ago: Ago
) -> None:
    first = published(at=ago(hours=1), body="<p>Seven badgers.</p>")
    before = entries()
    article = first.article
    article.body = "<p>Eight badgers.</p>"
    article.save()
    monkeypatch.setattr(type(article.events), "create", _fails)
    with pytest.raises(ZeroDivisionError):
        publish(article, by=None, change="correction", note="It was eight.")
    assert entries() == before
    assert len(found("seven")) == 1
    assert found("eight") == []


def _fails(*args: Any, **kwargs: Any) -> None:
    """What the last step of a verb does when the disk is full."""
    raise ZeroDivisionError


def test_a_second_click_adds_nothing(now: datetime) -> None:
    edition = published()
    with pytest.raises(NotPossible):
        publish(edition.article, by=None)
    assert entries() == {edition.pk}


def test_a_very_long_text_can_be_published_and_found(now: datetime) -> None:
    words = " ".join(f"w{number}" for number in range(60_000))
    edition = published(body=f"<p>Beginning. {words}</p>")
    assert search(Edition.objects.all(), "beginning").rows == [edition]


# --- Rebuilding -------------------------------------------------------------------------------------------


def empty_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")


def test_the_index_is_rebuilt_in_batches_and_goes_on_where_it_stopped(now: datetime, ago: Ago) -> None:
    kept = [published(body="<p>otter</p>") for _ in range(5)]
    publish(approved(), by=None, at=now + timedelta(hours=1))
    wanted = entries()
    publish(approved(), by=None, at=ago(hours=2), until=ago(hours=1), now=ago(hours=2))
    empty_index()
    steps = rebuild(batch=2)
    first = next(steps)
    assert (first.last, first.indexed) == (kept[1].pk, 2)
    assert entries() == {kept[0].pk, kept[1].pk}
    assert sum(step.indexed for step in rebuild(batch=2, after=first.last)) == 4
    assert entries() == wanted
    assert len(found("otter")) == 5


def test_a_rebuild_forgets_what_has_ended_and_what_points_nowhere(
    capsys: pytest.CaptureFixture[str], ago: Ago
) -> None:
    edition = published(at=ago(hours=3))
    ended = publish(approved(), by=None, at=ago(hours=2), until=ago(hours=1), now=ago(hours=2))
    columns = (
        "rowid, headline, body" if connection.vendor == "sqlite" else "edition_id, standfirst, body, document"
    )
    rest = "'', ''" if connection.vendor == "sqlite" else "'', '', ''"
    with connection.cursor() as cursor:
        for pk in (ended.pk, ended.pk + 1000):
            cursor.execute(f"INSERT INTO articles_search ({columns}) VALUES ({pk}, {rest})")  # noqa: S608 - our own
    call_command("index_search")
    assert capsys.readouterr().out == "0 indexed, 2 forgotten.\n"
    assert entries() == {edition.pk}


def test_the_command_writes_what_is_missing_or_everything(capsys: pytest.CaptureFixture[str]) -> None:
    first = published()
    empty_index()
    published()
    call_command("index_search")
    call_command("index_search")
    call_command("index_search", "--rebuild", "--batch", "1", verbosity=2)
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        "1 indexed, 0 forgotten.",
        "0 indexed, 0 forgotten.",
        f"up to {first.pk}: 1 indexed, 0 forgotten",
    ]
    assert said[-1] == "2 indexed, 0 forgotten."
