"""Two people in one article: nothing typed is lost, and nobody overwrites anybody unknowingly."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from articles import signoffs
from articles.admin.saving import EditConflict, _claim
from articles.models import Article
from articles.revisions import restore, snapshot
from tests.conftest import MakeUser
from tests.desk.posting import typed
from tests.factories import ArticleFactory, AuthorFactory, TopicFactory, later

type ClientFor = Callable[[User], Client]
THREE = "<p>The river rose.</p><p>The dam holds.</p><p>Nobody was hurt.</p>"


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


class Desk:
    """Ada and Bo before one story: each opens the form, types and saves."""

    def __init__(self, article: Article, ada: Client, bo: Client) -> None:
        snapshot(article, by=None)
        self.article, self.ada, self.bo = article, ada, bo

    def form(self, who: Client, **types: str) -> dict[str, str]:
        return typed(who.get(change(self.article)), **types)

    def save(self, who: Client, sent: dict[str, str], **more: str) -> Any:
        response = who.post(change(self.article), {**sent, **more})
        self.article.refresh_from_db()
        return response

    def first(self, **types: str) -> None:
        """Ada is faster."""
        assert self.save(self.ada, self.form(self.ada, **types)).status_code == 302

    def decide(self, page: Any, *takes: str, **more: str) -> Any:
        """Answer Bo's merge page: for each clash in turn what becomes of it."""
        names = [p.clash.name for f in page.context["question"].shown for p in f.parts if p.clash]
        assert len(names) == len(takes)
        answers = dict(zip((f"take-{name}" for name in names), takes, strict=True))
        by_hand = {f"hand-{names[0]}": more.pop("hand")} if "hand" in more else {}
        return self.save(self.bo, {**typed(page, "merge_form"), **answers, **by_hand}, **more)


@pytest.fixture
def both(client_for: ClientFor, managing: User, desk: User) -> Callable[..., Desk]:
    """Return a function that gives a story and two people before it."""

    def sit(**fields: Any) -> Desk:
        return Desk(ArticleFactory(**fields), client_for(managing), client_for(desk))

    return sit


def test_what_only_one_changed_is_merged_without_a_question_and_said(both: Callable[..., Desk]) -> None:
    at = both(headline="The dam holds", body=THREE)
    mine = at.form(at.bo, standfirst="Mine, typed for an hour.", body=THREE.replace("hurt", "harmed"))
    at.first(headline="The dam has burst", body=THREE.replace("rose", "rose twice"))
    response = at.save(at.bo, mine, comment="Read it")
    assert response.status_code == 302
    assert (at.article.headline, at.article.standfirst) == ("The dam has burst", "Mine, typed for an hour.")
    assert at.article.body == "<p>The river rose twice.</p><p>The dam holds.</p><p>Nobody was harmed.</p>"
    newest = at.article.revisions.select_related("by").first()
    assert newest is not None
    assert newest.origin == "merge"
    assert newest.comment.startswith("Read it · Merged with what managing saved at ")
    message = next(text for text in told(response) if text.startswith("managing saved at"))
    assert message.endswith("Taken over from it: Headline, Body.")


def test_a_form_that_changed_nothing_saves_nothing_over_the_other(both: Callable[..., Desk]) -> None:
    at = both(headline="The dam holds", embargo_until=later(1))
    mine = at.form(at.bo)
    at.first(headline="The dam has burst", embargo_until="2030-01-01T00:00")
    response = at.save(at.bo, mine)
    assert (response.status_code, at.article.headline, at.article.edit_version) == (
        302,
        "The dam has burst",
        2,
    )
    assert at.article.embargo_until == datetime(2030, 1, 1, tzinfo=get_current_timezone())
    assert "Nothing had changed, so nothing was saved." in told(response)


def test_lines_of_the_byline_and_topics_are_merged_one_by_one(both: Callable[..., Desk]) -> None:
    ada, bo, carl = (AuthorFactory(name=name) for name in ("Ada A", "Bo B", "Carl C"))
    at = both(authors=[ada], topics=[TopicFactory(name="dams"), TopicFactory(name="old")])

    def line(author: Any) -> dict[str, str]:
        return {
            "contributions-TOTAL_FORMS": "2",
            "contributions-1-author": str(author.pk),
            "contributions-1-role": "author",
        }

    mine = at.form(at.bo, topics="dams, floods") | line(bo)
    at.save(at.ada, at.form(at.ada, topics="dams, old, rivers") | line(carl))
    assert at.save(at.bo, mine).status_code == 302
    assert [row.author.name for row in at.article.contributions.all()] == ["Ada A", "Carl C", "Bo B"]
    assert sorted(at.article.topics.names()) == ["dams", "floods", "rivers"]


