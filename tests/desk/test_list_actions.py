"""The bulk actions of the article list: each story by itself, through the same doors as from its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.publishing import publish
from articles.workflow import Status, perform
from tests.factories import ArticleFactory, SectionFactory, TopicFactory, UserFactory, approved, later

LIST = "/admin/articles/article/"
ACTIONS = {"assign", "set_urgency", "set_due", "add_topic", "send_back", "unschedule"}
type ClientFor = Callable[[User], Client]


def act(client: Client, action: str, articles: list[Any], **typed: Any) -> Any:
    """Confirm an action on these stories; the answer, after the redirect."""
    data = {"action": action, "_selected_action": [article.pk for article in articles], "confirmed": "1"}
    return client.post(LIST, {**data, **typed}, follow=True)


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def offered(client: Client) -> set[str]:
    ArticleFactory()
    form = client.get(f"{LIST}?mine=all").context["action_form"]
    return {name for name, _label in form.fields["action"].choices if name} if form else set()


def test_actions_are_offered_by_permission_and_none_publishes_or_deletes(
    client_for: ClientFor, desk: User, reporter: User, managing: User, make_user: Callable[..., User]
) -> None:
    assert offered(client_for(desk)) == ACTIONS
    assert offered(client_for(managing)) == ACTIONS
    assert offered(client_for(reporter)) == ACTIONS - {"send_back", "unschedule"}
    assert offered(client_for(make_user("lawyer", "Legal"))) == set()


def test_an_action_asks_before_it_does_anything(client_for: ClientFor, desk: User) -> None:
    article = ArticleFactory(slugline="RIVER")
    page = client_for(desk).post(LIST, {"action": "assign", "_selected_action": [article.pk], "index": "0"})
    assert (page.status_code, "RIVER" in page.text, 'name="confirmed"' in page.text) == (200, True, True)
    article.refresh_from_db()
    assert article.assignee is None


def test_assigning_makes_a_revision_and_a_new_version_of_each_story(
    client_for: ClientFor, desk: User
) -> None:
    articles = [ArticleFactory(slugline="ONE"), ArticleFactory(slugline="TWO")]
    writer = UserFactory()
    answer = act(client_for(desk), "assign", articles, assignee=writer.pk)
    assert said(answer) == ["Assigned: TWO, ONE."]
    for article in articles:
        article.refresh_from_db()
        assert (article.assignee, article.edit_version, article.revisions.get().by) == (writer, 2, desk)
        assert not article.events.exists()


def test_the_plan_is_set_and_the_copy_stays(client_for: ClientFor, desk: User) -> None:
    article = approved()
    client = client_for(desk)
    act(client, "set_urgency", [article], urgency="1")
    act(client, "set_due", [article], due_at="2030-05-04T12:00")
    article.refresh_from_db()
    assert (article.urgency, article.due_at and article.due_at.year, article.status) == (1, 2030, "approved")
    assert said(act(client, "set_urgency", [article], urgency="1")) == [f"{article}: It is so already."]


@pytest.mark.parametrize(
    ("action", "typed", "field"),
    [
        ("set_due", {"due_at": "0001-01-01T00:00"}, "due_at"),
        ("set_urgency", {"urgency": "9"}, "urgency"),
        ("assign", {"assignee": str(2**70)}, "assignee"),
        ("add_topic", {"topic": "no such topic"}, "topic"),
        ("send_back", {"note": " "}, "note"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    action: str, typed: dict[str, str], field: str, client_for: ClientFor, desk: User
) -> None:
    article = ArticleFactory()
    answer = act(client_for(desk), action, [article], **typed)
    assert list(answer.context["form"].errors) == [field]
    assert not article.revisions.exists()


def test_a_topic_is_added_once(client_for: ClientFor, desk: User) -> None:
    topic = TopicFactory(name="Energy policy")
    article, has_it = ArticleFactory(slugline="NEW"), ArticleFactory(slugline="HAS", topics=[topic])
    answer = act(client_for(desk), "add_topic", [article, has_it], topic="energy POLICY")
    assert said(answer) == ["Topic added: NEW.", "HAS: It has the topic already."]
    assert list(article.topics.all()) == [topic]


def test_a_topic_on_approved_copy_voids_the_approval_of_who_may_not_approve(
    client_for: ClientFor, reporter: User
) -> None:
    TopicFactory(name="Rivers")
    article = approved(created_by=reporter)
    act(client_for(reporter), "add_topic", [article], topic="Rivers")
    article.refresh_from_db()
    assert article.status == Status.IN_REVIEW


def test_sending_back_names_each_story_it_was_not_possible_for(client_for: ClientFor, desk: User) -> None:
    waiting, draft = ArticleFactory(slugline="WAITS"), ArticleFactory(slugline="DRAFT")
    perform(waiting, "submit", by=None)
    answer = act(client_for(desk), "send_back", [waiting, draft], note="Who says so?")
    done, refused = said(answer)
    assert done == "Sent back: WAITS."
    assert refused.startswith("DRAFT: “Send back” is not possible")
    waiting.refresh_from_db()
    event = waiting.events.get(verb="send_back")
    assert (waiting.status, event.by, event.note) == (Status.CHANGES_REQUESTED, desk, "Who says so?")


def test_cancelling_schedules_leaves_the_stories_approved(client_for: ClientFor, desk: User) -> None:
    articles = [approved(), approved()]
    for article in articles:
        publish(article, by=None, at=later(2))
    act(client_for(desk), "unschedule", [*articles, ArticleFactory()])
    for article in articles:
        article.refresh_from_db()
        assert (article.status, article.editions.count()) == (Status.APPROVED, 0)


def test_a_foreign_desks_story_is_refused_by_name(client_for: ClientFor, desk: User) -> None:
    foreign = SectionFactory()
    foreign.editors.add(UserFactory())
    own, other = ArticleFactory(slugline="OWN"), ArticleFactory(slugline="FOREIGN", section=foreign)
    answer = act(client_for(desk), "set_urgency", [own, other], urgency="2")
    assert said(answer) == ["Urgency set: OWN.", "FOREIGN: Not yours to change."]
    other.refresh_from_db()
    assert (other.urgency, other.revisions.count()) == (3, 0)


def test_a_crafted_request_without_the_permission_changes_nothing(
    client_for: ClientFor, reporter: User, make_user: Callable[..., User]
) -> None:
    article = ArticleFactory(created_by=reporter)
    perform(article, "submit", by=None)
    act(client_for(reporter), "send_back", [article], note="For fun.")
    act(client_for(reporter), "delete_selected", [article], post="yes")
    act(client_for(make_user("lawyer", "Legal")), "set_urgency", [article], urgency="1")
    article.refresh_from_db()
    assert (article.status, article.urgency) == (Status.IN_REVIEW, 3)


def test_a_contributor_reaches_no_foreign_story_with_an_action(
    client_for: ClientFor, contributor: User
) -> None:
    foreign = ArticleFactory()
    act(client_for(contributor), "set_urgency", [foreign], urgency="1")
    foreign.refresh_from_db()
    assert foreign.urgency == 3


def test_a_writer_hears_once_of_a_story_that_came_back_with_others(
    client_for: ClientFor, desk: User, reporter: User
) -> None:
    article = ArticleFactory(created_by=reporter)
    perform(article, "submit", by=None)
    act(client_for(desk), "send_back", [article], note="Who says so?")
    assert reporter.notices.filter(kind="sent_back").count() == 1
