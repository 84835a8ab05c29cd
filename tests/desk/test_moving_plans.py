"""Moving a plan from the calendar: as a save of the form, by whom, and in spite of what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Section
from articles.publishing import publish
from articles.revisions import snapshot
from tests.desk import posting
from tests.factories import ArticleFactory, SectionFactory, approved, later

type ClientFor = Callable[[User], Client]
type MakeUser = Callable[..., User]

NEW = "2037-11-26T18:30"


def move(article: Article, kind: str = "planned") -> str:
    return reverse("admin:articles_article_move", args=[article.pk, kind])


def typed(response: object, **changes: str) -> dict[str, Any]:
    """What the browser would send, with the changes."""
    return posting.typed(response, form_id="move-form", **changes)


def stored(**fields: Any) -> Article:
    """An article with its first revision, as the desk would have saved it."""
    article: Article = ArticleFactory(**fields)
    snapshot(article, by=None)
    return article


@pytest.mark.parametrize(("kind", "field"), [("planned", "publish_at"), ("due", "due_at")])
def test_a_move_is_a_save_with_a_revision_and_goes_back(kind: str, field: str, everything: Client) -> None:
    article = stored(**{field: later(5)})
    url = f"{move(article, kind)}?back=/admin/articles/article/calendar/%3Fview%3Dday"
    response = everything.post(
        url, typed(everything.get(url), **{field: NEW, "comment": "The vote is late."})
    )
    assert response.url == "/admin/articles/article/calendar/?view=day"  # type: ignore[attr-defined]
    article.refresh_from_db()
    assert f"{getattr(article, field):%Y-%m-%d %H:%M}" == "2037-11-26 17:30"
    assert article.edit_version == 2
    newest = article.revisions.latest("number")
    assert (newest.number, newest.comment, newest.substantive) == (2, "The vote is late.", False)
    said = everything.get(response.url).content.decode()  # type: ignore[attr-defined]
    assert "Thursday, 26 November 2037, 18:30 (Europe/Vienna)" in said


def test_an_emptied_plan_is_dropped(everything: Client) -> None:
    article = stored(publish_at=later(5))
    everything.post(move(article), typed(everything.get(move(article)), publish_at=""))
    article.refresh_from_db()
    assert article.publish_at is None


def test_an_unchanged_plan_makes_no_revision(everything: Client) -> None:
    article = stored(publish_at=later(5))
    everything.post(move(article), typed(everything.get(move(article))))
    article.refresh_from_db()
    assert (article.edit_version, article.revisions.count()) == (1, 1)


def test_a_crafted_move_changes_nothing_but_the_plan(everything: Client) -> None:
    article = stored(headline="The river rises", publish_at=later(5))
    posted = typed(everything.get(move(article)), publish_at=NEW)
    everything.post(
        move(article), {**posted, "headline": "X", "status": "approved", "due_at": NEW, "urgency": "1"}
    )
    article.refresh_from_db()
    assert (article.headline, article.status, article.due_at, article.urgency) == (
        "The river rises",
        "draft",
        None,
        3,
    )


def test_a_move_on_top_of_somebodys_save_is_asked_once_more(everything: Client, desk: User) -> None:
    article = stored(publish_at=later(5))
    posted = typed(everything.get(move(article)), publish_at=NEW)
    Article.objects.filter(pk=article.pk).update(edit_version=2, headline="A better headline")
    article.refresh_from_db()
    snapshot(article, by=desk)
    before = article.publish_at
    again = everything.post(move(article), posted)
    assert again.status_code == 200
    assert "Not moved yet: desk saved the story" in again.content.decode()
    article.refresh_from_db()
    assert article.publish_at == before
    assert typed(again)["publish_at"] == NEW
    assert everything.post(move(article), typed(again)).status_code == 302
    article.refresh_from_db()
    assert article.publish_at is not None
    assert (article.publish_at.year, article.headline) == (2037, "A better headline")


def test_a_move_leaves_an_approval_and_a_schedule_alone(everything: Client) -> None:
    ready = approved(publish_at=later(5))
    waits = approved(publish_at=later(5))
    edition = publish(waits, by=None, at=later(5))
    for article in (ready, waits):
        assert (
            everything.post(move(article), typed(everything.get(move(article)), publish_at=NEW)).status_code
            == 302
        )
    ready.refresh_from_db()
    assert ready.status == "approved"
    assert waits.editions.get().starts_at == edition.starts_at
    assert "This moves the plan only" in everything.get(move(waits)).content.decode()


@pytest.mark.parametrize("moment", ["tomorrow", "0001-01-01T00:00", "2037-03-29T02:30"])
def test_a_time_that_is_none_is_refused_at_its_field(moment: str, everything: Client) -> None:
    article = stored(publish_at=later(5))
    response = everything.post(move(article), typed(everything.get(move(article)), publish_at=moment))
    assert list(response.context["form"].errors) == ["publish_at"]


def test_only_plans_of_stories_there_are_can_be_moved(everything: Client) -> None:
    article = stored()
    gone = move(article).replace(f"/{article.pk}/", f"/{article.pk + 99}/")
    for url in (move(article, "embargoed"), move(article, "lunch"), gone, gone.replace("/move", "x/move")):
        assert everything.get(url).status_code == 404


@pytest.mark.parametrize(
    ("role", "whose", "answer"),
    [
        ("Contributor", "own", 302),
        ("Contributor", "foreign", 403),
        ("Reporter", "own", 302),
        ("Reporter", "foreign", 403),
        ("Desk editor", "own", 302),
        ("Desk editor", "foreign", 403),
        ("Copy editor", "foreign", 403),
        ("Managing editor", "foreign", 302),
        ("", "foreign", 403),
    ],
)
def test_a_crafted_move_needs_the_right_to_the_story(
    role: str, whose: str, answer: int, client_for: ClientFor, make_user: MakeUser
) -> None:
    person, other = make_user("person", role), make_user("other", "Desk editor")
    section: Section = SectionFactory()
    section.editors.add(other)
    article = stored(section=section, created_by=person if whose == "own" else other, publish_at=later(5))
    client = client_for(person)
    crafted = {"publish_at": NEW, "edit_version": "1", "base_revision": "1", "comment": ""}
    assert client.post(move(article), crafted).status_code == answer
    assert client.get(move(article)).status_code == (200 if answer == 302 else 403)
    article.refresh_from_db()
    assert article.publish_at is not None
    assert (article.publish_at.year == 2037) == (answer == 302)


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_move_leads_back_to_this_site_only(back: str, everything: Client) -> None:
    article = stored(publish_at=later(5))
    posted = typed(everything.get(move(article)), publish_at=NEW)
    response = everything.post(move(article), {**posted, "back": back})
    assert response.url == reverse("admin:articles_article_calendar")  # type: ignore[attr-defined]
