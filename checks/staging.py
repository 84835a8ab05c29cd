"""A busy day for the desk: what a fresh demo has nothing of, so that no page is looked at empty."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles import signoffs
from articles.models import (
    Article,
    Change,
    EditLock,
    HumanCheck,
    Note,
    Notice,
    PreviewLink,
    RemovalRequest,
    SignOffDesk,
    Wording,
)
from articles.notices import tell
from articles.publishing import publish
from articles.reports import receive
from articles.revisions import snapshot
from articles.withdrawals import propose_retraction
from articles.workflow import Status

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"


def stage() -> None:
    """Fill the desk, once: reports, requests, notes, locks, sign-offs, a hold, a waiting retraction."""
    if Wording.objects.exists():
        return
    now = timezone.now()
    reporter, desk = User.objects.get(username="reporter"), User.objects.get(username="desk")
    live = list(Article.objects.filter(status=Status.PUBLISHED).order_by("pk")[:4])
    waiting = Article.objects.filter(status=Status.IN_REVIEW).earliest("pk")
    draft = Article.objects.filter(status=Status.DRAFT).earliest("pk")
    draft.headline = f"What the {LONG} asks of everybody who sells beef"
    draft.save()
    snapshot(draft, by=reporter)
    for article in live[:2]:
        for days, message in ((3, f"The date is wrong, says the {LONG}."), (0, "It is 27, not 28.")):
            edition = article.editions.live(now).latest("number")
            receive(edition, message=message, name="A. Reader", email="", at=now - timedelta(days=days))
    live[0].standfirst += " Changed since."
    live[0].save()
    snapshot(live[0], by=desk, comment="A second source.")
    RemovalRequest.objects.create(
        article=live[1],
        ground=RemovalRequest.Ground.values[1],
        requester="A. Person",
        request="My name, please.",
    )
    propose_retraction(live[2], by=None, notice="The interview did not take place.")
    Note.objects.create(article=waiting, by=desk, text="@reporter, who says so in the third paragraph?")
    tell([reporter], waiting, Notice.Kind.MENTIONED, "Who says so in the third paragraph?", by=desk)
    EditLock.objects.create(article=draft, user=desk)
    signoffs.require(waiting, SignOffDesk.LEGAL, by=desk)
    signoffs.hold(draft, by=None, reason="A letter from a lawyer.")
    HumanCheck.objects.create(article=waiting, item=HumanCheck.Item.NAMES, by=desk)
    PreviewLink.objects.create(
        article=waiting, recipient="A. Lawyer", made_by=desk, expires_at=now + timedelta(days=1)
    )
    Wording.objects.create(
        change=Change.CORRECTION, language="en", text="We wrote [[wrong]]; it is [[right]]."
    )
    tomorrow = now + timedelta(days=1)
    for article in Article.objects.filter(status=Status.APPROVED, embargo_until=None)[:1]:
        publish(article, by=None, at=tomorrow)
