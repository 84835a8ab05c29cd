"""What happens between scheduling and the minute: changes, cancellations, pictures, promises to readers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from articles import signoffs
from articles.models import Article, ErrorReport, Notice, Photo, SignOffDesk, open_sign_offs
from articles.publishing import cancel, publish, reschedule
from articles.reports import answered_with, receive
from articles.revisions import diff, snapshot
from articles.workflow import NotPossible, Status
from tests.conftest import MakeUser
from tests.desk.posting import typed
from tests.factories import PhotoFactory, approved, later, published, revise

pytestmark = pytest.mark.django_db


def scheduled(**fields: object) -> Article:
    article = approved(**fields)
    publish(article, by=None, at=later(5))
    return article


def changed_by(article: Article, user: User | None) -> None:
    snapshot(revise(article, "<p>Nobody at the desk has read this.</p>"), by=user)


def test_cancelling_does_not_approve_what_a_reporter_wrote_after_the_approval(reporter: User) -> None:
    article = scheduled()
    changed_by(article, reporter)
    cancel(article, by=None)
    assert article.status == Status.IN_REVIEW


def test_cancelling_leaves_approved_what_somebody_who_may_approve_changed(desk: User) -> None:
    article = scheduled()
    changed_by(article, desk)
    cancel(article, by=None)
    assert article.status == Status.APPROVED


def test_bringing_a_first_edition_forward_publishes_nothing_unread(desk: User, reporter: User) -> None:
    article = scheduled()
    changed_by(article, reporter)
    with pytest.raises(NotPossible, match="changed after it was approved"):
        publish(article, by=desk)
    assert not article.editions.live(timezone.now()).exists()
    assert reschedule(article, by=desk, at=later(6)).body != article.body


def test_the_button_says_that_what_is_scheduled_is_not_what_stands_here(
    client: Client, desk: User, reporter: User
) -> None:
    article = scheduled()
    changed_by(article, reporter)
    client.force_login(desk)
    page = client.get(reverse("admin:articles_article_verb", args=[article.pk, "publish"]))
    assert "cancel the schedule, so that it is read again" in page.context["why_not"]
    page = client.get(reverse("admin:articles_article_verb", args=[article.pk, "cancel"]))
    assert "in review again" in page.context["sentence"]


def answered() -> tuple[Article, ErrorReport]:
    """A story whose correction is scheduled, and the report it answers."""
    edition = published()
    report = receive(edition, message="Nine, not ten.", name="", email="", at=timezone.now())
    article = revise(edition.article)
    correction = publish(article, by=None, at=later(5), change="correction", note="It was nine.")
    answered_with(report, correction, by=None)
    return article, report


@pytest.mark.parametrize("undo", ["cancel", "replace"])
def test_a_report_waits_again_when_the_correction_that_was_to_answer_it_never_comes(undo: str) -> None:
    article, report = answered()
    if undo == "cancel":
        cancel(article, by=None)
    else:
        publish(article, by=None, change="update", note="With the dam.")
    report.refresh_from_db()
    assert (report.outcome, report.answered_with, report.answered_at) == ("waiting", None, None)


def test_a_report_stays_answered_when_its_correction_only_comes_at_another_time() -> None:
    article, report = answered()
    moved = reschedule(article, by=None, at=later(7))
    report.refresh_from_db()
    assert (report.outcome, report.answered_with) == ("corrected", moved)


def typed_into_photo(client: Client, photo: Photo, **changes: object) -> None:
    url = reverse("admin:articles_photo_change", args=[photo.pk])
    assert client.post(url, typed(client.get(url), "photo_form", **changes)).status_code == 302


@pytest.mark.parametrize(("days", "appears"), [(0, False), (30, True)])
def test_a_licence_that_ends_sooner_takes_back_what_is_scheduled_and_tells_the_desk(
    client: Client, desk: User, make_user: MakeUser, days: int, appears: bool
) -> None:
    picture_editor = make_user("pictures", "Picture editor")
    photo = PhotoFactory(rights_expire_on=localdate() + timedelta(days=60))
    article = approved(lead_photo=photo, slugline="RIVER")
    publish(article, by=None, at=later(72))
    client.force_login(picture_editor)
    typed_into_photo(client, photo, rights_expire_on=localdate() + timedelta(days=days))
    article.refresh_from_db()
    assert article.editions.exists() is appears
    assert article.status == (Status.PUBLISHED if appears else Status.APPROVED)
    assert Notice.objects.filter(user=desk, text__contains="RIVER").exists() is not appears


def test_a_new_caption_makes_a_sign_off_stale_and_an_approval_void(
    client: Client, make_user: MakeUser
) -> None:
    photo = PhotoFactory()
    article = approved(lead_photo=photo)
    signoffs.sign(article, SignOffDesk.LEGAL, by=None)
    client.force_login(make_user("pictures", "Picture editor"))
    typed_into_photo(client, photo, caption="The mayor, who took the money.")
    article = Article.objects.get(pk=article.pk)
    assert article.status == Status.IN_REVIEW
    assert [(row.desk, stale) for row, stale in open_sign_offs(article)] == [("legal", True)]
    before, after = article.revisions.order_by("number")
    assert [line.name for line in diff(before, after)] == ["picture"]


def test_a_new_focal_point_is_no_change_of_any_story(client: Client, make_user: MakeUser) -> None:
    photo = PhotoFactory()
    article = approved(lead_photo=photo)
    client.force_login(make_user("pictures", "Picture editor"))
    typed_into_photo(client, photo, focal_x="0.1", usage_note="Paid.")
    article.refresh_from_db()
    assert (article.status, article.revisions.count()) == (Status.APPROVED, 0)
