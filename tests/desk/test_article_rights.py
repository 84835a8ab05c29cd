"""Who may see, change and move which story: by button, by address and by a crafted request."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, EditLock
from articles.revisions import snapshot
from tests.desk.posting import typed
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, UserFactory, approved, published


def do(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_verb", args=[article.pk, verb])


def change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def state(article: Article) -> tuple[str, int]:
    return Article.objects.values_list("status", flat=True).get(pk=article.pk), article.editions.count()


# By role: may see the story of somebody else, may change some of it, may submit it; changes its headline.
FOREIGN = {
    "Contributor": (403, 403, 403, False),
    "Reporter": (200, 403, 403, False),
    "Desk editor": (200, 302, 302, True),
    "Copy editor": (200, 302, 302, True),
    "Picture editor": (200, 302, 302, False),
    "Producer": (200, 302, 302, False),
    "Standards editor": (200, 302, 302, True),
    "Managing editor": (200, 302, 302, True),
    "Legal": (200, 403, 403, False),
    "Fact-checker": (200, 302, 403, False),
}


@pytest.mark.parametrize("role", FOREIGN)
def test_a_story_of_somebody_else_is_open_to_those_who_work_on_all_copy(
    role: str, client: Client, admin_client: Client
) -> None:
    client.force_login(UserFactory(role=role))
    article = ArticleFactory(created_by=UserFactory(role="Reporter"))
    data = typed(admin_client.get(change(article)), headline="Another headline of this story")
    looked = client.get(change(article)).status_code
    saved = client.post(change(article), data).status_code
    sent = typed(admin_client.get(do(article, "submit")), form_id="")
    moved = client.post(do(article, "submit"), sent).status_code
    article.refresh_from_db()
    changed = article.headline == "Another headline of this story"
    assert (looked, saved, moved, changed) == FOREIGN[role]


def claimed_section(*editors: User) -> object:
    section = SectionFactory()
    section.editors.set(editors)
    return section


def test_a_desk_editor_changes_the_stories_of_their_own_of_open_and_of_no_sections(db: None) -> None:
    desk = UserFactory(role="Desk editor")
    theirs = ArticleFactory(section=claimed_section(desk, UserFactory()))
    open_desk = ArticleFactory()
    nowhere = ArticleFactory(section=None)
    foreign = ArticleFactory(section=claimed_section(UserFactory()))
    assigned = ArticleFactory(section=claimed_section(UserFactory()), assignee=desk)
    assert set(Article.objects.editable_by(desk)) == {theirs, open_desk, nowhere, assigned}
    assert set(Article.objects.visible_to(desk)) == {theirs, open_desk, nowhere, assigned, foreign}


@pytest.mark.parametrize("role", ["Copy editor", "Standards editor", "Managing editor"])
def test_copy_standards_and_managing_editors_work_on_every_desk(role: str, db: None) -> None:
    user = UserFactory(role=role)
    foreign = ArticleFactory(section=claimed_section(UserFactory()))
    assert list(Article.objects.editable_by(user)) == [foreign]


def test_a_desk_editor_cannot_move_a_story_of_another_desk(client: Client, db: None) -> None:
    client.force_login(UserFactory(role="Desk editor"))
    article = approved(section=claimed_section(UserFactory()))
    assert client.get(change(article)).status_code == 200
    assert client.get(do(article, "publish")).status_code == 403
    assert client.post(do(article, "publish"), {"seen": "x"}).status_code == 403
    assert state(article) == ("approved", 0)


# A desk editor and a story of another desk: what looking at each page answers, and what sending it does.
PAGES = """
change     200 403
history    200 200
compare    200 200
delete     403 403
restore    403 403
take_over  403 403
presence   405 403
autosave   405 403
checks     403 403
links      403 403
"""


@pytest.mark.parametrize("row", PAGES.strip().splitlines())
def test_a_desk_editor_reads_the_stories_of_another_desk_and_changes_none(
    row: str, client: Client, desk: User
) -> None:
    page, looked, sent = row.split()
    article = ArticleFactory(section=claimed_section(UserFactory()))
    snapshot(article, by=None)
    before = Article.objects.values().get(pk=article.pk)
    client.force_login(desk)
    url = reverse(f"admin:articles_article_{page}", args=[article.pk, *([1] if page == "restore" else [])])
    crafted = {
        "headline": "Taken",
        "token": "0" * 32,
        "key": "0" * 32,
        "reason": "x",
        "post": "yes",
        "item": "read",
    }
    assert client.get(url).status_code == int(looked)
    assert client.post(url, crafted).status_code == int(sent)
    assert Article.objects.values().get(pk=article.pk) == before
    assert not article.human_checks.exists()
    assert not EditLock.objects.exists()


@pytest.mark.parametrize("role", ["Contributor", "Reporter"])
def test_a_writer_changes_what_they_started_are_assigned_or_are_credited_with(role: str, db: None) -> None:
    user = UserFactory(role=role)
    author = AuthorFactory(user=user)
    started = ArticleFactory(created_by=user)
    assigned = ArticleFactory(assignee=user)
    credited = ArticleFactory(authors=[author, AuthorFactory()])
    ArticleFactory()
    assert set(Article.objects.editable_by(user)) == {started, assigned, credited}
    assert Article.objects.editable_by(user).count() == 3


def test_a_contributor_finds_only_their_own_stories_in_the_list(client: Client, db: None) -> None:
    user = UserFactory(role="Contributor")
    client.force_login(user)
    ArticleFactory(slugline="MINE", created_by=user)
    ArticleFactory(slugline="THEIRS")
    page = client.get(reverse("admin:articles_article_changelist"), {"q": "river"}).content.decode()
    assert "MINE" in page
    assert "THEIRS" not in page


@pytest.mark.parametrize("page", ["history", "compare"])
def test_a_contributor_cannot_read_the_history_of_others(page: str, client: Client, db: None) -> None:
    client.force_login(UserFactory(role="Contributor"))
    article = ArticleFactory()
    assert client.get(reverse(f"admin:articles_article_{page}", args=[article.pk])).status_code == 403


def test_nobody_without_a_place_at_the_desk_gets_a_page(client: Client, outsider: User) -> None:
    client.force_login(outsider)
    article = ArticleFactory()
    for url in (
        change(article),
        do(article, "submit"),
        reverse("admin:articles_article_history", args=[article.pk]),
    ):
        assert client.get(url).status_code == 302
        assert client.post(url).status_code == 302
    assert state(article) == ("draft", 0)


def test_a_published_story_is_deleted_by_nobody(client: Client, managing: User) -> None:
    client.force_login(managing)
    public, never_public = published().article, ArticleFactory()
    assert (
        client.post(reverse("admin:articles_article_delete", args=[public.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert (
        client.post(
            reverse("admin:articles_article_delete", args=[never_public.pk]), {"post": "yes"}
        ).status_code
        == 302
    )
    assert list(Article.objects.all()) == [public]
    listing = client.get(reverse("admin:articles_article_changelist")).content.decode()
    assert "delete_selected" not in listing


def test_a_contributor_previews_their_own_story_and_no_other(client: Client, db: None) -> None:
    user = UserFactory(role="Contributor")
    client.force_login(user)
    own, other = ArticleFactory(created_by=user), ArticleFactory()
    answers = [client.get(reverse("preview", args=[article.pk])).status_code for article in (own, other)]
    assert answers == [200, 403]