def test_sources_both_touched_are_asked_about_and_the_rest_is_kept(both: Callable[..., Desk]) -> None:
    sources = [{"kind": "document", "title": title} for title in ("Gauge log", "Minutes", "Act")]
    at = both(sources=sources)
    mine = at.form(
        at.bo, **{"sources-0-title": "Gauge log of Tuesday", "sources-1-url": "https://b.example/"}
    )
    at.first(**{"sources-0-title": "Gauge log, signed", "sources-2-title": "Act of 1990"})
    page = at.save(at.bo, mine)
    (field,) = page.context["question"].shown
    (clash,) = [part.clash for part in field.parts if part.clash]
    assert (field.name, clash.takes) == ("sources", ["theirs", "mine", "both"])
    assert at.decide(page, "both").status_code == 302
    assert [(s.title, s.url) for s in at.article.sources.all()] == [
        ("Gauge log, signed", ""),
        ("Gauge log of Tuesday", ""),
        ("Minutes", "https://b.example/"),
        ("Act of 1990", ""),
    ]


@pytest.mark.parametrize(
    ("takes", "hand", "headline", "body"),
    [
        (("theirs", "theirs"), "", "Ada's", "<p>Ada.</p><p>The dam holds.</p><p>Nobody was harmed.</p>"),
        (("mine", "mine"), "", "Bo's", "<p>Bo.</p><p>The dam holds.</p><p>Nobody was harmed.</p>"),
        (
            ("theirs", "both"),
            "",
            "Ada's",
            "<p>Ada.</p><p>Bo.</p><p>The dam holds.</p><p>Nobody was harmed.</p>",
        ),
        (("hand", "mine"), "Ours", "Ours", "<p>Bo.</p><p>The dam holds.</p><p>Nobody was harmed.</p>"),
    ],
)
def test_what_both_changed_is_decided_field_by_field_and_paragraph_by_paragraph(
    both: Callable[..., Desk], takes: tuple[str, ...], hand: str, headline: str, body: str
) -> None:
    at = both(headline="The dam holds", body=THREE)
    mine = at.form(
        at.bo, headline="Bo's", body=THREE.replace("The river rose", "Bo").replace("hurt", "harmed")
    )
    at.first(headline="Ada's", body=THREE.replace("The river rose", "Ada"))
    page = at.save(at.bo, mine)
    assert (page.status_code, at.article.headline, at.article.edit_version) == (200, "Ada's", 2)
    assert [field.name for field in page.context["question"].shown] == ["headline", "body"]
    response = at.decide(page, *takes, hand=hand or "unused")
    assert response.status_code == 302
    assert (at.article.headline, at.article.body, at.article.edit_version) == (headline, body, 3)


def test_a_paragraph_is_written_anew_by_hand_and_cleaned(both: Callable[..., Desk]) -> None:
    at = both(body=THREE)
    mine = at.form(at.bo, body=THREE.replace("holds", "held"))
    at.first(body=THREE.replace("holds", "is safe"))
    page = at.save(at.bo, mine)
    at.decide(page, "hand", hand="<p>The dam held, and is safe.</p><script>alert(1)</script>")
    assert at.article.body == "<p>The river rose.</p><p>The dam held, and is safe.</p><p>Nobody was hurt.</p>"


def test_a_page_without_every_decision_comes_back_with_those_that_were_made(
    both: Callable[..., Desk],
) -> None:
    at = both(headline="Old", kicker="Old")
    mine = at.form(at.bo, headline="Bo's", kicker="Bo's", standfirst="Typed by Bo")
    at.first(headline="Ada's", kicker="Ada's")
    page = at.save(at.bo, mine)
    name = page.context["question"].shown[0].parts[0].clash.name
    again = at.save(at.bo, {**typed(page, "merge_form"), f"take-{name}": "hand", f"hand-{name}": "By hand"})
    assert (again.status_code, at.article.headline) == (200, "Ada's")
    sent = typed(again, "merge_form")
    assert (sent[f"take-{name}"], sent[f"hand-{name}"], sent["standfirst"]) == (
        "hand",
        "By hand",
        "Typed by Bo",
    )
    assert "Choose what becomes of this." in again.text


