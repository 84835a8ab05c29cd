"""Retractions and take-downs: what stays, what goes, and who may bring it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from articles.embargoes import lift
from articles.models import Change, Edition
from articles.publishing import publish
from articles.withdrawals import decline_retraction, propose_retraction, retract, take_down
from articles.workflow import NotAllowed, NotPossible
from tests.factories import (
    ArticleFactory,
    PhotoFactory,
    TopicFactory,
    UserFactory,
    approved,
    later,
    published,
    revise,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_retraction_keeps_the_page_repeats_what_was_public_and_says_why() -> None:
    first = published(at=timezone.now() - HOUR, body="<p>What was public.</p>")
    revise(first.article, "<p>Not public yet.</p>")
    edition = retract(first.article, by=None, note="Retracted: the sample was too small.")
    assert list(Edition.objects.live(timezone.now())) == [edition]
    assert (edition.number, edition.change, edition.body) == (2, Change.RETRACTION, "<p>What was public.</p>")
    assert edition.change_note == "Retracted: the sample was too small."
    assert list(edition.credits.values_list("author", flat=True)) == list(
        first.credits.values_list("author", flat=True)
    )


def test_a_retraction_can_leave_the_text_out() -> None:
    edition = retract(published(at=timezone.now() - HOUR).article, by=None, note="Wrong.", keep_text=False)
    assert (edition.body, edition.html, edition.word_count) == ("", "", 0)


def test_a_story_taken_down_leaves_a_marker_without_a_word_of_it() -> None:
    first = published(at=timezone.now() - HOUR, lead_photo=PhotoFactory())
    marker = take_down(first.article, by=None, reason="Court order 7.")
    now = timezone.now()
    assert list(Edition.objects.live(now)) == []
    assert list(Edition.objects.current(now)) == [marker]
    words = [marker.headline, marker.standfirst, marker.body, marker.html, marker.byline, marker.change_note]
    assert words == [""] * 6
    assert (marker.lead_photo, marker.sources, marker.slug, marker.url_date) == (
        None,
        [],
        first.slug,
        first.url_date,
    )
    # Why is for those who keep the register, not for everybody who reads the log.
    told = [*first.article.events.values_list("note", flat=True)]
    assert not any("Court order 7." in note for note in told)
    assert first.article.removal_requests.get().decision_reason == "Court order 7."


@pytest.mark.parametrize(
    "withdraw",
    [lambda a: retract(a, by=None, note="Wrong."), lambda a: take_down(a, by=None, reason="Order.")],
)
def test_putting_a_withdrawn_story_back_needs_a_note(withdraw: Any) -> None:
    article = published(at=timezone.now() - HOUR).article
    withdraw(article)
    with pytest.raises(NotPossible, match="withdrawn"):
        publish(revise(article), by=None)
    edition = publish(article, by=None, change=Change.EDITORS_NOTE, note="Checked again and restored.")
    assert list(Edition.objects.live(timezone.now())) == [edition]


def test_a_story_that_was_never_public_cannot_be_retracted_or_taken_down() -> None:
    article = approved()
    publish(article, by=None, at=later())
    with pytest.raises(NotPossible, match="never public"):
        retract(article, by=None, note="Wrong.")
    with pytest.raises(NotPossible, match="never public"):
        take_down(article, by=None, reason="Order.")


@pytest.mark.parametrize(
    ("withdraw", "role"),
    [("retract", "Desk editor"), ("take_down", "Desk editor"), ("take_down", "Standards editor")],
)
def test_only_those_who_may_withdraw_a_story_put_it_back(withdraw: str, role: str) -> None:
    article = published(at=timezone.now() - HOUR).article
    if withdraw == "retract":
        retract(article, by=None, note="Wrong.")
    else:
        take_down(article, by=None, reason="Court order.")
    revise(article)
    with pytest.raises(NotAllowed):
        publish(article, by=UserFactory(role=role), change=Change.EDITORS_NOTE, note="Back.")
    publish(article, by=UserFactory(role="Managing editor"), change=Change.EDITORS_NOTE, note="Back.")


def test_nothing_is_left_to_retract_after_a_take_down() -> None:
    article = published(at=timezone.now() - HOUR).article
    take_down(article, by=None, reason="Court order.")
    with pytest.raises(NotPossible, match="taken down"):
        retract(article, by=None, note="Wrong.")


def test_a_retraction_without_the_text_keeps_the_name_of_the_story_and_nothing_else() -> None:
    secret = "quagga"
    first = published(
        at=timezone.now() - HOUR,
        headline="The headline stays",
        kicker=secret,
        standfirst=secret,
        key_points=secret,
        body=f"<p>{secret}</p>",
        how_we_reported=secret,
        dateline=secret,
        lead_photo=PhotoFactory(alt=secret, caption=secret, credit=secret),
        topics=[TopicFactory(name=secret)],
        sources=[{"kind": "document", "title": secret}],
    )
    edition = retract(first.article, by=None, note="Wrong.", keep_text=False)
    said = [str(getattr(edition, column.attname)) for column in Edition._meta.concrete_fields]
    assert [text for text in said if secret in text] == []
    assert (edition.topics.count(), edition.lead_photo, edition.headline) == (0, None, "The headline stays")
    assert edition.byline == first.byline


def test_a_retracted_text_can_still_be_removed_later() -> None:
    article = published(at=timezone.now() - HOUR, body="<p>Libel.</p>").article
    retract(article, by=None, note="Wrong.")
    assert retract(article, by=None, note="Removed on legal advice.", keep_text=False).body == ""


# --- Two people ---


def test_a_retraction_takes_two_people() -> None:
    article = published().article
    legal, standards = UserFactory(role="Legal"), UserFactory(role="Standards editor")
    with pytest.raises(NotPossible, match="two people"):
        retract(article, by=standards)
    propose_retraction(article, by=legal, notice="We made it up.", keep_text=False)
    assert article.editions.count() == 1
    with pytest.raises(NotAllowed, match="somebody else"):
        retract(article, by=legal)
    edition = retract(article, by=standards)
    assert (edition.change, edition.change_note, edition.body) == ("retraction", "We made it up.", "")
    proposal = article.retractions.get()
    assert (proposal.outcome, proposal.decided_by, proposal.edition) == ("confirmed", standards, edition)


def test_a_declined_retraction_changes_nothing_and_another_may_be_proposed() -> None:
    article = published().article
    legal, standards = UserFactory(role="Legal"), UserFactory(role="Standards editor")
    propose_retraction(article, by=legal, notice="We made it up.")
    with pytest.raises(NotPossible, match="waits"):
        propose_retraction(article, by=standards, notice="We made it up, too.")
    decline_retraction(article, by=standards, reason="We did not.")
    assert article.editions.count() == 1
    with pytest.raises(NotPossible):
        retract(article, by=standards)
    propose_retraction(article, by=legal, notice="We did, here is how.")
    assert retract(article, by=standards).change_note == "We did, here is how."


def test_a_take_down_stands_in_the_register_with_the_day_it_is_looked_at_again() -> None:
    article, managing = published().article, UserFactory(role="Managing editor")
    day = localdate() + timedelta(days=1)
    take_down(article, by=managing, reason="Danger for a witness.", ground="safety", review_on=day)
    row = article.removal_requests.get()
    assert (row.decision, row.ground, row.decided_by, row.review_on) == ("removed", "safety", managing, day)
    assert row.decision_reason == "Danger for a witness."


def test_lifting_an_embargo_needs_the_permission_and_a_reason_and_is_logged() -> None:
    article = ArticleFactory(embargo_until=timezone.now() + HOUR)
    with pytest.raises(NotAllowed):
        lift(article, by=UserFactory(role="Desk editor"), reason="Because.")
    managing = UserFactory(role="Managing editor")
    with pytest.raises(NotPossible, match="comment"):
        lift(article, by=managing, reason=" ")
    version = article.edit_version
    lift(article, by=managing, reason="Broken by another paper.")
    article.refresh_from_db()
    assert (article.embargo_until, article.edit_version) == (None, version + 1)
    assert article.events.get().note == "Broken by another paper."
    with pytest.raises(NotPossible):
        lift(article, by=managing, reason="Again.")


def test_retracting_a_story_that_has_disappeared_does_not_bring_its_text_back() -> None:
    ago = timezone.now() - timedelta(hours=2)
    article = approved()
    publish(article, by=None, at=ago, now=ago, until=ago + timedelta(hours=1))
    edition = retract(article, by=None, note="We made it up. — The editors")
    assert (edition.headline, edition.body) == (article.headline, "")
