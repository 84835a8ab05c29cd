"""The pages behind the buttons: they say what will happen, refuse with reasons, and never act twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Notice
from articles.publishing import publish
from articles.revisions import snapshot
from articles.workflow import perform
from tests.desk.posting import typed
from tests.factories import ArticleFactory, approved, published

VIENNA = ZoneInfo("Europe/Vienna")


def do(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_verb", args=[article.pk, verb])


def confirm(client: Client, article: Article, verb: str, **fields: Any) -> Any:
    """Open the page of the verb, fill it in and confirm."""
    return client.post(do(article, verb), typed(client.get(do(article, verb)), form_id="", **fields))


def next_year(month: int, day: int) -> datetime:
    return datetime(timezone.localdate().year + 1, month, day, 6, 30, tzinfo=VIENNA)


@pytest.fixture
def desk_client(client: Client, desk: User) -> Client:
    client.force_login(desk)
    return client


def test_looking_at_a_page_changes_nothing(desk_client: Client) -> None:
    article = approved()
    for verb in ("publish", "schedule", "reopen", "spike", "send-back"):
        assert desk_client.get(do(article, verb)).status_code == 200
    article.refresh_from_db()
    assert (article.status, article.editions.count(), article.events.count()) == ("approved", 0, 2)


def test_publishing_puts_the_story_on_the_site_and_says_so(desk_client: Client, desk: User) -> None:
    article = approved()
    response = confirm(desk_client, article, "publish")
    edition = article.editions.get()
    assert response["Location"] == reverse("admin:articles_article_change", args=[article.pk])
    assert (edition.change, edition.published_by) == ("first", desk)


def test_a_second_click_publishes_nothing_more(desk_client: Client) -> None:
    article = approved()
    data = typed(desk_client.get(do(article, "publish")), form_id="")
    assert desk_client.post(do(article, "publish"), data).status_code == 302
    assert desk_client.post(do(article, "publish"), data).status_code == 200
    assert article.editions.count() == 1


def test_a_correction_sent_twice_is_one_edition(desk_client: Client) -> None:
    article = published().article
    page = typed(desk_client.get(do(article, "change")), form_id="")
    data = {**page, "change": "correction", "note": "The dam is in another valley."}
    assert desk_client.post(do(article, "change"), data).status_code == 302
    again = desk_client.post(do(article, "change"), data)
    assert again.context["form"].non_field_errors() == [
        "The story changed while this page was open. Look again, then confirm."
    ]
    assert article.editions.count() == 2


def test_a_story_that_changed_since_the_page_was_opened_is_not_published_unseen(desk_client: Client) -> None:
    article = approved()
    data = typed(desk_client.get(do(article, "publish")), form_id="")
    Article.objects.filter(pk=article.pk).update(edit_version=2, headline="Something else")
    response = desk_client.post(do(article, "publish"), data)
    assert response.status_code == 200
    assert article.editions.count() == 0
    assert desk_client.post(do(article, "publish"), typed(response, form_id="")).status_code == 302


def test_blockers_stop_publication_and_lead_to_their_fields(desk_client: Client) -> None:
    article = approved(standfirst="")
    response = confirm(desk_client, article, "publish")
    field = reverse("admin:articles_article_change", args=[article.pk]) + "#id_standfirst"
    assert response.status_code == 200
    assert response.context["findings"][0]["url"] == field
    assert "placeholder" in response.content.decode()
    assert article.editions.count() == 0


def test_blockers_that_appear_on_the_way_are_refused_with_everything_typed_kept(desk_client: Client) -> None:
    article = published().article
    page = typed(desk_client.get(do(article, "change")), form_id="")
    Article.objects.filter(pk=article.pk).update(standfirst="")
    response = desk_client.post(do(article, "change"), {**page, "change": "correction", "note": "Typed."})
    assert response.status_code == 200
    assert article.editions.count() == 1
    assert "placeholder" in response.content.decode()


def test_a_schedule_is_spelled_out_before_it_stands(desk_client: Client) -> None:
    article = approved()
    at = next_year(3, 2)
    page = typed(desk_client.get(do(article, "schedule")), form_id="", at=f"{at:%Y-%m-%dT%H:%M}")
    first = desk_client.post(do(article, "schedule"), page)
    assert first.status_code == 200
    assert f"{at:%A}, 2 March {at.year}, 06:30 (Europe/Vienna)" in first.context["sentence"]
    assert article.editions.count() == 0
    assert desk_client.post(do(article, "schedule"), typed(first, form_id="")).status_code == 302
    assert article.editions.get().starts_at == at


def test_another_time_is_spelled_out_anew(desk_client: Client) -> None:
    article = approved()
    url = do(article, "schedule")
    one = typed(desk_client.get(url), form_id="", at=f"{next_year(3, 2):%Y-%m-%dT%H:%M}")
    two = typed(desk_client.post(url, one), form_id="", at=f"{next_year(4, 2):%Y-%m-%dT%H:%M}")
    assert "2 April" in desk_client.post(url, two).context["sentence"]
    assert article.editions.count() == 0


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"at": "2020-01-01T10:00"}, "at", "This time has passed."),
        ({"at": ""}, "at", "This field is required."),
        ({"at": "soon"}, "at", "Enter a valid date/time."),
    ],
)
def test_a_time_that_cannot_be_is_refused(
    fields: dict[str, str], field: str, message: str, desk_client: Client
) -> None:
    article = approved()
    response = confirm(desk_client, article, "schedule", **fields)
    assert response.context["form"].errors[field] == [message]
    assert article.editions.count() == 0


def test_an_end_before_the_beginning_is_refused_with_the_times_kept(desk_client: Client) -> None:
    article = approved()
    url = do(article, "schedule")
    times = {"at": f"{next_year(3, 2):%Y-%m-%dT%H:%M}", "until": f"{next_year(3, 1):%Y-%m-%dT%H:%M}"}
    shown = desk_client.post(url, typed(desk_client.get(url), form_id="", **times))
    response = desk_client.post(url, typed(shown, form_id=""))
    assert response.context["form"].non_field_errors() == ["The story would end before it begins."]
    assert typed(response, form_id="")["until"] == times["until"]


def test_rescheduling_and_cancelling(desk_client: Client) -> None:
    article = approved()
    publish(article, by=None, at=next_year(3, 2))
    url = do(article, "reschedule")
    shown = desk_client.post(
        url, typed(desk_client.get(url), form_id="", at=f"{next_year(5, 4):%Y-%m-%dT%H:%M}")
    )
    assert desk_client.post(url, typed(shown, form_id="")).status_code == 302
    assert article.editions.get().starts_at == next_year(5, 4)
    assert confirm(desk_client, article, "cancel").status_code == 302
    article.refresh_from_db()
    assert (article.status, article.editions.count()) == ("approved", 0)


def test_an_embargoed_story_can_be_scheduled_for_after_it_and_not_before(desk_client: Client) -> None:
    article = approved(embargo_until=next_year(3, 2))
    url = do(article, "schedule")
    assert "placeholder" in desk_client.get(do(article, "publish")).content.decode()
    page = typed(desk_client.get(url), form_id="")
    assert page["at"] == f"{next_year(3, 2):%Y-%m-%dT%H:%M}"
    early = typed(desk_client.post(url, {**page, "at": f"{next_year(3, 1):%Y-%m-%dT%H:%M}"}), form_id="")
    refused = desk_client.post(url, early)
    assert refused.context["findings"][0]["finding"].message == "The story is under embargo at that time."
    assert article.editions.count() == 0
    assert desk_client.post(url, page).status_code == 302
    assert article.editions.get().starts_at == next_year(3, 2)


def test_sending_back_needs_a_comment(desk_client: Client) -> None:
    article = ArticleFactory()
    perform(article, "submit", by=None)
    assert confirm(desk_client, article, "send-back", note=" ").context["form"].errors["note"] == [
        "This field is required."
    ]
    assert confirm(desk_client, article, "send-back", note="Ask the mayor.").status_code == 302
    article.refresh_from_db()
    assert (article.status, article.events.latest("pk").note) == ("changes_requested", "Ask the mayor.")


def test_who_wrote_the_last_version_needs_an_urgent_reason_to_approve_it(
    desk_client: Client, desk: User
) -> None:
    article = ArticleFactory()
    snapshot(article, by=desk)
    perform(article, "submit", by=desk)
    refused = confirm(desk_client, article, "approve", urgent="")
    assert refused.context["form"].errors["urgent"] == ["This field is required."]
    assert confirm(desk_client, article, "approve", urgent="The dam is breaking.").status_code == 302
    assert "The dam is breaking." in article.events.latest("pk").note


def test_somebody_elses_story_is_approved_without_a_reason(desk_client: Client, reporter: User) -> None:
    article = ArticleFactory()
    snapshot(article, by=reporter)
    perform(article, "submit", by=reporter)
    assert list(desk_client.get(do(article, "approve")).context["form"].fields) == ["note"]
    assert confirm(desk_client, article, "approve").status_code == 302


def test_readers_are_owed_a_note_about_a_correction(desk_client: Client) -> None:
    article = published().article
    response = confirm(desk_client, article, "change", change="correction", note="")
    assert response.context["form"].errors["note"] == ["The reader is owed a note about this kind of change."]
    left = confirm(desk_client, article, "change", change="correction", note="It said [[what was wrong]].")
    assert left.context["form"].errors["note"] == ["Replace what stands in double brackets."]
    assert article.editions.count() == 1


def test_a_correction_shows_what_readers_will_find_changed(desk_client: Client) -> None:
    article = published(headline="The dam holds").article
    article.headline = "The dam has burst"
    article.save()
    page = desk_client.get(do(article, "change"))
    assert [field.name for field in page.context["differences"]] == ["headline"]
    response = confirm(
        desk_client, article, "change", change="correction", note="It had not held.", placement="top"
    )
    edition = article.editions.latest("number")
    assert response.status_code == 302
    assert (edition.headline, edition.change, edition.change_note) == (
        "The dam has burst",
        "correction",
        "It had not held.",
    )
    assert edition.note_placement == "top"


def test_a_correction_keeps_the_end_of_the_story(desk_client: Client) -> None:
    article = approved()
    publish(article, by=None, until=next_year(3, 2))
    url = do(article, "change")
    page = typed(desk_client.get(url), form_id="", change="correction", note="It had not held.")
    assert desk_client.post(url, page).status_code == 302
    assert article.editions.latest("number").expires_at == next_year(3, 2)


def test_a_retraction_takes_two_people_and_keeps_the_text_or_not(
    client: Client, standards: User, managing: User
) -> None:
    client.force_login(standards)
    kept, dropped = published().article, published().article
    notice = {"note": "The source lied. — The editors"}
    assert confirm(client, kept, "propose-retraction", **notice).status_code == 302
    data = typed(client.get(do(dropped, "propose-retraction")), form_id="", **notice)
    del data["keep_text"]
    assert client.post(do(dropped, "propose-retraction"), data).status_code == 302
    assert [article.editions.count() for article in (kept, dropped)] == [1, 1]
    client.force_login(managing)
    for article in (kept, dropped):
        page = client.get(do(article, "retract"))
        assert "The source lied. — The editors" in page.content.decode()
        assert client.post(do(article, "retract"), typed(page, form_id="")).status_code == 302
    assert [article.editions.latest("number").body != "" for article in (kept, dropped)] == [True, False]


def test_the_reasons_of_a_take_down_stand_in_the_register_and_nowhere_else(
    client: Client, managing: User
) -> None:
    client.force_login(managing)
    article = published().article
    assert confirm(client, article, "take-down", reason="A court order.", note="Removed.").status_code == 302
    edition = article.editions.latest("number")
    assert (edition.change, edition.change_note, edition.body) == ("take_down", "Removed.", "")
    assert article.removal_requests.get().decision_reason == "A court order."
    history = client.get(reverse("admin:articles_article_history", args=[article.pk])).content.decode()
    assert "A court order." not in history + str(Notice.objects.values_list("text"))


def test_what_is_not_possible_now_says_why_and_offers_nothing_to_press(desk_client: Client) -> None:
    response = desk_client.get(do(ArticleFactory(), "publish"))
    assert response.context["why_not"] == "Not possible while the article is “Draft”."
    assert 'name="seen"' not in response.content.decode()


BUTTONS = {
    "draft": ["submit", "spike"],
    "in_review": ["send-back", "approve", "spike"],
    "approved": ["send-back", "publish", "schedule", "reopen", "spike"],
    "public": ["change"],
    "scheduled": ["publish", "reschedule", "cancel"],
    "spiked": ["bring-back"],
}


@pytest.mark.parametrize("case", BUTTONS)
def test_only_the_buttons_that_are_possible_now_are_shown(case: str, desk_client: Client) -> None:
    article: Article = ArticleFactory()
    steps = {"in_review": ["submit"], "approved": ["submit", "approve"], "spiked": ["spike"]}
    for verb in steps.get(case, []):
        perform(article, verb, by=None, note="Old news.")
    if case in ("public", "scheduled"):
        article = approved()
        publish(article, by=None, at=next_year(3, 2) if case == "scheduled" else None)
    page = desk_client.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert [verb.name for verb in page.context["verbs"]] == BUTTONS[case]


def test_a_missing_button_says_why(desk_client: Client) -> None:
    page = desk_client.get(reverse("admin:articles_article_change", args=[approved(standfirst="").pk]))
    missing = {item.label: item.why for item in page.context["missing"]}
    assert missing == {
        "Send to desk": "Not possible while the article is “Approved”.",
        "Approve": "Not possible while the article is “Approved”.",
        "Publish now": "There is no standfirst.",
        "Schedule…": "There is no standfirst.",
    }


@pytest.mark.parametrize(
    "url", ["/admin/articles/article/99/do/publish/", "/admin/articles/article/x/do/publish/"]
)
def test_an_article_that_does_not_exist_is_not_found(url: str, desk_client: Client) -> None:
    assert desk_client.get(url).status_code == 404


def test_an_unknown_verb_is_not_found(desk_client: Client) -> None:
    assert desk_client.get(do(ArticleFactory(), "explode")).status_code == 404