def test_a_third_save_while_somebody_merges_is_merged_as_well(both: Callable[..., Desk]) -> None:
    at = both(headline="Old", kicker="", body=THREE)
    mine = at.form(at.bo, headline="Bo's", body=THREE.replace("hurt", "harmed"))
    at.first(headline="Ada's")
    page = at.save(at.bo, mine)
    at.first(kicker="Third", body=THREE.replace("rose", "fell"))
    response = at.decide(page, "hand", hand="Bo's and Ada's")
    assert response.status_code == 302
    assert (at.article.headline, at.article.kicker) == ("Bo's and Ada's", "Third")
    assert at.article.body == "<p>The river fell.</p><p>The dam holds.</p><p>Nobody was harmed.</p>"


def test_a_third_save_that_collides_asks_once_more_and_keeps_what_was_decided(
    both: Callable[..., Desk],
) -> None:
    at = both(headline="Old", kicker="Old")
    mine = at.form(at.bo, headline="Bo's", kicker="Bo's")
    at.first(headline="Ada's", kicker="Ada's")
    page = at.save(at.bo, mine)
    at.first(headline="Ada's second")
    again = at.decide(page, "hand", "mine", hand="Bo's and Ada's")
    (field,) = again.context["question"].shown
    assert (field.name, field.parts[0].clash.was) == ("headline", "Ada's")
    assert at.decide(again, "mine").status_code == 302
    assert (at.article.headline, at.article.kicker) == ("Bo's and Ada's", "Bo's")
    assert [r.snapshot["copy"]["headline"] for r in at.article.revisions.all()] == [
        "Bo's and Ada's",
        "Ada's second",
        "Ada's",
        "Old",
    ]


def test_without_the_revision_it_was_opened_on_whatever_differs_is_asked(both: Callable[..., Desk]) -> None:
    at = both(headline="Old", kicker="Old")
    mine = at.form(at.bo, headline="Bo's")
    del mine["edit_version"]
    at.first(kicker="Ada's")
    page = at.save(at.bo, mine)
    assert [field.name for field in page.context["question"].shown] == ["headline", "kicker"]
    assert at.article.headline == "Old"


def test_a_field_that_cannot_be_read_comes_back_before_anything_is_merged(both: Callable[..., Desk]) -> None:
    at = both(headline="Old")
    mine = at.form(at.bo, publish_at="tomorrow", standfirst="Typed by Bo")
    at.first(headline="Ada's")
    page = at.save(at.bo, mine)
    assert page.context["adminform"].form.errors.keys() == {"publish_at"}
    assert at.save(at.bo, typed(page, publish_at="")).status_code == 302
    assert (at.article.headline, at.article.standfirst) == ("Ada's", "Typed by Bo")


def test_mine_becomes_a_separate_draft_that_says_where_it_came_from(both: Callable[..., Desk]) -> None:
    at = both(headline="Old", slugline="RIVER", embargo_until=None)
    mine = at.form(at.bo, headline="Bo's", unsaved_key="a" * 32)
    at.first(headline="Ada's", embargo_until="2030-01-01T00:00")
    page = at.save(at.bo, mine)
    response = at.save(at.bo, typed(page, "merge_form"), _separate="1")
    draft = Article.objects.exclude(pk=at.article.pk).get()
    assert response["Location"].endswith(f"/{draft.pk}/change/#saved-{'a' * 32}")
    assert (draft.headline, at.article.headline) == ("Bo's", "Ada's")
    assert draft.embargo_until == at.article.embargo_until is not None
    assert draft.revisions.get().comment == "A separate draft of “RIVER”."
    assert draft.notes.get().text.startswith("A separate draft of “RIVER”")
    assert [line.author for line in draft.contributions.all()] == [
        line.author for line in at.article.contributions.all()
    ]


def test_what_is_under_a_legal_hold_is_not_doubled(both: Callable[..., Desk]) -> None:
    at = both(headline="Old")
    mine = at.form(at.bo, headline="Bo's")
    at.first(headline="Ada's")
    signoffs.hold(at.article, by=None, reason="A letter came")
    page = at.save(at.bo, mine)
    assert "_separate" not in page.text
    assert at.save(at.bo, typed(page, "merge_form"), _separate="1").status_code == 200
    assert Article.objects.count() == 1


