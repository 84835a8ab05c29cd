"""Who is in a story: people know of each other before they collide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import locks
from articles.models import Article, EditLock, Notice
from articles.workflow import NotPossible
from tests.conftest import MakeUser
from tests.desk.posting import typed
from tests.factories import ArticleFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db
type ClientFor = Callable[[User], Client]
ONE, TWO = "1" * 32, "2" * 32


def url(article: Article, page: str = "presence") -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk])


def beat(client: Client, article: Article, token: str, **more: str) -> Any:
    """A sign of life from a window in which somebody types."""
    return client.post(url(article), {"token": token, "editing": "1", **more}).json()


def look(client: Client, article: Article, token: str) -> Any:
    """A sign of life from a window in which nobody does."""
    return client.post(url(article), {"token": token}).json()


def test_the_first_has_the_story_and_the_second_is_told_who(
    client_for: ClientFor, desk: User, copy_editor: User
) -> None:
    article, first, second = ArticleFactory(), client_for(desk), client_for(copy_editor)
    assert beat(first, article, ONE)["mine"]
    told = beat(second, article, TWO)
    assert (told["mine"], told["who"]) == (False, "desk")
    assert "desk has been editing since" in second.get(url(article, "change")).text
    assert "desk has been editing since" not in first.get(url(article, "change")).text


def test_whoever_only_reads_holds_nothing_and_is_shown_as_having_it_open(
    client_for: ClientFor, desk: User, copy_editor: User
) -> None:
    article, first, second = ArticleFactory(), client_for(desk), client_for(copy_editor)
    assert look(first, article, ONE) == {"mine": False, "who": "", "reading": ""}
    assert look(first, article, TWO)["reading"] == ""
    assert look(second, article, TWO)["reading"] == "desk"
    assert not EditLock.objects.exists()
    assert "Also reading: desk" in second.get(url(article, "change")).text
    assert beat(second, article, TWO)["mine"]
    told = look(first, article, ONE)
    assert (told["who"], told["reading"]) == ("copy", "")
    first.post(url(article), {"token": ONE, "leave": "1"})
    first.post(url(article), {"token": TWO, "leave": "1"})
    assert look(second, article, TWO)["reading"] == ""


def test_a_lock_that_fell_silent_is_not_called_taken_over(
    client_for: ClientFor, desk: User, copy_editor: User
) -> None:
    article, first, second = ArticleFactory(), client_for(desk), client_for(copy_editor)
    beat(first, article, ONE)
    EditLock.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=91))
    assert beat(second, article, TWO)["mine"]
    assert beat(first, article, ONE)["taken"] is False


def test_two_windows_of_one_person_know_of_each_other(client_for: ClientFor, desk: User) -> None:
    article, client = ArticleFactory(), client_for(desk)
    beat(client, article, ONE)
    told = beat(client, article, TWO)
    assert (told["mine"], told["own"]) == (False, True)


def test_whoever_leaves_or_falls_silent_leaves_the_story_free(
    client_for: ClientFor, desk: User, copy_editor: User
) -> None:
    article, first, second = ArticleFactory(), client_for(desk), client_for(copy_editor)
    beat(first, article, ONE)
    beat(first, article, ONE, leave="1")
    assert beat(second, article, TWO)["mine"]
    EditLock.objects.update(heartbeat_at=timezone.now() - timedelta(seconds=91))
    assert beat(first, article, ONE)["mine"]


def test_a_story_is_taken_over_with_a_reason_and_its_holder_is_told(
    client_for: ClientFor, desk: User, copy_editor: User
) -> None:
    article, first, second = ArticleFactory(slugline="RIVER"), client_for(desk), client_for(copy_editor)
    beat(first, article, ONE)
    page = second.get(url(article, "take_over"))
    assert "desk has been editing" in page.text
    assert "reason" in second.post(url(article, "take_over"), {"reason": " "}).context["form"].errors
    assert beat(first, article, ONE)["mine"]
    sent = typed(page, form_id="", reason="You are on the train.")
    assert second.post(url(article, "take_over"), sent).status_code == 302
    assert beat(second, article, TWO)["mine"]
    told = beat(first, article, ONE)
    assert (told["mine"], told["who"], told["taken"]) == (False, "copy", True)
    assert Notice.objects.get(user=desk).text == "copy has taken “RIVER” over: You are on the train."


def test_whoever_waits_asks_and_the_holder_sees_it(
    client_for: ClientFor, desk: User, copy_editor: User
) -> None:
    article, first, second = ArticleFactory(), client_for(desk), client_for(copy_editor)
    beat(first, article, ONE)
    beat(second, article, TWO, ask="1")
    assert beat(first, article, ONE)["asked"] == "copy"
    beat(first, article, ONE, leave="1")
    with pytest.raises(NotPossible):
        locks.ask(article, by=copy_editor)
    assert beat(second, article, TWO)["asked"] == ""


def test_a_lock_never_stops_a_save(client_for: ClientFor, desk: User, copy_editor: User) -> None:
    article, second = ArticleFactory(), client_for(copy_editor)
    beat(client_for(desk), article, ONE)
    form = url(article, "change")
    assert second.post(form, typed(second.get(form), headline="Saved all the same")).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Saved all the same"


def test_only_who_may_change_a_story_is_in_it(client_for: ClientFor, make_user: MakeUser) -> None:
    section = SectionFactory()
    section.editors.add(UserFactory())
    article = ArticleFactory(section=section)
    for role in ("Desk editor", "Reporter", "Legal", "Contributor"):
        client = client_for(make_user(role.lower().replace(" ", ""), role))
        assert client.post(url(article), {"token": ONE}).status_code == 403
        assert client.post(url(article, "take_over"), {"reason": "x"}).status_code == 403
    assert not EditLock.objects.exists()


def test_a_window_without_a_proper_name_is_refused(client_for: ClientFor, desk: User) -> None:
    article, client = ArticleFactory(), client_for(desk)
    for token in ("", "x", ONE + "1"):
        assert client.post(url(article), {"token": token}).status_code == 400
    assert client.get(url(article)).status_code == 405
