"""Preview links: made for one person, closed at any time, and never a way around an embargo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, LegalHold, PreviewLink
from articles.withdrawals import retract, take_down
from articles.workflow import perform
from tests.conftest import MakeUser
from tests.factories import ArticleFactory, later, published

pytestmark = pytest.mark.django_db
type ClientFor = Callable[[User], Client]
HEADLINE = "Nobody may know this yet"


@pytest.fixture
def article() -> Article:
    """A draft somebody outside is to read."""
    return ArticleFactory(headline=HEADLINE)


def link_to(article: Article, **fields: object) -> PreviewLink:
    return PreviewLink.objects.create(
        article=article, recipient="Dr. Source", **{"expires_at": later(48), **fields}
    )


def links_page(article: Article) -> str:
    return reverse("admin:articles_article_links", args=[article.pk])


def test_an_editor_makes_a_link_that_shows_the_draft_with_the_name_of_its_reader(
    client: Client, desk: User, client_for: ClientFor, article: Article
) -> None:
    made = client_for(desk).post(links_page(article), {"recipient": "Dr. Source", "hours": "48"})
    assert made.status_code == 302
    link = article.preview_links.get()
    assert (link.made_by, link.expires_at - link.made_at) == (desk, timedelta(hours=48))
    assert link.get_absolute_url() in client_for(desk).get(links_page(article)).content.decode()
    response = client.get(link.get_absolute_url())
    html = response.content.decode()
    assert HEADLINE in html
    assert html.count("Preview for Dr. Source") > 10
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "sessionid" not in response.cookies


def test_a_link_follows_the_working_copy(client: Client, article: Article) -> None:
    link = link_to(article)
    Article.objects.filter(pk=article.pk).update(headline="Another headline")
    assert "Another headline" in client.get(link.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("ends", "status"), [(timedelta(seconds=1), 200), (timedelta(0), 410), (timedelta(days=-2), 410)]
)
def test_a_link_ends_on_the_minute(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch, ends: timedelta, status: int
) -> None:
    now = timezone.now()
    link = link_to(article, made_at=now - timedelta(days=9), expires_at=now + ends)
    monkeypatch.setattr(timezone, "now", lambda: now)
    response = client.get(link.get_absolute_url())
    assert response.status_code == status
    assert (HEADLINE in response.content.decode()) == (status == 200)


def test_a_revoked_link_shows_nothing_any_more(
    client: Client, desk: User, client_for: ClientFor, article: Article
) -> None:
    link = link_to(article)
    revoke = reverse("admin:articles_article_revoke_link", args=[article.pk, link.pk])
    client_for(desk).get(revoke)
    assert client.get(link.get_absolute_url()).status_code == 200
    client_for(desk).post(revoke)
    response = client.get(link.get_absolute_url())
    assert response.status_code == 410
    assert HEADLINE not in response.content.decode()
    link.refresh_from_db()
    assert link.revoked_by == desk


def test_no_link_is_a_way_around_an_embargo_or_a_legal_hold(client: Client, article: Article) -> None:
    link = link_to(article)
    Article.objects.filter(pk=article.pk).update(embargo_until=later(1))
    embargoed = client.get(link.get_absolute_url())
    assert embargoed.status_code == 403
    assert HEADLINE not in embargoed.content.decode()
    Article.objects.filter(pk=article.pk).update(embargo_until=later(-1))
    assert client.get(link.get_absolute_url()).status_code == 200
    LegalHold.objects.create(article=article, reason="A letter came.")
    held = client.get(link.get_absolute_url())
    assert held.status_code == 403
    assert HEADLINE not in held.content.decode()
    assert "A letter came." not in held.content.decode()


def test_the_links_of_somebody_who_left_end_with_them(client: Client, desk: User, article: Article) -> None:
    link = link_to(article, made_by=desk)
    User.objects.filter(pk=desk.pk).update(is_active=False)
    assert client.get(link.get_absolute_url()).status_code == 410


def test_a_token_nobody_here_signed_is_no_key(client: Client, article: Article) -> None:
    link = link_to(article)
    for token in [link.uid.hex, f"{link.uid.hex}:0", f"{article.pk}:x", "x" * 200, link.uid.hex + ":" * 9]:
        assert client.get(f"/preview/{token}/").status_code in {404, 302}


def test_every_visit_is_logged_and_a_reload_is_none(client: Client, article: Article) -> None:
    link = link_to(article)
    for agent in ["Phone", "Phone", "Laptop"]:
        client.get(link.get_absolute_url(), headers={"User-Agent": agent})
    assert sorted(link.visits.values_list("agent", flat=True)) == ["Laptop", "Phone"]
    assert set(link.visits.values_list("address", flat=True)) == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("Contributor", 403),
        ("Reporter", 403),
        ("Copy editor", 403),
        ("Fact-checker", 403),
        ("Desk editor", 200),
        ("Legal", 200),
        ("Standards editor", 200),
        ("Managing editor", 200),
    ],
)
def test_only_who_answers_for_it_shares_a_story(
    make_user: MakeUser, client_for: ClientFor, article: Article, role: str, status: int
) -> None:
    client = client_for(make_user("somebody", role))
    assert client.get(links_page(article)).status_code == status
    client.post(links_page(article), {"recipient": "Friend", "hours": "4"})
    assert article.preview_links.exists() == (status == 200)


def test_a_link_of_another_story_is_not_revoked_through_this_one(
    desk: User, client_for: ClientFor, article: Article
) -> None:
    other = link_to(ArticleFactory())
    address = reverse("admin:articles_article_revoke_link", args=[article.pk, other.pk])
    assert client_for(desk).post(address).status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


def test_a_link_without_a_name_is_refused_at_its_field(
    desk: User, client_for: ClientFor, article: Article
) -> None:
    response = client_for(desk).post(links_page(article), {"recipient": " ", "hours": "99999"})
    assert set(response.context["form"].errors) == {"recipient", "hours"}
    assert not article.preview_links.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_links_takes_the_same_queries_whatever_it_holds(
    everything: Client, desk: User, article: Article, rows: int
) -> None:
    for _number in range(rows):
        link_to(article, made_by=desk).visits.create(agent="Phone")
    with CaptureQueriesContext(connection) as queries:
        everything.get(links_page(article))
    # Session, user, the article and whether it may be seen, the links.
    assert len(queries) == 5


@pytest.mark.parametrize("verb", ["take_down", "retract"])
def test_what_is_withdrawn_is_withdrawn_from_whoever_holds_a_link(
    client: Client, managing: User, verb: str
) -> None:
    article = published(headline=HEADLINE).article
    link = link_to(article)
    if verb == "take_down":
        take_down(article, by=managing, reason="A court order.")
    else:
        retract(article, by=None, note="We made it up. — The editors")
    response = client.get(link.get_absolute_url())
    assert (response.status_code, HEADLINE in response.content.decode()) == (410, False)
    assert client.get(link_to(article).get_absolute_url()).status_code == 200


def test_a_spiked_story_is_shown_to_nobody_outside(client: Client, article: Article) -> None:
    link = link_to(article)
    perform(article, "spike", by=None, note="It is not true.")
    response = client.get(link.get_absolute_url())
    assert (response.status_code, HEADLINE in response.content.decode()) == (403, False)
