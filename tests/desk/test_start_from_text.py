"""Starting a story from a pasted text: proposed, confirmed, and only then a draft like the importer's."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Outlet
from articles.revisions import working_copy
from articles.topics import merge
from articles.wire.load import load
from articles.wire.parsers import parse
from authors.models import Author
from tests.desk.posting import typed
from tests.factories import AuthorFactory, SectionFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/admin/start-from-text/"
# A lead without a headline, sub-headlines, a quotation, a credited outlet and a bio at the foot.
STORY = """The mayor of Unterwald, a village on the upper Mur, has promised the valley a new bridge before the winter. “We have waited long enough for planks and ropes,” her office quoted her as saying after a meeting with the governor on Monday.
The old bridge could carry a bicycle and a cow, as people here like to say. In spring the river took two of its piers – and nobody came to look.
The army helped with a ferry
Soldiers set up a ferry after the flood and left it to the village in June. In the village, however, there are doubts about the promise, because three others were made before.
No answer from the railway
The railway owns the land on the far side. It did not answer a letter, nor a second one, and the mayor says that she will go there in person.
Source: Mur Anzeiger

I’m Jane Brook, a professional reporter and author for Valley Post. My specialty is covering rivers and small towns, giving readers a close look at what moves them. I’m fond of long walks.
"""  # noqa: E501 - as people paste it
HEADED = """Headline: A bridge for Unterwald
Kicker: Mur
Standfirst: The village has waited for three years.
Section: World
Topics: Bridges, Rivers
Genre: analysis
By: Jane Brook
Source: Mur Anzeiger | The long wait | https://anzeiger.example/1 | 2026-03-01
Urgency: 2

The village has waited for three years, and the river has not.

