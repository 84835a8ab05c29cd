"""The workflow: who may move what, and that two people cannot both win."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from articles.models import Article
from articles.revisions import snapshot
from articles.workflow import TRANSITIONS, NotAllowed, NotPossible, Status, available, perform, why_not
from tests.factories import ArticleFactory, UserFactory, published

pytestmark = pytest.mark.django_db

# What each role may do with somebody else's article, by the status it is in.
MAY = {
    "Contributor": {"draft": ["submit"], "changes_requested": ["submit"]},
    "Reporter": {"draft": ["submit"], "changes_requested": ["submit"]},
    "Copy editor": {
        "draft": ["submit"],
        "changes_requested": ["submit"],
        "in_review": ["send_back"],
        "approved": ["send_back", "reopen"],
    },
    "Picture editor": {"draft": ["submit"], "changes_requested": ["submit"]},
    "Producer": {"draft": ["submit"], "changes_requested": ["submit"]},
    "Desk editor": {
        "draft": ["submit", "spike"],
        "changes_requested": ["submit", "spike"],
        "in_review": ["send_back", "approve", "spike"],
        "approved": ["send_back", "reopen", "publish", "spike"],
        "published": ["publish", "reschedule", "cancel"],
        "spiked": ["unspike"],
    },
    "Standards editor": {
        "draft": ["submit", "spike"],
        "changes_requested": ["submit", "spike"],
        "in_review": ["send_back", "approve", "spike"],
        "approved": ["send_back", "reopen", "publish", "spike"],
        "published": [
            "publish",
            "reschedule",
            "cancel",
            "propose_retraction",
            "decline_retraction",
            "retract",
        ],
        "spiked": ["unspike"],
    },
    "Managing editor": {
        "draft": ["submit", "spike"],
        "changes_requested": ["submit", "spike"],
        "in_review": ["send_back", "approve", "spike"],
        "approved": ["send_back", "reopen", "publish", "spike"],
        "published": [
            "publish",
            "reschedule",
            "cancel",
            "propose_retraction",
            "decline_retraction",
            "retract",
            "take_down",
        ],
        "spiked": ["unspike"],
    },
    "Legal": {"published": ["propose_retraction", "decline_retraction", "retract"]},
    "Fact-checker": {},
}
# Whatever the status, as long as the story is not spiked.
WHILE_ALIVE = {
    "Contributor": ["require_sign_off"],
    "Reporter": ["require_sign_off"],
    "Copy editor": ["require_sign_off"],
    "Fact-checker": ["sign_off_fact_check"],
    "Legal": ["require_sign_off", "sign_off_legal"],
    "Picture editor": ["require_sign_off", "sign_off_picture"],
    "Producer": ["require_sign_off"],
    "Desk editor": ["require_sign_off"],
    "Standards editor": ["require_sign_off", "waive_sign_off", "sign_off_standards"],
    "Managing editor": ["lift_embargo", "require_sign_off", "waive_sign_off"],
}
# A hold may lie on a spiked story too: it might be brought back.
ALWAYS = {"Legal": ["hold", "lift_hold"], "Managing editor": ["hold", "lift_hold"]}


def may(role: str, status: str) -> set[str]:
    """The verbs a role may use on an article in that status."""
    alive = [] if status == Status.SPIKED else WHILE_ALIVE[role]
    return {*MAY[role].get(status, []), *alive, *ALWAYS.get(role, [])}


def in_status(status: str) -> Article:
    article = published().article if status == Status.PUBLISHED else ArticleFactory()
    Article.objects.filter(pk=article.pk).update(status=status)
    article.refresh_from_db()
    return article


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("status", Status.values)
def test_each_role_is_offered_its_verbs_and_no_others(role: str, status: str) -> None:
    assert set(available(in_status(status), UserFactory(role=role))) == may(role, status)


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("verb", [verb for verb, rule in TRANSITIONS.items() if not rule.automatic])
def test_a_verb_that_is_not_offered_is_refused_and_moves_nothing(role: str, verb: str) -> None:
    user = UserFactory(role=role)
    for status in Status.values:
        if verb in may(role, status):
            continue
        article = in_status(status)
        with pytest.raises((NotAllowed, NotPossible)):
            perform(article, verb, by=user, note="Because.")
        assert (Article.objects.get(pk=article.pk).status, article.status) == (status, status)
        assert article.events.filter(verb=verb, by=user).count() == 0


def test_an_event_says_who_did_what_from_where_to_where() -> None:
    desk = UserFactory(role="Desk editor")
    article = in_status(Status.IN_REVIEW)
    event = perform(article, "send_back", by=desk, note="Who says so?")
    assert (event.verb, event.by, event.from_status, event.to_status, event.note) == (
        "send_back",
        desk,
        "in_review",
        "changes_requested",
        "Who says so?",
    )


@pytest.mark.parametrize("verb", ["send_back", "spike", "retract", "take_down"])
def test_a_verb_that_needs_a_comment_is_refused_with_blanks(verb: str) -> None:
    article = in_status(next(iter(sorted(TRANSITIONS[verb].sources))))
    with pytest.raises(NotPossible, match="needs a comment"):
        perform(article, verb, by=UserFactory(role="Managing editor"), note="  ")


def test_nobody_approves_what_they_wrote_last() -> None:
    desk = UserFactory(role="Desk editor")
    article = ArticleFactory()
    snapshot(article, by=desk)
    perform(article, "submit", by=desk)
    with pytest.raises(NotPossible, match="somebody else"):
        perform(article, "approve", by=desk)
    perform(article, "approve", by=UserFactory(role="Desk editor"))
    assert article.status == Status.APPROVED


def test_a_colleagues_deadline_or_comment_does_not_make_them_the_writer() -> None:
    writer, colleague = UserFactory(role="Desk editor"), UserFactory(role="Desk editor")
    article = ArticleFactory()
    snapshot(article, by=writer)
    article.urgency = 1
    article.save()
    snapshot(article, by=colleague, comment="Read by me")
    perform(article, "submit", by=writer)
    with pytest.raises(NotPossible, match="somebody else"):
        perform(article, "approve", by=writer)
    perform(article, "approve", by=colleague)
    assert article.status == Status.APPROVED


def test_an_urgent_reason_waives_the_second_pair_of_eyes_and_is_logged() -> None:
    desk = UserFactory(role="Desk editor")
    article = ArticleFactory()
    snapshot(article, by=desk)
    perform(article, "submit", by=desk)
    assert perform(article, "approve", by=desk, urgent="Alone on the night shift").note == (
        "(urgent: Alone on the night shift)"
    )


def test_why_not_says_what_is_missing() -> None:
    article = ArticleFactory()
    assert (
        why_not(article, "approve", UserFactory(role="Reporter"))
        == "You do not have the permission to do this."
    )
    assert (
        why_not(article, "approve", UserFactory(role="Desk editor"))
        == "Not possible while the article is “Draft”."
    )
    assert why_not(article, "submit", UserFactory(role="Reporter")) == ""


def test_of_two_who_hold_the_same_page_only_one_wins() -> None:
    article = in_status(Status.IN_REVIEW)
    other = Article.objects.get(pk=article.pk)
    perform(article, "approve", by=UserFactory(role="Desk editor"))
    with pytest.raises(NotPossible, match="Approved"):
        perform(other, "approve", by=UserFactory(role="Desk editor"))
    assert article.events.filter(verb="approve").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_instant_only_one_wins() -> None:
    article = in_status(Status.IN_REVIEW)
    editors = [UserFactory(role="Desk editor") for _ in range(2)]
    outcomes: list[Any] = []
    together = threading.Barrier(2)

    def approve(editor: User) -> None:
        mine = Article.objects.get(pk=article.pk)
        together.wait()
        try:
            outcomes.append(perform(mine, "approve", by=editor).to_status)
        except NotPossible:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(editor,)) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "refused"]


def test_the_object_in_hand_keeps_its_status_when_the_move_fails() -> None:
    article = in_status(Status.IN_REVIEW)

    def fail() -> None:
        raise RuntimeError("The effect broke.")

    with pytest.raises(RuntimeError):
        perform(article, "approve", by=None, effect=fail)
    assert article.status == Status.IN_REVIEW == Article.objects.get(pk=article.pk).status
