"""Changing what is public: one question, a note where readers are owed one, and the report it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, ErrorReport, FollowUp, Wording
from articles.wordings import euphemism, is_unsigned, wordings
from articles.workflow import perform
from tests.desk.posting import typed
from tests.factories import ArticleFactory, published, revise

pytestmark = pytest.mark.django_db
type ClientFor = Callable[[User], Client]


def page_of(article: Article, verb: str = "change") -> str:
    return reverse("admin:articles_article_verb", args=[article.pk, verb])


def confirm(client: Client, url: str, **fields: Any) -> Any:
    return client.post(url, {**typed(client.get(url), form_id=""), **fields})


@pytest.mark.parametrize(
    ("note", "word"),
    [
        ("This article was updated to clarify the figure.", "updated"),
        ("Der Artikel wurde präzisiert.", "präzisiert"),
        ("An earlier version said eight. It was nine.", ""),
        ("We misspelled the climate minister’s name.", ""),
    ],
)
def test_a_correction_calls_an_error_an_error(note: str, word: str) -> None:
    assert euphemism("correction", note) == word
    assert euphemism("update", note) == ""


def test_a_note_somebody_has_to_stand_by_ends_with_a_name() -> None:
    assert is_unsigned("editors_note", "We paid for the trip.")
    assert not is_unsigned("editors_note", "We paid for the trip. — Ada Writer, editor")
    assert not is_unsigned("correction", "It was nine.")


def test_an_evasive_correction_is_published_only_by_who_means_it(client_for: ClientFor, desk: User) -> None:
    article = revise(published().article)
    client, url = client_for(desk), page_of(article)
    evasive = {"change": "correction", "note": "The article was updated."}
    response = confirm(client, url, **evasive)
    assert response.status_code == 200
    assert "“updated” hides it" in response.content.decode()
    assert article.editions.count() == 1
    assert confirm(client, url, **evasive, as_written="on").status_code == 302
    assert article.editions.count() == 2


def test_an_honest_correction_is_asked_nothing_more(client_for: ClientFor, desk: User) -> None:
    article = revise(published().article)
    honest = {"change": "correction", "note": "An earlier version said eight. It was nine."}
    assert confirm(client_for(desk), page_of(article), **honest).status_code == 302
    assert article.editions.latest("number").change == "correction"


def test_the_wording_is_in_the_language_of_the_story_and_the_newsrooms_own_comes_first() -> None:
    assert wordings("en")["correction"].startswith("An earlier version")
    assert wordings("de-AT")["correction"].startswith("In einer früheren")
    assert wordings("fr")["correction"].startswith("An earlier version")
    Wording.objects.create(change="correction", language="de", text="Wir haben geirrt: [[was stimmt]].")
    assert wordings("de-AT")["correction"].startswith("Wir haben geirrt")
    Wording.objects.create(change="correction", language="de-AT", text="Jö, ein Fehler: [[was stimmt]].")
    assert wordings("de-AT")["correction"].startswith("Jö")
    assert wordings("de")["correction"].startswith("Wir haben geirrt")


def test_a_correction_answers_the_report_it_came_from(client_for: ClientFor, desk: User) -> None:
    edition = published()
    article = revise(edition.article)
    report = ErrorReport.objects.create(article=article, edition=edition, message="It was nine.")
    client = client_for(desk)
    link = f"{page_of(article)}?report={report.pk}"
    queue = reverse("admin:articles_errorreport_change", args=[report.pk])
    assert link in client.get(queue).content.decode()
    assert confirm(client, link, change="correction", note="It was nine, not eight.").status_code == 302
    report.refresh_from_db()
    newest = article.editions.latest("number")
    assert (report.outcome, report.answered_with, report.answered_by) == ("corrected", newest, desk)
    assert FollowUp.objects.get().kind == "tell_others"


def test_a_correction_cannot_answer_a_report_about_another_story(client_for: ClientFor, desk: User) -> None:
    other = published()
    report = ErrorReport.objects.create(article=other.article, edition=other, message="Wrong.")
    article = revise(published().article)
    response = confirm(
        client_for(desk), page_of(article), change="correction", note="It was nine.", report=str(report.pk)
    )
    assert response.status_code == 200
    assert "report" in response.context["form"].errors
    assert article.editions.count() == 1


def test_an_urgent_approval_asks_for_a_second_read_by_somebody_else(
    client_for: ClientFor, desk: User, standards: User
) -> None:
    article = ArticleFactory(created_by=desk)
    client = client_for(desk)
    form = reverse("admin:articles_article_change", args=[article.pk])
    client.post(form, typed(client.get(form), headline="The dam burst at dawn"))
    perform(article, "submit", by=desk)
    done = confirm(client, page_of(article, "approve"), urgent="Alone on the night shift")
    assert done.status_code == 302
    follow_up = FollowUp.objects.get()
    close = reverse("admin:articles_followup_change", args=[follow_up.pk])
    own = client.post(close, {"done_note": "Read it myself."})
    assert "A second read is done by somebody else." in own.content.decode()
    assert client_for(standards).post(close, {"done_note": "Read, fine."}).status_code == 302
    follow_up.refresh_from_db()
    assert (follow_up.done_by, follow_up.done_note) == (standards, "Read, fine.")


def test_the_register_of_removal_requests_is_for_those_who_handle_them(
    client_for: ClientFor, desk: User, standards: User
) -> None:
    article = published().article
    register = reverse("admin:articles_removalrequest_changelist")
    assert client_for(desk).get(register).status_code == 403
    client = client_for(standards)
    add = reverse("admin:articles_removalrequest_add")
    asked = {
        "article": article.pk,
        "ground": "privacy",
        "requester": "A person named",
        "request": "Take it off.",
    }
    sent = typed(client.get(add), form_id="removalrequest_form", **asked)
    refused = client.post(add, {**sent, "decision": "refused"})
    assert "decision_reason" in refused.context["adminform"].form.errors
    assert (
        client.post(add, {**sent, "decision": "refused", "decision_reason": "A public office."}).status_code
        == 302
    )
    row = article.removal_requests.get()
    assert (row.decided_by, row.recorded_by) == (standards, standards)
    assert client.get(reverse("admin:articles_removalrequest_delete", args=[row.pk])).status_code == 403
    assert client.get(register).status_code == 200
