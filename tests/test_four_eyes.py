"""Four eyes: somebody else has read every word, or there is a logged reason why not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from articles.revisions import snapshot
from articles.workflow import NotPossible, Status, perform
from tests.conftest import MakeUser
from tests.factories import ArticleFactory, AuthorFactory, revise

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(make_user: MakeUser) -> User:
    """A desk editor who also reports."""
    return make_user("writer", "Desk editor")


@pytest.fixture
def colleague(make_user: MakeUser) -> User:
    """The other one on the desk."""
    return make_user("colleague", "Desk editor")


def written_by(user: User, **fields: object) -> Article:
    article: Article = ArticleFactory(authors=[AuthorFactory(user=user)], created_by=user, **fields)
    snapshot(article, by=user)
    return article


def refused(article: Article, user: User) -> bool:
    try:
        perform(article, "approve", by=user)
    except NotPossible:
        return True
    return False


def test_a_colleagues_comma_does_not_free_the_writer(writer: User, colleague: User) -> None:
    article = written_by(writer)
    perform(article, "submit", by=writer)
    snapshot(revise(article, article.body.replace("again", "again,")), by=colleague)
    assert refused(article, writer)


def test_nor_does_a_colleague_who_sends_it_to_the_desk(writer: User, colleague: User) -> None:
    article = written_by(writer)
    snapshot(revise(article), by=colleague)
    perform(article, "submit", by=colleague)
    assert refused(article, writer)


def test_a_text_under_the_own_byline_is_approved_by_somebody_else_whoever_typed_it(
    writer: User, colleague: User
) -> None:
    article = ArticleFactory(authors=[AuthorFactory(user=writer)])
    snapshot(article, by=None)
    perform(article, "submit", by=None)
    assert refused(article, writer)
    assert not refused(article, colleague)


def test_an_editor_who_started_a_story_for_a_reporter_approves_what_comes_in(
    desk: User, reporter: User
) -> None:
    article = ArticleFactory(created_by=desk, assignee=reporter)
    snapshot(article, by=desk)
    snapshot(revise(article), by=reporter)
    perform(article, "submit", by=reporter)
    assert not refused(article, desk)


def test_an_editors_own_changes_are_read_by_the_reporter_who_sends_the_story_again(
    desk: User, reporter: User
) -> None:
    article = ArticleFactory()
    snapshot(article, by=reporter)
    perform(article, "submit", by=reporter)
    snapshot(revise(article), by=desk)
    assert refused(article, desk)
    perform(article, "send_back", by=desk, note="See my changes.")
    perform(article, "submit", by=reporter)
    assert not refused(article, desk)


def test_what_was_approved_by_somebody_else_has_been_read(writer: User, colleague: User) -> None:
    article = written_by(writer)
    perform(article, "submit", by=writer)
    perform(article, "approve", by=colleague)
    perform(article, "reopen", by=writer)
    snapshot(revise(article), by=colleague)
    assert not refused(article, writer)


def test_an_approval_of_ones_own_is_nobody_elses_reading(writer: User) -> None:
    article = written_by(writer)
    perform(article, "submit", by=writer)
    perform(article, "approve", by=writer, urgent="Alone on the night shift")
    perform(article, "reopen", by=writer)
    assert refused(article, writer)


def test_an_approval_says_which_revision_it_covers(desk: User, reporter: User) -> None:
    article = ArticleFactory()
    snapshot(article, by=reporter)
    snapshot(revise(article), by=reporter)
    perform(article, "submit", by=reporter)
    assert perform(article, "approve", by=desk).revision_number == 2
    assert article.status == Status.APPROVED
