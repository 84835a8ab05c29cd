"""What nobody types by hand, and a crafted request sends: a clear answer each time, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Note, Outlet, Photo, Topic
from articles.publishing import publish
from articles.withdrawals import retract, take_down
from authors.models import Author
from tests.desk.pages import address
from tests.desk.posting import typed
from tests.factories import ArticleFactory, TopicFactory, approved, published

type ClientFor = Callable[[User], Client]

TOO_LARGE = "99999999999999999999"


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def errors(response: object) -> dict[str, list[str]]:
    form = response.context["adminform"].form  # type: ignore[attr-defined]
    return {name: list(found) for name, found in form.errors.items()}


@pytest.mark.parametrize(
    "words",
    ["http://[", "https://[x]/2026/01/01/x/", "/0000/01/01/x/", "/2026/02/31/x/", "/a/zzzzzzzzzzzzz/"],
)
def test_an_address_that_cannot_be_finds_nothing(words: str, everything: Client) -> None:
    ArticleFactory()
    response = everything.get(reverse("admin:articles_article_changelist"), {"q": words})
    assert (response.status_code, list(response.context["cl"].result_list)) == (200, [])


@pytest.mark.parametrize("field", ["embargo_until", "due_at", "publish_at"])
@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "3000-01-01T12:00"])
def test_a_year_out_of_reach_is_refused_at_its_field(field: str, moment: str, everything: Client) -> None:
    article = ArticleFactory()
    response = everything.post(change(article), typed(everything.get(change(article)), **{field: moment}))
    assert list(errors(response)) == [field]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_verb_refuses_a_year_out_of_reach(moment: str, everything: Client) -> None:
    url = reverse("admin:articles_article_verb", args=[approved().pk, "schedule"])
    response = everything.post(url, typed(everything.get(url), form_id="", at=moment))
    assert list(response.context["form"].errors) == ["at"]


def test_a_front_slot_refuses_a_year_out_of_reach(everything: Client) -> None:
    slot = {"position": "1", "starts_at": "0001-01-01T00:00", "article": published().article_id, "seen": 0}
    response = everything.post(reverse("desk_front_place"), slot)
    assert list(response.context["form"].errors) == ["starts_at"]


@pytest.mark.parametrize("field", ["article", "photo"])
def test_a_front_slot_refuses_a_key_too_large_at_its_field(everything: Client, field: str) -> None:
    slot = {"position": "1", "article": published().article_id, "seen": 0}
    response = everything.post(reverse("desk_front_place"), {**slot, field: TOO_LARGE})
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("field", ["lead_photo", "assignee", "section"])
def test_a_key_too_large_for_any_row_is_refused_at_its_field(field: str, everything: Client) -> None:
    article = ArticleFactory()
    response = everything.post(change(article), typed(everything.get(change(article)), **{field: TOO_LARGE}))
    assert list(errors(response)) == [field]


def test_a_key_too_large_in_a_line_is_refused_at_the_line(everything: Client) -> None:
    article = ArticleFactory()
    data = typed(everything.get(change(article)), **{"contributions-0-author": TOO_LARGE})
    formset = everything.post(change(article), data).context["inline_admin_formsets"][0].formset
    assert list(formset.errors[0]) == ["author"]


@pytest.mark.parametrize(("model", "field"), [(Note, "article")])
def test_a_key_too_large_elsewhere_is_refused_too(model: type, field: str, everything: Client) -> None:
    response = everything.post(address(model, "add"), {field: TOO_LARGE})
    assert field in errors(response)


@pytest.mark.parametrize("query", ["assignee", "author"])
def test_a_filter_by_a_key_too_large_finds_nothing(query: str, everything: Client) -> None:
    ArticleFactory()
    response = everything.get(reverse("admin:articles_article_changelist"), {query: TOO_LARGE})
    assert (response.status_code, list(response.context["cl"].result_list)) == (200, [])


@pytest.mark.parametrize(
    ("model", "field"), [("contribution", "author"), ("frontslot", "photo"), ("frontslot", "nothing")]
)
def test_the_article_field_of_a_slot_answers_for_nothing_else(
    model: str, field: str, everything: Client
) -> None:
    app = "newsroom" if model == "frontslot" else "articles"
    url = reverse("admin:newsroom_frontslot_articles")
    asked = {"term": "a", "app_label": app, "model_name": model, "field_name": field}
    assert everything.get(url, asked).status_code == 403


def test_controls_and_direction_overrides_are_not_stored(everything: Client) -> None:
    article = ArticleFactory()
    odd = "\x00\x08\x0b\x0c\x1f\x7f\u202d\u202e"
    fine = "soft\u00adhyphen, join\u200der, non\u200cjoiner"
    data = typed(
        everything.get(change(article)),
        headline=f"The {odd}dam",
        standfirst=f"{odd}{fine}",
        body=f"<p>The {odd}river&#x202e;.</p>",
        topics=f"ri{odd}vers",
    )
    assert everything.post(change(article), data).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.standfirst, article.body) == ("The dam", fine, "<p>The river.</p>")
    assert list(article.topics.names()) == ["rivers"]


def test_controls_in_a_public_note_are_not_stored(everything: Client) -> None:
    article = published().article
    url = reverse("admin:articles_article_verb", args=[article.pk, "change"])
    data = typed(everything.get(url), form_id="", change="correction", note="It is\u202e the \x07other.")
    assert everything.post(url, data).status_code == 302
    assert article.editions.latest("number").change_note == "It is the other."


# --- Lists that tell of other people's stories ---


@pytest.mark.parametrize("model", [Topic, Photo, Outlet, Author])
def test_who_sees_only_their_own_stories_has_no_list_that_counts_those_of_others(
    model: type, client_for: ClientFor, contributor: User, reporter: User
) -> None:
    url = address(model, "changelist")
    assert [client_for(person).get(url).status_code for person in (contributor, reporter)] == [403, 200]
    assert url not in client_for(contributor).get(reverse("admin:index")).content.decode()


def test_a_contributor_still_chooses_from_what_the_lists_hold(
    client_for: ClientFor, contributor: User
) -> None:
    TopicFactory(name="rivers")
    asked = {"app_label": "articles", "term": "riv", "model_name": "articletopic", "field_name": "tag"}
    answer = client_for(contributor).get(reverse("admin:autocomplete"), asked)
    assert [row["text"] for row in answer.json()["results"]] == ["rivers"]
    for model, field in (("article", "lead_photo"), ("contribution", "author"), ("source", "outlet")):
        asked |= {"model_name": model, "field_name": field}
        assert client_for(contributor).get(reverse("admin:autocomplete"), asked).status_code == 200


def test_a_contributor_who_adds_an_outlet_comes_to_the_first_screen(
    client_for: ClientFor, contributor: User
) -> None:
    response = client_for(contributor).post(address(Outlet, "add"), {"name": "The Valley Post"})
    assert (Outlet.objects.count(), response["Location"]) == (1, reverse("admin:index"))


# --- Withdrawn stories and promises ---


def missing(client: Client, article: Article) -> tuple[list[str], dict[str, str]]:
    context = client.get(change(article)).context
    return [verb.name for verb in context["verbs"]], {item.label: item.why for item in context["missing"]}


def test_a_retracted_story_is_put_back_only_by_those_who_retract(
    client_for: ClientFor, desk: User, standards: User
) -> None:
    article = published().article
    retract(article, by=None, note="Wrong.")
    verbs, why = missing(client_for(desk), article)
    assert "change" not in verbs
    assert why["Correct or update…"] == "It is retracted: only those who may retract put it back."
    assert "change" in missing(client_for(standards), article)[0]


def test_a_story_taken_down_is_put_back_only_by_those_who_take_down_and_is_not_retracted(
    client_for: ClientFor, standards: User, managing: User
) -> None:
    article = published().article
    take_down(article, by=None, reason="Law.")
    verbs, why = missing(client_for(standards), article)
    assert {"change", "propose-retraction"} & set(verbs) == set()
    assert why["Correct or update…"] == "It is taken down: only those who may take down put it back."
    assert why["Propose a retraction…"] == "It is taken down: nothing is left to withdraw."
    assert "change" in missing(client_for(managing), article)[0]


def test_a_retracted_story_may_still_lose_its_text_and_then_nothing_more(
    client_for: ClientFor, standards: User, managing: User
) -> None:
    article = published().article
    retract(article, by=None, note="Wrong.")
    proposal = reverse("admin:articles_article_verb", args=[article.pk, "propose-retraction"])
    client = client_for(standards)
    page = client.get(proposal)
    assert "the headline, the byline and the notice only" in page.content.decode()
    assert client.post(proposal, typed(page, form_id="", note="Wrong.")).status_code == 302
    client, url = client_for(managing), reverse("admin:articles_article_verb", args=[article.pk, "retract"])
    assert client.post(url, typed(client.get(url), form_id="")).status_code == 302
    assert article.editions.latest("number").body == ""
    assert missing(client, article)[1]["Propose a retraction…"] == "This has been done already."


def test_an_embargo_beyond_a_scheduled_first_edition_is_refused(everything: Client) -> None:
    article = approved()
    publish(article, by=None, at=timezone.now() + timedelta(days=1))
    later = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    response = everything.post(change(article), typed(everything.get(change(article)), embargo_until=later))
    [message] = errors(response)["embargo_until"]
    assert message.startswith("A first edition is scheduled for ")
    assert message.endswith(": reschedule or cancel it first.")
    sooner = f"{timezone.localtime() + timedelta(hours=2):%Y-%m-%dT%H:%M}"
    data = typed(everything.get(change(article)), embargo_until=sooner)
    assert everything.post(change(article), data).status_code == 302


def test_an_embargo_on_a_live_story_is_refused(everything: Client) -> None:
    article = published().article
    later = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    response = everything.post(change(article), typed(everything.get(change(article)), embargo_until=later))
    assert errors(response) == {"embargo_until": ["The story is public already: an embargo comes too late."]}


# --- A form without its proof ---


def test_a_form_without_its_proof_gets_a_page_that_says_what_to_do(
    db: None, django_assert_num_queries: Any
) -> None:
    strict = Client(enforce_csrf_checks=True)
    with django_assert_num_queries(0):
        response = strict.post("/accounts/login/", {"login": "ada"})
    page = response.content.decode()
    assert response.status_code == 403
    assert '<meta name="robots" content="noindex">' in page
    assert "What you typed is not lost" in page
    assert reverse("account_login") in page
    assert "style=" not in page


# --- The browser's copy ---


def test_a_save_tells_the_browser_which_copy_it_may_forget(everything: Client) -> None:
    article, key = ArticleFactory(), "0123456789abcdef" * 2
    data = typed(everything.get(change(article)), headline="Typed", unsaved_key=key)
    assert everything.post(change(article), data)["Location"] == f"{change(article)}#saved-{key}"
    again = typed(everything.get(change(article)), headline="", unsaved_key="x/../y")
    assert list(errors(everything.post(change(article), again))) == ["unsaved_key"]


def test_a_form_that_comes_back_keeps_the_name_of_the_browsers_copy(everything: Client) -> None:
    article, key = ArticleFactory(), "0123456789abcdef" * 2
    data = typed(everything.get(change(article)), due_at="nonsense", unsaved_key=key)
    assert typed(everything.post(change(article), data))["unsaved_key"] == key
