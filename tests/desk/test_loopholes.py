"""Ways around the desk's rules that somebody has tried: each stays closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import signoffs
from articles.admin.saving import EditConflict, save_changes
from articles.models import Article, ErrorReport, Notice, SignOffDesk
from articles.publishing import publish
from articles.reports import receive
from articles.revisions import restore, snapshot
from articles.workflow import Status, perform
from tests.desk.pages import queries_of
from tests.desk.posting import typed
from tests.factories import ArticleFactory, UserFactory, approved, later, published, revise

pytestmark = pytest.mark.django_db
type ClientFor = Callable[[User], Client]


def do(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_verb", args=[article.pk, verb])


def obstacle(client: Client, article: Article, verb: str) -> str:
    why: str = client.get(do(article, verb)).context["why_not"]
    return why


# --- To the desk, and past it ------------------------------------------------------------------------------


def test_nothing_is_sent_to_the_desk_that_cannot_be_read_or_placed(
    client_for: ClientFor, reporter: User
) -> None:
    empty = ArticleFactory(headline="", body="", section=None, authors=[], created_by=reporter)
    assert obstacle(client_for(reporter), empty, "submit") == (
        "There is no headline. There is no text. No section is chosen. Nobody is credited: add the author."
    )
    assert obstacle(client_for(reporter), ArticleFactory(standfirst="", created_by=reporter), "submit") == ""


def test_copy_with_blockers_is_not_approved_and_what_is_no_matter_of_copy_does_not_stop_it(
    client_for: ClientFor, desk: User
) -> None:
    unready = ArticleFactory(body="<p>The dam holds TK litres.</p>")
    ready = ArticleFactory(embargo_until=later(5))
    signoffs.require(ready, SignOffDesk.LEGAL, by=None)
    for article in (unready, ready):
        perform(article, "submit", by=None)
    assert obstacle(client_for(desk), unready, "approve") == "A placeholder is left: “TK”."
    assert obstacle(client_for(desk), ready, "approve") == ""
    page = client_for(desk).get(do(ready, "approve"))
    crafted = {**typed(page, form_id=""), "seen": f"in_review.{unready.edit_version}.0"}
    client_for(desk).post(do(unready, "approve"), crafted)
    assert Article.objects.get(pk=unready.pk).status == Status.IN_REVIEW


# --- Embargo -----------------------------------------------------------------------------------------------


def test_an_embargo_set_while_a_colleague_schedules_meets_the_schedule(desk: User) -> None:
    article = approved(embargo_until=later(9))

    class Form:
        """A form that was checked before the colleague scheduled the story."""

        instance, changed_data = article, ["embargo_until"]
        cleaned_data = {"comment": "", "unsaved_key": "", "edit_version": article.edit_version}

    Article.objects.filter(pk=article.pk).update(embargo_until=None)
    publish(Article.objects.get(pk=article.pk), by=None, at=later(5))
    with pytest.raises(EditConflict):
        save_changes(Form(), [], by=desk)  # type: ignore[arg-type]


@pytest.mark.parametrize("moment", ["2027-03-28T02:30", "2027-10-31T02:30"])
def test_an_hour_that_does_not_exist_or_comes_twice_is_refused_and_says_why(
    client_for: ClientFor, desk: User, moment: str
) -> None:
    url, client = do(approved(), "schedule"), client_for(desk)
    response = client.post(url, typed(client.get(url), form_id="", at=moment))
    assert "The clocks change then" in response.context["form"].errors["at"][0]


# --- Corrections -------------------------------------------------------------------------------------------


def corrected() -> Article:
    """A story that said ten, then nine."""
    article = published(body="<p>The dam holds.</p><p>Ten people were hurt.</p>").article
    revise(article, "<p>The dam holds.</p><p>Nine people were hurt.</p>")
    publish(article, by=None, change="correction", note="It was nine.")
    return article


def test_an_old_revision_does_not_silently_bring_an_error_back(client_for: ClientFor, desk: User) -> None:
    article = corrected()
    restore(article, article.revisions.get(number=1), by=desk)
    client, url = client_for(desk), do(article, "change")
    at = f"{timezone.localtime(later(48)):%Y-%m-%dT%H:%M}"
    update = {"change": "update", "note": "With the minister.", "at": at}
    response = client.post(url, typed(client.get(url), form_id="", **update))
    response = client.post(url, typed(response, form_id="", **update))
    assert "“Ten people were hurt.” is back" in response.context["form"].errors["note"][0]
    response = client.post(url, typed(response, form_id="", **update, as_written="on"))
    assert response.status_code == 302


def test_a_correction_of_a_correction_is_asked_about_once(client_for: ClientFor, desk: User) -> None:
    article = corrected()
    restore(article, article.revisions.get(number=1), by=None)
    publish(article, by=None, change="correction", note="It was ten after all.")
    revise(article, article.body + "<p>The minister came.</p>")
    client, url = client_for(desk), do(article, "change")
    update = {"change": "update", "note": "With the minister."}
    assert client.post(url, typed(client.get(url), form_id="", **update)).status_code == 302


def test_a_minor_change_takes_no_note_that_nobody_would_read(client_for: ClientFor, desk: User) -> None:
    client, url = client_for(desk), do(revise(published().article), "change")
    response = client.post(url, typed(client.get(url), form_id="", change="minor", note="A typo."))
    assert response.context["form"].errors["note"] == [
        "Readers get no note about a minor change: choose another kind."
    ]


def test_the_note_stands_above_a_text_whose_lead_was_wrong_and_went() -> None:
    article = published(body="<p>The mayor fled.</p><p>The dam holds.</p>").article
    revise(article, "<p>The dam holds.</p>")
    correction = publish(article, by=None, change="correction", note="The mayor did not flee.")
    assert correction.note_placement == "top"


# --- Withdrawing -------------------------------------------------------------------------------------------


def test_withdrawing_says_that_what_is_scheduled_goes_too(client_for: ClientFor, managing: User) -> None:
    article = published().article
    publish(revise(article), by=None, at=later(5), change="update", note="With the minister.")
    perform_page = client_for(managing).get(do(article, "take-down"))
    assert "is cancelled." in perform_page.context["sentence"]


def test_a_draft_is_deleted_with_its_past_and_one_under_a_legal_hold_never(
    client_for: ClientFor, managing: User
) -> None:
    client, outcomes = client_for(managing), []
    for held in (False, True):
        article = ArticleFactory()
        snapshot(article, by=managing)
        perform(article, "submit", by=None)
        if held:
            signoffs.hold(article, by=None, reason="A letter came.")
        client.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
        outcomes.append(Article.objects.filter(pk=article.pk).exists())
    assert outcomes == [False, True]


def test_the_page_of_a_revision_shows_only_what_restoring_it_changes(
    client_for: ClientFor, desk: User
) -> None:
    article = ArticleFactory()
    snapshot(article, by=desk)
    article.embargo_until, article.urgency = later(9), 1
    snapshot(revise(article), by=desk)
    page = client_for(desk).get(reverse("admin:articles_article_restore", args=[article.pk, 1]))
    assert [line.name for line in page.context["differences"]] == ["body"]


# --- Other desks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["form", "action"])
def test_a_report_about_another_desks_story_is_not_answered(
    client_for: ClientFor, desk: User, way: str
) -> None:
    edition = published()
    assert edition.section is not None
    edition.section.editors.add(UserFactory(role="Desk editor"))
    report = receive(edition, message="Nine.", name="", email="", at=timezone.now())
    client = client_for(desk)
    if way == "form":
        url = reverse("admin:articles_errorreport_change", args=[report.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"outcome": "no_error", "answer": ""}).status_code == 403
    else:
        url = reverse("admin:articles_errorreport_changelist")
        client.post(url, {"action": "no_error", "_selected_action": [report.pk]})
    report.refresh_from_db()
    assert report.outcome == ErrorReport.Outcome.WAITING


# --- Queries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_news_for_me_takes_the_same_queries_whatever_there_is(
    everything: Client, admin_user: User, count: int
) -> None:
    for _number in range(count):
        Notice.objects.create(user=admin_user, article=ArticleFactory(), kind="assigned", text="Yours.")
    assert queries_of(everything, reverse("desk_notices")) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_verb_takes_the_same_queries_whatever_hangs_on_the_story(
    everything: Client, count: int
) -> None:
    article = published(at=later(-2)).article
    for number in range(count):
        revise(article, f"<p>The river fell by {number}.</p>")
        publish(
            article, by=None, change="correction", note="It fell.", now=later(-1) + timedelta(minutes=number)
        )
    assert queries_of(everything, do(revise(article), "change")) == 20
