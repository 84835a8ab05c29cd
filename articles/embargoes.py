"""Lifting an embargo before its time: by those who may, with a reason, on record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _t

from articles.models import Article, Event
from articles.revisions import snapshot
from articles.workflow import NotPossible, perform

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def lift(article: Article, *, by: User | None, reason: str, at: datetime | None = None) -> Event:
    """End the embargo now. What is scheduled stays scheduled; reschedule it to bring it forward.

    Raises NotAllowed, or NotPossible without a reason or when no embargo is in force.
    """
    at = at or timezone.now()

    def effect() -> None:
        article.refresh_from_db()
        if not article.is_embargoed(at):
            raise NotPossible(_t("There is no embargo to lift."))
        article.embargo_until = None
        # Open forms hold the old embargo: the next version tells them.
        article.edit_version = models.F("edit_version") + 1
        article.save(update_fields=["embargo_until", "edit_version", "updated_at"])
        article.refresh_from_db()
        snapshot(article, by=by, at=at, comment=_t("Embargo lifted"))

    return perform(article, "lift_embargo", by=by, at=at, note=reason, effect=effect)
