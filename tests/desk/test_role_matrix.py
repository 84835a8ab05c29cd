"""Who may do what to which story: by the button, by the address of its page, and by a crafted request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import signoffs
from articles.admin.verbs import VERBS
from articles.models import Article, Section, SignOffDesk
from articles.publishing import publish
from articles.revisions import snapshot
from articles.withdrawals import propose_retraction
from articles.workflow import perform
from tests.desk.posting import typed
from tests.factories import ArticleFactory, SectionFactory, UserFactory, approved, published

pytestmark = pytest.mark.django_db

# For each role and verb, the stories it may be used on: o = only the person's own (started by them),
# d = also those of the desk they are in charge of, a = every story, - = none.
COLUMNS = [
    "submit",
    "send-back",
    "approve",
    "publish",
    "schedule",
    "reschedule",
    "cancel",
    "change",
    "reopen",
    "spike",
    "bring-back",
    "propose-retraction",
    "retract",
    "decline-retraction",
    "take-down",
    "lift-embargo",
    "ask-sign-off",
    "waive-sign-off",
    "sign-legal",
    "sign-fact-check",
    "sign-picture",
    "sign-standards",
    "hold",
    "lift-hold",
]
MATRIX = {
    #                    workflow                 withdrawing  sign-offs and hold
    "Contributor":      "o - - - - - - - - - -    - - - - -    o - - - - - - -",
    "Reporter":         "o - - - - - - - - - -    - - - - -    o - - - - - - -",
    "Desk editor":      "d d d d d d d d d d d    - - - - -    d - - - - - - -",
    "Copy editor":      "a a - - - - - - a - -    - - - - -    a - - - - - - -",
    "Fact-checker":     "- - - - - - - - - - -    - - - - -    - - - a - - - -",
    "Legal":            "- - - - - - - - - - -    a a a - -    a - a - - - a a",
    "Picture editor":   "a - - - - - - - - - -    - - - - -    a - - - a - - -",
    "Producer":         "a - - - - - - - - - -    - - - - -    a - - - - - - -",
    "Standards editor": "a a a a a a a a a a a    a a a - -    a a - - - a - -",
    "Managing editor":  "a a a a a a a a a a a    a a a a a    a a - - - - a a",
}  # fmt: skip
REACH = {"-": set(), "o": {"own"}, "d": {"own", "desk"}, "a": {"own", "desk", "foreign"}}
type Make = Callable[..., Article]


def in_review(**fields: Any) -> Article:
    article = ArticleFactory(**fields)
    perform(article, "submit", by=None)
    return article


def scheduled(**fields: Any) -> Article:
    article = approved(**fields)
    publish(article, by=None, at=timezone.now() + timedelta(days=1))
    return article


def spiked(**fields: Any) -> Article:
    article = ArticleFactory(**fields)
    perform(article, "spike", by=None, note="Old news.")
    return article


def live(**fields: Any) -> Article:
    return published(**fields).article


def proposed(**fields: Any) -> Article:
    article = live(**fields)
    propose_retraction(article, by=None, notice="We made it up. — The editors, Vienna")
    return article


def embargoed(**fields: Any) -> Article:
    return ArticleFactory(embargo_until=timezone.now() + timedelta(days=1), **fields)


def asked(**fields: Any) -> Article:
    article = ArticleFactory(**fields)
    snapshot(article, by=None)
    signoffs.require(article, SignOffDesk.LEGAL, by=None)
    return article


def held(**fields: Any) -> Article:
    article = ArticleFactory(**fields)
    signoffs.hold(article, by=None, reason="A letter came.")
    return article


READY: dict[Make, list[str]] = {
    ArticleFactory: ["submit", "spike", "ask-sign-off", "hold"],
    in_review: ["send-back", "approve"],
    approved: ["publish", "schedule", "reopen"],
    scheduled: ["reschedule", "cancel"],
    live: ["change", "propose-retraction", "take-down"],
    spiked: ["bring-back"],
    proposed: ["retract", "decline-retraction"],
    embargoed: ["lift-embargo"],
    asked: ["waive-sign-off", "sign-legal", "sign-fact-check", "sign-picture", "sign-standards"],
    held: ["lift-hold"],
}


def sent(page: Any) -> dict[str, str]:
    """What a person would send from the page of a verb, everything it asks filled in."""
    tomorrow = timezone.localtime() + timedelta(days=2)
    fields = {
        "note": "The dam holds, says the town. — Ada Writer, editor",
        "reason": "A court order.",
        "change": "editors_note",
        "desk": "legal",
        "why": "agreed",
    }
    if "at" in page.context["form"].fields and "change" not in page.context["form"].fields:
        fields["at"] = f"{tomorrow:%Y-%m-%dT%H:%M}"
    return {**typed(page, form_id=""), **fields}


def carry_out(client: Client, url: str, response: Any) -> int:
    """Confirm the page, once more where the times had to be spelled out."""
    for _time in range(2):
        response = client.post(url, sent(response))
        if response.status_code != 200:
            break
    return int(response.status_code)


def test_the_matrix_knows_every_verb() -> None:
    assert set(COLUMNS) == set(VERBS) == {verb for verbs in READY.values() for verb in verbs}


@pytest.mark.parametrize("role", MATRIX)
@pytest.mark.parametrize("whose", ["own", "desk", "foreign"])
def test_a_role_uses_its_verbs_where_it_may_and_nowhere_else(client: Client, role: str, whose: str) -> None:
    user = UserFactory(role=role)
    client.force_login(user)
    allowed = dict(zip(COLUMNS, MATRIX[role].split(), strict=True))
    for make, verbs in READY.items():
        article = make(section=section_of(whose, user))
        Article.objects.filter(pk=article.pk).update(created_by=user if whose == "own" else None)
        form = client.get(reverse("admin:articles_article_change", args=[article.pk]))
        offered = set()
        if form.status_code == 200:
            offered = {verb.name for verb in [*form.context["verbs"], *form.context["sign_off_verbs"]]}
        for verb in verbs:
            expected = whose in REACH[allowed[verb]]
            url = reverse("admin:articles_article_verb", args=[article.pk, verb])
            assert (verb, verb in offered) == (verb, expected)
            page = client.get(url)
            assert (verb, page.status_code) == (verb, 200 if expected else 403)
            before = trace_of(article)
            with transaction.atomic():
                if expected:
                    assert (verb, carry_out(client, url, page)) == (verb, 302)
                    assert (verb, trace_of(article)) != (verb, before)
                else:
                    crafted = {"note": "x", "reason": "x", "change": "minor", "seen": "x", "promised": ""}
                    assert (verb, client.post(url, crafted).status_code) == (verb, 403)
                    assert (verb, trace_of(article)) == (verb, before)
                transaction.set_rollback(True)


def section_of(whose: str, user: Any) -> Section:
    """A section with its own desk: the person's, or somebody else's."""
    section: Section = SectionFactory()
    section.editors.add(user if whose == "desk" else UserFactory())
    return section


def trace_of(article: Article) -> tuple[Any, ...]:
    """Everything a verb leaves behind."""
    row = Article.objects.get(pk=article.pk)
    return row.status, row.embargo_until, row.editions.count(), row.events.count()