def test_nobody_sees_a_merge_of_a_story_they_may_not_change(
    both: Callable[..., Desk], client_for: ClientFor, reporter: User
) -> None:
    at = both(headline="Old")
    mine = at.form(at.bo, headline="Bo's")
    at.first(headline="Ada's")
    for more in ({}, {"_separate": "1"}, {"_merging": "1"}):
        assert client_for(reporter).post(change(at.article), {**mine, **more}).status_code == 403
    assert Article.objects.count() == 1


def test_an_approval_does_not_survive_a_merge_by_somebody_who_may_not_approve(
    both: Callable[..., Desk], client_for: ClientFor, reporter: User
) -> None:
    at = both(headline="Old", created_by=reporter)
    writer = client_for(reporter)
    mine = at.form(writer, standfirst="By the reporter.")
    at.first(headline="Ada's")
    Article.objects.filter(pk=at.article.pk).update(status="approved")
    assert at.save(writer, mine).status_code == 302
    assert (at.article.status, at.article.headline) == ("in_review", "Ada's")


def test_a_claim_on_a_version_that_has_moved_on_writes_nothing(db: None) -> None:
    article = ArticleFactory()
    Article.objects.filter(pk=article.pk).update(edit_version=2)
    for seen in (1, None):
        with pytest.raises(EditConflict):
            _claim(article, seen)
    article.refresh_from_db()
    assert article.edit_version == 2


@pytest.mark.parametrize(("field", "status"), [("kicker", [302, 302]), ("headline", [200, 302])])
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_neither_is_lost(
    desk: User, managing: User, field: str, status: list[int]
) -> None:
    article = ArticleFactory(headline="Old")
    snapshot(article, by=None)
    gate = threading.Barrier(2)

    def save(user: User, name: str) -> tuple[int, str]:
        try:
            client = Client()
            client.force_login(user)
            data = typed(client.get(change(article)), **{name: f"By {user}"})
            gate.wait(timeout=30)
            return client.post(change(article), data).status_code, f"By {user}"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(save, [desk, managing], ["headline", field]))
    article.refresh_from_db()
    assert [code for code, _text in answers] == status
    assert article.edit_version == 1 + status.count(302)
    saved = {text for code, text in answers if code == 302}
    assert saved == {text for text in (article.headline, article.kicker) if text.startswith("By ")}


def test_a_restored_revision_does_not_stop_the_lines_being_typed(
    both: Callable[..., Desk], desk: User
) -> None:
    first, second = AuthorFactory(), AuthorFactory()
    at = both(authors=[first])
    mine = at.form(at.bo, standfirst="Mine.") | {
        "contributions-TOTAL_FORMS": "2",
        "contributions-1-author": str(second.pk),
        "contributions-1-role": "author",
    }
    restore(at.article, at.article.revisions.get(), by=desk)
    assert at.save(at.bo, mine).status_code == 302
    assert [line.author for line in at.article.contributions.all()] == [first, second]
    assert at.article.standfirst == "Mine."


def test_what_somebody_may_only_read_never_collides_with_what_they_type(
    both: Callable[..., Desk], client_for: ClientFor, make_user: MakeUser
) -> None:
    at = both(headline="Old", headline_seo="Old", body=THREE)
    producer = client_for(make_user("producer", "Producer"))
    mine = at.form(producer, headline_seo="The producer's")
    at.first(headline="Ada's", headline_seo="Ada's", body="<p>New.</p>")
    page = at.save(producer, mine)
    assert [field.name for field in page.context["question"].shown] == ["headline_seo"]
    at.first(headline="Ada's second")
    name = page.context["question"].shown[0].parts[0].clash.name
    assert at.save(producer, {**typed(page, "merge_form"), f"take-{name}": "mine"}).status_code == 302
    article = at.article
    assert (article.headline, article.headline_seo, article.body) == (
        "Ada's second",
        "The producer's",
        "<p>New.</p>",
    )


@pytest.mark.parametrize(
    "crafted", [{"merge_version": "x"}, {"merge_revision": "9" * 30}, {"base_revision": "x"}]
)
def test_crafted_numbers_lead_to_the_merge_page_and_nowhere_else(
    both: Callable[..., Desk], crafted: dict[str, str]
) -> None:
    at = both(headline="Old")
    mine = at.form(at.bo, headline="Bo's")
    at.first(headline="Ada's")
    page = at.save(at.bo, mine)
    again = at.save(at.bo, {**typed(page, "merge_form"), **crafted})
    assert (again.status_code, at.article.headline) == (200, "Ada's")
    assert "merge_form" in again.text
