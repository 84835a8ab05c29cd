"""Embeds: which addresses are taken, how providers are asked, what is kept and what readers get of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.embedding import asking
from articles.embedding.answers import read
from articles.embedding.asking import Unanswered, json_from
from articles.embedding.providers import frame_sources, known
from articles.embeds import AGAIN_AFTER, catch_up, note, take_in
from articles.figures import embed_of, embedded, with_embeds
from articles.models import Change, Edition, Embed
from articles.publishing import publish
from articles.richtext import plain, sanitize
from tests.elsewhere import Elsewhere, elsewhere
from tests.factories import published

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
PLAYER = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
SKY = "https://bsky.app/profile/rosa.example/post/3kabcdefgh2x"


@pytest.fixture
def server(settings: Any) -> Iterator[Elsewhere]:
    """A Mastodon server inside the house."""
    with elsewhere() as place:
        settings.MASTODON_SERVERS = [place.address]
        settings.EMBED_INSIDE = ["127.0.0.1"]
        yield place


# --- Which addresses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://youtu.be/dQw4w9WgXcQ?si=abc&t=10", VIDEO),
        ("http://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&list=x", VIDEO),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", VIDEO),
        ("https://vimeo.com/123456789#t=1", "https://vimeo.com/123456789"),
        (f"{SKY}?ref_src=embed", SKY),
        ("https://twitter.com/rosa/status/1234567890?s=20", "https://x.com/rosa/status/1234567890"),
        ("https://mastodon.social/@rosa/11223344", "https://mastodon.social/@rosa/11223344"),
        ("https://www.youtube.com/@channel", None),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", None),
        ("https://evil.example@youtube.com/watch?v=dQw4w9WgXcQ", None),
        ("https://evil.example/?https://youtu.be/dQw4w9WgXcQ", None),
        ("javascript://youtu.be/dQw4w9WgXcQ", None),
        ('https://youtu.be/dQw4w9WgXcQ" onload=x', None),
        ("https://[youtu.be/dQw4w9WgXcQ", None),
        ("", None),
    ],
)
def test_a_page_of_a_listed_provider_has_one_spelling_and_nothing_else_is_known(
    typed: str, kept: str | None
) -> None:
    page = known(typed)
    assert (page.address if page else None) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            '<figure data-embed="https://youtu.be/dQw4w9WgXcQ"><img src=x onerror=a()></figure>',
            embed_of(VIDEO),
        ),
        (
            '<figure class="x" data-embed="https://news.example/a?b=1&amp;c=2"></figure>',
            '<p><a href="https://news.example/a?b=1&amp;c=2">https://news.example/a?b=1&amp;c=2</a></p>',
        ),
        ('<figure data-embed="javascript:alert(1)">x</figure><p>Text</p>', "<p>Text</p>"),
        ('<figure data-embed="&quot;&gt;&lt;script&gt;"></figure><p>Text</p>', "<p>Text</p>"),
        (f'<figure>a<figure data-embed="{VIDEO}"></figure>b', f"a{embed_of(VIDEO)}b"),
        ("<figure><p>Text</p></figure>", ""),
    ],
)
def test_the_sanitiser_keeps_an_embed_in_one_spelling_and_makes_links_of_the_rest(
    typed: str, kept: str
) -> None:
    assert sanitize(typed) == kept
    assert sanitize(sanitize(typed)) == sanitize(typed)


def test_the_address_of_an_embed_is_no_word_of_the_story() -> None:
    assert plain(f"<p>One.</p>{embed_of(VIDEO)}<p>Two.</p>") == "One.\nTwo."


def test_an_address_alone_in_a_paragraph_becomes_an_embed_and_one_in_a_sentence_does_not() -> None:
    html = (
        "<p>See https://youtu.be/dQw4w9WgXcQ there.</p><h2>https://youtu.be/dQw4w9WgXcQ</h2>"
        f'<p><a href="{SKY}">{SKY}</a></p><p>https://news.example/video</p>'
    )
    assert embedded(with_embeds(html)) == [VIDEO, SKY]
    assert "<p>See https://youtu.be" in with_embeds(html)
    assert with_embeds(html).endswith("<p>https://news.example/video</p>")


# --- Asking ------------------------------------------------------------------------------------------------


def test_a_server_is_asked_and_its_json_read(server: Elsewhere) -> None:
    server.tell("/facts", {"title": "A film"})
    assert json_from(f"{server.address}/facts?a=1") == {"title": "A film"}
    assert server.asked == ["/facts?a=1"]


def test_an_address_of_a_private_network_is_never_asked(server: Elsewhere, settings: Any) -> None:
    settings.EMBED_INSIDE = []
    server.tell("/facts", {})
    for host in ("127.0.0.1", "localhost"):
        with pytest.raises(Unanswered, match="private network"):
            json_from(f"{server.address.replace('127.0.0.1', host)}/facts")
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.1", "::1", "fd00::1", "fe80::1%eth0",
     "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1"],
)  # fmt: skip
def test_what_is_private_is_known_in_every_notation(address: str) -> None:
    assert not asking._is_public(address)


def test_public_addresses_are_public() -> None:
    assert asking._is_public("93.184.215.14")
    assert asking._is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_a_redirect_is_not_followed(server: Elsewhere) -> None:
    server.tell("/facts", b"", status=302, headers={"Location": f"{server.address}/secret"})
    with pytest.raises(Unanswered, match="302"):
        json_from(f"{server.address}/facts")
    assert server.asked == ["/facts"]


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_an_answer_that_is_no_object_is_refused(server: Elsewhere, body: bytes) -> None:
    server.tell("/facts", body)
    with pytest.raises(Unanswered, match="cannot be read"):
        json_from(f"{server.address}/facts")


def test_an_answer_is_read_up_to_a_bound(server: Elsewhere) -> None:
    server.tell("/facts", {"title": "x" * 5000})
    with pytest.raises(Unanswered, match="too long"):
        json_from(f"{server.address}/facts", most=1000)


def test_a_server_that_never_ends_its_answer_is_left(server: Elsewhere) -> None:
    server.tell("/facts", b'{"a":', headers={"Content-Length": "9999", "X-Stall": "1"})
    with pytest.raises(Unanswered, match="does not answer"):
        json_from(f"{server.address}/facts", seconds=0.3)


def test_a_server_that_is_gone_is_told_of() -> None:
    with elsewhere() as place:
        address = place.address
    with pytest.raises(Unanswered):
        json_from(address)


# --- What providers say ------------------------------------------------------------------------------------

ANSWERS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        VIDEO,
        {
            "title": "The\x07 river\u202e ",
            "author_name": "Rosa",
            "html": '<iframe src="https://evil.example">',
        },
        {"title": "The river", "author": "Rosa", "text": "", "posted_on": None, "player": PLAYER},
    ),
    (
        "https://vimeo.com/123456789",
        {"title": "A film", "upload_date": "2026-10-14 16:20:00"},
        {"posted_on": date(2026, 10, 14), "player": "https://player.vimeo.com/video/123456789?dnt=1"},
    ),
    (
        SKY,
        {
            "author_name": "Rosa",
            "html": '<blockquote data-bluesky-uri="at://did:plc:abc123/app.bsky.feed.post/'
            '3kabcdefgh2x"><p lang="en">It rose &amp; fell.<br>Twice.</p>&mdash; Rosa '
            '<a href="y">October 14, 2026 at 4:20 PM</a></blockquote><script src="x"></script>',
        },
        {
            "text": "It rose & fell.\nTwice.",
            "posted_on": date(2026, 10, 14),
            "player": "https://embed.bsky.app/embed/did:plc:abc123/app.bsky.feed.post/3kabcdefgh2x",
        },
    ),
    (SKY, {"author_name": 7, "html": ["no"], "title": None}, {"author": "", "text": "", "player": ""}),
    (
        "https://x.com/rosa/status/1",
        {"html": '<blockquote><p>Short.</p>&mdash; Rosa <a href="z">July 10, 2020</a></blockquote>'},
        {"text": "Short.", "posted_on": date(2020, 7, 10), "player": ""},
    ),
    (
        "https://mastodon.social/@rosa/11",
        {
            "content": "<p>One<br>two</p><p>three &lt;b&gt;</p>",
            "created_at": "2026-10-14T16:20:00.000Z",
            "account": {"display_name": "", "acct": "rosa"},
            "spoiler_text": "Floods",
        },
        {
            "title": "Floods",
            "author": "rosa",
            "text": "One\ntwo\nthree <b>",
            "posted_on": date(2026, 10, 14),
            "player": "https://mastodon.social/@rosa/11/embed",
        },
    ),
]


@pytest.mark.parametrize(("address", "answer", "expected"), ANSWERS)
def test_an_answer_is_read_into_plain_facts_and_its_player_is_ours(
    address: str, answer: dict[str, Any], expected: dict[str, Any]
) -> None:
    page = known(address)
    assert page is not None
    told = read(page, answer).as_dict()
    assert {name: told[name] for name in expected} == expected


# --- Keeping -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_is_asked_about_once_and_what_it_said_stays(server: Elsewhere) -> None:
    address = server.post(1, "The river rises.")
    take_in([address, address])
    server.answers.clear()
    take_in([address])
    row = Embed.objects.get()
    assert (row.text, row.author, row.error) == ("The river rises.", "Rosa Rivers", "")
    assert len(server.asked) == 1


@pytest.mark.django_db
def test_a_page_nobody_answered_about_keeps_its_player_and_the_minute_job_asks_again(
    server: Elsewhere,
) -> None:
    address = f"{server.address}/@rosa/2"
    (row,) = take_in([address])
    assert "no such page" in row.error
    assert row.player == f"{address}/embed"
    now = timezone.now()
    assert catch_up(now) == 0
    server.post(2, "Here again.")
    assert catch_up(now + AGAIN_AFTER[0]) == 0, "it has been tried once, so the next time is later"
    assert catch_up(now + AGAIN_AFTER[1] + timedelta(seconds=1)) == 1
    row.refresh_from_db()
    assert (row.text, row.error) == ("Here again.", "")


@pytest.mark.django_db
def test_the_minute_job_gives_up_in_the_end(server: Elsewhere) -> None:
    note(embed_of(f"{server.address}/@rosa/3"))
    for _attempt in range(len(AGAIN_AFTER) + 3):
        catch_up(timezone.now() + timedelta(days=30))
    assert len(server.asked) == len(AGAIN_AFTER)


# --- At the desk -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_dialog_asks_and_tells_what_stands_there(
    server: Elsewhere, reporter: User, client_for: Callable[[User], Client]
) -> None:
    address = server.post(4, "Seen from the bridge.")
    answer = client_for(reporter).post(reverse("admin:articles_article_embed"), {"address": f"{address}?x=1"})
    assert answer.json() == {
        "address": address,
        "label": "Mastodon",
        "title": "",
        "author": "Rosa Rivers",
        "text": "Seen from the bridge.",
        "problem": "",
    }


@pytest.mark.django_db
def test_the_dialog_refuses_what_is_on_no_list_and_people_who_write_nothing(
    server: Elsewhere, reporter: User, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    url = reverse("admin:articles_article_embed")
    refused = client_for(reporter).post(url, {"address": "http://169.254.169.254/latest"})
    assert refused.status_code == 400
    assert "YouTube" in refused.json()["error"]
    assert client_for(make_user("nobody")).post(url, {"address": VIDEO}).status_code == 403
    assert client_for(reporter).get(url).status_code == 405
    assert not Embed.objects.exists()


# --- In public ---------------------------------------------------------------------------------------------


SOCIAL = "https://mastodon.social"


def a_post(number: int, text: str) -> str:
    """The address of a post that was taken in."""
    address = f"{SOCIAL}/@rosa/{number}"
    facts = {"provider": "mastodon", "author": "Rosa Rivers", "text": text, "player": f"{address}/embed"}
    Embed.objects.create(address=address, fetched_at=timezone.now(), **facts)
    return address


def public_story(address: str) -> Edition:
    return published(body=f"<p>The river rose again on Tuesday.</p>{embed_of(address)}<p>It fell.</p>")


@pytest.mark.django_db
def test_readers_get_the_words_a_link_and_an_empty_frame(client: Client) -> None:
    address = a_post(5, "The river & the dam.")
    edition = public_story(address)
    page = client.get(edition.get_absolute_url())
    html = page.content.decode()
    assert "The river &amp; the dam." in html
    assert "Rosa Rivers" in html
    assert f'<a href="{address}" rel="noopener external">Open at Mastodon</a>' in html
    assert f'<a href="{address}/embed" target="embed-1"' in html
    frame = html.split("<iframe ")[1].split(">")[0]
    assert 'name="embed-1"' in frame
    assert " src=" not in frame


@pytest.mark.django_db
def test_only_the_provider_of_an_embed_may_be_framed_and_only_on_its_page(client: Client) -> None:
    address = a_post(6, "Words.")
    with_embed = client.get(public_story(address).get_absolute_url())
    without = client.get(published().get_absolute_url())
    assert f"frame-src {SOCIAL};" in with_embed["Content-Security-Policy"] + ";"
    assert "frame-src" not in without["Content-Security-Policy"]
    assert SOCIAL in frame_sources()


@pytest.mark.django_db
def test_a_provider_struck_off_the_list_keeps_its_words_and_loses_its_frame(
    client: Client, settings: Any
) -> None:
    address = a_post(7, "Still said.")
    edition = public_story(address)
    settings.MASTODON_SERVERS = []
    page = client.get(edition.get_absolute_url())
    html = page.content.decode()
    assert "Still said." in html
    assert f'href="{address}"' in html
    assert "<iframe" not in html
    assert "frame-src" not in page["Content-Security-Policy"]


@pytest.mark.django_db
def test_an_edition_keeps_what_was_said_when_it_was_published(client: Client) -> None:
    address = a_post(8, "First words.")
    edition = public_story(address)
    Embed.objects.update(text="Other words.")
    assert "First words." in client.get(edition.get_absolute_url()).content.decode()
    publish(edition.article, by=None, change=Change.MINOR)
    assert "Other words." in client.get(edition.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_feeds_carry_the_words_and_the_link_and_no_frame(client: Client) -> None:
    address = a_post(9, "For the feed.")
    public_story(address)
    feed = client.get("/feed.json").json()["items"][0]["content_html"]
    assert "For the feed." in feed
    assert f'<a href="{address}">' in feed
    assert "iframe" not in feed


@pytest.mark.django_db
def test_an_embed_that_was_put_in_is_marked_as_the_change(client: Client) -> None:
    edition = published(body="<p>The river rose.</p>", at=datetime(2026, 10, 1, tzinfo=UTC))
    edition.article.body = f"<p>The river rose.</p>{embed_of(a_post(10, 'New.'))}"
    edition.article.save()
    publish(edition.article, by=None, change=Change.UPDATE, note="A post was added.")
    assert '<figure class="embed changed">' in client.get(edition.get_absolute_url()).content.decode()
