"""The article form in a browser that runs no scripts: everything can be chosen, added and saved."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.admin.plain import SPARE_LINES
from articles.models import Article
from tests.desk.pages import queries_of
from tests.desk.posting import typed
from tests.factories import ArticleFactory, AuthorFactory, OutletFactory, PhotoFactory

pytestmark = pytest.mark.django_db


def plain(article: Article) -> str:
    return f"{reverse('admin:articles_article_change', args=[article.pk])}?plain"


def test_the_form_says_where_it_is_without_scripts(client: Client, desk: User) -> None:
    client.force_login(desk)
    article = ArticleFactory()
    usual = client.get(plain(article).removesuffix("?plain")).content.decode()
    assert '<noscript><p class="desk-notice">' in usual
    assert '<a href="?plain">' in usual
    assert "<noscript>" not in client.get(plain(article)).content.decode()


def test_names_sources_and_the_picture_are_chosen_from_lists_and_saved(client: Client, desk: User) -> None:
    client.force_login(desk)
    article = ArticleFactory(authors=[])
    author, outlet, photo = AuthorFactory(name="Rita Reyes"), OutletFactory(name="Krone"), PhotoFactory()
    page = client.get(plain(article))
    html = page.content.decode()
    assert html.count(">Rita Reyes</option>") == SPARE_LINES + 1  # and the line a script would copy
    assert html.count(">Krone</option>") == SPARE_LINES + 1
    data = typed(page, lead_photo=photo.pk) | {
        "contributions-0-author": str(author.pk),
        "sources-0-outlet": str(outlet.pk),
    }
    response = client.post(plain(article), {**data, "_continue": "1"})
    assert response["Location"] == plain(article)
    article.refresh_from_db()
    assert article.lead_photo == photo
    assert [line.author for line in article.contributions.all()] == [author]
    assert [source.outlet for source in article.sources.all()] == [outlet]


def test_the_picture_a_story_has_stays_among_the_choices(
    client: Client, desk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(desk)
    old, new = PhotoFactory(caption="The old bridge"), PhotoFactory(caption="The new bridge")
    monkeypatch.setattr("articles.admin.plain.NEWEST_PHOTOS", 1)
    html = client.get(plain(ArticleFactory(lead_photo=old))).content.decode()
    assert f'<option value="{old.pk}" selected>The old bridge</option>' in html
    assert f'<option value="{new.pk}">The new bridge</option>' in html


def test_the_choices_are_read_once_however_many_there_are(everything: Client) -> None:
    url = plain(ArticleFactory())
    few = queries_of(everything, url)
    AuthorFactory.create_batch(3)
    OutletFactory.create_batch(3)
    assert queries_of(everything, url) == few


def test_who_may_not_see_a_story_is_told_so_on_a_page_of_the_house(client: Client) -> None:
    outsider = User.objects.create_user("outsider", is_staff=True)
    client.force_login(outsider)
    response = client.get(plain(ArticleFactory()))
    assert response.status_code == 403
    assert b"This is not open to you" in response.content
    assert reverse("admin:index").encode() in response.content
