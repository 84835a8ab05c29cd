"""Preview: the desk sees what readers will get, and nobody else sees anything."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Change, Edition, SourceKind
from articles.publishing import publish
from tests.factories import AuthorFactory, OutletFactory, PhotoFactory, TopicFactory, approved, published

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-10-14T16:20:00+02:00")
HEAD = re.compile(r"<title>.*?(?=<link rel=\"preload\")", re.DOTALL)
BANNER = re.compile(r'<p class="banner">.*?</p>\n', re.DOTALL)
PATH = re.compile(r'name="next" value="[^"]*"')


def address(article: Article) -> str:
    """Where the preview of the article is."""
    return reverse("preview", args=[article.pk])


def page_of(client: Client, path: str) -> str:
    """The page without what a preview has of its own: the banner, the head's metadata, its own path."""
    html = client.get(path).content.decode()
    return PATH.sub("", BANNER.sub("", HEAD.sub("", html)))


def test_the_preview_is_the_page_that_is_published_later(
    client: Client, desk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)
    topic = TopicFactory()
    published(topics=[topic], at=AT)
    article = approved(
        authors=[AuthorFactory(), AuthorFactory()],
        topics=[topic],
        dateline="VIENNA, 14 October",
        key_points="The dam holds",
        lead_photo=PhotoFactory(),
        sources=[{"kind": SourceKind.BASED_ON, "outlet": OutletFactory()}],
    )
    client.force_login(desk)
    preview = page_of(client, address(article))
    edition = publish(article, by=None, at=AT, now=AT)
    assert preview == page_of(client, edition.get_absolute_url())
    assert "More on this" in preview


def test_the_preview_of_a_corrected_story_keeps_its_earlier_notes(client: Client, desk: User) -> None:
    edition = published(at=AT)
    article = Article.objects.get(pk=edition.article_id)
    article.body = "<p>Put right.</p>"
    article.save()
    publish(article, by=None, change=Change.CORRECTION, note="It was wrong.")
    article.headline = "A better headline"
    article.save()
    client.force_login(desk)
    preview = page_of(client, address(article))
    assert "It was wrong." in preview
    assert "<h1>A better headline</h1>" in preview
    assert "A better headline" not in page_of(client, edition.get_absolute_url())
    assert preview == page_of(client, publish(article, by=None).get_absolute_url())


def test_the_preview_says_what_it_is_and_is_kept_by_nobody(client: Client, desk: User) -> None:
    client.force_login(desk)
    response = client.get(address(approved()))
    html = response.content.decode()
    assert "Preview – not published" in html
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert Edition.objects.count() == 0


def test_an_unfinished_draft_can_be_previewed(client: Client, desk: User) -> None:
    article = Article.objects.create()
    client.force_login(desk)
    assert client.get(address(article)).status_code == 200


def test_readers_are_sent_to_the_login(client: Client) -> None:
    article = approved(headline="Secret until noon")
    response = client.get(address(article))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_an_account_without_the_right_sees_nothing(client: Client, make_user: object) -> None:
    client.force_login(User.objects.create_user("new", is_staff=True))
    assert client.get(address(approved())).status_code == 403


def test_an_outsider_with_an_account_sees_nothing(client: Client, outsider: User) -> None:
    client.force_login(outsider)
    response = client.get(address(approved(headline="Secret until noon")))
    assert response.status_code == 302
    assert "Secret until noon" not in response.content.decode()


def test_the_desk_sees_every_surface_on_one_page(client: Client, desk: User) -> None:
    article = approved(
        headline="The headline", headline_seo="Found by search", headline_social="Shared by friends"
    )
    client.force_login(desk)
    html = client.get(reverse("desk_preview", args=[article.pk])).content.decode()
    assert html.count(f'src="{address(article)}"') == 2
    assert f'src="{reverse("preview_cards", args=[article.pk])}"' in html
    for words in ["Found by search", "Shared by friends", "The headline", article.standfirst]:
        assert words in html
    cards = client.get(reverse("preview_cards", args=[article.pk]))
    assert cards.content.decode().count("<article") == 4
    assert "no-store" in cards["Cache-Control"]


def test_an_embargo_stands_over_every_preview(client: Client, desk: User) -> None:
    article = approved(embargo_until=timezone.now() + timedelta(days=1))
    client.force_login(desk)
    for name in ["preview", "desk_preview"]:
        assert "EMBARGOED until" in client.get(reverse(name, args=[article.pk])).content.decode()


@pytest.mark.parametrize("name", ["preview", "preview_cards", "desk_preview"])
def test_a_contributor_previews_only_their_own(client: Client, contributor: User, name: str) -> None:
    mine, other = approved(created_by=contributor), approved()
    client.force_login(contributor)
    assert client.get(reverse(name, args=[mine.pk])).status_code == 200
    assert client.get(reverse(name, args=[other.pk])).status_code == 403
