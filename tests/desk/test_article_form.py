"""Saving the working copy: nothing typed is lost, nobody overwrites anybody unknowingly."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.admin.inlines import without_deleted
from articles.admin.saving import EditConflict, _claim
from articles.admin.widgets import split_topics
from articles.models import Article, Contribution, Source
from articles.revisions import restore, snapshot
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


# --- Two people -----------------------------------------------------------------------------------


def test_who_saves_second_keeps_what_they_typed_and_learns_what_the_first_did(
    desk_client: Client, admin_client: Client
) -> None:
    article = ArticleFactory(headline="The dam holds")
    snapshot(article, by=None)
    mine = typed(desk_client.get(change(article)), standfirst="Mine, typed for an hour.")
    admin_client.post(change(article), typed(admin_client.get(change(article)), headline="The dam has burst"))
    response = desk_client.post(change(article), mine)
    page = response.content.decode()
    article.refresh_from_db()
    assert response.status_code == 200
    assert (article.headline, article.edit_version) == ("The dam has burst", 2)
    assert "Mine, typed for an hour." in page
    conflict = response.context["conflict"]
    assert (conflict.by, conflict.version) == ("admin", 2)
    assert [(field.name, [(p.kind, p.text) for p in field.pieces]) for field in conflict.differences] == [
        ("headline", [("same", "The dam "), ("removed", "holds"), ("added", "has burst")])
    ]


def test_saving_over_it_is_a_second_deliberate_step_and_keeps_the_other_version(
    desk_client: Client, admin_client: Client
) -> None:
    article = ArticleFactory(headline="The dam holds")
    mine = typed(desk_client.get(change(article)), standfirst="Mine.")
    admin_client.post(change(article), typed(admin_client.get(change(article)), headline="The dam has burst"))
    again = typed(desk_client.post(change(article), mine))
    assert desk_client.post(change(article), again).status_code == 200
    assert desk_client.post(change(article), {**again, "save_over": "on"}).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.standfirst, article.edit_version) == ("The dam holds", "Mine.", 3)
    assert [r.snapshot["copy"]["headline"] for r in article.revisions.all()] == [
        "The dam holds",
        "The dam has burst",
    ]


def test_saving_over_counts_only_for_the_version_shown(desk_client: Client, admin_client: Client) -> None:
    article = ArticleFactory()
    mine = typed(desk_client.get(change(article)), standfirst="Mine.")
    admin_client.post(change(article), typed(admin_client.get(change(article)), headline="Second"))
    again = typed(desk_client.post(change(article), mine))
    admin_client.post(change(article), typed(admin_client.get(change(article)), headline="Third"))
    assert desk_client.post(change(article), {**again, "save_over": "on"}).status_code == 200
    article.refresh_from_db()
    assert (article.headline, article.edit_version) == ("Third", 3)


def test_a_form_without_its_version_saves_nothing(desk_client: Client) -> None:
    article = ArticleFactory(headline="The dam holds")
    data = typed(desk_client.get(change(article)), headline="Crafted")
    del data["edit_version"]
    assert desk_client.post(change(article), data).status_code == 200
    article.refresh_from_db()
    assert article.headline == "The dam holds"


def test_a_claim_on_a_version_that_has_moved_on_writes_nothing(db: None) -> None:
    article = ArticleFactory()
    Article.objects.filter(pk=article.pk).update(edit_version=2)
    with pytest.raises(EditConflict):
        _claim(article)
    article.refresh_from_db()
    assert article.edit_version == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_wins_and_one_comes_back(desk: User, managing: User) -> None:
    article = ArticleFactory()
    gate = threading.Barrier(2)

    def save(user: User) -> tuple[int, str]:
        try:
            client = Client()
            client.force_login(user)
            data = typed(client.get(change(article)), headline=f"By {user}")
            gate.wait(timeout=30)
            return client.post(change(article), data).status_code, f"By {user}"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(save, [desk, managing]))
    article.refresh_from_db()
    assert [status for status, _headline in answers] == [200, 302]
    assert (article.headline, article.edit_version) == (answers[1][1], 2)
    assert [r.snapshot["copy"]["headline"] for r in article.revisions.all()] == [answers[1][1]]


def test_a_restored_revision_does_not_stop_the_lines_being_typed(desk_client: Client, desk: User) -> None:
    first, second = AuthorFactory(), AuthorFactory()
    article = ArticleFactory(authors=[first])
    revision = snapshot(article, by=None)
    mine = typed(desk_client.get(change(article)), standfirst="Mine.")
    mine |= {
        "contributions-TOTAL_FORMS": "2",
        "contributions-1-author": str(second.pk),
        "contributions-1-role": "author",
    }
    restore(article, revision, by=desk)
    again = typed(desk_client.post(change(article), mine))
    assert desk_client.post(change(article), {**again, "save_over": "on"}).status_code == 302
    assert [line.author for line in article.contributions.all()] == [first, second]


# --- Byline, sources, topics ----------------------------------------------------------------------


def test_the_byline_stands_in_the_order_that_was_typed(desk_client: Client) -> None:
    one, two, three = AuthorFactory(), AuthorFactory(), AuthorFactory()
    article = ArticleFactory(authors=[one, two])
    data = typed(desk_client.get(change(article)))
    data |= {"contributions-0-order": "2", "contributions-1-order": "1", "contributions-TOTAL_FORMS": "3"}
    data |= {"contributions-2-author": str(three.pk), "contributions-2-role": "editor"}
    assert desk_client.post(change(article), data).status_code == 302
    lines = [(line.author, line.role, line.position) for line in article.contributions.all()]
    assert lines == [(two, "author", 0), (one, "author", 1), (three, "editor", 2)]


def test_nobody_is_credited_twice_for_the_same_thing(desk_client: Client) -> None:
    author = AuthorFactory()
    article = ArticleFactory(authors=[author])
    data = typed(desk_client.get(change(article)))
    data |= {
        "contributions-TOTAL_FORMS": "2",
        "contributions-1-author": str(author.pk),
        "contributions-1-role": "author",
    }
    response = desk_client.post(change(article), data)
    assert response.status_code == 200
    assert Contribution.objects.filter(article=article).count() == 1


def test_a_line_marked_for_deletion_goes_also_when_the_form_came_back_once(desk_client: Client) -> None:
    article = ArticleFactory(authors=[AuthorFactory(), AuthorFactory()])
    kept = article.contributions.last()
    data = typed(desk_client.get(change(article)), headline="x" * 121)
    data["contributions-0-DELETE"] = "on"
    came_back = desk_client.post(change(article), data)
    assert came_back.status_code == 200
    assert desk_client.post(change(article), typed(came_back, headline="Short")).status_code == 302
    assert [line.author for line in article.contributions.all()] == [kept.author]


def test_a_source_is_stored_with_everything_that_was_typed(desk_client: Client) -> None:
    outlet = OutletFactory()
    article = ArticleFactory()
    data = typed(desk_client.get(change(article)))
    row = {
        "kind": "based_on",
        "outlet": outlet.pk,
        "title": "Gas for Europe",
        "url": "https://krone.example/gas",
    }
    row |= {"published_on": "2022-07-04", "public_note": "Interview.", "internal_note": "Call again."}
    data |= {"sources-TOTAL_FORMS": "1", **{f"sources-0-{name}": str(value) for name, value in row.items()}}
    assert desk_client.post(change(article), data).status_code == 302
    source = Source.objects.get(article=article)
    assert (source.outlet, source.title, str(source.published_on)) == (
        outlet,
        "Gas for Europe",
        "2022-07-04",
    )
    assert (source.public_note, source.internal_note) == ("Interview.", "Call again.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("human rights", ["human rights"]),
        ("rivers, dams ,, Rivers", ["rivers", "dams"]),
        ('"Paris, Texas", film', ["Paris, Texas", "film"]),
    ],
)
def test_topics_are_separated_by_commas_and_nothing_else(text: str, names: list[str]) -> None:
    assert split_topics(text) == names


def test_an_existing_topic_is_found_whatever_its_capitals(desk_client: Client) -> None:
    topic = TopicFactory(name="Energy policy")
    article = ArticleFactory()
    desk_client.post(change(article), typed(desk_client.get(change(article)), topics="energy POLICY"))
    assert list(article.topics.all()) == [topic]


def test_rows_without_the_deleted_are_counted_anew() -> None:
    data = QueryDict(mutable=True)
    data.update(
        {"r-TOTAL_FORMS": "3", "r-0-a": "x", "r-0-DELETE": "on", "r-1-a": "y", "r-2-a": "z", "other": "1"}
    )
    assert without_deleted(data, "r").dict() == {
        "r-TOTAL_FORMS": "2",
        "r-0-a": "y",
        "r-1-a": "z",
        "other": "1",
    }


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
    assert (article.status, event.verb, event.by) == ("in_review", "reopen", None)
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
    everything.get(change(edition.article))
    with CaptureQueriesContext(connection) as captured:
        everything.get(change(edition.article))
    assert len(captured) == 20
