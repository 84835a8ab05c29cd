"""Sign-offs and legal holds stop publication, and take back what was about to publish itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import signoffs
from articles.models import Article, FollowUp, SignOff, SignOffDesk
from articles.publishing import NotReady, publish, reschedule
from articles.revisions import snapshot
from articles.workflow import NotAllowed, NotPossible, Status
from tests.factories import UserFactory, approved, later, published, revise

pytestmark = pytest.mark.django_db
LEGAL = SignOffDesk.LEGAL


def ready() -> Article:
    article = approved()
    snapshot(article, by=None)
    return article


def test_a_story_is_not_published_before_the_sign_off_it_needs() -> None:
    article = ready()
    signoffs.require(article, LEGAL, by=UserFactory(role="Reporter"), note="Names a suspect")
    with pytest.raises(NotReady, match="The sign-off “Legal” is missing"):
        publish(article, by=None)
    signoffs.sign(article, LEGAL, by=UserFactory(role="Legal"))
    assert publish(article, by=None).number == 1


def test_a_changed_text_has_to_be_signed_off_again() -> None:
    article = ready()
    signoffs.sign(article, LEGAL, by=None)
    snapshot(revise(article), by=None)
    with pytest.raises(NotReady, match="the copy has changed since"):
        publish(article, by=None)
    signoffs.sign(article, LEGAL, by=None)
    publish(article, by=None)
    assert article.sign_offs.get().revision == article.revisions.get(number=2)


def test_a_text_that_changed_without_a_revision_has_to_be_signed_off_again_too() -> None:
    article = ready()
    signoffs.sign(article, LEGAL, by=None)
    revise(article)
    with pytest.raises(NotReady, match="the copy has changed since"):
        publish(article, by=None)
    assert article.revisions.count() == 1


def test_a_new_deadline_does_not_make_a_sign_off_stale() -> None:
    article = ready()
    signoffs.sign(article, LEGAL, by=None)
    article.due_at = timezone.now()
    article.save()
    snapshot(article, by=None)
    assert publish(article, by=None).number == 1


def test_a_waived_sign_off_stops_nothing_and_says_why() -> None:
    article = ready()
    signoffs.require(article, LEGAL, by=None)
    managing = UserFactory(role="Managing editor")
    with pytest.raises(NotPossible, match="needs a reason"):
        signoffs.waive(article, LEGAL, by=managing, note=" ")
    event = signoffs.waive(article, LEGAL, by=managing, note="The name is out of the text")
    assert event.note == "Legal: The name is out of the text"
    assert publish(article, by=None).number == 1


@pytest.mark.parametrize("verb", ["sign-off", "hold"])
def test_what_stops_publication_takes_back_what_is_scheduled(verb: str) -> None:
    article = ready()
    publish(article, by=None, at=timezone.now() + timedelta(hours=1))
    if verb == "hold":
        signoffs.hold(article, by=None, reason="A letter came.")
    else:
        signoffs.require(article, LEGAL, by=None)
    article.refresh_from_db()
    assert (article.status, article.editions.count()) == (Status.APPROVED, 0)
    assert article.events.filter(verb="cancel").count() == 1


def test_a_scheduled_text_was_signed_so_later_typing_leaves_it_alone() -> None:
    article = ready()
    signoffs.sign(article, LEGAL, by=None)
    publish(article, by=None, at=later(1))
    snapshot(revise(article), by=None)
    assert reschedule(article, by=None, at=later(2)).body != article.body
    with pytest.raises(NotReady, match="the copy has changed since"):
        publish(article, by=None, at=later(3))
    assert article.editions.count() == 1


def test_what_is_public_stays_public_under_a_hold_and_nothing_follows() -> None:
    article = published().article
    publish(revise(article), by=None, change="update", note="More.", at=timezone.now() + timedelta(hours=1))
    signoffs.hold(article, by=None, reason="A letter came.")
    article.refresh_from_db()
    assert (article.status, article.editions.get().number) == (Status.PUBLISHED, 1)
    with pytest.raises(NotReady, match="legal hold"):
        publish(article, by=None, change="correction", note="It was nine.")
    signoffs.lift_hold(article, by=None, reason="Settled.")
    assert publish(article, by=None, change="correction", note="It was nine.").number == 2


def test_the_log_says_that_there_is_a_hold_and_not_why() -> None:
    article = ready()
    event = signoffs.hold(article, by=UserFactory(role="Legal"), reason="The minister threatens to sue.")
    assert (event.verb, event.note) == ("hold", "")
    assert article.legal_holds.get().reason == "The minister threatens to sue."


def test_nothing_is_asked_signed_or_held_twice() -> None:
    article = ready()
    signoffs.require(article, LEGAL, by=None)
    with pytest.raises(NotPossible):
        signoffs.require(article, LEGAL, by=None)
    signoffs.sign(article, LEGAL, by=None)
    with pytest.raises(NotPossible):
        signoffs.sign(article, LEGAL, by=None)
    signoffs.hold(article, by=None, reason="A letter.")
    with pytest.raises(NotPossible):
        signoffs.hold(article, by=None, reason="Another letter.")
    signoffs.lift_hold(article, by=None, reason="Settled.")
    with pytest.raises(NotPossible):
        signoffs.lift_hold(article, by=None, reason="Settled.")
    assert article.legal_holds.count() == 1


@pytest.mark.parametrize(
    ("role", "desk"), [("Fact-checker", "legal"), ("Legal", "fact_check"), ("Reporter", "picture")]
)
def test_a_desk_signs_for_itself_only(role: str, desk: str) -> None:
    article = ready()
    with pytest.raises(NotAllowed):
        signoffs.sign(article, SignOffDesk(desk), by=UserFactory(role=role))
    assert not SignOff.objects.exists()


def test_a_correction_opens_a_follow_up_to_tell_others() -> None:
    edition = publish(revise(published().article), by=None, change="correction", note="It was nine.")
    follow_up = FollowUp.objects.get()
    assert (follow_up.kind, follow_up.note) == ("tell_others", "It was nine.")
    assert follow_up.due_at == edition.starts_at + timedelta(hours=24)
