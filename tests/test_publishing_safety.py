"""The door is all or nothing, takes the row and not the object, and the database stands behind it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.timezone import localdate

from articles.models import Article, Change, Credit, Edition, Event, Revision
from articles.publishing import NotReady, cancel, publish, reschedule
from articles.withdrawals import retract, take_down
from articles.workflow import NotAllowed, NotPossible, Status
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


def everything_stored() -> list[Any]:
    """Every row that publishing may write."""
    models_written = (Article, Edition, Credit, Event, Revision, Edition.topics.through)
    return [list(model._default_manager.order_by("pk").values()) for model in models_written]


def test_a_second_click_makes_no_second_edition() -> None:
    article = published(at=timezone.now() - HOUR).article
    with pytest.raises(NotPossible, match="Nothing has changed"):
        publish(article, by=None)
    assert article.editions.count() == 1


def test_the_past_is_refused_except_to_whoever_rebuilds_an_archive() -> None:
    past = timezone.now() - timedelta(days=400)
    with pytest.raises(NotPossible, match="past"):
        publish(approved(), by=None, at=past)
    assert publish(approved(), by=None, at=past, now=past).first_published_at == past


def test_an_archive_import_cannot_slip_an_edition_under_what_readers_have_seen() -> None:
    article = published(at=timezone.now() - HOUR).article
    past = timezone.now() - 2 * HOUR
    with pytest.raises(NotPossible):
        publish(revise(article), by=None, at=past, now=past, change=Change.UPDATE, note="Sooner.")
    assert article.editions.count() == 1


@pytest.mark.parametrize(
    "verb",
    [
        lambda article: publish(article, by=None, change=Change.UPDATE, note="More."),
        lambda article: publish(article, by=None, at=later(), change=Change.UPDATE, note="More."),
        lambda article: retract(article, by=None, note="Wrong."),
        lambda article: take_down(article, by=None, reason="Order."),
        lambda article: cancel(article, by=None),
        lambda article: reschedule(article, by=None, at=later(9)),
    ],
    ids=["publish", "schedule", "retract", "take_down", "cancel", "reschedule"],
)
def test_a_failure_at_any_query_leaves_nothing_behind(verb: Any) -> None:
    article = published(at=timezone.now() - HOUR, topics=[TopicFactory()]).article
    publish(revise(article, "<p>Tomorrow.</p>"), by=None, at=later(5), change=Change.UPDATE, note="Soon.")
    revise(article)
    before = everything_stored()
    broken_at = 0
    while True:
        broken_at += 1
        seen = 0

        def break_down(execute: Any, sql: str, *rest: Any, at: int = broken_at) -> Any:
            nonlocal seen
            seen += sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))
            if seen == at:
                seen += 1
                raise DatabaseError("The disk is full.")
            return execute(sql, *rest)

        try:
            with connection.execute_wrapper(break_down):
                verb(Article.objects.get(pk=article.pk))
        except DatabaseError:
            assert everything_stored() == before
        else:
            break
    assert broken_at > 10
    assert everything_stored() != before


def test_whoever_lacks_the_permission_is_refused_and_whoever_has_it_is_named() -> None:
    article = approved()
    with pytest.raises(NotAllowed):
        publish(article, by=UserFactory(role="Reporter"))
    editor = UserFactory(role="Desk editor")
    edition = publish(article, by=editor)
    assert (edition.published_by_id, article.events.values_list("by", flat=True)[0]) == (editor.pk, editor.pk)


def test_the_database_refuses_two_editions_at_once() -> None:
    edition = published()
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            article=edition.article,
            number=2,
            slug="x",
            starts_at=edition.starts_at + HOUR,
            ends_at=edition.starts_at + 2 * HOUR,
            first_published_at=edition.first_published_at,
            modified_at=edition.modified_at,
            url_date=edition.url_date,
        )


def test_the_database_refuses_a_published_article_without_an_edition() -> None:
    article = ArticleFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status=Status.PUBLISHED)


def test_an_edition_is_never_saved_again_and_a_published_article_never_deleted() -> None:
    edition = published()
    with pytest.raises(TypeError):
        edition.save()
    with pytest.raises(ProtectedError):
        edition.article.delete()


def test_the_door_publishes_the_row_and_not_a_stale_object() -> None:
    article = approved(body="<p>Old.</p>")
    stale = Article.objects.get(pk=article.pk)
    revise(article, "<p>New.</p>")
    assert publish(stale, by=None).body == "<p>New.</p>"


def test_whoever_may_not_correct_publishes_no_correction() -> None:
    article = revise(published(at=timezone.now() - HOUR).article)
    editor = UserFactory(role="Desk editor")
    Group.objects.get(name="Desk editor").permissions.remove(
        Permission.objects.get(codename="correct_article")
    )
    with pytest.raises(NotAllowed):
        publish(article, by=editor, change=Change.CORRECTION, note="Wrong.")


def test_the_door_cleans_what_nobody_else_cleaned() -> None:
    edition = publish(approved(body="<p>One.</p><script>alert(1)</script>"), by=None)
    assert (edition.body, edition.html) == ("<p>One.</p>", "<p>One.</p>")


def test_an_archive_import_is_logged_when_it_happened_and_dated_when_it_was() -> None:
    past = timezone.now() - timedelta(days=400)
    article = approved()
    edition = publish(article, by=None, at=past, archive=True)
    assert (edition.starts_at, edition.url_date) == (past, localdate(past))
    assert article.events.values_list("at", flat=True)[0] > timezone.now() - HOUR


def test_an_archive_import_is_checked_against_today() -> None:
    photo = PhotoFactory(rights_expire_on=localdate() - timedelta(days=1))
    with pytest.raises(NotReady, match="licence"):
        publish(approved(lead_photo=photo), by=None, at=timezone.now() - timedelta(days=400), archive=True)
