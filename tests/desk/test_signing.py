"""Sign-offs, the legal hold and the second read at the desk: what the form says, and to whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from articles import followups, signoffs
from articles.models import Article, FollowUp, Notice, SignOffDesk
from articles.publishing import publish
from articles.revisions import snapshot
from articles.workflow import Status
from tests.conftest import MakeUser
from tests.desk.posting import typed
from tests.factories import ArticleFactory, SectionFactory, approved, revise

pytestmark = pytest.mark.django_db
type ClientFor = Callable[[User], Client]
LEGAL = SignOffDesk.LEGAL
SECRET = "The minister threatens to sue."


@pytest.fixture
def lawyer(make_user: MakeUser) -> User:
    return make_user("lawyer", "Legal")


@pytest.fixture
def checker(make_user: MakeUser) -> User:
    return make_user("checker", "Fact-checker")


def form_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def page_of(article: Article, verb: str) -> str:
    return reverse("admin:articles_article_verb", args=[article.pk, verb])


def lines(client: Client, article: Article) -> list[str]:
    """The sign-offs as the form says them, without the buttons."""
    html = client.get(form_of(article)).content.decode().partition('id="sign-offs"')[2]
    rows = re.findall(r'<li class="sign-off .*?</span>', html, re.DOTALL)
    return [" ".join(strip_tags(row).split()) for row in rows]


def send(client: Client, article: Article, verb: str, **fields: str) -> Any:
    page = client.get(page_of(article, verb))
    return client.post(page_of(article, verb), typed(page, form_id="", **fields))


def offered(client: Client, article: Article) -> list[str]:
    return [verb.name for verb in client.get(form_of(article)).context["sign_off_verbs"]]


def test_the_form_says_of_each_desk_where_its_sign_off_stands(
    client_for: ClientFor, desk: User, lawyer: User
) -> None:
    article = ArticleFactory()
    snapshot(article, by=None)
    monday = datetime(2026, 3, 2, 9, 5, tzinfo=timezone.get_current_timezone())
    signoffs.require(article, SignOffDesk.PICTURE, by=desk, at=monday, note="The cover")
    signoffs.require(article, SignOffDesk.STANDARDS, by=None, at=monday)
    signoffs.waive(article, SignOffDesk.STANDARDS, by=None, at=monday, note="Nobody is named")
    signoffs.sign(article, LEGAL, by=lawyer, at=monday)
    assert lines(client_for(desk), article) == [
        "Legal approved by lawyer, Mon 2 Mar, 09:05, on revision 1",
        "Fact check not required",
        "Picture desk required since Mon 2 Mar, 09:05, asked for by desk · The cover",
        "Standards not required: waived by the system, Mon 2 Mar, 09:05 · Nobody is named",
    ]


def test_a_stale_sign_off_leads_to_what_changed(client_for: ClientFor, desk: User) -> None:
    article = ArticleFactory()
    signoffs.sign(article, LEGAL, by=None)
    snapshot(revise(article), by=None)
    page = client_for(desk).get(form_of(article)).content.decode()
    assert "approved revision 1" in page
    assert "the copy is at 2, so it has to be signed off again" in page
    compare = reverse("admin:articles_article_compare", args=[article.pk])
    assert f"{compare}?before=1&amp;after=2" in page


def test_a_lawyer_reads_every_story_and_signs_without_changing_it(
    client_for: ClientFor, lawyer: User, desk: User
) -> None:
    article = ArticleFactory()
    client = client_for(lawyer)
    page = client.get(form_of(article))
    assert page.status_code == 200
    assert 'name="_continue"' not in page.content.decode()
    assert page_of(article, "sign-legal") in page.content.decode()
    data = typed(client_for(desk).get(form_of(article)), headline="Rewritten by the lawyers")
    assert client.post(form_of(article), data).status_code == 403
    assert send(client, article, "sign-legal", note="Fine as it is").status_code == 302
    row = article.sign_offs.get()
    assert (row.by, row.note, row.revision.number) == (lawyer, "Fine as it is", 1)


def test_what_was_typed_is_saved_on_the_way_to_a_sign_off(client_for: ClientFor, standards: User) -> None:
    article = ArticleFactory()
    client = client_for(standards)
    data = typed(client.get(form_of(article)), headline="The dam burst at dawn")
    response = client.post(form_of(article), {**data, "_verb": "sign-standards"})
    assert response["Location"] == page_of(article, "sign-standards")
    send(client, article, "sign-standards")
    assert article.sign_offs.get().revision.snapshot["copy"]["headline"] == "The dam burst at dawn"


def test_nobody_signs_a_text_that_changed_while_the_page_was_open(
    client_for: ClientFor, checker: User
) -> None:
    article = ArticleFactory()
    client = client_for(checker)
    data = typed(client.get(page_of(article, "sign-fact-check")), form_id="")
    Article.objects.filter(pk=article.pk).update(headline="Another headline", edit_version=2)
    response = client.post(page_of(article, "sign-fact-check"), data)
    assert "The story changed while this page was open." in response.content.decode()
    assert not article.sign_offs.exists()


@pytest.mark.parametrize("verb", ["ask-sign-off", "hold"])
def test_the_page_says_that_what_is_scheduled_will_be_cancelled_and_it_is(
    verb: str, client_for: ClientFor, lawyer: User
) -> None:
    article = approved()
    publish(article, by=None, at=datetime(2036, 3, 3, 6, 0, tzinfo=timezone.get_current_timezone()))
    client = client_for(lawyer)
    page = client.get(page_of(article, verb)).content.decode()
    assert "The edition scheduled for Monday, 3 March 2036, 06:00" in page
    assert "is cancelled." in page
    fields = {"desk": "legal"} if verb == "ask-sign-off" else {"reason": SECRET}
    assert send(client, article, verb, **fields).status_code == 302
    article.refresh_from_db()
    assert (article.status, article.editions.count()) == (Status.APPROVED, 0)
    assert article.events.get(verb="cancel").note.startswith("lawyer ")


def test_only_who_may_hold_reads_why(client_for: ClientFor, lawyer: User, managing: User, desk: User) -> None:
    article = approved()
    assert send(client_for(lawyer), article, "hold", reason=SECRET).status_code == 302
    own = ["admin:articles_article_change", "admin:articles_article_history"]
    pages = [reverse(name, args=[article.pk]) for name in own]
    pages += [page_of(article, "publish"), reverse("admin:articles_event_changelist")]
    pages += [reverse("admin:articles_article_changelist"), reverse("admin:index")]
    for url in pages:
        assert SECRET not in client_for(desk).get(url).content.decode()
    assert "There is a legal hold on the story." in client_for(desk).get(pages[0]).content.decode()
    assert SECRET in client_for(managing).get(form_of(article)).content.decode()
    assert not Notice.objects.filter(text__contains=SECRET).exists()


def test_a_lifted_hold_stays_on_record_for_who_may_hold(
    client_for: ClientFor, lawyer: User, desk: User
) -> None:
    article = ArticleFactory()
    signoffs.hold(article, by=lawyer, reason=SECRET)
    assert offered(client_for(lawyer), article) == ["ask-sign-off", "sign-legal", "lift-hold"]
    assert send(client_for(lawyer), article, "lift-hold", reason="Settled out of court.").status_code == 302
    page = client_for(lawyer).get(form_of(article)).content.decode()
    assert SECRET in page
    assert "Settled out of court." in page
    assert "Settled out of court." not in client_for(desk).get(form_of(article)).content.decode()


def test_a_missing_button_names_the_sign_off_it_waits_for(client_for: ClientFor, desk: User) -> None:
    article = approved()
    signoffs.require(article, LEGAL, by=None)
    missing = client_for(desk).get(form_of(article)).context["missing"]
    assert {item.label: item.why for item in missing}["Publish now"] == "The sign-off “Legal” is missing."


def test_those_who_can_sign_are_told_that_somebody_asks(
    client_for: ClientFor, reporter: User, lawyer: User, checker: User
) -> None:
    article = ArticleFactory(created_by=reporter)
    assert send(client_for(reporter), article, "ask-sign-off", desk="legal").status_code == 302
    assert [notice.user for notice in Notice.objects.filter(article=article)] == [lawyer]


def test_a_lawyer_who_also_reports_keeps_both_trades(client_for: ClientFor, lawyer: User) -> None:
    lawyer.groups.add(Group.objects.get(name="Reporter"))
    section = SectionFactory()
    section.editors.add(User.objects.create_user("other"))
    foreign, own = ArticleFactory(section=section), ArticleFactory(section=section, created_by=lawyer)
    client = client_for(lawyer)
    for verb in ("sign-legal", "hold", "ask-sign-off"):
        assert (verb, client.get(page_of(foreign, verb)).status_code) == (verb, 200)
    assert offered(client, foreign) == ["ask-sign-off", "sign-legal", "hold"]
    assert client.get(form_of(foreign)).context["verbs"] == []
    assert client.get(page_of(foreign, "submit")).status_code == 403
    assert client.post(page_of(foreign, "submit"), {"seen": "x"}).status_code == 403
    assert client.get(page_of(own, "submit")).status_code == 200


# --- The second read ---------------------------------------------------------------------------------------


def test_a_second_read_is_owed_within_the_hour_and_is_late_after_it(desk: User) -> None:
    at = timezone.now()
    owed = followups.second_read(ArticleFactory(), by=desk, reason="Alone on the night shift", at=at)
    assert owed.due_at == at + timedelta(hours=1)
    assert [owed.is_late(at + timedelta(minutes=minutes)) for minutes in (60, 61)] == [False, True]


def test_a_second_read_is_done_once_and_stays_on_record(
    client_for: ClientFor, desk: User, copy_editor: User
) -> None:
    owed = followups.second_read(ArticleFactory(), by=desk, reason="Alone on the night shift")
    url = reverse("admin:articles_followup_change", args=[owed.pk])
    empty = client_for(copy_editor).post(url, {"done_note": " "})
    assert empty.context["adminform"].form.errors["done_note"]
    assert client_for(copy_editor).post(url, {"done_note": "Read, one comma."}).status_code == 302
    assert client_for(copy_editor).post(url, {"done_note": "Read again."}).status_code == 403
    owed.refresh_from_db()
    assert (owed.done_by, owed.done_note) == (copy_editor, "Read, one comma.")
    assert "Read, one comma." in client_for(desk).get(url).content.decode()


def test_the_follow_ups_of_other_desks_are_read_and_not_closed(
    client_for: ClientFor, make_user: MakeUser, desk: User
) -> None:
    section = SectionFactory()
    section.editors.add(make_user("politics", "Desk editor"))
    owed = followups.second_read(ArticleFactory(section=section), by=None, reason="Alone")
    url = reverse("admin:articles_followup_change", args=[owed.pk])
    assert client_for(desk).get(url).status_code == 200
    assert client_for(desk).post(url, {"done_note": "Read."}).status_code == 403
    assert FollowUp.objects.get().done_at is None