It is asked to wait again."""


def log_in(client: Client, role: str = "Managing editor") -> User:
    user = UserFactory(role=role)
    client.force_login(user)
    return user


def read(client: Client, text: str, **more: Any) -> Any:
    return client.post(URL, {"text": text, **more})


def confirm(client: Client, page: Any, **changes: str) -> Any:
    return client.post(URL, {**typed(page, "proposal_form"), "confirmed": "1", **changes})


def copy_of(article: Article) -> dict[str, Any]:
    """The working copy without what the database counts."""
    state = working_copy(article)
    return {**state, "topics": [topic["name"] for topic in state["topics"]]}


@pytest.mark.parametrize("text", [STORY, HEADED, STORY.replace("\n", "\r\n")])
def test_a_text_confirmed_as_it_was_read_is_what_the_importer_makes(client: Client, text: str) -> None:
    SectionFactory(name="World")
    imported = load(parse(text.replace("\r\n", "\n").encode(), ""), ref="file:a", by=None).article
    expected, bio = copy_of(imported), Author.objects.get().bio
    imported.delete()
    Author.objects.all().delete()
    user = log_in(client)
    answer = confirm(client, read(client, text), make_authors="on")
    article = Article.objects.get()
    assert answer.url == reverse("admin:articles_article_change", args=[article.pk])
    made = copy_of(article)
    for line in (*made["contributions"], *expected["contributions"]):
        line.pop("author")
    assert made == expected
    assert Author.objects.get().bio == bio
    assert (article.created_by, article.status, article.latest_edition) == (user, "draft", None)
    revision = article.revisions.get()
    assert (revision.number, revision.by, revision.comment) == (1, user, "Started from a text")


def test_nothing_is_stored_before_it_is_confirmed(client: Client) -> None:
    log_in(client)
    page = read(client, STORY)
    assert "new author, to be made" in page.text
    assert (page.context["form"]["sources"].value(), page.context["form"]["byline"].value()) == (
        "Mur Anzeiger",
        "Jane Brook",
    )
    assert [model.objects.count() for model in (Article, Author, Outlet)] == [0, 0, 0]


def test_what_the_person_changes_is_what_is_made(client: Client) -> None:
    log_in(client)
    known = AuthorFactory(name="Ada Writer")
    changes = {
        "headline": "A bridge, at last",
        "byline": "ada writer",
        "sources": "Krone",
        "standfirst": "Soon.",
    }
    confirm(client, read(client, STORY), **changes)
    article = Article.objects.get()
    assert (article.headline, article.headline_is_working, article.standfirst) == (
        "A bridge, at last",
        False,
        "Soon.",
    )
    assert [line.author for line in article.contributions.all()] == [known]
    assert str(article.sources.get().outlet) == "Krone"
    assert Author.objects.get() == known


def test_a_topic_that_was_merged_is_the_one_that_stays_and_the_person_is_told(client: Client) -> None:
    log_in(client)
    merge(TopicFactory(name="EU"), TopicFactory(name="European Union"), by=None)
    page = read(client, STORY)
    answer = confirm(client, page, topics="EU, Rivers", byline="")
    assert sorted(Article.objects.get().topics.names()) == ["European Union", "Rivers"]
    assert "“EU” is called “European Union” now" in client.get(answer["Location"]).text


def test_a_new_author_is_made_only_by_somebody_who_may_and_who_says_so(client: Client) -> None:
    log_in(client)
    page = confirm(client, read(client, STORY))
    assert "tick “Make new authors”" in page.text
    log_in(client, "Reporter")
    page = read(client, STORY)
    assert "you may not add one" in page.text
    assert "you may not add authors" in confirm(client, page, make_authors="on").text
    assert [model.objects.count() for model in (Article, Author)] == [0, 0]
    confirm(client, page, byline="")
    assert Article.objects.get().contributions.count() == Author.objects.count() == 0


def test_the_bio_of_an_author_is_filled_in_only_by_somebody_who_may_change_authors(client: Client) -> None:
    author = AuthorFactory(name="Jane Brook", bio="")
    log_in(client, "Reporter")
    confirm(client, read(client, STORY))
    author.refresh_from_db()
    assert (author.bio, Article.objects.get().contributions.get().author) == ("", author)


def test_an_outlet_that_the_person_may_not_add_is_refused(client: Client) -> None:
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=["add_article", "change_article"]))
    client.force_login(user)
    page = confirm(client, read(client, STORY), byline="")
    assert "You may not add Mur Anzeiger" in page.text
    assert not Outlet.objects.exists()


@pytest.mark.parametrize("role", ["Producer", "Legal", ""])
def test_who_may_not_start_a_story_starts_none_from_a_text(client: Client, role: str) -> None:
    log_in(client, role)
    crafted = {
        "confirmed": "1",
        "pasted": STORY,
        "headline": "Taken",
        "body": "<p>Taken.</p>",
        "language": "en",
    }
    assert client.get(URL).status_code == client.post(URL, crafted).status_code == 403
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "There is no text"),
        (" \n ", "There is no text"),
        ("x " * 200_001, "at most 400000 characters"),
        ("\x00\x01\x02\x03 story", "Null characters"),
        ("<html><body>A story</body></html>", "a web page (HTML)"),
        ("Headline: A\nUrgency: soon\n\nText of it.", "rgency"),
    ],
)
def test_a_text_that_is_no_story_is_refused_with_the_reason(client: Client, text: str, reason: str) -> None:
    log_in(client)
    page = read(client, text)
    assert (page.status_code, reason in page.text) == (200, True)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"%PDF-1.7 x", "a PDF"),
        ("a.txt", bytes(range(256)) * 4, "binary"),
        ("a.txt", b"x " * 1_100_000, "larger than 2 MiB"),
        ("a.txt", b"", "empty"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_the_reason(
    client: Client, name: str, data: bytes, reason: str
) -> None:
    log_in(client)
    page = read(client, "", file=SimpleUploadedFile(name, data))
    assert (page.status_code, reason in page.text) == (200, True)


def test_a_markdown_file_is_read_as_markdown(client: Client) -> None:
    log_in(client)
    data = (
        b"# A bridge for the village\n\nIt has **waited** for years.\n\n## The army helped\n\nA ferry came."
    )
    page = read(client, "", file=SimpleUploadedFile("a.md", data))
    confirm(client, page)
    article = Article.objects.get()
    assert article.headline == "A bridge for the village"
    assert "<h2>The army helped</h2>" in article.body
    assert "<strong>waited</strong>" in article.body


def test_a_text_that_came_in_before_leads_to_its_story_and_tells_nothing_of_others(client: Client) -> None:
    other = log_in(client)
    confirm(client, read(client, STORY), byline="")
    article = Article.objects.get()
    assert article.created_by == other
    assert confirm(client, read(client, STORY), byline="").url.endswith(f"/{article.pk}/change/")
    log_in(client, "Contributor")
    page = confirm(client, read(client, STORY), byline="")
    assert "in a story you do not see" in page.text
    assert Article.objects.count() == 1


def test_a_pasted_reference_never_changes_the_story_that_has_it(client: Client) -> None:
    imported = load(
        parse(b"Ref: A-1\nHeadline: First\n\nThe village has waited.", ""), ref="ref:A-1", by=None
    ).article
    log_in(client, "Contributor")
    confirm(client, read(client, "Ref: A-1\nHeadline: Taken\n\nThe village waits no longer."))
    imported.refresh_from_db()
    assert (imported.headline, Article.objects.count()) == ("First", 2)


def test_scripts_in_a_pasted_text_do_not_survive(client: Client) -> None:
    log_in(client)
    page = confirm(client, read(client, STORY), byline="", body="<p>Text<script>alert(1)</script></p>")
    assert page.status_code == 302
    assert "script" not in Article.objects.get().body


@pytest.mark.parametrize("count", [1, 3])
def test_the_proposal_takes_the_same_queries_however_many_are_credited(client: Client, count: int) -> None:
    log_in(client)
    names = [AuthorFactory().name for _n in range(count)]
    SectionFactory.create_batch(count)
    text = f"Headline: A bridge\nBy: {', '.join(names)}\n\nThe village has waited."
    with CaptureQueriesContext(connection) as captured:
        read(client, text)
    assert len(captured) == 7


def test_the_first_screen_and_the_list_lead_to_it(client: Client) -> None:
    log_in(client, "Reporter")
    for page in ("/admin/", "/admin/articles/article/"):
        assert f'href="{URL}"' in client.get(page).text


def test_a_crafted_confirmation_without_a_text_is_refused(client: Client) -> None:
    log_in(client)
    page = client.post(
        URL, {"confirmed": "1", "headline": "Taken", "body": "<p>Taken.</p>", "language": "en"}
    )
    assert (page.status_code, "The file is empty" in page.text) == (200, True)
    assert not Article.objects.exists()
