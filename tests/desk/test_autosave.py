"""What is typed is kept by the server too, for the person who typed it and nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Autosave, HumanCheck, Note, Notice
from articles.revisions import snapshot
from tests.desk.posting import typed
from tests.factories import ArticleFactory, revise

pytestmark = pytest.mark.django_db
type ClientFor = Callable[[User], Client]
KEY = "a" * 32
PAYLOAD = {"fields": {"headline": "Half a headl"}, "totals": {"contributions-TOTAL_FORMS": 1}}


def url(article: Article | None, page: str = "autosave") -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk if article else "new"])


def send(client: Client, article: Article | None, **sent: Any) -> int:
    return client.post(url(article), json.dumps(sent), content_type="application/json").status_code


def kept(client: Client, article: Article) -> list[str]:
    return [copy["key"] for copy in client.get(url(article, "change")).context["kept"]]


def test_what_was_typed_is_offered_in_any_browser_to_the_one_who_typed_it(
    client_for: ClientFor, desk: User, copy_editor: User
) -> None:
    article = ArticleFactory()
    assert send(client_for(desk), article, key=KEY, payload=PAYLOAD) == 200
    assert send(client_for(desk), article, key=KEY, payload=PAYLOAD) == 200
    assert Autosave.objects.get().payload == PAYLOAD
    assert kept(client_for(desk), article) == [KEY]
    assert kept(client_for(copy_editor), article) == []


def test_a_save_forgets_the_copy_it_stored_and_no_other(client_for: ClientFor, desk: User) -> None:
    article, client = ArticleFactory(), client_for(desk)
    for key in (KEY, "b" * 32):
        send(client, article, key=key, payload=PAYLOAD)
    form = url(article, "change")
    client.post(form, typed(client.get(form), headline="The whole headline", unsaved_key=KEY))
    assert kept(client, article) == ["b" * 32]


def test_a_story_that_was_never_saved_is_kept_too(client_for: ClientFor, reporter: User) -> None:
    client = client_for(reporter)
    assert send(client, None, key=KEY, payload=PAYLOAD) == 200
    page = client.get(reverse("admin:articles_article_add"))
    assert [copy["key"] for copy in page.context["kept"]] == [KEY]
    assert send(client, None, key=KEY, payload=None) == 200
    assert not Autosave.objects.exists()


def test_unsaved_text_is_compared_with_what_is_saved_now(client_for: ClientFor, desk: User) -> None:
    article, client = (
        ArticleFactory(headline="The dam holds", body="<p>Nobody was hurt.</p>"),
        client_for(desk),
    )
    sent = typed(client.get(url(article, "change")), body="<p>Somebody was hurt.</p>", publish_at="nonsense")
    payload = {
        "fields": {n: v for n, v in sent.items() if "FORMS" not in n and "-role" not in n}
        | {
            "contributions-0-role": ["author", "Author"],
            "section": ["", "---"],
            "headline": "The <b>dam</b>",
        },
        "totals": {n: int(v) for n, v in sent.items() if n.endswith("TOTAL_FORMS")},
    }
    page = client.post(url(article, "compare_unsaved"), json.dumps(payload), content_type="application/json")
    named = [field.name for field in page.context["differences"]]
    assert named == ["headline", "body", "section_id", "publish_at"]
    assert "<del>Nobody</del><ins>Somebody</ins> was hurt." in page.text
    assert "&lt;" in page.text
    article.refresh_from_db()
    assert (article.headline, article.edit_version) == ("The dam holds", 1)


def test_only_who_may_change_a_story_compares_with_it(
    client_for: ClientFor, desk: User, reporter: User
) -> None:
    article = ArticleFactory()
    for client, address, status in (
        (client_for(reporter), url(article, "compare_unsaved"), 403),
        (client_for(desk), url(None, "compare_unsaved"), 404),
        (client_for(desk), url(article, "compare_unsaved"), 400),
    ):
        assert client.post(address, "[]", content_type="application/json").status_code == status


def test_nobody_keeps_text_for_a_story_they_may_not_change(client_for: ClientFor, reporter: User) -> None:
    assert send(client_for(reporter), ArticleFactory(), key=KEY, payload=PAYLOAD) == 403


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"key": "x", "payload": PAYLOAD}, 400),
        ({"key": KEY, "payload": "text"}, 400),
        ({"key": KEY, "payload": {"fields": {}}}, 400),
        ({"payload": PAYLOAD}, 400),
        ({"key": KEY, "payload": {"fields": {"body": "x" * 1_000_001}, "totals": {}}}, 413),
    ],
)
def test_what_is_no_text_of_a_form_is_refused(
    client_for: ClientFor, desk: User, sent: dict[str, Any], status: int
) -> None:
    assert send(client_for(desk), ArticleFactory(), **sent) == status
    assert not Autosave.objects.exists()


def test_a_tick_says_who_and_when_and_grows_old_with_the_copy(client_for: ClientFor, desk: User) -> None:
    article, client = ArticleFactory(), client_for(desk)
    snapshot(article, by=None)
    checks = url(article, "checks")
    client.post(checks, {"item": ["read", "names", "nonsense"]})
    assert set(HumanCheck.objects.values_list("item", "by__username")) == {
        ("read", "desk"),
        ("names", "desk"),
    }
    snapshot(revise(article), by=None)
    rows = {
        row["item"].value: row["is_old"] for row in client.get(url(article, "change")).context["human_checks"]
    }
    assert (rows["read"], rows["rights"]) == (True, False)
    client.post(checks, {"item": ["read"]})
    assert HumanCheck.objects.get().revision == article.revisions.latest("number")


def test_somebody_named_in_a_note_hears_of_it_and_a_stranger_is_refused(
    client_for: ClientFor, desk: User, reporter: User
) -> None:
    article, client = ArticleFactory(slugline="RIVER"), client_for(desk)
    add = reverse("admin:articles_note_add")
    refused = client.post(add, {"article": article.pk, "text": "Ask @nobody or mail a@news.example"})
    assert refused.context["adminform"].form.errors["text"] == [
        "Nobody who may see this story is called @nobody."
    ]
    assert client.post(add, {"article": article.pk, "text": "Who says so, @Reporter?"}).status_code == 302
    note = Note.objects.get()
    assert list(note.mentioned.all()) == [reporter]
    assert Notice.objects.get().text == "desk names you in a note on “RIVER”."
    assert "Who says so" in client.get(url(article, "change")).text
    client.post(
        reverse("admin:articles_note_change", args=[note.pk]), {"text": "Who says so, @reporter? Today?"}
    )
    assert Notice.objects.count() == 1
