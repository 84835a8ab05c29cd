"""Error reports, notes and edit locks at the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import EditLock, ErrorReport, Note
from tests.desk.pages import address
from tests.factories import ArticleFactory, published

type ClientFor = Callable[[User], Client]


def test_an_answer_to_a_report_is_signed_and_dated(client_for: ClientFor, desk: User) -> None:
    live = published()
    report = ErrorReport.objects.create(article=live.article, edition=live, message="The dam is elsewhere.")
    client, url = client_for(desk), address(ErrorReport, "change", report.pk)
    client.post(url, {"outcome": "corrected", "message": "Forged"})
    report.refresh_from_db()
    assert (report.outcome, report.answered_by, report.message) == (
        "corrected",
        desk,
        "The dam is elsewhere.",
    )
    assert report.answered_at is not None

    client.post(url, {"outcome": "waiting"})
    unanswered = ErrorReport.objects.filter(outcome="waiting", answered_by=None, answered_at=None)
    assert unanswered.filter(pk=report.pk).exists()


def test_reports_are_answered_together_and_an_answered_one_keeps_its_answer(
    client_for: ClientFor, desk: User
) -> None:
    live = published()
    first, second = (
        ErrorReport.objects.create(article=live.article, edition=live, message=message)
        for message in ("a", "b")
    )
    ErrorReport.objects.filter(pk=first.pk).update(outcome="corrected")
    client_for(desk).post(
        address(ErrorReport, "changelist"), {"action": "spam", "_selected_action": [first.pk, second.pk]}
    )
    outcomes = list(ErrorReport.objects.order_by("pk").values_list("outcome", "answered_by"))
    assert outcomes == [("corrected", None), ("spam", desk.pk)]


def test_a_note_is_signed_and_only_its_writer_changes_the_words(
    client_for: ClientFor, reporter: User, desk: User
) -> None:
    article = ArticleFactory()
    client_for(reporter).post(address(Note, "add"), {"article": article.pk, "text": "Who says so?"})
    note = Note.objects.get()
    client_for(desk).post(address(Note, "change", note.pk), {"text": "Nobody"})
    note.refresh_from_db()
    assert (note.by, note.text) == (reporter, "Who says so?")
    client_for(reporter).post(address(Note, "change", note.pk), {"text": "Who says this?"})
    note.refresh_from_db()
    assert note.text == "Who says this?"


def test_a_note_is_resolved_and_opened_again(client_for: ClientFor, desk: User) -> None:
    note = Note.objects.create(article=ArticleFactory(), text="Who says so?")
    client, url = client_for(desk), address(Note, "changelist")
    client.post(url, {"action": "resolve", "_selected_action": [note.pk]})
    note.refresh_from_db()
    assert (note.resolved_by, note.resolved_at is None) == (desk, False)
    client.post(url, {"action": "reopen", "_selected_action": [note.pk]})
    note.refresh_from_db()
    assert (note.resolved_by, note.resolved_at) == (None, None)


def test_a_contributor_reads_notes_on_the_own_stories_only(client_for: ClientFor, contributor: User) -> None:
    own = Note.objects.create(article=ArticleFactory(created_by=contributor), text="Yours")
    foreign = Note.objects.create(article=ArticleFactory(), text="Theirs")
    client = client_for(contributor)
    listed = client.get(address(Note, "changelist")).context["cl"].queryset
    assert list(listed) == [own]
    assert client.get(address(Note, "change", foreign.pk)).status_code == 302


@pytest.mark.parametrize(("role", "freed"), [("reporter", False), ("desk", False), ("managing", True)])
def test_managing_editors_free_an_edit_lock(
    client_for: ClientFor, request: pytest.FixtureRequest, role: str, freed: bool
) -> None:
    person: User = request.getfixturevalue(role)
    lock = EditLock.objects.create(article=ArticleFactory(), user=person)
    client = client_for(person)
    assert client.get(address(EditLock, "changelist")).status_code == 200
    client.post(address(EditLock, "delete", lock.pk), {"post": "yes"})
    assert EditLock.objects.filter(pk=lock.pk).exists() is not freed
