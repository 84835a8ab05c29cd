"""What a button of the article form is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.admin.verb_cases import Case, Times
from articles.admin.verb_forms import VerbForm
from articles.models import Article
from articles.workflow import TRANSITIONS, perform, why_not

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.utils.functional import _StrPromise

type Run = Callable[[Article, User, dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Verb:
    """A button. `obstacle` says why it is not there beyond what the workflow's table knows; `sentence`
    says what will happen; `run` does it and returns what to tell the person."""

    name: str
    transition: str
    label: str | _StrPromise
    form: type[VerbForm]
    sentence: Callable[[Case, Times], str]
    run: Run
    obstacle: Callable[[Case], str]
    grave: bool = False
    confirm: str | _StrPromise = ""
    place: str = "head"
    """Where the form shows it: in the head bar, or among the sign-offs."""
    desk: str = ""
    """Whose sign-off it gives."""

    @property
    def permission(self) -> str:
        """The permission it needs."""
        return TRANSITIONS[self.transition].permission

    def why_not(self, case: Case) -> str:
        """Why it is not possible now for the person who asks, in a sentence; empty when it is."""
        return why_not(case.article, self.transition, case.user) or self.obstacle(case)


def moved(verb: str, done: str | _StrPromise) -> Run:
    """A verb that only moves the working copy."""

    def run(article: Article, user: User, typed: dict[str, Any]) -> str:
        perform(article, verb, by=user, note=typed.get("note", ""), urgent=typed.get("urgent", ""))
        return str(done)

    return run


def not_past(at: datetime | None) -> datetime | None:
    """The time, or None for now: the minute that was typed may have begun already."""
    return at if at and at > timezone.now() else None
