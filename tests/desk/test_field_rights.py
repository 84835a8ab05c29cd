"""Which fields of a story each role may change: by the form and by a crafted request."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from articles.admin.field_rights import ALL_FIELDS, FIELDS, TEXT, fields_of
from articles.admin.groups import GROUPS, HEAD, Fields, Rows
from articles.models import Article
from articles.models.article import WORKS_ON_ALL_COPY
from articles.revisions import snapshot, working_copy
from tests.desk.posting import typed
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    OutletFactory,
    PhotoFactory,
    SectionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

# For each role and kind of field, the stories of which it may change them: o = the person's own (started by
# them), a = also those of others, - = none.
COLUMNS = ["text", "furniture", "sources", "picture", "plan"]
MATRIX = {
    "Contributor": "o o o o o",
    "Reporter": "o o o o o",
    "Desk editor": "a a a a a",
    "Copy editor": "a a a o o",
    "Fact-checker": "- - a - -",
    "Legal": "- - - - -",
    "Picture editor": "- - - a -",
    "Producer": "- a - - -",
    "Standards editor": "a a a a a",
    "Managing editor": "a a a a a",
}


def url(article: Article, page: str = "change", *more: int) -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk, *more])


def kinds_changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The kinds of fields that differ between two working copies."""
    flat = [{**state["copy"], **state["desk"], **state["plan"], **state} for state in (before, after)]
    return {
        permission.rpartition("_")[2]
        for permission, names in FIELDS.items()
        if any(flat[0].get(key) != flat[1].get(key) for name in names for key in (name, f"{name}_id"))
    }


def changes(article: Article) -> dict[str, str]:
    """One change of every kind, as somebody would craft it: complete lists, whatever the page offered."""
    return {
        "headline": "Taken from the form",
        "body": "<p>Taken.</p>",
        "headline_seo": "Taken for search",
        "lead_photo": str(PhotoFactory().pk),
        "slugline": "TAKEN",
        "section": str(SectionFactory().pk),
        "sources-TOTAL_FORMS": "1",
        "sources-INITIAL_FORMS": "0",
        "sources-0-kind": "based_on",
        "sources-0-outlet": str(OutletFactory().pk),
        "contributions-TOTAL_FORMS": "1",
        "contributions-INITIAL_FORMS": "0",
        "contributions-0-author": str(AuthorFactory().pk),
        "contributions-0-role": "author",
    }


def test_every_field_of_the_form_belongs_to_one_permission() -> None:
    named = {"headline_is_working"}
    for group in (HEAD, *GROUPS):
        for part in group.parts:
            named |= {part.prefix} if isinstance(part, Rows) else set()
            for item in part.names if isinstance(part, Fields) else ():
                named |= {item} if isinstance(item, str) else set(item)
    assert named == ALL_FIELDS
    assert sum(len(names) for names in FIELDS.values()) == len(ALL_FIELDS)
    assert set(FIELDS) == set(WORKS_ON_ALL_COPY)


@pytest.mark.parametrize("role", MATRIX)
@pytest.mark.parametrize("whose", ["own", "foreign"])
def test_a_role_changes_its_fields_and_no_others(client: Client, role: str, whose: str) -> None:
    user = UserFactory(role=role)
    client.force_login(user)
    article = ArticleFactory(
        created_by=user if whose == "own" else UserFactory(), sources=[{"kind": "document", "title": "A"}]
    )
    reach = {"o": {"own"}, "a": {"own", "foreign"}, "-": set()}
    cells = dict(zip(COLUMNS, MATRIX[role].split(), strict=True))
    expected = {kind for kind, cell in cells.items() if whose in reach[cell]}
    page = client.get(url(article))
    offered = set(typed(page)) if page.status_code == 200 else set()
    for permission, names in FIELDS.items():
        shown = offered & {*names, *(f"{name}-0-{part}" for name in names for part in ("kind", "author"))}
        assert (permission, bool(shown)) == (permission, permission.rpartition("_")[2] in expected)
    before = working_copy(article)
    hidden = {"edit_version": "1", "base_revision": "0"}
    client.post(url(article), {**hidden, **(typed(page) if offered else {}), **changes(article)})
    after = working_copy(Article.objects.get(pk=article.pk))
    assert kinds_changed(before, after) == expected


def test_permissions_decide_and_not_the_name_of_the_group(client: Client) -> None:
    user = UserFactory()
    names = ("change_article", "view_article", "edit_text")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    assert fields_of(User.objects.get(pk=user.pk)) == set(FIELDS[TEXT])
    client.force_login(user)
    article = ArticleFactory()
    before = working_copy(article)
    client.post(url(article), {**typed(client.get(url(article))), **changes(article)})
    assert kinds_changed(before, working_copy(Article.objects.get(pk=article.pk))) == {"text"}


def test_a_text_that_is_closed_is_read_as_text(client: Client) -> None:
    client.force_login(UserFactory(role="Producer"))
    page = client.get(url(ArticleFactory(body="<h2>The dam</h2><p>It holds.</p>"))).text
    assert "<h2>The dam</h2><p>It holds.</p>" in page
    assert 'name="body"' not in page
    assert "You change a part of this story" in page


@pytest.mark.parametrize(("role", "status"), [("Producer", 403), ("Copy editor", 302)])
def test_restoring_needs_the_right_to_every_field_it_would_change(
    client: Client, role: str, status: int
) -> None:
    client.force_login(UserFactory(role=role))
    article = ArticleFactory()
    first = snapshot(article, by=None)
    article.body = "<p>Another text.</p>"
    article.save()
    snapshot(article, by=None)
    data = {"edit_version": article.edit_version}
    assert client.post(url(article, "restore", first.number), data).status_code == status
    article.refresh_from_db()
    assert ("rose again" in article.body) == (status == 302)


@pytest.mark.parametrize("whose", ["own", "foreign"])
def test_a_bulk_action_changes_no_field_that_the_form_would_not(client: Client, whose: str) -> None:
    user = UserFactory(role="Copy editor")
    client.force_login(user)
    article = ArticleFactory(created_by=user if whose == "own" else None)
    data = {"action": "assign", "_selected_action": [article.pk], "confirmed": "1", "assignee": user.pk}
    client.post(reverse("admin:articles_article_changelist"), data)
    article.refresh_from_db()
    assert (article.assignee == user) == (whose == "own")


@pytest.mark.parametrize("role", ["Producer", "Picture editor", "Fact-checker", "Legal"])
def test_who_writes_no_text_starts_no_story(client: Client, role: str) -> None:
    client.force_login(UserFactory(role=role))
    assert client.get(reverse("admin:articles_article_add")).status_code == 403
