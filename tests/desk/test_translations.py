"""That a story is a translation, said at the desk: by typing or from a list, of what one may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from tests.conftest import MakeUser
from tests.desk.posting import typed
from tests.factories import ArticleFactory, AuthorFactory, published

pytestmark = pytest.mark.django_db


def form(article: Article, *, plain: bool = False) -> str:
    return f"/admin/articles/article/{article.pk}/change/{'?plain' if plain else ''}"


def choose(client: Client, article: Article, original: Article) -> Any:
    """Choose the original in the form, as the script's field would."""
    page = client.get(form(article))
    return client.post(form(article), {**typed(page), "translation_of": str(original.pk), "_continue": "1"})


def test_an_editor_says_which_story_it_was_made_from(client: Client, desk: User) -> None:
    client.force_login(desk)
    original, german = published(language="en").article, ArticleFactory(language="de", section=None)
    assert choose(client, german, original).status_code == 302
    german.refresh_from_db()
    assert german.translation_of == original


def test_what_is_no_translation_is_refused_at_the_field(client: Client, desk: User) -> None:
    client.force_login(desk)
    original, english = published(language="en").article, ArticleFactory(language="en", section=None)
    response = choose(client, english, original)
    assert response.status_code == 200
    assert "Both are in the same language (en)" in response.text
    english.refresh_from_db()
    assert english.translation_of is None


def test_a_second_translation_in_one_language_is_refused_unless_the_first_was_spiked(
    client: Client, desk: User
) -> None:
    client.force_login(desk)
    original = published(language="en").article
    first = ArticleFactory(language="de", translation_of=original)
    second = ArticleFactory(language="de", section=None)
    assert "has a translation in this language already (de)" in choose(client, second, original).text
    Article.objects.filter(pk=first.pk).update(status="spiked")
    assert choose(client, second, original).status_code == 302


def test_without_scripts_it_is_chosen_from_the_stories_published_last(client: Client, desk: User) -> None:
    client.force_login(desk)
    original = published(language="en", slugline="RIVER-EN").article
    ArticleFactory(slugline="A-DRAFT")
    german = ArticleFactory(language="de", section=None)
    page = client.get(form(german, plain=True))
    assert f'<option value="{original.pk}">RIVER-EN</option>' in page.text
    assert "A-DRAFT" not in page.text
    data = typed(page, translation_of=original.pk)
    client.post(form(german, plain=True), {**data, "_continue": "1"})
    german.refresh_from_db()
    assert german.translation_of == original


def test_a_contributor_chooses_among_their_own_and_keeps_what_an_editor_chose(
    client: Client, make_user: MakeUser
) -> None:
    contributor = make_user("contributor", "Contributor")
    client.force_login(contributor)
    secret = ArticleFactory(language="en", slugline="SECRET-MERGER")
    own = ArticleFactory(language="de", created_by=contributor, authors=[AuthorFactory(user=contributor)])
    response = choose(client, own, secret)
    assert "SECRET-MERGER" not in response.text
    own.refresh_from_db()
    assert own.translation_of is None
    Article.objects.filter(pk=own.pk).update(translation_of=secret)
    page = client.get(form(own))
    client.post(form(own), {**typed(page, kicker="Floods"), "_continue": "1"})
    own.refresh_from_db()
    assert own.kicker == "Floods"
    assert own.translation_of == secret


@pytest.fixture
def at_odds() -> Article:
    """A translation whose original got its own language meanwhile: no form would have let that pass."""
    original = ArticleFactory(language="en")
    article = ArticleFactory(language="de", translation_of=original, section=None)
    Article.objects.filter(pk=original.pk).update(language="de")
    return article


@pytest.mark.parametrize(("kind", "field"), [("planned", "publish_at"), ("due", "due_at")])
def test_a_plan_is_moved_whatever_the_translation_is_at_odds_with(
    everything: Client, at_odds: Article, kind: str, field: str
) -> None:
    path = f"/admin/articles/article/{at_odds.pk}/move/{kind}/"
    page = everything.get(path)
    assert everything.post(path, typed(page, "move-form", **{field: "2037-11-26T18:30"})).status_code == 302
    at_odds.refresh_from_db()
    assert getattr(at_odds, field).year == 2037


def test_a_list_action_goes_through_whatever_the_translation_is_at_odds_with(
    everything: Client, at_odds: Article
) -> None:
    data = {"action": "set_urgency", "_selected_action": [at_odds.pk], "confirmed": "1", "urgency": "1"}
    assert everything.post("/admin/articles/article/", data).status_code == 302
    at_odds.refresh_from_db()
    assert at_odds.urgency == 1


def test_who_may_not_change_the_translation_saves_the_rest(
    client: Client, make_user: MakeUser, at_odds: Article
) -> None:
    client.force_login(make_user("pia", "Producer"))
    page = client.get(form(at_odds))
    assert client.post(form(at_odds), typed(page, headline_short="Shorter")).status_code == 302
    at_odds.refresh_from_db()
    assert at_odds.headline_short == "Shorter"


def test_who_may_is_told_at_the_field(everything: Client, at_odds: Article) -> None:
    answer = everything.post(form(at_odds), typed(everything.get(form(at_odds)), headline="Another"))
    assert "Both are in the same language (de)" in answer.context["adminform"].errors["translation_of"][0]
