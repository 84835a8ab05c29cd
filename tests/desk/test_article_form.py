"""Saving the working copy: every save is a revision, and the page shows where the story stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, OpenWindow
from articles.revisions import snapshot
from articles.workflow import perform
from tests.desk.posting import typed
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    TopicFactory,
    UserFactory,
    approved,
    published,
)


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


@pytest.fixture
def desk_client(client: Client, desk: User) -> Client:
    client.force_login(desk)
    return client


def test_a_new_story_belongs_to_whoever_starts_it(client: Client, reporter: User) -> None:
    author = AuthorFactory(user=reporter, name="Rita Reyes")
    client.force_login(reporter)
    page = client.get(reverse("admin:articles_article_add"))
    data = typed(
        page, slugline="RIVER-DAM", headline="The dam holds", body="<p>It holds.</p>", topics="rivers, dams"
    )
    response = client.post(reverse("admin:articles_article_add"), {**data, "_continue": "1"})
    article = Article.objects.get()
    assert response["Location"] == change(article)
    assert article.created_by == reporter
    assert (article.slugline, article.headline, article.status) == ("RIVER-DAM", "The dam holds", "draft")
    assert [line.author for line in article.contributions.all()] == [author]
    assert sorted(article.topics.names()) == ["dams", "rivers"]
    revision = article.revisions.get()
    assert (revision.number, revision.by, revision.words) == (1, reporter, 2)


def test_a_story_of_which_nothing_is_known_is_not_started(client: Client, reporter: User) -> None:
    client.force_login(reporter)
    page = client.get(reverse("admin:articles_article_add"))
    again = client.post(reverse("admin:articles_article_add"), typed(page))
    assert "a slugline is enough to start a story" in again.text
    assert not Article.objects.exists()


def test_a_save_makes_a_revision_by_the_person_with_the_comment(desk_client: Client, desk: User) -> None:
    article = ArticleFactory()
    snapshot(article, by=None)
    data = typed(desk_client.get(change(article)), standfirst="Four villages.", comment="One more village")
    assert desk_client.post(change(article), data).status_code == 302
    revision = article.revisions.latest("number")
    article.refresh_from_db()
    assert (revision.number, revision.by, revision.comment) == (2, desk, "One more village")
    assert (article.standfirst, article.edit_version) == ("Four villages.", 2)


def test_saving_an_untouched_form_changes_nothing(desk_client: Client) -> None:
    article = ArticleFactory(
        key_points="One.\nTwo.",
        topics=[TopicFactory(), TopicFactory()],
        sources=[{"kind": "based_on", "outlet": OutletFactory(), "internal_note": "Call\nagain."}],
        embargo_until=timezone.now() + timedelta(days=1, microseconds=5),
    )
    snapshot(article, by=None)
    response = desk_client.post(change(article), typed(desk_client.get(change(article))), follow=True)
    article.refresh_from_db()
    assert (article.edit_version, article.revisions.count()) == (1, 1)
    assert "Nothing had changed" in response.content.decode()


def test_the_body_is_sanitised_before_it_is_stored(desk_client: Client) -> None:
    article = ArticleFactory()
    body = '<p onclick="x()">Safe</p><script>alert(1)</script>'
    desk_client.post(change(article), typed(desk_client.get(change(article)), body=body))
    article.refresh_from_db()
    assert article.body == "<p>Safe</p>"


def test_writing_the_headline_ends_the_working_headline(desk_client: Client) -> None:
    article = ArticleFactory(headline_is_working=True)
    desk_client.post(change(article), typed(desk_client.get(change(article)), headline="The real headline"))
    article.refresh_from_db()
    assert article.headline_is_working is False


def test_a_working_headline_may_be_accepted_as_it_is(desk_client: Client) -> None:
    article = ArticleFactory(headline_is_working=True)
    data = typed(desk_client.get(change(article)))
    assert data.pop("headline_is_working") == "on"
    desk_client.post(change(article), data)
    article.refresh_from_db()
    assert article.headline_is_working is False


# --- Approval and embargo -------------------------------------------------------------------------


def test_approved_copy_changed_by_a_reporter_is_in_review_again_and_they_are_told(
    client: Client, reporter: User
) -> None:
    client.force_login(reporter)
    article = approved(created_by=reporter)
    snapshot(article, by=None)
    response = client.post(
        change(article), typed(client.get(change(article)), headline="Changed"), follow=True
    )
    article.refresh_from_db()
    event = article.events.latest("pk")
    assert (article.status, event.verb, event.by) == ("in_review", "void", reporter)
    assert "The approval is void" in response.content.decode()


def test_planning_does_not_void_an_approval(client: Client, reporter: User) -> None:
    client.force_login(reporter)
    article = approved(created_by=reporter)
    snapshot(article, by=None)
    client.post(change(article), typed(client.get(change(article)), commissioned_length="400"))
    article.refresh_from_db()
    assert (article.status, article.commissioned_length) == ("approved", 400)


def test_who_may_approve_may_change_approved_copy(desk_client: Client) -> None:
    article = approved()
    desk_client.post(change(article), typed(desk_client.get(change(article)), headline="Changed"))
    article.refresh_from_db()
    assert (article.status, article.headline) == ("approved", "Changed")


def test_a_save_never_touches_what_readers_have(desk_client: Client) -> None:
    edition = published(headline="As published")
    article = edition.article
    desk_client.post(change(article), typed(desk_client.get(change(article)), headline="Not yet"))
    article.refresh_from_db()
    assert (article.headline, article.status, article.latest_edition_id) == (
        "Not yet",
        "published",
        edition.pk,
    )
    assert [e.headline for e in article.editions.all()] == ["As published"]


@pytest.mark.parametrize(("role", "hours", "answer"), [
    ("Desk editor", 1, 200),
    ("Desk editor", 48, 302),
    ("Managing editor", 1, 302),
])  # fmt: skip
def test_only_who_may_lift_an_embargo_shortens_it(
    role: str, hours: int, answer: int, client: Client, db: None
) -> None:
    client.force_login(UserFactory(role=role))
    article = ArticleFactory(embargo_until=timezone.now() + timedelta(hours=24))
    wanted = f"{timezone.localtime() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"
    data = typed(client.get(change(article)), embargo_until=wanted)
    assert client.post(change(article), data).status_code == answer


# --- The page -------------------------------------------------------------------------------------


def test_a_button_saves_what_was_typed_and_leads_to_its_page(desk_client: Client) -> None:
    article = ArticleFactory()
    data = typed(desk_client.get(change(article)), standfirst="Typed just now.")
    response = desk_client.post(change(article), {**data, "_verb": "submit"})
    article.refresh_from_db()
    assert response["Location"] == reverse("admin:articles_article_verb", args=[article.pk, "submit"])
    assert (article.standfirst, article.status) == ("Typed just now.", "draft")


def test_the_checklist_leads_to_the_fields_with_blockers_first(desk_client: Client) -> None:
    article = ArticleFactory(standfirst="", lead_photo=None, authors=[])
    found = [(f["finding"].blocks, f["url"]) for f in desk_client.get(change(article)).context["findings"]]
    assert found == [(True, "#id_standfirst"), (True, "#contributions-group"), (False, "#id_lead_photo")]


def test_a_writer_reads_why_the_story_came_back(client: Client, reporter: User, desk: User) -> None:
    client.force_login(reporter)
    article = ArticleFactory(created_by=reporter)
    perform(article, "submit", by=reporter)
    perform(article, "send_back", by=desk, note="Ask the mayor.")
    assert "Ask the mayor." in client.get(change(article)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_takes_the_same_queries_whatever_hangs_on_it(count: int, everything: Client) -> None:
    edition = published(
        authors=[AuthorFactory() for _n in range(count)],
        topics=[TopicFactory() for _n in range(count)],
        sources=[{"kind": "based_on", "outlet": OutletFactory()} for _n in range(count)],
        lead_photo=PhotoFactory(),
    )
    for number in range(count):
        edition.article.headline = f"Headline {number}"
        snapshot(edition.article, by=UserFactory())
        OpenWindow.objects.create(article=edition.article, user=UserFactory(), token=str(number))
    everything.get(change(edition.article))
    with CaptureQueriesContext(connection) as captured:
        everything.get(change(edition.article))
    assert len(captured) == 31
