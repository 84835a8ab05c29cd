"""The desk's pages other than the article's: each opens, in a fixed number of queries."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.sites.models import Site
from django.db.models import Model
from django.test import Client
from taggit.models import Tag

from articles.admin.edition import EditionAdmin
from articles.models import Article, Edition
from newsroom.models import Publication
from tests.desk.pages import address, name_of, queries_of
from tests.desk.rows import ROWS

# Queries of the list and of the form, session and person included (2). The publication has no list.
QUERIES = {
    "account.EmailAddress": (5, 4),
    "articles.EditLock": (5, 3),
    "articles.Edition": (5, 9),
    "articles.ErrorReport": (5, 4),
    "articles.Event": (4, 3),
    "articles.FollowUp": (5, 9),
    "articles.Note": (5, 3),
    "articles.Outlet": (5, 3),
    "articles.Photo": (4, 3),
    "articles.RemovalRequest": (5, 3),
    "articles.Revision": (4, 4),
    "articles.Section": (6, 5),
    "articles.Topic": (5, 4),
    "articles.Wording": (6, 3),
    "auth.Group": (5, 5),
    "auth.User": (7, 7),
    "authors.Author": (5, 5),
    "mfa.Authenticator": (5, 4),
    "newsroom.FrontSlot": (5, 6),
    "newsroom.PolicyPage": (5, 3),
    "newsroom.Publication": (0, 6),
    "redirects.Redirect": (5, 3),
}
WITH_A_LIST = [model for model in ROWS if model is not Publication]


def test_every_model_at_the_desk_has_rows_to_count_with() -> None:
    assert set(admin.site._registry) - {Article} == set(ROWS)
    assert {name_of(model) for model in ROWS} == set(QUERIES)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", WITH_A_LIST, ids=name_of)
def test_a_list_takes_the_same_queries_whatever_its_length(
    everything: Client, model: type[Model], count: int
) -> None:
    ROWS[model](count)
    assert queries_of(everything, address(model, "changelist")) == QUERIES[name_of(model)][0]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", list(ROWS), ids=name_of)
def test_a_form_takes_the_same_queries_whatever_hangs_on_it(
    everything: Client, model: type[Model], count: int
) -> None:
    row = ROWS[model](count)[0]
    assert queries_of(everything, address(model, "change", row.pk)) == QUERIES[name_of(model)][1]


@pytest.mark.parametrize("model", WITH_A_LIST, ids=name_of)
def test_every_list_can_be_searched(everything: Client, model: type[Model]) -> None:
    ROWS[model](1)
    response = everything.get(address(model, "changelist"), {"q": "nobody wrote this"})
    searchable = bool(admin.site._registry[model].get_search_fields(response.wsgi_request))
    assert (response.status_code, searchable) == (200, True)


@pytest.mark.parametrize("which", ["add", "history"])
@pytest.mark.parametrize("model", list(ROWS), ids=name_of)
def test_every_other_page_opens_or_is_refused(everything: Client, model: type[Model], which: str) -> None:
    row = ROWS[model](1)[0]
    may_add = admin.site._registry[model].has_add_permission(everything.get("/admin/").wsgi_request)
    response = everything.get(address(model, which, *([row.pk] if which == "history" else [])))
    assert response.status_code == (200 if which == "history" or may_add else 403)


@pytest.mark.parametrize("model", [Site, Tag])
def test_what_other_packages_bring_along_stays_out_of_the_way(model: type[Model]) -> None:
    assert not admin.site.is_registered(model)


@pytest.mark.parametrize(
    "label",
    ["articles.Edition", "articles.Event", "articles.Revision", "articles.EditLock", "mfa.Authenticator"],
)
def test_what_happened_cannot_be_rewritten(everything: Client, label: str) -> None:
    model = next(model for model in ROWS if name_of(model) == label)
    row = ROWS[model](1)[0]
    answers = [
        everything.post(url).status_code for url in (address(model, "add"), address(model, "change", row.pk))
    ]
    assert answers == [403, 403]


@pytest.mark.parametrize(
    "label", ["articles.Edition", "articles.Event", "articles.Revision", "articles.ErrorReport"]
)
def test_what_happened_cannot_be_deleted(everything: Client, label: str) -> None:
    model = next(model for model in ROWS if name_of(model) == label)
    row = ROWS[model](1)[0]
    assert everything.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_the_desk_shows_every_field_of_an_edition() -> None:
    shown = {name for _title, options in EditionAdmin.fieldsets or [] for name in options["fields"]}
    stand_ins = {
        "article": "story",
        "published_by": "who",
        "body": "text",
        "html": "text",
        "sources": "source_list",
        "topics": "topic_list",
        "embeds": "embed_list",
        "figures": "picture_list",
        "photo_facts": "photo_told",
        "photos": "picture_list",
    }
    fields = {field.name for field in Edition._meta.get_fields() if field.concrete} - {"id", "authors"}
    assert {name for name in fields if stand_ins.get(name, name) not in shown} == set()
